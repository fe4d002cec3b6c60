"""Fitting the chain's weights: the lattices of gold alignments, and the likelihood of their paths.

The conditional log likelihood of the gold paths under a Gaussian prior, and its gradient by forward-backward
(Sarawagi & Cohen 2004). Finding its maximum is left to any optimiser of smooth functions with bounds.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from aligners.anchors import find_anchors, heaviest_chain
from aligners.chain_model import NEVER, Marginals, Numbers, Scores, marginals
from aligners.chunking import document_band
from aligners.decoding import gap_rate
from aligners.embedding_based import usual_figures
from aligners.evaluation import IdBead
from aligners.features import (
    CUT_FEATURES,
    GAP_FEATURES,
    OPENING_FEATURES,
    cut_features,
    gap_features,
    opening_features,
)
from aligners.lattice import GAP_TYPES, MATCH_TYPES, Band, Lattice, build_lattice
from aligners.match_features import MATCH_FEATURES, SHAPE_CLASSES, MatchFeatures, shape_class
from aligners.spans import TextVectors, with_concepts
from aligners.tables import Chunk, Usual, build_chunk
from aligners.weights import Slopes, Weights, editing

PRIOR_PRECISION = 0.02
"""Inverse variance of the weights' Gaussian prior."""
SHAPE_PRECISION = 100.0
"""The same of what a shape class adds to the weights of 1-1, in units of the feature's size: next to nothing.

At 1.0 three draws had a strict F1 of .922 on novels left out where one draw with shapes alike has .917, but
.899 on releases left out where that has .916.
"""
SLOPE_PRECISION = 40.0
"""The same of the slopes. At 10.0 they gain less on novels and on releases left out."""
CLASSES, MATCHES = len(SHAPE_CLASSES), len(MATCH_FEATURES)
SLOPES = (MATCHES, len(GAP_FEATURES), len(CUT_FEATURES))
SIZES = (CLASSES * MATCHES, len(GAP_FEATURES), len(CUT_FEATURES), len(OPENING_FEATURES), *SLOPES)
"""The weights that are learned: those of 1-1, then what each other class adds to them, then the rest.

The slopes come last.
"""
WIDTH = sum(SIZES)
SLOPE_COUNT = sum(SLOPES)
NEVER_NEGATIVE = frozenset(
    {"source clauses covered", "target clauses covered", "figures shared", "terms shared"}
)
"""Features whose weights are not learned below zero, whatever a small corpus says."""
NEVER_POSITIVE = frozenset(
    {
        "source clauses lost",
        "target clauses lost",
        "figures missing",
        "figures lost",
        "terms missing",
        "terms lost",
        *CUT_FEATURES,
    }
)


def _bounds(names: Sequence[str]) -> list[tuple[float | None, float | None]]:
    return [(0 if name in NEVER_NEGATIVE else None, 0 if name in NEVER_POSITIVE else None) for name in names]


BOUNDS = [
    *_bounds(MATCH_FEATURES),
    *[(None, None)] * ((CLASSES - 1) * MATCHES),
    *_bounds((*GAP_FEATURES, *CUT_FEATURES, *OPENING_FEATURES)),
    *[(None, None)] * SLOPE_COUNT,
]
"""The least and the greatest value of each weight, None where there is none."""


