"""Changing the boundaries of segments in a document that may have been aligned and reviewed already.

All that counts segments by position moves along: beads, links and findings. An alignment gets a new run with
the same decisions on the moved rows, and its old run stays as history: the log speaks of the old positions
(see `run_chain`).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from db.errors import ConflictError, NotFoundError, RefusedError
from db.store import Store, now, text_hash

SPLIT, MERGE = "split", "merge"
_MOVED = ("moved_from", "moved_side", "moved_position", "moved_by")


@dataclass(frozen=True, slots=True)
class RawSegment:
    """A segment with its paragraph's text, and with the place of the paragraph in the file's raw text."""

    id: int
    paragraph_id: int
    position: int
    start: int
    end: int
    text: str
    paragraph_text: str
    raw_start: int
    raw_end: int


def get_segment(store: Store, document_id: int, position: int) -> RawSegment:
    """Give one segment.

    Raises:
        NotFoundError: there is no such segment.
    """
    for segment in list_raw_segments(store, document_id, position=position):
        return segment
    raise NotFoundError(f"document {document_id} has no segment {position + 1}")


def list_raw_segments(store: Store, document_id: int, *, position: int | None = None) -> list[RawSegment]:
    """List the segments of a document in order, or the one at a position."""
    rows = store.rows(
        """
        SELECT segment.id, paragraph_id, segment.position, segment.start, segment."end", segment.text,
            paragraph.text AS paragraph_text, paragraph.start AS raw_start, paragraph."end" AS raw_end
        FROM segment JOIN paragraph ON paragraph.id = paragraph_id
        WHERE segment.document_id = :document AND (:position IS NULL OR segment.position = :position)
        ORDER BY segment.position
        """,
        {"document": document_id, "position": position},
    )
    return [RawSegment(**row) for row in rows]


def split_segment(
    store: Store, segment: RawSegment, document_id: int, *, cut: tuple[int, int], reviewer: str
) -> None:
    """Let a segment end at `cut[0]` of its paragraph's text and a new one begin at `cut[1]`: one transaction.

    Raises:
        ConflictError: the segment is no longer as it was.
    """
    with store.atomic():
        _refuse_changed(store, document_id, segment)
        halves = segment.paragraph_text[segment.start : cut[0]], segment.paragraph_text[cut[1] : segment.end]
        _move_segments(store, document_id, segment.position, 1)
        _write(store, segment.id, segment.start, cut[0], halves[0])
        store.execute(
            'INSERT INTO segment (document_id, paragraph_id, position, start, "end", text, text_hash)'
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                document_id,
                segment.paragraph_id,
                segment.position + 1,
                cut[1],
                segment.end,
                halves[1],
                text_hash(halves[1]),
            ),
        )
        _move_all(store, document_id, segment.position, 1)
        _log(store, document_id, (SPLIT, segment.position), [segment.text], halves, reviewer=reviewer)


def merge_segments(
    store: Store, first: RawSegment, second: RawSegment, document_id: int, *, reviewer: str
) -> None:
    """Make one segment of two neighbours of a paragraph, in one transaction.

    Raises:
        ConflictError: they are no longer as they were.
        RefusedError: they stand in different rows of an alignment.
    """
    with store.atomic():
        _refuse_changed(store, document_id, first)
        _refuse_changed(store, document_id, second)
        _refuse_row_boundary(store, document_id, second.position)
        text = first.paragraph_text[first.start : second.end]
        store.execute("DELETE FROM segment WHERE id = ?", (second.id,))
        _move_segments(store, document_id, second.position, -1)
        _write(store, first.id, first.start, second.end, text)
        _move_all(store, document_id, first.position, -1)
        _log(
            store, document_id, (MERGE, first.position), [first.text, second.text], [text], reviewer=reviewer
        )


def _refuse_changed(store: Store, document_id: int, segment: RawSegment) -> None:
    if get_segment(store, document_id, segment.position) != segment:
        raise ConflictError(f"segment {segment.position + 1}: somebody else has changed it")


def _refuse_row_boundary(store: Store, document_id: int, position: int) -> None:
    for side in ("source", "target"):
        found = store.rows(
            f"SELECT 1 FROM bead JOIN alignment_run ON alignment_run.id = run_id AND is_current"
            f" JOIN pair ON pair.id = pair_id WHERE {side}_document_id = ? AND {side}_start = ? LIMIT 1",
            (document_id, position),
        )
        if any(True for _ in found):
            raise RefusedError(
                "the two segments stand in different rows of an alignment: merge the rows first"
            )


def _write(store: Store, segment_id: int, start: int, end: int, text: str) -> None:
    store.execute(
        'UPDATE segment SET start = ?, "end" = ?, text = ?, text_hash = ?, translated_as = NULL WHERE id = ?',
        (start, end, text, text_hash(text), segment_id),
    )


def _move_segments(store: Store, document_id: int, position: int, by: int) -> None:
    """Move the segments after `position`; by way of negative numbers, since positions are unique."""
    store.execute(
        "UPDATE segment SET position = -(position + ?) WHERE document_id = ? AND position > ?",
        (by, document_id, position),
    )
    store.execute(
        "UPDATE segment SET position = -position WHERE document_id = ? AND position < 0", (document_id,)
    )


def _move_all(store: Store, document_id: int, position: int, by: int) -> None:
    """Move what stands after a segment that became two (`by` 1), or that took its neighbour in (-1)."""
    for side in ("source", "target"):
        for name in ("start", "end"):
            store.execute(
                f"UPDATE link SET {side}_{name} = {side}_{name} + ?"
                f" WHERE {side}_document_id = ? AND {side}_{name} > ?",
                (by, document_id, position),
            )
        runs = list(
            store.rows(
                f"SELECT alignment_run.id FROM alignment_run JOIN pair ON pair.id = pair_id"
                f" WHERE is_current AND {side}_document_id = ?",
                (document_id,),
            )
        )
        for run in runs:
            _copy_run(store, run["id"], side, position, by)
    store.execute(
        "UPDATE finding SET source_position = source_position + ?"
        " WHERE document_id = ? AND source_position > ?",
        (by, document_id, position),
    )
    store.execute(
        "UPDATE finding SET target_position = target_position + ? WHERE target_position > ? AND pair_id IN"
        " (SELECT id FROM pair WHERE target_document_id = ?)",
        (by, position, document_id),
    )


def _copy_run(store: Store, run_id: int, side: str, position: int, by: int) -> None:
    """Give a pair a new run with the beads of the old one, moved.

    The old run stays where it or those before it have a log; its beads go where nobody decided on them.
    """
    store.execute("UPDATE alignment_run SET is_current = 0 WHERE id = ?", (run_id,))
    columns = _columns(store, "alignment_run", without={"id", "is_current", *_MOVED})
    new_id = store.execute(
        f"INSERT INTO alignment_run ({', '.join((*columns, *_MOVED))}, is_current)"
        f" SELECT {', '.join(columns)}, id, ?, ?, ?, 1 FROM alignment_run WHERE id = ?",
        (side, position, by, run_id),
    ).lastrowid
    columns = _columns(store, "bead", without={"run_id"})
    moved = {f"{side}_{name}" for name in ("start", "end")}
    values = [f"{name} + ({name} > :position) * :by" if name in moved else name for name in columns]
    store.execute(
        f"INSERT INTO bead (run_id, {', '.join(columns)}) SELECT :new, {', '.join(values)}"
        " FROM bead WHERE run_id = :old",
        {"new": new_id, "old": run_id, "position": position, "by": by},
    )
    _forget_unreviewed(store, run_id)


def _forget_unreviewed(store: Store, run_id: int) -> None:
    for _ in store.rows("SELECT 1 FROM review_event WHERE run_id = ? LIMIT 1", (run_id,)):
        return
    store.execute("DELETE FROM alignment_run WHERE id = ? AND moved_from IS NULL", (run_id,))
    store.execute("DELETE FROM bead WHERE run_id = ?", (run_id,))


def _columns(store: Store, table: str, *, without: set[str]) -> list[str]:
    rows = store.rows("SELECT name FROM pragma_table_info(?)", (table,))
    return [name for row in rows if (name := row["name"]) not in without]


def _log(
    store: Store,
    document_id: int,
    done: tuple[str, int],
    before: Sequence[str],
    after: Sequence[str],
    *,
    reviewer: str,
) -> None:
    store.execute(
        "INSERT INTO segment_repair (document_id, action, position, before, after, reviewer, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            document_id,
            *done,
            json.dumps(list(before), ensure_ascii=False),
            json.dumps(list(after), ensure_ascii=False),
            reviewer,
            now(),
        ),
    )
