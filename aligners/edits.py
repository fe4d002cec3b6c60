"""What a reviewer does to beads: merge, split, move a boundary; and the check that beads cover both texts.

The functions are pure. They work on any frozen dataclass with the four range fields of a bead; the fields
that are not ranges (posterior, evidence, state) are carried over from the bead that an outcome came from, and
the caller says what becomes of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import Field, replace
from itertools import pairwise
from typing import Any, ClassVar, Protocol, TypeVar

from aligners.beads import Ranges
from aligners.errors import BeadError


class RangedBead(Ranges, Protocol):
    """A dataclass with two half-open ranges."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


AnyBead = TypeVar("AnyBead", bound=RangedBead)


def merge(first: AnyBead, second: AnyBead) -> AnyBead:
    """Make one bead of two neighbours, with the other fields of `first`.

    Raises BeadError where `second` does not begin where `first` ends on both sides.
    """
    _check_adjacent(first, second)
    return replace(first, source_end=second.source_end, target_end=second.target_end)


def split(bead: AnyBead, at_source: int, at_target: int) -> tuple[AnyBead, AnyBead]:
    """Cut a bead before source segment `at_source` and target segment `at_target` (ids in the document).

    Raises BeadError where a cut lies outside the bead or a half would have no segment at all.
    """
    if not bead.source_start <= at_source <= bead.source_end:
        raise BeadError(f"source cut {at_source} lies outside {describe(bead)}")
    if not bead.target_start <= at_target <= bead.target_end:
        raise BeadError(f"target cut {at_target} lies outside {describe(bead)}")
    upper = replace(bead, source_end=at_source, target_end=at_target)
    lower = replace(bead, source_start=at_source, target_start=at_target)
    if _is_empty(upper) or _is_empty(lower):
        raise BeadError(
            f"a cut of {describe(bead)} at {at_source}, {at_target} leaves one half without a segment"
        )
    return upper, lower


def move_boundary(
    upper: AnyBead, lower: AnyBead, *, source_delta: int = 0, target_delta: int = 0
) -> tuple[AnyBead, ...]:
    """Move the boundary between two neighbours down by so many segments a side (up where negative).

    Gives the beads that remain: a bead that has lost its last segment disappears. Raises BeadError where the
    beads are no neighbours or a side does not hold so many segments.
    """
    _check_adjacent(upper, lower)
    source_cut = upper.source_end + source_delta
    target_cut = upper.target_end + target_delta
    if not upper.source_start <= source_cut <= lower.source_end:
        raise BeadError(f"the boundary cannot move by {source_delta} source segments: too few are there")
    if not upper.target_start <= target_cut <= lower.target_end:
        raise BeadError(f"the boundary cannot move by {target_delta} target segments: too few are there")
    moved = (
        replace(upper, source_end=source_cut, target_end=target_cut),
        replace(lower, source_start=source_cut, target_start=target_cut),
    )
    return tuple(bead for bead in moved if not _is_empty(bead))


def shift_column(beads: Sequence[AnyBead], *, is_source: bool, step: int) -> tuple[AnyBead, ...]:
    """Move one side of neighbouring beads down by a bead (step 1), or up (-1), and leave the other side.

    Downwards the first bead's side is empty then, and the last one holds two; upwards the other way round.
    Gives the beads that remain: one without any segment disappears.
    """
    for first, second in pairwise(beads):
        _check_adjacent(first, second)
    counts = [
        bead.source_end - bead.source_start if is_source else bead.target_end - bead.target_start
        for bead in beads
    ]
    if step > 0:
        moved = [0, *counts[:-1]]
        moved[-1] += counts[-1]
    else:
        moved = [*counts[1:], 0]
        moved[0] += counts[0]
    start = beads[0].source_start if is_source else beads[0].target_start
    shifted = []
    for bead, count in zip(beads, moved, strict=True):
        ends = (start, start + count)
        shifted.append(
            replace(bead, source_start=ends[0], source_end=ends[1])
            if is_source
            else replace(bead, target_start=ends[0], target_end=ends[1])
        )
        start += count
    return tuple(bead for bead in shifted if not _is_empty(bead))


def check_cover(beads: Iterable[RangedBead], source_count: int, target_count: int) -> None:
    """Raise BeadError unless the beads, in order and none empty, cover both texts without gap or overlap."""
    source = target = 0
    for position, bead in enumerate(beads):
        if (bead.source_start, bead.target_start) != (source, target):
            raise BeadError(f"bead {position}: {describe(bead)} does not begin at {source}, {target}")
        if bead.source_end < bead.source_start or bead.target_end < bead.target_start:
            raise BeadError(f"bead {position}: {describe(bead)} ends before it begins")
        if _is_empty(bead):
            raise BeadError(f"bead {position}: {describe(bead)} holds no segment")
        source, target = bead.source_end, bead.target_end
    if (source, target) != (source_count, target_count):
        raise BeadError(
            f"the beads end at {source}, {target}; the texts end at {source_count}, {target_count}"
        )


def describe(bead: RangedBead) -> str:
    """Name a bead by its ranges: `source 3:5, target 4:5`."""
    return f"source {bead.source_start}:{bead.source_end}, target {bead.target_start}:{bead.target_end}"


def _is_empty(bead: RangedBead) -> bool:
    return bead.source_end == bead.source_start and bead.target_end == bead.target_start


def _check_adjacent(first: RangedBead, second: RangedBead) -> None:
    if (first.source_end, first.target_end) != (second.source_start, second.target_start):
        raise BeadError(f"{describe(second)} does not follow {describe(first)}")
