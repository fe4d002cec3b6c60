"""Reading a run for a screen: its beads as light rows, drafts of a part, and what others have decided since.

A screen opens runs of a hundred thousand beads; a row becomes a `StoredBead` only when somebody looks at it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from db.alignments import bead_from_row
from db.records import ReviewEvent, StoredBead
from db.reviews import get_event
from db.store import Store


class BeadRow(NamedTuple):
    """A bead as it lies in the table: `evidence` is JSON text, `state` a value of `ReviewState`."""

    source_start: int
    source_end: int
    target_start: int
    target_end: int
    posterior: float
    evidence: str | None
    state: str
    edited_source: str | None
    edited_target: str | None
    note: str

    @property
    def key(self) -> tuple[int, int]:
        """Identifies a bead within its run."""
        return (self.source_start, self.target_start)

    @property
    def shape(self) -> str:
        """The number of source and of target segments, such as `2-1`."""
        return f"{self.source_end - self.source_start}-{self.target_end - self.target_start}"

    def stored(self) -> StoredBead:
        """Give the bead as a value."""
        return bead_from_row(self._asdict())


def bead_rows(store: Store, run_id: int) -> list[BeadRow]:
    """List the beads of a run in reading order."""
    cursor = store.execute(
        f"SELECT {', '.join(BeadRow._fields)} FROM bead WHERE run_id = ? ORDER BY source_start, target_start",
        (run_id,),
    )
    return [BeadRow._make(row) for row in cursor]


def segment_texts(store: Store, document_id: int) -> tuple[str, ...]:
    """List the texts of a document's segments in order."""
    cursor = store.execute("SELECT text FROM segment WHERE document_id = ? ORDER BY position", (document_id,))
    return tuple(text for (text,) in cursor)


def drafts_between(
    store: Store, document_id: int, start: int, stop: int, *, target_language: str
) -> tuple[str, ...]:
    """Give the newest translations of segments `start:stop`, an empty text where there is none."""
    cursor = store.execute(
        """
        SELECT (SELECT target_text FROM translation WHERE translation.text_hash = segment.text_hash
            AND target_language = :language ORDER BY created_at DESC, id DESC LIMIT 1)
        FROM segment WHERE document_id = :document AND position >= :start AND position < :stop
        ORDER BY position
        """,
        {"language": target_language, "document": document_id, "start": start, "stop": stop},
    )
    return tuple(text or "" for (text,) in cursor)


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
