"""Ranges of beads and links, and beads as links."""

from hypothesis import given
from hypothesis import strategies as st

from aligners.beads import Bead, LinkKind, moved_link, overlap

PLACES = st.tuples(*[st.integers(0, 6)] * 4, *[st.integers(1, 3)] * 4)


@given(PLACES)
def test_beads_overlap_where_they_share_a_segment(places: tuple[int, ...]) -> None:
    first = Bead(places[0], places[0] + places[4], places[1], places[1] + places[5])
    second = Bead(places[2], places[2] + places[6], places[3], places[3] + places[7])
    source, target = (
        set(range(getattr(first, f"{side}_start"), getattr(first, f"{side}_end")))
        & set(range(getattr(second, f"{side}_start"), getattr(second, f"{side}_end")))
        for side in ("source", "target")
    )
    assert overlap(first, second) == bool(source or target)
    assert overlap(first, second) == overlap(second, first)


def test_a_moved_bead_keeps_its_ranges_and_its_probability() -> None:
    link = moved_link(Bead(1, 3, 7, 8, 0.75))
    assert (link.source_start, link.source_end, link.target_start, link.target_end) == (1, 3, 7, 8)
    assert link.score == 0.75
    assert link.kind is LinkKind.MOVED
