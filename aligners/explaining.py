"""Why a bead was proposed: the figures behind its score, for people."""

from dataclasses import dataclass

import numpy as np

from aligners.beads import Evidence
from aligners.coverage import Covered
from aligners.tables import Chunk, Table


@dataclass(frozen=True, slots=True)
class Place:
    """A bead of a chunk: where it begins, and its size, on either side."""

    source: int
    target: int
    source_size: int
    target_size: int


def explain(chunk: Chunk, cuts: Table, place: Place) -> Evidence:
    """Give the evidence for a bead with both sides; `cuts` are the chunk's cut features."""
    i, j, a, b = place.source, place.target, place.source_size, place.target_size
    span = chunk.spans[a, b]
    cosine = float(span[1 + i, 1 + j])
    others = np.array([span[i, 1 + j], span[2 + i, 1 + j], span[1 + i, j], span[1 + i, 2 + j]])
    source_length = float(chunk.source.lengths[i : i + a].sum())
    target_length = float(chunk.target.lengths[j : j + b].sum())
    expected = max(source_length * chunk.usual.length_ratio, 1.0)
    boundaries = np.concatenate((cuts[:, i, j], cuts[:, i + a, j + b]))
    return Evidence(
        cosine=cosine,
        margin=cosine - float(others.max()),
        length_ratio=target_length / expected,
        dictionary=_share(chunk.concepts_covered, place),
        numbers=_share(chunk.figures_covered, place),
        clause_cut=float(-boundaries.mean()),
    )


def _share(covered: tuple[dict[int, Covered], dict[int, Covered]], place: Place) -> float | None:
    """Give the weighted share of both sides' pieces that the other side has; None where neither has any."""
    source, target = covered[0][place.target_size], covered[1][place.source_size]
    inside = weight = 0.0
    for sums, own, own_size, other in (
        (source, place.source, place.source_size, place.target),
        (target, place.target, place.target_size, place.source),
    ):
        inside += float(sums.inside[own + own_size, other] - sums.inside[own, other])
        weight += float(sums.weights[own + own_size] - sums.weights[own])
    return min(1.0, max(0.0, inside / weight)) if weight > 0 else None
