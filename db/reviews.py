"""The append-only log of review decisions, and the edits that it records.

Every edit of an alignment takes some neighbouring beads away and puts others in their place that cover the
same segments. The log keeps both, so undo is the same edit with the sides exchanged, recorded as an event
of its own: nothing in the log is ever changed.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, replace

from aligners.beads import LinkKind
from db.alignments import BEAD_COLUMNS, bead_from_row, insert_beads
from db.errors import ConflictError, NotFoundError
from db.records import ReviewEvent, ReviewState, StoredBead
from db.run_chain import Shift, counted_anew, runs_before, shifts_to
from db.store import Store, now

UNDO = "undo"
REDO = "redo"
MOVED = "moved"
"""The decision that beads without a target and beads without a source are one passage that moved."""


def replace_beads(
    store: Store,
    run_id: int,
    *,
    before: Sequence[StoredBead],
    after: Sequence[StoredBead],
    action: str,
    reviewer: str,
    reverts: int | None = None,
) -> int:
    """Put `after` in the place of `before` and log it, in one transaction; return the event's id.

    With the action MOVED, a link between what has moved is accepted as well.

    The aligner's figures (posterior, evidence) need not be known for beads of `before`: what is stored of
    them is logged, and stays with beads of `after` for which the caller left them as they were.

    Raises:
        ConflictError: the beads are no longer as in `before`, since somebody else has changed them, or the
            run is no longer the current one of its pair.
    """
    with store.atomic():
        _refuse_old_run(store, run_id)
        stored = [_take_unchanged(store, run_id, bead) for bead in before]
        made = _with_stored_figures(before, stored, after)
        insert_beads(store, run_id, made)
        cursor = store.execute(
            "INSERT INTO review_event (run_id, reviewer, created_at, action, before, after, reverts)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (run_id, reviewer, now(), action, _to_json(stored), _to_json(made), reverts),
        )
        assert cursor.lastrowid is not None
        if action == MOVED:
            _link_moved(store, run_id, made, state=ReviewState.ACCEPTED, reviewer=reviewer)
        return cursor.lastrowid


def _refuse_old_run(store: Store, run_id: int) -> None:
    for _ in store.rows("SELECT id FROM alignment_run WHERE id = ? AND is_current", (run_id,)):
        return
    raise ConflictError(f"run {run_id}: the pair was aligned anew meanwhile; open it again")


def _take_unchanged(store: Store, run_id: int, bead: StoredBead) -> StoredBead:
    """Delete a bead that is as the caller saw it, and give it as it was stored."""
    taken = store.execute(
        f"""
        DELETE FROM bead WHERE run_id = ? AND source_start = ? AND target_start = ? AND source_end = ?
        AND target_end = ? AND state = ? AND edited_source IS ? AND edited_target IS ? AND note = ?
        AND reason = ? AND is_bookmarked = ? RETURNING {BEAD_COLUMNS}
        """,
        (
            run_id,
            bead.source_start,
            bead.target_start,
            bead.source_end,
            bead.target_end,
            bead.state.value,
            bead.edited_source,
            bead.edited_target,
            bead.note,
            bead.reason,
            int(bead.is_bookmarked),
        ),
    ).fetchall()
    if len(taken) != 1:
        raise ConflictError(
            f"source {bead.source_start}, target {bead.target_start}: somebody else has changed this row"
        )
    return bead_from_row(dict(zip(BEAD_COLUMNS.split(", "), taken[0], strict=True)))


def _with_stored_figures(
    before: Sequence[StoredBead], stored: Sequence[StoredBead], after: Sequence[StoredBead]
) -> list[StoredBead]:
    known = {_figures(seen): found for seen, found in zip(before, stored, strict=True)}
    return [
        bead
        if (same := known.get(_figures(bead))) is None
        else replace(bead, posterior=same.posterior, evidence=same.evidence, is_manual=same.is_manual)
        for bead in after
    ]


def _figures(bead: StoredBead) -> tuple[object, ...]:
    """Give a bead's place, shape and the figures that the aligner gave it."""
    ends = (bead.source_start, bead.source_end, bead.target_start, bead.target_end)
    return (*ends, bead.posterior, bead.evidence, bead.is_manual)


def undo(store: Store, run_id: int, *, reviewer: str) -> ReviewEvent | None:
    """Walk back the reviewer's last decision that still stands; None where there is none.

    Raises:
        ConflictError: somebody else has changed the rows since.
    """
    return _revert_last(store, run_id, reviewer=reviewer, action=UNDO)


def redo(store: Store, run_id: int, *, reviewer: str) -> ReviewEvent | None:
    """Make the reviewer's last undone decision again; None where there is none.

    Raises:
        ConflictError: somebody else has changed the rows since.
    """
    return _revert_last(store, run_id, reviewer=reviewer, action=REDO)


def _revert_last(store: Store, run_id: int, *, reviewer: str, action: str) -> ReviewEvent | None:
    with store.atomic():
        done, undone = _stacks(store, run_id, reviewer)
        stack = done if action == UNDO else undone
        if not stack:
            return None
        event = _counted_anew(get_event(store, stack[-1]), shifts_to(store, run_id))
        sides = (event.after, event.before) if action == UNDO else (event.before, event.after)
        event_id = replace_beads(
            store,
            run_id,
            before=sides[0],
            after=sides[1],
            action=action,
            reviewer=reviewer,
            reverts=event.id,
        )
        if event.action == MOVED:
            state = ReviewState.PROPOSED if action == UNDO else ReviewState.ACCEPTED
            _link_moved(store, run_id, event.after, state=state, reviewer=reviewer)
        return get_event(store, event_id)


