"""Whatever two reviewers do, undo walks back exactly, the beads cover both texts, and the log only grows."""

import tempfile
from contextlib import ExitStack
from dataclasses import astuple, replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from aligners import edits
from aligners.beads import Evidence
from aligners.errors import BeadError
from db import alignments, documents, reviews
from db.errors import ConflictError, NotFoundError
from db.records import ReviewEvent, ReviewState, StoredBead
from db.store import Store, open_store
from tests.aligners.strategies import covers
from tests.db.test_alignments import ALIGNMENT, BEADS, save_pairs
from tests.fakes import make_file
from tests.strategies import odd_texts

REVIEWERS = ("Li", "Robert'); DROP TABLE bead; --")


def make_run(store: Store, beads: list[StoredBead]) -> int:
    """Store two documents as a pair with these beads and give the id of the run."""
    ids = [
        documents.add_file(store, f"/{language}.txt", make_file([["a"]], language))[0]
        for language in ("zh", "en")
    ]
    (pair,) = save_pairs(store, (ids[0], ids[1]))
    return alignments.save_run(store, pair, recipe="r", alignment=ALIGNMENT, beads=beads)


def identity(bead: StoredBead) -> tuple[object, ...]:
    """Give what the store compares before it takes a bead away."""
    ranges = (bead.source_start, bead.source_end, bead.target_start, bead.target_end)
    return (*ranges, bead.state, bead.edited_source, bead.edited_target, bead.note)


