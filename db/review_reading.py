"""Reading a run for a screen: an outline of all its beads, and pages of what somebody looks at.

A screen opens runs of a hundred thousand beads. Where they begin, how they stand and how sure they are fits
into a few arrays; their texts, notes and evidence are read by the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from db.alignments import bead_from_row
from db.records import OPEN_STATES, ReviewEvent, ReviewState, StoredBead
from db.reviews import get_event
from db.store import Store

STATES = tuple(ReviewState)
"""The state of an outline's row is a place in this tuple."""

_IS_OPEN = np.array([state in OPEN_STATES for state in STATES])
_COLUMNS = ", ".join(field.name for field in fields(StoredBead))
_OUTLINE = np.dtype(
    [
        ("source_start", np.int32),
        ("source_end", np.int32),
        ("target_start", np.int32),
        ("target_end", np.int32),
        ("posterior", np.float64),
        ("state", np.int8),
        ("flags", np.uint8),
    ]
)
_PACKED = np.dtype([("start", np.int64), ("rest", np.int64), ("posterior", np.float64)])


class Flag(IntFlag):
    """What else a row of an outline says of its bead."""

    NOTE = 1
    BOOKMARK = 2
    TEXT = 4
    REASON = 8
    MANUAL = 16


@dataclass(frozen=True, slots=True)
class Outline:
    """All beads of a run in reading order: (bead,) records of ranges, posterior, state and flags."""

    table: NDArray[np.void]

    def __len__(self) -> int:
        return len(self.table)

    @property
    def starts(self) -> NDArray[np.int64]:
        """(bead,) int64: segments of both sides before each bead; grows strictly, so it finds a bead."""
        starts: NDArray[np.int64] = self.table["source_start"].astype(np.int64) + self.table["target_start"]
        return starts

    @property
    def source_counts(self) -> NDArray[np.int32]:
        """(bead,) int32: source segments of each bead."""
        counts: NDArray[np.int32] = self.table["source_end"] - self.table["source_start"]
        return counts

    @property
    def target_counts(self) -> NDArray[np.int32]:
        """(bead,) int32: target segments of each bead."""
        counts: NDArray[np.int32] = self.table["target_end"] - self.table["target_start"]
        return counts

    @property
    def is_open(self) -> NDArray[np.bool_]:
        """(bead,) bool: nobody has decided on it."""
        mask: NDArray[np.bool_] = _IS_OPEN[self.table["state"]]
        return mask

    def has(self, flag: Flag) -> NDArray[np.bool_]:
        """(bead,) bool: the flag is set."""
        found: NDArray[np.bool_] = (self.table["flags"] & flag) != 0
        return found

    def has_state(self, state: ReviewState) -> NDArray[np.bool_]:
        """(bead,) bool: the bead is in this state."""
        found: NDArray[np.bool_] = self.table["state"] == STATES.index(state)
        return found

    def bare(self, place: int) -> StoredBead:
        """Give a bead as far as the outline knows it: without texts, note and evidence."""
        row = self.table[place]
        return StoredBead(
            source_start=int(row["source_start"]),
            source_end=int(row["source_end"]),
            target_start=int(row["target_start"]),
            target_end=int(row["target_end"]),
            posterior=float(row["posterior"]),
            evidence=None,
            state=STATES[row["state"]],
        )


def outline_of(beads: Sequence[StoredBead]) -> Outline:
    """Make the outline of beads that are at hand."""
    return Outline(np.array([_outline_row(bead) for bead in beads], dtype=_OUTLINE))


def _outline_row(bead: StoredBead) -> tuple[int | float, ...]:
    flags = (
        Flag.NOTE * bool(bead.note)
        | Flag.BOOKMARK * bead.is_bookmarked
        | Flag.TEXT * (bead.edited_source is not None or bead.edited_target is not None)
        | Flag.REASON * bool(bead.reason)
        | Flag.MANUAL * bead.is_manual
    )
    ranges = (bead.source_start, bead.source_end, bead.target_start, bead.target_end)
    return (*ranges, bead.posterior, STATES.index(bead.state), flags)


