"""A second reading is blind, drawn by its seed, logged, and settled by decisions that can be undone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import NotFoundError, RefusedError
from db.records import ReviewState
from db.store import open_store
from tests.tui.databases import build_pair
from tests.workbench.conftest import CommandLine
from workbench.errors import InputError, NothingToDoError
from workbench.review import reviewing, second_reading

RIGHT, WRONG, UNSURE = ReviewState.ACCEPTED, ReviewState.REJECTED, ReviewState.NEEDS_REVIEW
FIRST = (RIGHT, RIGHT, RIGHT, WRONG, RIGHT, RIGHT, WRONG)


@pytest.fixture
def decided(tmp_path: Path) -> Path:
    """A pair of seven beads that mei has decided on."""
    path = build_pair(tmp_path / "one.db")
    pair = reviewing.open_pair(path, 1)
    for bead, state in zip(pair.beads, FIRST, strict=True):
        reviewing.set_state(path, pair.run_id, [bead], state=state, reviewer="mei")
    return path


def read(path: Path, reading_id: int, *, wrong: int = 0) -> None:
    """Read a sample as the first reader did, but for its first `wrong` items."""
    with open_store(path) as store:
        from db.second_readings import list_items

        items = list_items(store, reading_id)
    for n, item in enumerate(items):
        first = item.bead.first_verdict
        verdict = first if n >= wrong else (WRONG if first is RIGHT else RIGHT)
        second_reading.judge(path, item.id, verdict=verdict, reviewer="li")


def test_the_same_seed_draws_the_same_sample(decided: Path) -> None:
    drawn = [second_reading.draw(decided, count=4, seed=seed, reader="li") for seed in (7, 7, 8)]
    texts = [
        [item.source_text for item in second_reading.blind_items(decided, reading.id)] for reading in drawn
    ]
    assert texts[0] == texts[1] != texts[2]
    assert [reading.item_count for reading in drawn] == [4, 4, 4]


def test_every_stratum_of_risk_is_drawn_from(decided: Path) -> None:
    reading = second_reading.draw(decided, count=6, seed=1, reader="li")
    with open_store(decided) as store:
        from db.second_readings import list_items

        strata = [item.bead.stratum for item in list_items(store, reading.id)]
    assert reading.population == {"doubtful": 2, "middling": 2, "sure": 3}
    assert sorted(strata) == ["doubtful"] * 2 + ["middling"] * 2 + ["sure"] * 2


@given(st.lists(st.integers(0, 30), min_size=1, max_size=5), st.integers(0, 60))
def test_shares_take_what_there_is_and_no_more(sizes: list[int], count: int) -> None:
    taken = second_reading.shares(sizes, count)
    assert sum(taken) == min(count, sum(sizes))
    assert all(0 <= number <= size for number, size in zip(taken, sizes, strict=True))
    unfilled = [number for number, size in zip(taken, sizes, strict=True) if number < size]
    assert not unfilled or max(taken) - min(unfilled) <= 1


def test_the_reader_sees_texts_and_nothing_of_the_first_decision(decided: Path) -> None:
    reading = second_reading.draw(decided, count=7, seed=1, reader="li")
    names = set(second_reading.BlindItem.__slots__)
    assert names == {"id", "position", "source_text", "target_text", "verdict"}
    assert all(item.verdict is None for item in second_reading.blind_items(decided, reading.id))


def test_nobody_reads_their_own_decisions_again(decided: Path) -> None:
    with pytest.raises(NothingToDoError, match="others than mei"):
        second_reading.draw(decided, count=5, seed=1, reader="mei")


def test_a_sample_is_read_by_its_reader_only(decided: Path) -> None:
    reading = second_reading.draw(decided, count=2, seed=1, reader="li")
    item = second_reading.blind_items(decided, reading.id)[0]
    with pytest.raises(InputError, match="li's to read, not mei's"):
        second_reading.judge(decided, item.id, verdict=RIGHT, reviewer="mei")
    with pytest.raises(InputError, match="not proposed"):
        second_reading.judge(decided, item.id, verdict=ReviewState.PROPOSED, reviewer="li")


def test_the_last_verdict_counts_and_all_are_kept(decided: Path) -> None:
    reading = second_reading.draw(decided, count=1, seed=1, reader="li")
    item = second_reading.blind_items(decided, reading.id)[0]
    for verdict in (RIGHT, WRONG, UNSURE):
        second_reading.judge(decided, item.id, verdict=verdict, reviewer="li")
    assert second_reading.blind_items(decided, reading.id)[0].verdict is UNSURE
    with open_store(decided) as store:
        (count,) = store.execute("SELECT count(*) FROM second_reading_event").fetchone()
    assert count == 3


def test_agreement_is_weighted_by_the_sizes_of_the_strata(decided: Path) -> None:
    reading = second_reading.draw(decided, count=7, seed=3, reader="li")
    read(decided, reading.id, wrong=1)
    found = second_reading.compare(decided, reading.id)
    assert found.agreement is not None
    assert found.agreement.observed == pytest.approx(6 / 7)
    assert found.weighted_agreement == pytest.approx(6 / 7)  # all beads are in the sample
    assert len(found.differences) == 1


def test_a_settled_difference_changes_the_row_and_can_be_undone(decided: Path) -> None:
    reading = second_reading.draw(decided, count=7, seed=3, reader="li")
    read(decided, reading.id, wrong=1)
    (difference,) = second_reading.compare(decided, reading.id).differences
    assert difference.second_verdict is not None
    second_reading.settle(decided, difference.id, verdict=difference.second_verdict, reviewer="chen")
    found = second_reading.compare(decided, reading.id)
    assert found.unsettled == ()
    assert (found.differences[0].settled_verdict, found.differences[0].settled_by) == (
        difference.second_verdict,
        "chen",
    )
    key = (difference.bead.source_start, difference.bead.target_start)
    pair = reviewing.open_pair(decided, 1)
    assert {bead.key: bead.state for bead in pair.beads}[key] is difference.second_verdict
    reviewing.undo(decided, pair.run_id, reviewer="chen")
    after = {bead.key: bead.state for bead in reviewing.open_pair(decided, 1).beads}
    assert after[key] is difference.bead.first_verdict


def test_a_row_of_another_shape_is_not_settled_over(decided: Path) -> None:
    reading = second_reading.draw(decided, count=7, seed=3, reader="li")
    pair = reviewing.open_pair(decided, 1)
    reviewing.merge(decided, pair.run_id, pair.beads[0], pair.beads[1], reviewer="mei")
    gone = next(
        item
        for item in second_reading.blind_items(decided, reading.id)
        if item.source_text == pair.source_text(pair.beads[0])
    )
    with pytest.raises(RefusedError, match="another shape"):
        second_reading.settle(decided, gone.id, verdict=WRONG, reviewer="chen")
    assert second_reading.compare(decided, reading.id).reading.read_count == 0


def test_what_is_not_there_is_said_to_be_missing(decided: Path) -> None:
    with pytest.raises(NotFoundError):
        second_reading.blind_items(decided, 9)
    with pytest.raises(NotFoundError):
        second_reading.judge(decided, 9, verdict=RIGHT, reviewer="li")


def test_the_command_line_goes_all_the_way(decided: Path, command_line: CommandLine) -> None:
    options = ("--db", decided)
    drawn = command_line(
        "second-reading", "sample", "--count", 3, "--seed", 5, "--reviewer", "li", "--json", *options
    )
    assert (drawn.code, '"item_count": 3' in drawn.out) == (0, True)
    shown = command_line("second-reading", "show", 1, *options)
    items = [int(line.split("\t")[0]) for line in shown.out.strip().split("\n")]
    for item in items:
        code = command_line("second-reading", "judge", item, "rejected", "--reviewer", "li", *options).code
        assert code == 0
    found = command_line("second-reading", "agreement", 1, *options)
    assert (found.code, "kappa" in found.out) == (0, True)
    differing = command_line("second-reading", "differences", 1, *options)
    first = int(differing.out.split("\t")[0])
    assert (
        command_line("second-reading", "settle", first, "rejected", "--reviewer", "chen", *options).code == 0
    )
    assert command_line("second-reading", "agreement", 7, *options).code == 7
    assert command_line("second-reading", "judge", first, "perhaps", *options).code == 2
