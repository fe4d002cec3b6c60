"""Each decision is one change in the file, and says what is different now."""

from pathlib import Path

import pytest

from aligners.beads import Alignment, Link, LinkKind, Verdict
from aligners.errors import BeadError
from db import alignments, documents, reviews, translations
from db.alignments import ProposedPair
from db.errors import ConflictError, NotADatabaseError, NotFoundError
from db.records import Counterpart, ReviewState, StoredBead, Translation
from db.store import open_store
from tests.fakes import make_file
from workbench.review import reviewing
from workbench.review.reviewing import ReviewPair

ALIGNMENT = Alignment((), (), Verdict.PARALLEL, 0.8, 0.9, 0.5)


@pytest.fixture
def pair(database: Path) -> ReviewPair:
    """Make a pair of 4 Chinese and 3 English sentences in three beads, and a lonely English document."""
    with open_store(database) as store:
        (source,) = documents.add_file(store, "/a.txt", make_file([["甲。", "乙。"], ["丙。", "丁。"]]))
        (target,) = documents.add_file(store, "/b.txt", make_file([["A.", "B.", "C."]], "en"))
        (alone,) = documents.add_file(store, "/c.txt", make_file([["D."]], "en", title="alone"))
        translations.save(store, [Translation("甲。", "Alpha.", "en", "e", -0.5, is_draft=True)])
        alignments.save_matching(
            store,
            digest="d",
            recipe="r",
            pairs=[ProposedPair(source, target, 0.5, None)],
            counterparts=[Counterpart(alone, source, 0.25, Verdict.NOT_PARALLEL, 0.125, 0.5, 0.2, "r")],
        )
        beads = [
            StoredBead(0, 2, 0, 1, 0.9, None, note="first"),
            StoredBead(2, 3, 1, 2, 0.8, None, note="second"),
            StoredBead(3, 4, 2, 3, 0.7, None),
        ]
        alignments.save_run(store, 1, recipe="r", alignment=ALIGNMENT, beads=beads)
        link = Link(3, 4, 0, 1, 0.5, LinkKind.CANDIDATE)
        alignments.replace_candidates(store, alone, recipe="r", links=[(source, link)])
    return reviewing.open_pair(database, 1)


def shapes(path: Path) -> list[str]:
    return [bead.shape for bead in reviewing.open_pair(path, 1).beads]


def event_count(path: Path, run_id: int) -> int:
    with open_store(path) as store:
        return len(reviews.list_events(store, run_id))


def test_a_pair_is_shown_with_all_its_texts(pair: ReviewPair) -> None:
    first, second, _ = pair.beads
    assert (pair.source_text(first), pair.target_text(first)) == ("甲。乙。", "A.")
    assert (pair.source_text(second), pair.target_text(second)) == ("丙。", "B.")
    assert pair.draft_text(first) == "Alpha."
    assert pair.draft_text(second) == ""
    assert [draft is None for draft in pair.drafts] == [False, True, True, True]


def test_the_overview_lists_pairs_and_lonely_documents(database: Path, pair: ReviewPair) -> None:
    seen = reviewing.overview(database)
    assert [(item.id, item.run and item.run.open_bead_count) for item in seen.pairs] == [(1, 3)]
    (alone,) = seen.unmatched
    assert (alone.document.title, alone.nearest_title, alone.link_count) == ("alone", "甲。", 1)
    assert alone.counterpart.score == 0.25


def test_states_of_several_rows_are_one_decision(database: Path, pair: ReviewPair) -> None:
    change = reviewing.set_state(
        database, pair.run_id, pair.beads[:2], state=ReviewState.ACCEPTED, reviewer="Li"
    )
    assert change.before == pair.beads[:2]
    assert {bead.state for bead in change.after} == {ReviewState.ACCEPTED}
    assert reviewing.open_pair(database, 1).beads == (*change.after, pair.beads[2])
    undone = reviewing.undo(database, pair.run_id, reviewer="Li")
    assert undone is not None
    assert (undone.before, undone.after) == (change.after, change.before)
    assert reviewing.open_pair(database, 1).beads == pair.beads
    redone = reviewing.redo(database, pair.run_id, reviewer="Li")
    assert redone == change


def test_a_decision_that_changes_nothing_is_not_logged(database: Path, pair: ReviewPair) -> None:
    arguments = {"state": ReviewState.PROPOSED, "reviewer": "Li"}
    change = reviewing.set_state(database, pair.run_id, pair.beads, **arguments)
    assert change.before == change.after == pair.beads
    reviewing.set_state(database, pair.run_id, [], **arguments)
    assert event_count(database, pair.run_id) == 0
    assert reviewing.undo(database, pair.run_id, reviewer="Li") is None


def test_edited_text_is_shown_and_taken_back(database: Path, pair: ReviewPair) -> None:
    bead = pair.beads[0]
    odd = "[b]A,[/b] said “the zone” -- '; DROP TABLE bead"
    reviewing.edit_target(database, pair.run_id, bead, text=odd, reviewer="Li")
    found = reviewing.open_pair(database, 1)
    assert found.target_text(found.beads[0]) == odd
    assert found.beads[0].state is ReviewState.EDITED
    reviewing.edit_source(database, pair.run_id, found.beads[0], text="甲乙。", reviewer="Li")
    found = reviewing.open_pair(database, 1)
    assert found.source_text(found.beads[0]) == "甲乙。"
    reviewing.edit_target(database, pair.run_id, found.beads[0], text=None, reviewer="Li")
    found = reviewing.open_pair(database, 1)
    assert found.target_text(found.beads[0]) == "A."
    for _ in range(3):
        reviewing.undo(database, pair.run_id, reviewer="Li")
    assert reviewing.open_pair(database, 1).beads == pair.beads


