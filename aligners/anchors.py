"""Anchors: sentence pairs that are each other's nearest neighbours, and the heaviest increasing chain of
them.

Up to `EXACT_PAIRS` pairs every sentence is compared with every other. Beyond, a coarse pass compares blocks
of sentences, and each source sentence is then compared with a window of the target around the coarse chain,
so that the cost of long texts grows with their length.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligners import compiled
from aligners.beads import Vectors
from aligners.unit_vectors import unit_rows

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]
Corner = tuple[int, int]

LEAST_MARGIN = 0.02
"""How much nearer than the second nearest (mean over both directions) an anchor must be."""
SUPPORT_SEGMENTS = 8
"""How near, in source segments, an anchor must be to support another."""
SUPPORT_SLACK_SEGMENTS = 5
"""How far from the straight line through an anchor its supporters may lie, in target segments."""
LEAST_SUPPORT = 0.08
"""The sum of margins near an anchor that is enough."""
LONE_MARGIN = 0.2
"""An anchor with this margin needs no support."""
LEAST_REFINED = 12
"""Between anchors that are so many segments apart on both sides, neighbours are looked for again."""
LONGEST_STRIP, STRIP_SHAPE = 400, 10
"""Of more segments than this, against fewer than a tenth as many, most have no counterpart."""
EXACT_PAIRS = 20_000_000
ROWS_AT_ONCE = 256
LEAST_BLOCK, MOST_BLOCKS = 8, 2_500
"""The coarse pass takes blocks of this many sentences or more, and this many blocks or fewer."""


@dataclass(frozen=True, slots=True)
class Anchors:
    """Sentence pairs in order of source and target; each array is (anchor,). `margin` is better high."""

    source: Ids
    target: Ids
    margin: Floats

    def __len__(self) -> int:
        return len(self.source)

    def take(self, chosen: Ids | NDArray[np.bool_]) -> "Anchors":
        """Give the chosen anchors."""
        return Anchors(self.source[chosen], self.target[chosen], self.margin[chosen])


def join(parts: Sequence[Anchors]) -> Anchors:
    """Put the anchors of several stretches one after another."""
    return Anchors(
        np.concatenate([part.source for part in parts]),
        np.concatenate([part.target for part in parts]),
        np.concatenate([part.margin for part in parts]),
    )


def heaviest_chain(anchors: Anchors) -> Anchors:
    """Give the anchors of the heaviest chain that increases strictly on both sides.

    Keeps the frontier of chain weights by target position: O(k log k) comparisons for k anchors.
    """
    order = np.lexsort((-anchors.target, anchors.source))
    ends: list[int] = []
    weights: list[float] = []
    tips: list[int] = []
    previous = np.full(len(anchors), -1, dtype=np.int64)
    for position in order.tolist():
        target = int(anchors.target[position])
        place = bisect_left(ends, target)
        weight = float(anchors.margin[position])
        if place:
            weight += weights[place - 1]
            previous[position] = tips[place - 1]
        if place < len(ends) and ends[place] == target and weights[place] >= weight:
            continue
        dominated = place
        while dominated < len(ends) and weights[dominated] <= weight:
            dominated += 1
        ends[place:dominated], weights[place:dominated], tips[place:dominated] = (
            [target],
            [weight],
            [position],
        )
    chain = []
    position = tips[-1] if tips else -1
    while position >= 0:
        chain.append(position)
        position = int(previous[position])
    return anchors.take(np.array(chain[::-1], dtype=np.int64))


def supported(chain: Anchors) -> Anchors:
    """Drop the anchors of a chain that stand alone: chance neighbours join the chain where text is missing.

    An anchor stays that is far nearer than its runner-up, or that has others near it, about as far away on
    one side as on the other.
    """
    if len(chain) < 2:
        return chain
    slope = (chain.target[-1] - chain.target[0]) / (chain.source[-1] - chain.source[0])
    support = np.zeros(len(chain), dtype=np.float32)
    for step in range(1, min(SUPPORT_SEGMENTS, len(chain) - 1) + 1):
        source_step = chain.source[step:] - chain.source[:-step]
        target_step = chain.target[step:] - chain.target[:-step]
        is_near = (source_step <= SUPPORT_SEGMENTS) & (
            np.abs(target_step - slope * source_step) <= SUPPORT_SLACK_SEGMENTS
        )
        support[step:] += is_near * chain.margin[:-step]
        support[:-step] += is_near * chain.margin[step:]
    return chain.take((support >= LEAST_SUPPORT) | (chain.margin >= LONE_MARGIN))


def find_anchors(source: Vectors, target: Vectors, *, least_margin: float = LEAST_MARGIN) -> Anchors:
    """Find all mutual nearest neighbours among unit vectors that stand out by `least_margin`, unchained."""
    if not len(source) or not len(target):
        return Anchors(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32))
    if len(source) * len(target) > EXACT_PAIRS:
        return _mutual_neighbours(source, target, _windows(source, target), least_margin)
    starts = np.zeros(len(source), dtype=np.int64)
    ends = np.full(len(source), len(target), dtype=np.int64)
    return _mutual_neighbours(source, target, (starts, ends), least_margin)


def refine(source: Vectors, target: Vectors, chain: Anchors, start: Corner, end: Corner) -> Anchors:
    """Look again for anchors between those of a chain that are far apart, without the rest to compete.

    Text that repeats itself elsewhere has no mutual nearest neighbours that stand out; between two anchors
    that are passed for certain it may have.
    """
    solid = supported(chain)
    rows = np.concatenate(([start[0] - 1], solid.source, [end[0]]))
    columns = np.concatenate(([start[1] - 1], solid.target, [end[1]]))
    heights, widths = np.diff(rows) - 1, np.diff(columns) - 1
    is_wide = (np.minimum(heights, widths) >= LEAST_REFINED) & (heights * widths <= EXACT_PAIRS)
    found = [solid]
    for place in np.flatnonzero(is_wide).tolist():
        top, left = int(rows[place]) + 1, int(columns[place]) + 1
        inner = find_anchors(source[top : rows[place + 1]], target[left : columns[place + 1]])
        inner = supported(heaviest_chain(inner))
        found.append(Anchors(inner.source + top, inner.target + left, inner.margin))
    joined = join(found)
    return joined.take(np.argsort(joined.source, kind="stable"))


def with_strips(source: Vectors, target: Vectors, chain: Anchors, start: Corner, end: Corner) -> Anchors:
    """Add a place for each sentence of a few that stand against very many between two anchors of a chain.

    Each is put where it is nearest, as far as order allows: all else there is text that the other side lacks,
    and need not be searched.
    """
    rows = np.concatenate(([start[0] - 1], chain.source, [end[0]]))
    columns = np.concatenate(([start[1] - 1], chain.target, [end[1]]))
    sizes = np.stack((np.diff(rows) - 1, np.diff(columns) - 1))
    few, many = sizes.min(axis=0), sizes.max(axis=0)
    found = [chain]
    for place in np.flatnonzero((few > 0) & (many > LONGEST_STRIP) & (few * STRIP_SHAPE < many)).tolist():
        top, left = int(rows[place]) + 1, int(columns[place]) + 1
        cosines = source[top : rows[place + 1]] @ target[left : columns[place + 1]].T
        own = np.arange(few[place])
        is_flat = sizes[0, place] <= sizes[1, place]
        best = cosines.argmax(axis=1 if is_flat else 0).astype(np.int64)
        here, there = (own, best) if is_flat else (best, own)
        inner = heaviest_chain(Anchors(here, there, np.maximum(cosines[here, there], np.float32(1e-6))))
        found.append(Anchors(inner.source + top, inner.target + left, np.zeros(len(inner), np.float32)))
    joined = join(found)
    return joined.take(np.argsort(joined.source, kind="stable"))


def _windows(source: Vectors, target: Vectors) -> tuple[Ids, Ids]:
    """Give for each source row the target rows that are worth comparing, from a pass over blocks.

    Blocks are sums of consecutive rows. The window of a block reaches from the chained block before the last
    to the one after the next, so that one false block cannot hide the truth.
    """
    size = max(LEAST_BLOCK, int(np.ceil(len(source) / MOST_BLOCKS)))
    target_size = max(2, round(size * len(target) / len(source)))
    blocks = supported(heaviest_chain(find_anchors(_blocks(source, size), _blocks(target, target_size))))
    rows = np.concatenate(([0, 0], blocks.source * size, [len(source)] * 2))
    columns = np.concatenate(([0, 0], blocks.target * target_size, [len(target)] * 2))
    place = np.searchsorted(rows[2:-2], np.arange(len(source)), side="right") + 1
    starts = np.maximum(columns[np.maximum(place - 1, 0)] - target_size, 0)
    ends = np.minimum(columns[np.minimum(place + 2, len(columns) - 1)] + 2 * target_size, len(target))
    return starts, ends


def _blocks(vectors: Vectors, size: int) -> Vectors:
    """Give unit vectors of the sums of `size` rows at a time: (block, dimension)."""
    return unit_rows(sums_of_rows(vectors, np.append(np.arange(0, len(vectors), size), len(vectors))))


def sums_of_rows(vectors: Vectors, starts: Ids) -> Vectors:
    """Sum up groups of consecutive rows: (group, dimension); `starts`, (group + 1,), increase strictly."""
    if compiled.is_there():
        sums = np.empty((len(starts) - 1, vectors.shape[1]), dtype=np.float32)
        compiled.call("sum_groups", vectors, starts, *sums.shape, sums)
        return sums
    added: Vectors = np.add.reduceat(vectors[: starts[-1]], starts[:-1], axis=0)
    return added


def _mutual_neighbours(
    source: Vectors, target: Vectors, windows: tuple[Ids, Ids], least_margin: float
) -> Anchors:
    """Compare each source row with the target rows of its window; windows do not go back."""
    row_best = np.zeros(len(source), dtype=np.int64)
    row_first, row_second = (np.full(len(source), -1.0, dtype=np.float32) for _ in range(2))
    column_best = np.full(len(target), -1, dtype=np.int64)
    column_first, column_second = (np.full(len(target), -1.0, dtype=np.float32) for _ in range(2))
    for top in range(0, len(source), ROWS_AT_ONCE):
        rows = slice(top, min(top + ROWS_AT_ONCE, len(source)))
        left, right = int(windows[0][rows].min()), int(windows[1][rows].max())
        if right <= left:
            continue
        cosines = source[rows] @ target[left:right].T
        best = cosines.argmax(axis=1)
        row_best[rows] = best + left
        row_first[rows], row_second[rows] = _best_two(cosines)
        columns = slice(left, right)
        first, second = _best_two(cosines.T)
        better = first > column_first[columns]
        column_second[columns] = np.maximum(
            np.minimum(first, column_first[columns]), np.maximum(second, column_second[columns])
        )
        column_best[columns] = np.where(better, cosines.argmax(axis=0) + top, column_best[columns])
        column_first[columns] = np.maximum(first, column_first[columns])
    rows_found = np.flatnonzero((column_best[row_best] == np.arange(len(source))) & (row_first > 0))
    columns_found = row_best[rows_found]
    second_best = np.maximum(0, row_second[rows_found]) + np.maximum(0, column_second[columns_found])
    margin = row_first[rows_found] - np.float32(0.5) * second_best
    keep = margin >= least_margin
    return Anchors(rows_found[keep], columns_found[keep], margin[keep].astype(np.float32))


def _best_two(cosines: NDArray[np.float32]) -> tuple[Floats, Floats]:
    """Give the highest and second highest value of each row; a lone column has a second of -1."""
    if cosines.shape[1] == 1:
        return cosines[:, 0], np.full(len(cosines), -1.0, dtype=np.float32)
    best = np.partition(cosines, -2, axis=1)
    return best[:, -1], best[:, -2]
