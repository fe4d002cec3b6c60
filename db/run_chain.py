"""Runs that follow each other because segments were repaired: one alignment, with its segments counted anew.

The log of a run speaks of segments as they were counted when it was written. Here its beads are counted as in
the current run, so that what was decided before a repair can be listed, and undone, after it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from db.errors import ConflictError
from db.records import StoredBead
from db.store import Store


@dataclass(frozen=True, slots=True)
class Shift:
    """What the repair did that made a run: one segment more (`by` 1) or less (-1) after a place."""

    run_id: int
    side: str
    position: int
    by: int


_CHAIN = """
    WITH RECURSIVE chain (run_id) AS (
        SELECT ? UNION ALL
        SELECT moved_from FROM alignment_run JOIN chain ON id = run_id WHERE moved_from IS NOT NULL
    )
"""


def runs_before(store: Store, run_id: int) -> list[int]:
    """List a run and those that it was made from by repairs."""
    return [row["run_id"] for row in store.rows(_CHAIN + "SELECT run_id FROM chain", (run_id,))]


def shifts_to(store: Store, run_id: int) -> list[Shift]:
    """List the repairs that led to a run, the first one first."""
    rows = store.rows(
        _CHAIN + "SELECT id AS run_id, moved_side AS side, moved_position AS position, moved_by AS by"
        " FROM alignment_run JOIN chain ON id = run_id WHERE moved_from IS NOT NULL ORDER BY id",
        (run_id,),
    )
    return [Shift(**row) for row in rows]


def counted_anew(beads: Sequence[StoredBead], shifts: Iterable[Shift], *, since: int) -> list[StoredBead]:
    """Give beads of run `since` as they are counted after the repairs that came later.

    Raises:
        ConflictError: segments that stand in different beads have been joined.
    """
    moved = list(beads)
    for shift in shifts:
        if shift.run_id > since:
            moved = [_shifted(bead, shift) for bead in moved]
    return moved


def _shifted(bead: StoredBead, shift: Shift) -> StoredBead:
    names = (f"{shift.side}_start", f"{shift.side}_end")
    start, end = (getattr(bead, name) for name in names)
    places = [place + (place > shift.position) * shift.by for place in (start, end)]
    if start < end and places[0] >= places[1]:
        raise ConflictError(f"{shift.side} segment {shift.position + 1} was joined with the next one since")
    return replace(bead, **dict(zip(names, places, strict=True)))
