"""Carrying review decisions from an earlier version of two documents over to a new one.

When a file changes, its documents are read anew and their pairs aligned anew. Where the segments of a decided
bead stand unchanged in the new version, the decision stands too: it becomes a fixed point of the alignment.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from db.records import StoredBead


def carry_over(
    beads: Sequence[StoredBead],
    *,
    old: tuple[Sequence[str], Sequence[str]],
    new: tuple[Sequence[str], Sequence[str]],
) -> list[StoredBead]:
    """Give the beads whose segments stand side by side in the new texts too, with their new ranges.

    `old` and `new` are the segments of source and target. The order of the beads is kept, so that they can be
    the fixed points of one alignment.
    """
    source, target = (dict(_unchanged(old[side], new[side])) for side in (0, 1))
    carried: list[StoredBead] = []
    for bead in beads:
        source_range = _place(source, bead.source_start, bead.source_end)
        target_range = _place(target, bead.target_start, bead.target_end)
        if source_range is None or target_range is None:
            continue
        moved = replace(
            bead,
            source_start=source_range[0],
            source_end=source_range[1],
            target_start=target_range[0],
            target_end=target_range[1],
        )
        if not carried or _follows(carried[-1], moved):
            carried.append(moved)
    return carried


def in_order(beads: Iterable[StoredBead]) -> list[StoredBead]:
    """Give beads that come from several alignments in one order, without those that cross one before them."""
    kept: list[StoredBead] = []
    for bead in sorted(beads, key=lambda bead: (bead.source_start, bead.target_start)):
        if not kept or _follows(kept[-1], bead):
            kept.append(bead)
    return kept


def _unchanged(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield (old, new) positions of the segments that both versions share, in order."""
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        yield from ((block.a + n, block.b + n) for n in range(block.size))


def _place(positions: dict[int, int], start: int, end: int) -> tuple[int, int] | None:
    """Give the new range of old segments `start:end`, None where one is gone or another came between.

    An empty range lies before the segment that followed it, or after the one that went before.
    """
    if start == end:
        place = positions.get(start)
        if place is None and start - 1 in positions:
            place = positions[start - 1] + 1
        return None if place is None else (place, place)
    first = positions.get(start)
    if first is None or any(positions.get(n) != first + n - start for n in range(start, end)):
        return None
    return first, first + end - start


def _follows(upper: StoredBead, lower: StoredBead) -> bool:
    return upper.source_end <= lower.source_start and upper.target_end <= lower.target_start
