"""The lattice of an alignment: which boundaries a path may pass, and which beads lead from one to another.

A boundary (i, j) lies before source sentence i and target sentence j. The boundaries that a path may pass
form a band around the anchors. They are kept as one flat list in order of i + j, several chunks of a
document side by side, so that everything on one diagonal is computed at once: each bead comes from an
earlier diagonal.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
Cells = NDArray[np.int32]
Shape = tuple[int, int]
"""The numbers of source and target segments of a bead."""

MOST_SEGMENTS = 7
"""A bead with both sides holds at most so many segments in total."""
MATCH_TYPES = tuple(
    (a, b)
    for a in range(1, MOST_SEGMENTS)
    for b in range(1, MOST_SEGMENTS - a + 1)
    if a == 1 or b == 1 or a + b < MOST_SEGMENTS
)
GAP_TYPES = ((1, 0), (0, 1))
LONGEST_SIDE = MOST_SEGMENTS - 1


@dataclass(frozen=True, slots=True)
class Band:
    """For each source boundary 0..n the target boundaries that may go with it: `low[i] <= j <= high[i]`.

    Neither goes down; `low[0]` is 0 and `high[n]` is the number of target segments.
    """

    low: Ids
    high: Ids


@dataclass(frozen=True, slots=True)
class Lattice:
    """The boundaries of several chunks, in order of diagonal; `count` boundaries in all.

    `chunk`, `source`, `target`: (boundary,). `diagonals`: (diagonal + 1,), where each diagonal starts.
    `match_from`, `match_to`: (match type, boundary), the boundary at which the bead ending or beginning
    here begins or ends; `gap_from`, `gap_to`: (2, boundary), the same for gaps. The value `count` means
    nowhere. `starts`, `ends`: (chunk,), the first and last boundary of each chunk.
    """

    chunk: Cells
    source: Cells
    target: Cells
    diagonals: Ids
    match_from: Cells
    match_to: Cells
    gap_from: Cells
    gap_to: Cells
    starts: Ids
    ends: Ids

    @property
    def count(self) -> int:
        """The number of boundaries."""
        return len(self.source)


def full_band(source_count: int, target_count: int) -> Band:
    """Let every target boundary go with every source boundary."""
    return Band(
        np.zeros(source_count + 1, dtype=np.int64), np.full(source_count + 1, target_count, dtype=np.int64)
    )


def band_around(corners: Sequence[tuple[int, int]], margin: int) -> Band:
    """Allow the rectangles between consecutive corners, widened by `margin` segments to all sides.

    `corners` go up on both sides, from (0, 0) to the ends of both texts.
    """
    points = np.array(corners, dtype=np.int64)
    source_count, target_count = (int(end) for end in points[-1])
    rows = np.arange(source_count + 1)
    first = np.searchsorted(points[:, 0], rows - margin, side="left")
    last = np.searchsorted(points[:, 0], rows + margin, side="right") - 1
    low = points[np.maximum(first - 1, 0), 1] - margin
    high = points[np.minimum(last + 1, len(points) - 1), 1] + margin
    return Band(np.maximum(low, 0), np.minimum(high, target_count))


def build_lattice(bands: Sequence[Band], match_types: Sequence[Shape] = MATCH_TYPES) -> Lattice:
    """Lay the boundaries of all bands side by side, diagonal by diagonal."""
    chunk, source, target = _boundaries(bands)
    diagonal = source + target
    order = np.lexsort((source, chunk, diagonal))
    chunk, source, target, diagonal = chunk[order], source[order], target[order], diagonal[order]
    diagonals = np.searchsorted(diagonal, np.arange(int(diagonal[-1]) + 2))
    count = len(source)
    sizes = [(len(band.low) - 1, int(band.high[-1])) for band in bands]
    strides = np.array([m + 1 + 2 * LONGEST_SIDE for _, m in sizes])
    areas = np.array([(n + 1 + 2 * LONGEST_SIDE) for n, _ in sizes]) * strides
    bases = np.concatenate(([0], np.cumsum(areas)))
    numbers = np.full(int(bases[-1]), count, dtype=np.int32)
    stride = strides[chunk]
    place = bases[chunk] + (source + LONGEST_SIDE) * stride + target + LONGEST_SIDE
    numbers[place] = np.arange(count, dtype=np.int32)

    def reach(types: Sequence[Shape], direction: int) -> Cells:
        steps = np.array(types, dtype=np.int64) * direction
        found: Cells = numbers[place + stride * steps[:, :1] + steps[:, 1:]]
        return found

    number_of = np.arange(len(bands))
    offset = LONGEST_SIDE * strides + LONGEST_SIDE
    n, m = (np.array(side, dtype=np.int64) for side in zip(*sizes, strict=True))
    return Lattice(
        chunk=chunk.astype(np.int32),
        source=source.astype(np.int32),
        target=target.astype(np.int32),
        diagonals=diagonals,
        match_from=reach(match_types, -1),
        match_to=reach(match_types, 1),
        gap_from=reach(GAP_TYPES, -1),
        gap_to=reach(GAP_TYPES, 1),
        starts=numbers[bases[number_of] + offset].astype(np.int64),
        ends=numbers[bases[number_of] + offset + n * strides + m].astype(np.int64),
    )


def _boundaries(bands: Sequence[Band]) -> tuple[Ids, Ids, Ids]:
    """List the boundaries of all bands: chunk, source, target."""
    chunks, sources, targets = [], [], []
    for number, band in enumerate(bands):
        widths = band.high - band.low + 1
        source = np.repeat(np.arange(len(widths)), widths)
        within = np.arange(len(source)) - np.repeat(np.cumsum(widths) - widths, widths)
        sources.append(source)
        targets.append(within + np.repeat(band.low, widths))
        chunks.append(np.full(len(source), number, dtype=np.int64))
    return np.concatenate(chunks), np.concatenate(sources), np.concatenate(targets)
