"""Decisions on several rows: each is one event, keeps the cover, and undo brings everything back."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from aligners.edits import check_cover
from aligners.errors import BeadError
from db.errors import ConflictError
from db.records import OmissionReason, ReviewState, StoredBead
from tests.tui.databases import SOURCE, TARGET, build_pair
from workbench.review import reviewing, shaping
from workbench.review.review_rows import open_rows
from workbench.review.reviewing import ReviewPair


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return build_pair(tmp_path / "one.db")


@pytest.fixture
def pair(path: Path) -> ReviewPair:
    return reviewing.open_pair(path, 1)


def shapes(path: Path) -> list[str]:
    return [bead.shape for bead in reviewing.open_pair(path, 1).beads]


def bookmark(path: Path, pair: ReviewPair) -> None:
    shaping.set_bookmark(path, pair.run_id, pair.beads[1:3], is_set=True, reviewer="mei")


def merge_all(path: Path, pair: ReviewPair) -> None:
    shaping.merge_all(path, pair.run_id, pair.beads[1:5], reviewer="mei")


def say_no_counterpart(path: Path, pair: ReviewPair) -> None:
    reason = OmissionReason.SHORTENED
    shaping.set_no_counterpart(
        path, pair.run_id, pair.beads[2], is_source=True, reason=reason, reviewer="mei"
    )


def shift(path: Path, pair: ReviewPair) -> None:
    stretch = shaping.stretch_to_shift(pair.beads[0:], is_source=False, step=1)
    shaping.shift_column(path, pair.run_id, stretch, is_source=False, step=1, reviewer="mei")


def pin(path: Path, pair: ReviewPair) -> None:
    shaping.pin(path, pair.run_id, pair.beads[1:5], source=2, target=4, reviewer="mei")


def accept(path: Path, pair: ReviewPair) -> None:
    shaping.accept_above(path, pair.run_id, pair.beads[3].key, seen_event_id=0, reviewer="mei")


DECISIONS = [
    (bookmark, ["1-1", "1-1", "2-1", "1-1", "0-1", "1-0", "1-2"]),
    (merge_all, ["1-1", "4-4", "1-0", "1-2"]),
    (say_no_counterpart, ["1-1", "1-1", "2-0", "0-1", "1-1", "0-1", "1-0", "1-2"]),
    (shift, ["1-0", "1-1", "2-1", "1-1", "0-1", "1-1", "1-2"]),
    (pin, ["1-1", "1-3", "1-1", "2-0", "1-0", "1-2"]),
    (accept, ["1-1", "1-1", "2-1", "1-1", "0-1", "1-0", "1-2"]),
]


@pytest.mark.parametrize(("decide", "expected"), DECISIONS)
def test_a_decision_keeps_the_cover_and_is_undone_as_one(
    path: Path, pair: ReviewPair, decide: Callable[[Path, ReviewPair], None], expected: list[str]
) -> None:
    decide(path, pair)
    assert shapes(path) == expected
    check_cover(reviewing.open_pair(path, 1).beads, len(SOURCE), len(TARGET))
    reviewing.undo(path, pair.run_id, reviewer="mei")
    assert reviewing.open_pair(path, 1).beads == pair.beads


def test_a_side_without_a_counterpart_keeps_its_reason_and_leaves_the_other_open(
    path: Path, pair: ReviewPair
) -> None:
    say_no_counterpart(path, pair)
    named, rest = reviewing.open_pair(path, 1).beads[2:4]
    assert (named.state, named.reason) == (ReviewState.ACCEPTED, "left out by the translator")
    assert (rest.state, rest.reason, rest.posterior) == (ReviewState.PROPOSED, "", 0.0)
    merged = reviewing.merge(path, pair.run_id, named, rest, reviewer="mei").after[0]
    assert merged.reason == ""


def test_a_shift_stops_before_what_was_decided_on(path: Path, pair: ReviewPair) -> None:
    beads = [*pair.beads[:2], replace(pair.beads[2], state=ReviewState.ACCEPTED), *pair.beads[3:]]
    assert shaping.stretch_to_shift(beads, is_source=False, step=1) == beads[:2]
    with pytest.raises(BeadError):
        shaping.shift_column(path, pair.run_id, beads[:1], is_source=False, step=1, reviewer="mei")


def test_a_pin_is_accepted_and_what_is_left_waits(path: Path, pair: ReviewPair) -> None:
    pin(path, pair)
    before, pinned, after = reviewing.open_pair(path, 1).beads[1:4]
    assert (pinned.key, pinned.state, pinned.is_manual) == ((2, 4), ReviewState.ACCEPTED, True)
    assert {before.state, after.state} == {ReviewState.PROPOSED}


def test_a_pin_does_not_go_over_a_decision(path: Path, pair: ReviewPair) -> None:
    change = reviewing.set_state(
        path, pair.run_id, pair.beads[3:4], state=ReviewState.REJECTED, reviewer="mei"
    )
    beads: list[StoredBead] = [*pair.beads[1:3], *change.after, pair.beads[4]]
    with pytest.raises(BeadError):
        shaping.pin(path, pair.run_id, beads, source=2, target=4, reviewer="mei")


def test_accepting_above_leaves_the_rows_that_somebody_else_touched(path: Path, pair: ReviewPair) -> None:
    reviewing.set_note(path, pair.run_id, pair.beads[0], note="?", reviewer="li")
    with pytest.raises(ConflictError):
        shaping.accept_above(path, pair.run_id, pair.beads[3].key, seen_event_id=0, reviewer="mei")
    assert reviewing.open_pair(path, 1).beads[1].state is ReviewState.PROPOSED


def test_a_moved_passage_of_several_rows_gets_one_link_that_outlives_undo(
    path: Path, pair: ReviewPair
) -> None:
    for _ in range(2):
        shaping.mark_moved(path, pair.run_id, [pair.beads[5], pair.beads[4]], reviewer="mei")
        reviewing.undo(path, pair.run_id, reviewer="mei")
        assert reviewing.open_pair(path, 1).beads == pair.beads
    (link,) = open_rows(path, 1).moved
    assert (link.source_start, link.source_end, link.target_start, link.target_end) == (5, 6, 4, 5)
    assert link.state is ReviewState.PROPOSED
    assert open_rows(path, 1).moved_text(pair.beads[4]) == SOURCE[5]
    reviewing.redo(path, pair.run_id, reviewer="mei")
    assert [link.state for link in open_rows(path, 1).moved] == [ReviewState.ACCEPTED]


@pytest.mark.parametrize("rows", [(0, 4), (4,), (4, 4), ()])
def test_rows_that_are_no_two_sides_of_a_passage_are_refused(
    path: Path, pair: ReviewPair, rows: tuple[int, ...]
) -> None:
    with pytest.raises(BeadError):
        shaping.mark_moved(path, pair.run_id, [pair.beads[row] for row in rows], reviewer="mei")
    assert not open_rows(path, 1).moved