@dataclass(frozen=True, slots=True)
class PairVectors:
    """The vectors of a pair with its gold beads, which are in order and cover both texts.

    `unknown` are places in `gold` of beads that nobody vouches for: they part what is learned from.
    """

    source: TextVectors
    target: TextVectors
    gold: tuple[IdBead, ...]
    unknown: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Example:
    """Lattices of some documents with their features and the gold counts of each feature.

    `match` and `gap` are (bead, feature) for the beads that exist, `match_places` and `gap_places` their flat
    places in (type, boundary), `is_gold_match` and `is_gold_gap` true for those on the gold paths; matches
    are in order of shape class, `class_starts`: (class + 1,). `cut` and `opening` are (boundary, feature).
    `weights`: (chunk,), how much each document counts; `gold` sums the features on the gold paths, so
    weighted, in the order of the weights that are learned.
    """

    lattice: Lattice
    match: NDArray[np.float32]
    match_places: NDArray[np.int64]
    is_gold_match: NDArray[np.bool_]
    class_starts: NDArray[np.int64]
    gap: NDArray[np.float32]
    gap_places: NDArray[np.int64]
    is_gold_gap: NDArray[np.bool_]
    cut: NDArray[np.float32]
    opening: NDArray[np.float32]
    weights: NDArray[np.float32]
    gold: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a document whose gold beads the lattice can hold, with its band."""

    source: TextVectors
    target: TextVectors
    usual: Usual
    band: Band
    beads: list[IdBead]


def make_example(pairs: Sequence[PairVectors], weight: float = 1.0) -> Example:
    """Build the lattices and features of some documents."""
    pieces = [piece for pair in pairs for piece in _pieces(pair)]
    lattice = build_lattice([piece.band for piece in pieces])
    match: list[list[NDArray[np.float32]]] = [[] for _ in SHAPE_CLASSES]
    match_places: list[list[NDArray[np.int64]]] = [[] for _ in SHAPE_CLASSES]
    gap, gap_places = [], []
    cut, opening = (
        np.zeros((lattice.count, len(names)), dtype=np.float32) for names in (CUT_FEATURES, OPENING_FEATURES)
    )
    for number, piece in enumerate(pieces):
        rows = np.flatnonzero(lattice.chunk == number)
        i, j = lattice.source[rows], lattice.target[rows]
        chunk = build_chunk(piece.source, piece.target, piece.usual)
        for shape, found, where in _matches(chunk, lattice, rows):
            match[shape].append(found)
            match_places[shape].append(where)
        for found, where in _gaps(chunk, lattice, rows):
            gap.append(found)
            gap_places.append(where)
        cut[rows] = cut_features(chunk)[:, i, j].T
        opening[rows] = opening_features(piece.usual)
    paths = _gold_marginals(lattice, [piece.beads for piece in pieces])
    places = np.concatenate(list(chain.from_iterable(match_places))), np.concatenate(gap_places)
    example = Example(
        lattice,
        np.concatenate(list(chain.from_iterable(match))),
        places[0],
        paths.match.reshape(-1)[places[0]] > 0,
        np.cumsum([0, *(sum(map(len, one)) for one in match_places)]),
        np.concatenate(gap),
        places[1],
        paths.gap.reshape(-1)[places[1]] > 0,
        cut,
        opening,
        np.full(len(pieces), weight, dtype=np.float32),
        np.zeros(WIDTH),
    )
    example.gold[:] = expectations(example, paths)
    return example


def _matches(
    chunk: Chunk, lattice: Lattice, rows: NDArray[np.int64]
) -> Iterator[tuple[int, NDArray[np.float32], NDArray[np.int64]]]:
    """Yield the beads of each type at the boundaries of a chunk: shape class, (bead, feature) and places."""
    features = MatchFeatures(chunk)
    i, j = lattice.source[rows], lattice.target[rows]
    for kind, (a, b) in enumerate(MATCH_TYPES):
        there = lattice.match_from[kind, rows] < lattice.count
        if there.any():
            table = features.tables((a, b)).at(i[there] - a, j[there] - b).T
            yield shape_class(a, b), table, rows[there] + kind * lattice.count


def _gaps(
    chunk: Chunk, lattice: Lattice, rows: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.float32], NDArray[np.int64]]]:
    """Yield the gaps of either side at the boundaries of a chunk: (gap, feature) and places."""
    i, j = lattice.source[rows], lattice.target[rows]
    for kind, ((a, b), table) in enumerate(zip(GAP_TYPES, gap_features(chunk), strict=True)):
        there = lattice.gap_from[kind, rows] < lattice.count
        yield table[:, i[there] - a, j[there] - b].T, rows[there] + kind * lattice.count


def expectations(example: Example, probabilities: Marginals) -> NDArray[np.float64]:
    """Sum the features of beads and cuts, each as often as it is expected and as much as it counts."""
    weights = example.weights[example.lattice.chunk]
    match = (probabilities.match * weights).reshape(-1)[example.match_places]
    classes = [
        _weighted_sum(match[top:end], example.match[top:end]) for top, end in pairwise(example.class_starts)
    ]
    gap = (probabilities.gap * weights).reshape(-1)[example.gap_places]
    cut = probabilities.cut * weights
    degree, count = _editing(example), example.lattice.count
    return np.concatenate(
        (
            np.sum(classes, axis=0),
            *classes[1:],
            _weighted_sum(gap, example.gap),
            _weighted_sum(cut, example.cut),
            _weighted_sum(probabilities.opening * weights, example.opening),
            _weighted_sum(match * degree[example.match_places % count], example.match),
            _weighted_sum(gap * degree[example.gap_places % count], example.gap),
            _weighted_sum(cut * degree, example.cut),
        )
    )


def _editing(example: Example) -> NDArray[np.float32]:
    """Give how freely the texts of each boundary are edited, (boundary,)."""
    log_rates = example.opening[:, OPENING_FEATURES.index("log gap rate")]
    return editing(log_rates).astype(np.float32)


def _weighted_sum(probabilities: Numbers, features: NDArray[np.float32]) -> NDArray[np.float64]:
    """Sum rows by weight, thousands at a time, so that single precision does."""
    weights = probabilities.astype(np.float32)
    total = np.zeros(features.shape[1])
    for top in range(0, len(features), 20_000):
        total += weights[top : top + 20_000] @ features[top : top + 20_000]
    return total


def score_example(flat: NDArray[np.float64], example: Example) -> Scores:
    """Score every bead and every cut; float32."""
    match_weights, *others = np.split(flat, np.cumsum(SIZES)[:-1])
    gap_weights, cut_weights, opening_weights, *slopes = (part.astype(np.float32) for part in others)
    degree, count = _editing(example), example.lattice.count
    match = np.full(example.lattice.match_from.shape, NEVER, dtype=np.float32)
    for row, (top, end) in zip(
        _by_class(match_weights).astype(np.float32), pairwise(example.class_starts), strict=True
    ):
        places, features = example.match_places[top:end], example.match[top:end]
        match.reshape(-1)[places] = features @ row + degree[places % count] * (features @ slopes[0])
    gap = np.full(example.lattice.gap_from.shape, NEVER, dtype=np.float32)
    gap_slopes = degree[example.gap_places % count] * (example.gap @ slopes[1])
    gap.reshape(-1)[example.gap_places] = example.gap @ gap_weights + gap_slopes
    cut = example.cut @ cut_weights + degree * (example.cut @ slopes[2])
    return Scores(match, gap, cut, example.opening @ opening_weights)


def objective(
    flat: NDArray[np.float64], examples: Sequence[Example], precision: NDArray[np.float64] | float = 0.0
) -> tuple[float, NDArray[np.float64]]:
    """Give minus the log posterior of the weights, and its gradient; `precision` is that of the prior."""
    gradient: NDArray[np.float64] = precision * flat
    loss = 0.5 * float(gradient @ flat)
    for example in examples:
        found = marginals(example.lattice, score_example(flat, example))
        paths = float(found.log_partition.astype(np.float64) @ example.weights)
        loss += paths - float(example.gold @ flat)
        gradient = gradient + expectations(example, found) - example.gold
    return loss, gradient


def prior_precision(scales: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the precision of the prior of each weight, given the sizes of the features."""
    precision = np.full(WIDTH, PRIOR_PRECISION)
    added = slice(MATCHES, CLASSES * MATCHES)
    precision[added] = SHAPE_PRECISION * scales[added] ** 2
    precision[-SLOPE_COUNT:] = SLOPE_PRECISION * scales[-SLOPE_COUNT:] ** 2
    return precision