class Reviewing(RuleBasedStateMachine):
    """Two people edit one run; a plain list of beads and two stacks say what must come out."""

    def __init__(self) -> None:
        super().__init__()
        self.closing = ExitStack()
        folder = self.closing.enter_context(tempfile.TemporaryDirectory())
        self.store = self.closing.enter_context(open_store(Path(folder) / "bitext.db"))
        self.store.database.execute("PRAGMA synchronous = OFF")
        self.beads: list[StoredBead] = []
        self.done: dict[str, list[tuple[list[StoredBead], list[StoredBead]]]] = {r: [] for r in REVIEWERS}
        self.undone: dict[str, list[tuple[list[StoredBead], list[StoredBead]]]] = {r: [] for r in REVIEWERS}
        self.log: list[ReviewEvent] = []

    @initialize(cover=covers())
    def start(self, cover: tuple) -> None:
        self.beads = [
            StoredBead(b.source_start, b.source_end, b.target_start, b.target_end, 0.5 + n / 64, None)
            for n, b in enumerate(cover)
        ]
        self.ends = (self.beads[-1].source_end, self.beads[-1].target_end) if self.beads else (0, 0)
        self.run_id = make_run(self.store, self.beads)

    def put(self, before: list[StoredBead], after: list[StoredBead]) -> None:
        gone = {identity(bead) for bead in before}
        kept = [bead for bead in self.beads if identity(bead) not in gone]
        self.beads = sorted([*kept, *after], key=lambda bead: bead.key)

    def edit(self, before: list[StoredBead], after: list[StoredBead], reviewer: str) -> None:
        reviews.replace_beads(
            self.store, self.run_id, before=before, after=after, action="edit", reviewer=reviewer
        )
        self.put(before, after)
        self.done[reviewer].append((before, after))
        self.undone[reviewer].clear()

    @precondition(lambda self: self.beads)
    @rule(
        data=st.data(),
        reviewer=st.sampled_from(REVIEWERS),
        state=st.sampled_from(ReviewState),
        note=odd_texts(),
    )
    def change_a_bead(self, data: st.DataObject, reviewer: str, state: ReviewState, note: str) -> None:
        bead = data.draw(st.sampled_from(self.beads))
        text = data.draw(st.none() | odd_texts())
        self.edit([bead], [replace(bead, state=state, note=note, edited_target=text)], reviewer)

    @precondition(lambda self: len(self.beads) > 1)
    @rule(data=st.data(), reviewer=st.sampled_from(REVIEWERS))
    def merge(self, data: st.DataObject, reviewer: str) -> None:
        n = data.draw(st.integers(0, len(self.beads) - 2))
        first, second = self.beads[n : n + 2]
        self.edit([first, second], [edits.merge(first, second)], reviewer)

    @precondition(lambda self: self.beads)
    @rule(data=st.data(), reviewer=st.sampled_from(REVIEWERS))
    def split(self, data: st.DataObject, reviewer: str) -> None:
        bead = data.draw(st.sampled_from(self.beads))
        at_source = data.draw(st.integers(bead.source_start, bead.source_end))
        at_target = data.draw(st.integers(bead.target_start, bead.target_end))
        try:
            halves = edits.split(bead, at_source, at_target)
        except BeadError:
            return
        self.edit([bead], list(halves), reviewer)

    @precondition(lambda self: len(self.beads) > 1)
    @rule(
        data=st.data(),
        reviewer=st.sampled_from(REVIEWERS),
        source_delta=st.integers(-2, 2),
        target_delta=st.integers(-2, 2),
    )
    def move(self, data: st.DataObject, reviewer: str, source_delta: int, target_delta: int) -> None:
        n = data.draw(st.integers(0, len(self.beads) - 2))
        upper, lower = self.beads[n : n + 2]
        try:
            after = edits.move_boundary(upper, lower, source_delta=source_delta, target_delta=target_delta)
        except BeadError:
            return
        self.edit([upper, lower], list(after), reviewer)

    @precondition(lambda self: self.beads)
    @rule(data=st.data(), reviewer=st.sampled_from(REVIEWERS))
    def edit_a_bead_as_it_was(self, data: st.DataObject, reviewer: str) -> None:
        bead = replace(data.draw(st.sampled_from(self.beads)), note="as nobody wrote it")
        if identity(bead) in {identity(b) for b in self.beads}:
            return
        with pytest.raises(ConflictError, match="somebody else"):
            reviews.replace_beads(
                self.store, self.run_id, before=[bead], after=[bead], action="edit", reviewer=reviewer
            )

    @rule(reviewer=st.sampled_from(REVIEWERS))
    def undo(self, reviewer: str) -> None:
        self.walk(reviewer, self.done[reviewer], self.undone[reviewer], is_undo=True)

    @rule(reviewer=st.sampled_from(REVIEWERS))
    def redo(self, reviewer: str) -> None:
        self.walk(reviewer, self.undone[reviewer], self.done[reviewer], is_undo=False)

    def walk(self, reviewer: str, take: list, give: list, *, is_undo: bool) -> None:
        step = reviews.undo if is_undo else reviews.redo
        if not take:
            assert step(self.store, self.run_id, reviewer=reviewer) is None
            return
        before, after = take[-1]
        gone, come = (after, before) if is_undo else (before, after)
        if not {identity(bead) for bead in gone} <= {identity(bead) for bead in self.beads}:
            with pytest.raises(ConflictError, match="somebody else"):
                step(self.store, self.run_id, reviewer=reviewer)
            return
        event = step(self.store, self.run_id, reviewer=reviewer)
        assert event is not None
        assert (list(event.before), list(event.after)) == (gone, come)
        self.put(gone, come)
        give.append(take.pop())

    @invariant()
    def the_store_holds_what_the_edits_say(self) -> None:
        if hasattr(self, "run_id"):
            assert alignments.list_beads(self.store, self.run_id) == self.beads
            edits.check_cover(self.beads, *self.ends)

    @invariant()
    def the_log_only_grows(self) -> None:
        if hasattr(self, "run_id"):
            log = reviews.list_events(self.store, self.run_id)
            assert log[: len(self.log)] == self.log
            self.log = log

    def teardown(self) -> None:
        self.closing.close()


Reviewing.TestCase.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
TestReviewing = Reviewing.TestCase


def accept(store: Store, run_id: int, bead: StoredBead, reviewer: str = "Li") -> int:
    after = replace(bead, state=ReviewState.ACCEPTED)
    return reviews.replace_beads(
        store, run_id, before=[bead], after=[after], action="accepted", reviewer=reviewer
    )


def test_undoing_everything_gives_the_first_beads_and_redoing_gives_the_last(store: Store) -> None:
    run = make_run(store, BEADS)
    states = [BEADS]
    for bead in BEADS:
        accept(store, run, bead)
        states.append(alignments.list_beads(store, run))
    for expected in reversed(states[:-1]):
        assert reviews.undo(store, run, reviewer="Li") is not None
        assert alignments.list_beads(store, run) == expected
    assert reviews.undo(store, run, reviewer="Li") is None
    for expected in states[1:]:
        assert reviews.redo(store, run, reviewer="Li") is not None
        assert alignments.list_beads(store, run) == expected
    assert reviews.redo(store, run, reviewer="Li") is None
    assert [event.action for event in reviews.list_events(store, run)] == (
        ["accepted"] * 3 + ["undo"] * 3 + ["redo"] * 3
    )


