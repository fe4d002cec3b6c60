"""Review decisions outlive a change of the files they were made on."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records import ReviewState, StoredBead
from workbench.review.carrying import carry_over


def bead(source_start: int, source_end: int, target_start: int, target_end: int) -> StoredBead:
    return StoredBead(source_start, source_end, target_start, target_end, 0.9, None, ReviewState.ACCEPTED)


def ranges(beads: list[StoredBead]) -> list[tuple[int, int, int, int]]:
    return [(b.source_start, b.source_end, b.target_start, b.target_end) for b in beads]


OLD = (["甲", "乙", "丙"], ["a", "b", "c"])
BEADS = [bead(0, 1, 0, 1), bead(1, 2, 1, 1), bead(2, 3, 1, 3)]


@pytest.mark.parametrize(
    ("name", "new", "expected"),
    [
        ("nothing changed", OLD, [(0, 1, 0, 1), (1, 2, 1, 1), (2, 3, 1, 3)]),
        ("a sentence came first", (["新", *OLD[0]], OLD[1]), [(1, 2, 0, 1), (2, 3, 1, 1), (3, 4, 1, 3)]),
        ("the first changed", (["改", "乙", "丙"], OLD[1]), [(1, 2, 1, 1), (2, 3, 1, 3)]),
        ("one came into a bead", (OLD[0], ["a", "b", "x", "c"]), [(0, 1, 0, 1), (1, 2, 1, 1)]),
        ("all changed", (["子"], ["z"]), []),
    ],
)
def test_a_decision_stands_where_its_segments_stand(name, new, expected):
    assert ranges(carry_over(BEADS, old=OLD, new=new)) == expected, name


@given(st.lists(st.sampled_from("甲乙丙丁"), max_size=8), st.lists(st.sampled_from("abcd"), max_size=8))
def test_carried_beads_keep_their_text_and_order(source, target):
    carried = carry_over(BEADS, old=OLD, new=(source, target))
    for upper, lower in pairwise(carried):
        assert upper.source_end <= lower.source_start
        assert upper.target_end <= lower.target_start
    for item in carried:
        assert any(
            (source[item.source_start : item.source_end], target[item.target_start : item.target_end])
            == (OLD[0][b.source_start : b.source_end], OLD[1][b.target_start : b.target_end])
            for b in BEADS
        )