def test_a_row_without_an_edit_is_open_again_unless_its_shape_was_edited(
    database: Path, pair: ReviewPair
) -> None:
    reviewing.edit_target(database, pair.run_id, pair.beads[0], text="Z.", reviewer="Li")
    (edited, *_) = reviewing.open_pair(database, 1).beads
    reviewing.edit_target(database, pair.run_id, edited, text=None, reviewer="Li")
    (bead, *_) = reviewing.open_pair(database, 1).beads
    assert bead == pair.beads[0]
    change = reviewing.merge(database, pair.run_id, pair.beads[1], pair.beads[2], reviewer="Li")
    change = reviewing.edit_target(database, pair.run_id, change.after[0], text="Z.", reviewer="Li")
    change = reviewing.edit_target(database, pair.run_id, change.after[0], text=None, reviewer="Li")
    assert change.after[0].state is ReviewState.EDITED


def test_a_shape_by_hand_says_nothing_of_the_aligner(database: Path, pair: ReviewPair) -> None:
    (merged,) = reviewing.merge(database, pair.run_id, pair.beads[1], pair.beads[2], reviewer="Li").after
    assert (merged.is_manual, merged.posterior, merged.evidence) == (True, 1.0, None)
    reviewing.undo(database, pair.run_id, reviewer="Li")
    assert reviewing.open_pair(database, 1).beads == pair.beads


def test_an_empty_text_is_an_edit_too(database: Path, pair: ReviewPair) -> None:
    reviewing.edit_target(database, pair.run_id, pair.beads[0], text="", reviewer="Li")
    found = reviewing.open_pair(database, 1)
    assert found.target_text(found.beads[0]) == ""


def test_merging_keeps_both_notes(database: Path, pair: ReviewPair) -> None:
    first, second, _ = pair.beads
    (merged,) = reviewing.merge(database, pair.run_id, first, second, reviewer="Li").after
    assert (merged.shape, merged.note, merged.state) == ("3-2", "first / second", ReviewState.EDITED)
    assert shapes(database) == ["3-2", "1-1"]
    reviewing.undo(database, pair.run_id, reviewer="Li")
    assert reviewing.open_pair(database, 1).beads == pair.beads


def test_splitting_and_moving_a_boundary(database: Path, pair: ReviewPair) -> None:
    halves = reviewing.split(
        database, pair.run_id, pair.beads[0], at_source=1, at_target=1, reviewer="Li"
    ).after
    assert [bead.shape for bead in halves] == ["1-1", "1-0"]
    assert [bead.note for bead in halves] == ["first", ""]
    moved = reviewing.move_boundary(
        database, pair.run_id, halves[1], pair.beads[1], source_delta=-1, reviewer="Li"
    )
    assert [bead.shape for bead in moved.after] == ["2-1"]
    assert shapes(database) == ["1-1", "2-1", "1-1"]


def test_a_shape_is_not_changed_under_an_edited_text(database: Path, pair: ReviewPair) -> None:
    (edited,) = reviewing.edit_target(database, pair.run_id, pair.beads[0], text="x", reviewer="Li").after
    other = pair.beads[1]
    for change in (
        lambda: reviewing.merge(database, pair.run_id, edited, other, reviewer="Li"),
        lambda: reviewing.split(database, pair.run_id, edited, at_source=1, at_target=1, reviewer="Li"),
        lambda: reviewing.move_boundary(database, pair.run_id, edited, other, source_delta=-1, reviewer="Li"),
    ):
        with pytest.raises(BeadError, match="was edited"):
            change()
    assert shapes(database) == ["2-1", "1-1", "1-1"]


def test_a_row_that_somebody_else_changed_is_left_alone(database: Path, pair: ReviewPair) -> None:
    reviewing.set_note(database, pair.run_id, pair.beads[0], note="mine", reviewer="Li")
    with pytest.raises(ConflictError):
        reviewing.merge(database, pair.run_id, pair.beads[0], pair.beads[1], reviewer="Wang")
    assert shapes(database) == ["2-1", "1-1", "1-1"]
    assert reviewing.open_pair(database, 1).beads[0].note == "mine"


def test_links_are_decided_on(database: Path, pair: ReviewPair) -> None:
    (unmatched,) = reviewing.overview(database).unmatched
    (candidate,) = reviewing.candidate_links(database, unmatched.document.id)
    assert (candidate.source_text, candidate.target_text) == ("丁。", "D.")
    reviewing.set_link_state(
        database, candidate.link.id, state=ReviewState.ACCEPTED, note="yes", reviewer="Li"
    )
    (candidate,) = reviewing.candidate_links(database, unmatched.document.id)
    assert (candidate.link.state, candidate.link.note) == (ReviewState.ACCEPTED, "yes")
    reviewing.set_link_state(database, candidate.link.id, state=ReviewState.REJECTED, reviewer="Li")
    (candidate,) = reviewing.candidate_links(database, unmatched.document.id)
    assert (candidate.link.state, candidate.link.note) == (ReviewState.REJECTED, "yes")


def test_what_is_not_there_is_named(database: Path, pair: ReviewPair, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no pair 9"):
        reviewing.open_pair(database, 9)
    with pytest.raises(NotADatabaseError, match="no such database"):
        reviewing.overview(tmp_path / "no.db")
    assert not (tmp_path / "no.db").exists()