def test_a_row_whose_figures_the_caller_does_not_know_keeps_them(store: Store) -> None:
    explained = [replace(bead, posterior=0.6, evidence=Evidence(cosine=0.7, margin=0.1)) for bead in BEADS]
    run = make_run(store, explained)
    accept(store, run, replace(explained[0], evidence=None))
    reviews.replace_beads(
        store,
        run,
        before=[replace(bead, evidence=None) for bead in explained[1:3]],
        after=[replace(edits.merge(*explained[1:3]), posterior=1.0, evidence=None, is_manual=True)],
        action="merge",
        reviewer="Li",
    )
    first, merged = alignments.list_beads(store, run)[:2]
    assert first == replace(explained[0], state=ReviewState.ACCEPTED)
    assert (merged.posterior, merged.evidence, merged.is_manual) == (1.0, None, True)
    reviews.undo(store, run, reviewer="Li")
    reviews.undo(store, run, reviewer="Li")
    assert alignments.list_beads(store, run) == explained


def test_an_edit_of_several_rows_happens_as_a_whole_or_not(store: Store) -> None:
    run = make_run(store, BEADS)
    stale = replace(BEADS[1], note="not so")
    with pytest.raises(ConflictError):
        reviews.replace_beads(
            store, run, before=[BEADS[0], stale], after=[BEADS[0]], action="merge", reviewer="Li"
        )
    assert alignments.list_beads(store, run) == BEADS
    assert reviews.list_events(store, run) == []


def test_one_reviewer_does_not_undo_what_the_other_did(store: Store) -> None:
    run = make_run(store, BEADS)
    accept(store, run, BEADS[0], "Li")
    assert reviews.undo(store, run, reviewer="Wang") is None
    accept(store, run, BEADS[1], "Wang")
    reviews.undo(store, run, reviewer="Li")
    assert [bead.state.value for bead in alignments.list_beads(store, run)] == [
        "proposed",
        "accepted",
        "proposed",
    ]


def test_a_run_that_has_been_replaced_is_not_edited_any_more(store: Store) -> None:
    run = make_run(store, BEADS)
    accept(store, run, BEADS[0])
    (pair,) = alignments.list_pairs(store)
    alignments.save_run(store, pair.id, recipe="r2", alignment=ALIGNMENT, beads=BEADS)
    with pytest.raises(ConflictError, match="aligned anew"):
        accept(store, run, BEADS[1])
    with pytest.raises(ConflictError, match="aligned anew"):
        reviews.undo(store, run, reviewer="Li")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE review_event SET reviewer = 'nobody'",
        "DELETE FROM review_event",
        "UPDATE link_event SET reviewer = 'nobody'",
        "DELETE FROM link_event",
        "DELETE FROM pair",
        "DELETE FROM link",
    ],
)
def test_nothing_in_the_log_can_be_changed_or_taken_out(store: Store, statement: str) -> None:
    run = make_run(store, BEADS)
    accept(store, run, BEADS[0])
    (pair,) = alignments.list_pairs(store)
    store.execute(
        "INSERT INTO link VALUES (1, ?, ?, 0, 1, 0, 1, 0.5, 'candidate', 'r', 'proposed', '')",
        (pair.source.id, pair.target.id),
    )
    reviews.set_link_state(store, 1, state=ReviewState.REJECTED, note="no", reviewer="Li")
    with pytest.raises(Exception, match="never changed"), store.atomic():
        store.execute(statement)
    assert len(reviews.list_events(store, run)) == 1
    assert next(store.rows("SELECT count(*) AS n FROM link_event"))["n"] == 1


def test_an_event_holds_the_beads_to_the_letter(store: Store) -> None:
    run = make_run(store, BEADS)
    odd = "\u2028“%s” '; -- \x00 𠮷"
    after = replace(BEADS[0], edited_target=odd, note=odd)
    event_id = reviews.replace_beads(
        store, run, before=[BEADS[0]], after=[after], action="edit", reviewer="Li"
    )
    event = reviews.get_event(store, event_id)
    assert event.before == (BEADS[0],)
    assert astuple(event.after[0]) == astuple(after)
    assert alignments.list_beads(store, run)[0] == after


def test_what_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no review event 3"):
        reviews.get_event(store, 3)
    with pytest.raises(NotFoundError, match="no link 3"):
        reviews.set_link_state(store, 3, state=ReviewState.ACCEPTED, note=None, reviewer="Li")
