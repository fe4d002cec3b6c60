"""Open rows are aligned anew between confirmed ones, shown before they change, and taken back by undo."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from aligners import edits
from aligners.beads import Bead
from aligners.errors import BeadError
from db import alignments, documents, reviews
from db.errors import ConflictError, NotFoundError
from db.records import ReviewState, StoredBead
from db.store import Store, open_store
from tests.aligners.strategies import covers
from tests.fakes import FakeEncoder, make_file
from tests.workbench.alignment.test_aligning import align, chinese, english
from tests.workbench.conftest import CommandLine, Engines
from workbench.alignment.aligning import proposed_bead
from workbench.alignment.realigning import Realignment, changes_between, preview_realignment, realign_between

COUNT = 30


@pytest.fixture
def pair_id(store: Store) -> int:
    """Align two texts of thirty sentences and put two beads wrong, far from each other."""
    for language, sentences in (("zh", chinese("a", range(COUNT))), ("en", english("a", range(COUNT)))):
        documents.add_file(store, f"/{language}.txt", make_file([sentences], language))
    align(store)
    (pair,) = alignments.list_pairs(store)
    for row in (6, 20):
        _merge(store, pair.id, row)
    return pair.id


def _beads(store: Store, pair_id: int) -> tuple[int, list[StoredBead]]:
    run = alignments.get_pair(store, pair_id).run
    assert run is not None
    return run.id, alignments.list_beads(store, run.id)


def _merge(store: Store, pair_id: int, row: int, note: str = "") -> None:
    """Make one wrong bead, still open, of the beads that begin at source `row` and after it."""
    run, beads = _beads(store, pair_id)
    n = next(n for n, bead in enumerate(beads) if bead.source_start == row)
    wrong = replace(edits.merge(beads[n], beads[n + 1]), note=note)
    reviews.replace_beads(store, run, before=beads[n : n + 2], after=[wrong], action="merge", reviewer="Li")


def _accept(store: Store, pair_id: int, rows: Sequence[int]) -> None:
    run, beads = _beads(store, pair_id)
    for bead in beads:
        if bead.source_start in rows:
            accepted = replace(bead, state=ReviewState.ACCEPTED)
            reviews.replace_beads(store, run, before=[bead], after=[accepted], action="accept", reviewer="Li")


def _preview(database: Path, pair_id: int, **options) -> Realignment:
    return preview_realignment(database, pair_id, encoder=FakeEncoder(), **options)


def _shapes(beads: Sequence[StoredBead]) -> list[tuple[tuple[int, int], str]]:
    return [(bead.key, bead.shape) for bead in beads]


def test_a_preview_shows_what_would_change_and_changes_nothing(
    store: Store, database: Path, pair_id: int
) -> None:
    before = _beads(store, pair_id)
    found = _preview(database, pair_id)
    assert _beads(store, pair_id) == before
    assert [_shapes(change.before) for change in found.changes] == [[((6, 6), "2-2")], [((20, 20), "2-2")]]
    assert [_shapes(change.after) for change in found.changes] == [
        [((6, 6), "1-1"), ((7, 7), "1-1")],
        [((20, 20), "1-1"), ((21, 21), "1-1")],
    ]
    assert all(bead.evidence for change in found.changes for bead in change.after)


def test_only_the_rows_between_the_confirmed_ones_around_a_row_change(
    store: Store, database: Path, pair_id: int
) -> None:
    _accept(store, pair_id, [3, 12])
    found = _preview(database, pair_id, around=(6, 6))
    assert [change.before[0].key for change in found.changes] == [(6, 6)]
    assert (found.open_count, found.fixed_count) == (7, 21)


def test_a_confirmed_row_stands_however_wrong_it_is(store: Store, database: Path, pair_id: int) -> None:
    _accept(store, pair_id, [6])
    realign_between(database, _preview(database, pair_id), reviewer="Li")
    _, beads = _beads(store, pair_id)
    assert ((6, 6), "2-2") in _shapes(beads)
    assert ((20, 20), "1-1") in _shapes(beads)
    edits.check_cover(beads, COUNT, COUNT)


def test_a_row_can_be_pinned_for_once_without_accepting_it(
    store: Store, database: Path, pair_id: int
) -> None:
    found = _preview(database, pair_id, pinned={(20, 20)})
    assert [change.before[0].key for change in found.changes] == [(6, 6)]


def test_undo_takes_a_realignment_back_as_one_decision(store: Store, database: Path, pair_id: int) -> None:
    run, before = _beads(store, pair_id)
    changed = realign_between(database, _preview(database, pair_id), reviewer="Chen")
    assert len(changed.before) == 2
    assert _beads(store, pair_id)[1] != before
    assert reviews.undo(store, run, reviewer="Chen") is not None
    assert _beads(store, pair_id) == (run, before)


def test_a_decision_made_after_the_preview_is_not_overrun(store: Store, database: Path, pair_id: int) -> None:
    found = _preview(database, pair_id)
    _accept(store, pair_id, [20])
    before = _beads(store, pair_id)
    with pytest.raises(ConflictError):
        realign_between(database, found, reviewer="Chen")
    assert _beads(store, pair_id) == before


def test_a_note_on_a_row_that_goes_stands_on_what_comes_in_its_place(
    store: Store, database: Path, pair_id: int
) -> None:
    _merge(store, pair_id, 25, note="odd")
    realign_between(database, _preview(database, pair_id), reviewer="Li")
    assert [bead.note for bead in _beads(store, pair_id)[1] if bead.source_start in (25, 26)] == ["odd", ""]


def test_a_second_realignment_changes_nothing_and_logs_nothing(
    store: Store, database: Path, pair_id: int
) -> None:
    run, _ = _beads(store, pair_id)
    realign_between(database, _preview(database, pair_id), reviewer="Li")
    count = len(reviews.list_events(store, run))
    assert realign_between(database, _preview(database, pair_id), reviewer="Li").before == ()
    assert len(reviews.list_events(store, run)) == count


def test_what_cannot_be_realigned_is_refused(store: Store, database: Path, pair_id: int) -> None:
    _accept(store, pair_id, [3])
    with pytest.raises(BeadError, match="confirmed"):
        _preview(database, pair_id, around=(3, 3))
    with pytest.raises(NotFoundError, match="source 99"):
        _preview(database, pair_id, around=(99, 3))
    with pytest.raises(NotFoundError, match="no pair 99"):
        _preview(database, 99)


def test_nothing_is_encoded_where_every_row_is_confirmed(store: Store, database: Path, pair_id: int) -> None:
    _accept(store, pair_id, range(COUNT))
    encoder = FakeEncoder()
    with open_store(database):
        found = preview_realignment(database, pair_id, encoder=encoder)
    assert (found.changes, found.open_count) == ((), 0)
    assert encoder.seen == []


@given(covers(), covers())
def test_changes_turn_one_cover_into_the_other(old: tuple[Bead, ...], new: tuple[Bead, ...]) -> None:
    if not old or not new:
        return
    end = tuple(max(a, b) for a, b in zip(_end(old), _end(new), strict=True))
    before, after = ([proposed_bead(bead) for bead in _stretched(beads, end)] for beads in (old, new))
    found = changes_between(before, after)
    for change in found:
        assert change.before[0].key == change.after[0].key
        assert _end(change.before) == _end(change.after)
    gone = {_range(bead) for change in found for bead in change.before}
    come = {_range(bead) for change in found for bead in change.after}
    assert ({_range(bead) for bead in before} - gone) | come == {_range(bead) for bead in after}
    assert not gone & come


def _end(beads) -> tuple[int, int]:
    return beads[-1].source_end, beads[-1].target_end


def _range(bead: StoredBead) -> tuple[int, int, int, int]:
    return bead.source_start, bead.source_end, bead.target_start, bead.target_end


def _stretched(beads: tuple[Bead, ...], end: tuple[int, ...]) -> list[Bead]:
    """Let the last bead reach to the end."""
    return [*beads[:-1], replace(beads[-1], source_end=end[0], target_end=end[1])]


def test_the_command_previews_and_changes(
    command_line: CommandLine, engines: Engines, database: Path, store: Store, pair_id: int
) -> None:
    before = _beads(store, pair_id)
    shown = command_line("realign", pair_id, "--preview", "--around", 7, "--db", database)
    assert shown.code == 0
    assert [line.split("\t")[0] for line in shown.out.split("\n") if line] == 2 * ["- 2-2", "+ 1-1", "+ 1-1"]
    assert _beads(store, pair_id) == before
    done = command_line("realign", pair_id, "--reviewer", "Chen", "--json", "--db", database)
    changes = [json.loads(line) for line in done.out.split("\n")[:-1]]
    assert [row["shape"] for change in changes for row in change["after"]] == ["1-1"] * 4
    assert {event.reviewer for event in reviews.list_events(store, before[0])} == {"Li", "Chen"}
    assert command_line("realign", pair_id, "--around", 30, "--db", database).code == 2
    assert command_line("realign", 99, "--db", database).code == 7