def feature_scales(examples: Sequence[Example]) -> NDArray[np.float64]:
    """Give the root mean square of the feature of each weight."""
    parts = []
    for tables in zip(*((e.match, e.gap, e.cut, e.opening) for e in examples), strict=True):
        count = sum(len(table) for table in tables)
        squares = sum(np.einsum("nf,nf->f", table, table, dtype=np.float64) for table in tables)
        parts.append(np.sqrt(squares / count) + 1e-3)
    return np.concatenate((*[parts[0]] * CLASSES, *parts[1:], *parts[:3]))


def _pieces(pair: PairVectors) -> Iterator[_Piece]:
    anchors = heaviest_chain(find_anchors(pair.source.sentences, pair.target.sentences))
    band = document_band(anchors, len(pair.source), len(pair.target))
    source, target = with_concepts(pair.source, pair.target, anchors)
    usual = replace(usual_figures(pair.source, pair.target, anchors), gap_rate=_gap_rate(pair.gold))
    run: list[IdBead] = []
    i = j = start_i = start_j = 0
    for place, bead in enumerate([*pair.gold, None]):
        is_fit = bead is not None and (len(bead[0]), len(bead[1])) in MATCH_TYPES + GAP_TYPES
        if bead is not None and is_fit and place not in pair.unknown:
            run.append(bead)
            i, j = i + len(bead[0]), j + len(bead[1])
            continue
        if run:
            yield _Piece(
                source.part(start_i, i),
                target.part(start_j, j),
                usual,
                _band_with(band, run, (start_i, start_j), (i, j)),
                run,
            )
        run = []
        if bead is not None:
            i, j = i + len(bead[0]), j + len(bead[1])
            start_i, start_j = i, j


