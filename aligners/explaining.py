"""Why a bead was proposed: the figures behind its score, for people."""

from dataclasses import dataclass

import numpy as np

from aligners.beads import Evidence
from aligners.coverage import Covered
from aligners.features import cut_features
from aligners.tables import Chunk


@dataclass(frozen=True, slots=True)
class Place:
    """A bead of a chunk: where it begins, and its size, on either side."""

    source: int
    target: int
    source_size: int
    target_size: int


class Explainer:
    """Gives the evidence for the beads of a chunk."""

    def __init__(self, chunk: Chunk) -> None:
        """Sum up what every bead is asked."""
        self._chunk = chunk
        cuts = cut_features(chunk)
        self._cuts = cuts.sum(axis=0) / (2 * len(cuts))
        self._ends = [
            [0.0, *np.cumsum(text.lengths, dtype=np.float64).tolist()]
            for text in (chunk.source, chunk.target)
        ]

    def explain(self, place: Place) -> Evidence:
        """Give the evidence for a bead with both sides."""
        i, j, a, b = place.source, place.target, place.source_size, place.target_size
        span, cuts = self._chunk.spans[a, b], self._cuts
        cosine = float(span[1 + i, 1 + j])
        others = span[i, 1 + j], span[2 + i, 1 + j], span[1 + i, j], span[1 + i, 2 + j]
        source_ends, target_ends = self._ends
        expected = (source_ends[i + a] - source_ends[i]) * self._chunk.usual.length_ratio
        return Evidence(
            cosine=cosine,
            margin=cosine - float(max(others)),
            length_ratio=(target_ends[j + b] - target_ends[j]) / max(expected, 1.0),
            dictionary=_share(self._chunk.concepts_covered, place),
            numbers=_share(self._chunk.figures_covered, place),
            clause_cut=-float(cuts[i, j] + cuts[i + a, j + b]),
        )


def _share(covered: tuple[dict[int, Covered], dict[int, Covered]], place: Place) -> float | None:
    """Give the weighted share of both sides' pieces that the other side has; None where neither has any."""
    source, target = covered[0][place.target_size], covered[1][place.source_size]
    i, j = place.source, place.target
    first, second = source.inside, target.inside
    inside = float(first[i + place.source_size, j] - first[i, j])
    inside += float(second[i, j + place.target_size] - second[i, j])
    weight = float(source.weights[i + place.source_size] - source.weights[i])
    weight += float(target.weights[j + place.target_size] - target.weights[j])
    return min(1.0, max(0.0, inside / weight)) if weight > 0 else None
