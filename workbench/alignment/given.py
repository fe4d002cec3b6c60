"""The order that a file in two languages gives: evidence that an alignment keeps to.

A row of a translation memory or of a table is a bead as it stands. A paragraph and its translation below it
(中英对照) bound the beads: their sentences are aligned with each other and with nothing else.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from aligners.beads import Alignment, Bead, Verdict
from db import given
from db.store import Store
from workbench.languages import SOURCE_LANGUAGE, TARGET_LANGUAGE

MARK = " rows=given"
"""What stands in the recipe of an alignment that keeps to the rows of its file."""

GIVEN_SHARE = 0.5  # of the sentences of a side that stand in rows, from which the texts are parallel

AlignPiece = Callable[[range, range], Alignment]
"""Aligns a stretch of source segments with one of target segments."""


def given_pairs(store: Store) -> list[tuple[int, int]]:
    """List the documents that a file sets side by side, Chinese first, by id."""
    return given.given_pairs(store, source_language=SOURCE_LANGUAGE, target_language=TARGET_LANGUAGE)


def given_beads(
    store: Store, source_document_id: int, target_document_id: int, align: AlignPiece
) -> list[Bead]:
    """Give the beads that the rows of a file say, in order; none for documents that share no rows."""
    source = given.segment_rows(store, source_document_id)
    target = given.segment_rows(store, target_document_id)
    found: list[Bead] = []
    for row, left, right in _shared_rows(source, target):
        is_one_bead = row >= 0 or len(left) == 1 or len(right) == 1
        pieces = [Bead(0, len(left), 0, len(right))] if is_one_bead else align(left, right).beads
        found += [
            Bead(
                left.start + bead.source_start,
                left.start + bead.source_end,
                right.start + bead.target_start,
                right.start + bead.target_end,
            )
            for bead in pieces
            if bead.has_both_sides
        ]
    return found


def _shared_rows(
    source: Sequence[int | None], target: Sequence[int | None]
) -> Iterator[tuple[int, range, range]]:
    """Yield each row that both sides have, with its segments, but for rows in another order."""
    places = _ranges(target)
    reached = 0
    for row, left in _ranges(source).items():
        right = places.get(row)
        if right is not None and right.start >= reached:
            reached = right.stop
            yield row, left, right


def _ranges(rows: Sequence[int | None]) -> dict[int, range]:
    """Give the stretch of segments of each row; of a row that is torn apart the first stretch."""
    found: dict[int, range] = {}
    for place, row in enumerate(rows):
        if row is None:
            continue
        known = found.get(row)
        if known is None:
            found[row] = range(place, place + 1)
        elif known.stop == place:
            found[row] = range(known.start, place + 1)
    return found


def with_given(pins: Sequence[Bead], beads: Sequence[Bead]) -> list[Bead]:
    """Add the given beads to pins that reviewers have set; where they do not agree the reviewers have it."""
    merged = list(pins)
    for bead in beads:
        if all(_is_apart(bead, pin) for pin in pins):
            merged.append(bead)
    return sorted(
        merged, key=lambda pin: (pin.source_start, pin.target_start, pin.source_end, pin.target_end)
    )


def _is_apart(bead: Bead, pin: Bead) -> bool:
    is_before = bead.source_end <= pin.source_start and bead.target_end <= pin.target_start
    return is_before or (pin.source_end <= bead.source_start and pin.target_end <= bead.target_start)


def declared_parallel(alignment: Alignment, beads: Sequence[Bead]) -> Alignment:
    """Give an alignment the verdict that the file itself has: texts that stand in rows are parallel."""
    in_rows = sum(bead.source_end - bead.source_start for bead in beads)
    total = max((bead.source_end for bead in alignment.beads), default=0)
    if not in_rows or in_rows < GIVEN_SHARE * total:
        return alignment
    return replace(alignment, verdict=Verdict.PARALLEL)
