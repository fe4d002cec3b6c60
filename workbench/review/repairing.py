"""Repairing segments: where one was cut wrongly, it is split or joined with its neighbour by hand.

Decisions on the rows of an alignment stay, on rows that have one segment more or less; what reads otherwise
is translated and checked anew by the next run of these.
"""

from dataclasses import dataclass
from pathlib import Path

from db import documents, segment_repairs
from db.segment_repairs import RawSegment
from db.store import Store, open_store
from workbench.errors import InputError


@dataclass(frozen=True, slots=True)
class RepairText:
    """The segments of a document in order, with the raw text of the file that each paragraph came from."""

    document_id: int
    title: str
    segments: tuple[RawSegment, ...]
    raw_text: str

    def raw(self, segment: RawSegment) -> str:
        """Give the raw text of the segment's paragraph, before cleaning."""
        return self.raw_text[segment.raw_start : segment.raw_end]


def open_text(path: Path, document_id: int) -> RepairText:
    """Read a document for repair.

    Raises:
        NotFoundError: there is no such document.
    """
    with open_store(path, must_exist=True) as store:
        document = documents.get_document(store, document_id)
        segments = tuple(segment_repairs.list_raw_segments(store, document_id))
        return RepairText(document_id, document.title, segments, documents.file_text(store, document.file_id))


def split_segment(path: Path, document_id: int, position: int, *, at: int, reviewer: str) -> None:
    """Cut the segment at a position (from 0) before its character `at`; white space goes between the halves.

    Raises:
        NotFoundError: there is no such segment.
        InputError: a half would be empty.
        ConflictError: somebody else has changed it.
    """
    with open_store(path, must_exist=True) as store:
        segment = segment_repairs.get_segment(store, document_id, position)
        left, right = segment.text[:at], segment.text[at:]
        if not 0 < at < len(segment.text) or not left.strip() or not right.strip():
            raise InputError(f"segment {position + 1}: no text would be left on one side of place {at}")
        end = segment.start + len(left.rstrip())
        begin = segment.start + at + len(right) - len(right.lstrip())
        segment_repairs.split_segment(store, segment, document_id, cut=(end, begin), reviewer=reviewer)


def merge_segments(path: Path, document_id: int, position: int, *, reviewer: str) -> None:
    """Join the segment at a position (from 0) with the one after it in its paragraph.

    Raises:
        NotFoundError: there is no such segment, or none after it.
        InputError: the next one stands in another paragraph.
        RefusedError: they stand in different rows of an alignment.
        ConflictError: somebody else has changed them.
    """
    with open_store(path, must_exist=True) as store:
        first, second = (_segment(store, document_id, position + n) for n in (0, 1))
        if first.paragraph_id != second.paragraph_id:
            raise InputError(f"segment {position + 2} begins another paragraph: it cannot be joined")
        segment_repairs.merge_segments(store, first, second, document_id, reviewer=reviewer)


def _segment(store: Store, document_id: int, position: int) -> RawSegment:
    return segment_repairs.get_segment(store, document_id, position)