def read_outline(store: Store, run_id: int) -> Outline:
    """Read the outline of a run.

    Each value of a row costs Python more than SQLite needs to find it, so they come in three: where a bead
    starts; its counts, state and flags; its posterior.
    """
    states = " ".join(f"WHEN '{state.value}' THEN {number}" for number, state in enumerate(STATES))
    cursor = store.execute(
        f"""
        SELECT (source_start << 32) + target_start,
            ((source_end - source_start) << 40) + ((target_end - target_start) << 16)
                + (CASE state {states} END << 8)
                + (note <> '') * {Flag.NOTE:d} + (reason <> '') * {Flag.REASON:d}
                + is_bookmarked * {Flag.BOOKMARK:d} + is_manual * {Flag.MANUAL:d}
                + (edited_source IS NOT NULL OR edited_target IS NOT NULL) * {Flag.TEXT:d},
            posterior
        FROM bead WHERE run_id = ? ORDER BY source_start, target_start
        """,
        (run_id,),
    )
    packed = np.fromiter(cursor, dtype=_PACKED)
    table = np.empty(len(packed), dtype=_OUTLINE)
    table["source_start"] = packed["start"] >> 32
    table["target_start"] = packed["start"] & 0xFFFFFFFF
    table["source_end"] = table["source_start"] + (packed["rest"] >> 40)
    table["target_end"] = table["target_start"] + (packed["rest"] >> 16 & 0xFFFFFF)
    table["posterior"] = packed["posterior"]
    table["state"] = packed["rest"] >> 8 & 0xFF
    table["flags"] = packed["rest"] & 0xFF
    return Outline(table)


def beads_from(store: Store, run_id: int, key: tuple[int, int], count: int) -> list[StoredBead]:
    """List `count` beads in reading order from the one that begins at `key`."""
    rows = store.rows(
        f"SELECT {_COLUMNS} FROM bead WHERE run_id = ? AND (source_start, target_start) >= (?, ?)"
        " ORDER BY source_start, target_start LIMIT ?",
        (run_id, *key, count),
    )
    return [bead_from_row(row) for row in rows]


def open_beads_through(store: Store, run_id: int, key: tuple[int, int]) -> list[StoredBead]:
    """List the beads that nobody has decided on, up to the one that begins at `key` and with it."""
    rows = store.rows(
        f"SELECT {_COLUMNS} FROM bead WHERE run_id = ? AND (source_start, target_start) <= (?, ?)"
        " AND state IN ('proposed', 'needs-review') ORDER BY source_start, target_start",
        (run_id, *key),
    )
    return [bead_from_row(row) for row in rows]


def edited_beads(store: Store, run_id: int) -> list[StoredBead]:
    """List the beads whose text was edited."""
    rows = store.rows(
        f"SELECT {_COLUMNS} FROM bead WHERE run_id = ? AND (edited_source IS NOT NULL"
        " OR edited_target IS NOT NULL) ORDER BY source_start, target_start",
        (run_id,),
    )
    return [bead_from_row(row) for row in rows]


def last_event_id(store: Store, run_id: int) -> int:
    """Give the id of the last decision on a run, 0 where there is none."""
    (found,) = store.execute(
        "SELECT coalesce(max(id), 0) FROM review_event WHERE run_id = ?", (run_id,)
    ).fetchone()
    return int(found)


def events_of_others(store: Store, run_id: int, *, reviewer: str, after: int) -> Sequence[ReviewEvent]:
    """List the decisions on a run that others than `reviewer` have made after event `after`, in order."""
    cursor = store.execute(
        "SELECT id FROM review_event WHERE run_id = ? AND reviewer <> ? AND id > ? ORDER BY id",
        (run_id, reviewer, after),
    )
    return [get_event(store, event_id) for (event_id,) in cursor.fetchall()]
