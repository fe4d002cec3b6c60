"""Why a bead was proposed: the figures behind its score, for people."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligners.beads import Evidence
from aligners.coverage import INSIDE, Covered
from aligners.features import cut_features
from aligners.lattice import Ids
from aligners.tables import SPAN_SIZES, Chunk


@dataclass(frozen=True, slots=True)
class Places:
    """Beads of a chunk with both sides: where they begin, and their sizes, on either side; each (bead,)."""

    source: Ids
    target: Ids
    source_size: Ids
    target_size: Ids


def explain(chunk: Chunk, places: Places) -> list[Evidence]:
    """Give the evidence for beads of a chunk."""
    i, j, a, b = places.source, places.target, places.source_size, places.target_size
    sizes = np.array([SPAN_SIZES.index(size) for size in zip(a.tolist(), b.tolist(), strict=True)], dtype=int)
    cosines = chunk.spans[sizes, 1 + i, 1 + j]
    beside = [
        chunk.spans[sizes, 1 + i + down, 1 + j + right] for down, right in ((-1, 0), (1, 0), (0, -1), (0, 1))
    ]
    cuts = cut_features(chunk)
    badness = cuts.sum(axis=0) / (2 * len(cuts))
    source_ends, target_ends = (
        np.concatenate(([0.0], np.cumsum(text.lengths, dtype=np.float64)))
        for text in (chunk.source, chunk.target)
    )
    expected = (source_ends[i + a] - source_ends[i]) * chunk.usual.length_ratio
    columns = (
        cosines.tolist(),
        (cosines - np.max(beside, axis=0)).tolist(),
        ((target_ends[j + b] - target_ends[j]) / np.maximum(expected, 1.0)).tolist(),
        _shares(chunk.concepts_covered, places),
        _shares(chunk.figures_covered, places),
        (-(badness[i, j] + badness[i + a, j + b])).tolist(),
    )
    return [Evidence(*row) for row in zip(*columns, strict=True)]


def _shares(covered: tuple[Covered, Covered], places: Places) -> list[float | None]:
    """Give the weighted share of both sides' pieces that the other side has; None where neither has any."""
    i, j, a, b = places.source, places.target, places.source_size, places.target_size
    source, target = covered
    weights = source.weights[i + a] - source.weights[i] + target.weights[j + b] - target.weights[j]
    inside: NDArray[np.float32] = source.sums[b - 1, INSIDE, i + a, j] - source.sums[b - 1, INSIDE, i, j]
    inside = inside + target.sums[a - 1, INSIDE, i, j + b] - target.sums[a - 1, INSIDE, i, j]
    shares = np.clip(inside / np.where(weights > 0, weights, 1), 0, 1).tolist()
    return [share if weight > 0 else None for share, weight in zip(shares, weights.tolist(), strict=True)]