def _counted_anew(event: ReviewEvent, shifts: Sequence[Shift]) -> ReviewEvent:
    """Give an event with its beads as they are counted after repairs that came later; see `run_chain`."""
    before, after = (
        tuple(counted_anew(beads, shifts, since=event.run_id)) for beads in (event.before, event.after)
    )
    return replace(event, before=before, after=after)


def _stacks(store: Store, run_id: int, reviewer: str) -> tuple[list[int], list[int]]:
    """Give the ids of the reviewer's decisions that can be undone and redone, the next one last."""
    done: list[int] = []
    undone: list[int] = []
    for row in store.rows(
        "SELECT id, action, reverts FROM review_event"
        " WHERE run_id IN (SELECT value FROM json_each(?)) AND reviewer = ? ORDER BY id",
        (json.dumps(runs_before(store, run_id)), reviewer),
    ):
        if row["reverts"] is None:
            done.append(row["id"])
            undone.clear()
        elif row["action"] == UNDO:
            undone.append(done.pop())
        else:
            done.append(undone.pop())
    return done, undone


def get_event(store: Store, event_id: int) -> ReviewEvent:
    """Give one event.

    Raises:
        NotFoundError: there is no event of that id.
    """
    for row in store.rows("SELECT * FROM review_event WHERE id = ?", (event_id,)):
        return ReviewEvent(**{**row, "before": _from_json(row["before"]), "after": _from_json(row["after"])})
    raise NotFoundError(f"no review event {event_id} in {store.path}")


def list_events(store: Store, run_id: int) -> list[ReviewEvent]:
    """List the events of a run and of those that repairs made it from, oldest first.

    Their beads are counted as in this run, but where segments of different beads have been joined since.
    """
    rows = store.rows(
        "SELECT * FROM review_event WHERE run_id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(runs_before(store, run_id)),),
    )
    shifts = shifts_to(store, run_id)
    events = []
    for row in rows:
        event = ReviewEvent(**{**row, "before": _from_json(row["before"]), "after": _from_json(row["after"])})
        with suppress(ConflictError):
            event = _counted_anew(event, shifts)
        events.append(event)
    return events


def set_link_state(
    store: Store, link_id: int, *, state: ReviewState, note: str | None, reviewer: str
) -> None:
    """Decide on a link and log it, in one transaction; a `note` of None leaves the note as it is.

    Raises:
        NotFoundError: there is no link of that id.
    """
    with store.atomic():
        row = next(store.rows("SELECT state, note FROM link WHERE id = ?", (link_id,)), None)
        if row is None:
            raise NotFoundError(f"no link {link_id} in {store.path}")
        after = {"state": state.value, "note": row["note"] if note is None else note}
        store.execute(
            "UPDATE link SET state = ?, note = ? WHERE id = ?", (after["state"], after["note"], link_id)
        )
        store.execute(
            "INSERT INTO link_event (link_id, reviewer, created_at, before, after) VALUES (?, ?, ?, ?, ?)",
            (link_id, reviewer, now(), json.dumps(row), json.dumps(after)),
        )


def _link_moved(
    store: Store, run_id: int, beads: Sequence[StoredBead], *, state: ReviewState, reviewer: str
) -> None:
    """Keep that the neighbouring beads with a source and those with a target are one passage that moved.

    The link gets the state; where it is there already, with the same ranges, that one does.
    """
    sources = [bead for bead in beads if bead.source_start < bead.source_end]
    targets = [bead for bead in beads if bead.target_start < bead.target_end]
    ranges = sources[0].source_start, sources[-1].source_end, targets[0].target_start, targets[-1].target_end
    with store.atomic():
        documents = store.execute(
            "SELECT source_document_id, target_document_id FROM pair JOIN alignment_run ON pair_id = pair.id"
            " WHERE alignment_run.id = ?",
            (run_id,),
        ).fetchone()
        found = store.execute(
            "SELECT id FROM link WHERE kind = ? AND (source_document_id, target_document_id, source_start,"
            " source_end, target_start, target_end) = (?, ?, ?, ?, ?, ?)",
            (LinkKind.MOVED.value, *documents, *ranges),
        ).fetchone()
        link_id = found[0] if found else _insert_moved(store, (*documents, *ranges))
        set_link_state(store, link_id, state=state, note=None, reviewer=reviewer)


def _insert_moved(store: Store, documents_and_ranges: Sequence[int]) -> int:
    """Insert a link that no aligner has scored, and give its id."""
    cursor = store.execute(
        "INSERT INTO link (source_document_id, target_document_id, source_start, source_end, target_start,"
        " target_end, score, kind, recipe, state) VALUES (?, ?, ?, ?, ?, ?, 0.0, ?, 'by hand', ?)",
        (*documents_and_ranges, LinkKind.MOVED.value, ReviewState.PROPOSED.value),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _to_json(beads: Sequence[StoredBead]) -> str:
    return json.dumps([asdict(bead) for bead in beads], ensure_ascii=False)


def _from_json(text: str) -> tuple[StoredBead, ...]:
    rows = json.loads(text)
    return tuple(
        bead_from_row({**row, "evidence": None if row["evidence"] is None else json.dumps(row["evidence"])})
        for row in rows
    )