def _gap_rate(gold: Sequence[IdBead]) -> float:
    """Give gaps per bead of a gold alignment, drawn towards the rate that the aligner begins with."""
    is_gap = np.array([not (source and target) for source, target in gold])
    runs = int(is_gap[0]) + int((is_gap[1:] & ~is_gap[:-1]).sum())
    return gap_rate(runs, len(gold))


def _band_with(band: Band, beads: list[IdBead], start: tuple[int, int], end: tuple[int, int]) -> Band:
    """Cut a band to a stretch, and widen it where the gold path leaves it."""
    low = np.clip(band.low[start[0] : end[0] + 1], start[1], end[1]) - start[1]
    high = np.clip(band.high[start[0] : end[0] + 1], start[1], end[1]) - start[1]
    low[0], high[-1] = 0, end[1] - start[1]
    i = j = 0
    for source, target in [((), ()), *beads]:
        i, j = i + len(source), j + len(target)
        low[i], high[i] = min(low[i], j), max(high[i], j)
    return Band(np.minimum.accumulate(low[::-1])[::-1], np.maximum.accumulate(high))


def _gold_marginals(lattice: Lattice, paths: Sequence[list[IdBead]]) -> Marginals:
    """Give the gold paths as marginals of zeros and ones."""
    number = {
        key: row
        for row, key in enumerate(
            zip(lattice.chunk.tolist(), lattice.source.tolist(), lattice.target.tolist(), strict=True)
        )
    }
    match, gap = np.zeros(lattice.match_from.shape), np.zeros(lattice.gap_from.shape)
    cut, opening = np.zeros(lattice.count), np.zeros(lattice.count)
    for chunk, beads in enumerate(paths):
        i = j = 0
        after_match = False
        for source, target in beads:
            shape, here = (len(source), len(target)), number[chunk, i, j]
            is_match = shape in MATCH_TYPES
            if after_match:
                (cut if is_match else opening)[here] = 1.0
            i, j = i + shape[0], j + shape[1]
            there = number[chunk, i, j]
            if is_match:
                match[MATCH_TYPES.index(shape), there] = 1.0
            else:
                gap[GAP_TYPES.index(shape), there] = 1.0
            after_match = is_match
    return Marginals(match, gap, cut, opening, np.zeros(len(paths)))


def as_weights(flat: NDArray[np.float64]) -> Weights:
    """Name the weights after themselves; those of every shape class are kept within the bounds."""
    match, gap, cut, opening, *slopes = np.split(flat, np.cumsum(SIZES)[:-1])
    least, most = (
        np.array([sign * np.inf if limit is None else limit for limit in limits], dtype=np.float64)
        for sign, limits in zip((-1, 1), zip(*BOUNDS[:MATCHES], strict=True), strict=True)
    )
    digest = hashlib.sha256(np.round(flat, 6).tobytes()).hexdigest()[:8]
    return Weights(digest, np.clip(_by_class(match), least, most), gap, cut, opening, Slopes(*slopes))


def as_flat(weights: Weights) -> NDArray[np.float64]:
    """Give weights in the order in which they are learned."""
    added = weights.match[1:] - weights.match[0]
    slopes = weights.slopes.match, weights.slopes.gap, weights.slopes.cut
    own = weights.match[0], added.ravel(), weights.gap, weights.cut, weights.opening
    return np.concatenate((*own, *slopes))


def _by_class(match: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the weights of each shape class, (class, feature)."""
    rows: NDArray[np.float64] = match.reshape(CLASSES, MATCHES).copy()
    rows[1:] += rows[0]
    return rows
