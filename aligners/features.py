"""What the chain knows of a bead, of a gap and of a cut: arrays over all places of a chunk at once.

A chunk of n source and m target sentences is small enough for dense tables, so that every feature is a sum,
a minimum or a difference of shifted tables. The similarity of two spans is the cosine of the length-weighted
sums of their sentences' vectors; its inner products are box sums over the table of sentence pairs.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligners.coverage import Covered, Pieces, cover
from aligners.lattice import LONGEST_SIDE, MOST_SEGMENTS
from aligners.lexical import same_figures
from aligners.spans import TextVectors

Table = NDArray[np.float32]

TYPE_NAMES = ("1-1", "1-2", "2-1", "1-3", "3-1", "1-n", "n-1", "2-2", "2-3", "3-2", "n-m")
SPAN_FEATURES = (
    *(f"type {name}" for name in TYPE_NAMES),
    "segments",
    "cosine",
    "cosine, more than 1-1",
    "cosine per segment",
    "weakest source",
    "weakest target",
    "extended",
    "shrunk",
    "source beside",
    "target beside",
    "length",
    "length squared",
)
CLAUSE_FEATURES = (
    "source clauses covered",
    "target clauses covered",
    "source clauses lost",
    "target clauses lost",
)
FIGURE_FEATURES = ("figures shared", "figures missing", "figures lost")
MATCH_FEATURES = (*SPAN_FEATURES, *CLAUSE_FEATURES, *FIGURE_FEATURES)
GAP_FEATURES = ("source", "target", "length", "best cosine", "best cosine nearby")
CUT_FEATURES = ("target last clause", "target first clause", "source last clause", "source first clause")
LONGEST_LOG_RATIO = 2.0
"""Differences in length beyond e to this power say no more."""
MOST_FIGURES = 4.0
"""More shared or missing figures than these say no more."""
NEARBY = 4
"""How many target segments on either side of a place count as near it."""


def type_name(source_size: int, target_size: int) -> str:
    """Name the class of bead types that share a weight."""
    name = f"{source_size}-{target_size}"
    if name in TYPE_NAMES:
        return name
    if source_size == 1:
        return "1-n"
    return "n-1" if target_size == 1 else "n-m"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Two stretches of text and the tables over them; `ratio` is target characters per source character.

    `spans[a, b]`: (source + 3, target + 3), the cosine of the a source and b target sentences that begin at a
    place, shifted by one so that the place before the first can be asked; zero where there is no such span.
    """

    source: TextVectors
    target: TextVectors
    ratio: float
    cosines: Table
    spans: dict[tuple[int, int], Table]
    clauses: "ClauseTables"
    clauses_covered: tuple[dict[int, Covered], dict[int, Covered]]
    figures_covered: tuple[dict[int, Covered], dict[int, Covered]]


@dataclass(frozen=True, slots=True)
class ClauseTables:
    """Cosines of clauses with the sentences of the other side: (clause, other sentence)."""

    source: Table
    target: Table


def build_chunk(source: TextVectors, target: TextVectors, ratio: float) -> Chunk:
    """Compute the tables of a chunk."""
    cosines = source.sentences @ target.sentences.T
    source_clauses, target_clauses = source.clauses(), target.clauses()
    between = source_clauses @ target_clauses.T
    clauses = ClauseTables(source_clauses @ target.sentences.T, target_clauses @ source.sentences.T)
    return Chunk(
        source,
        target,
        ratio,
        cosines,
        _span_cosines(source, target, cosines),
        clauses,
        (
            _cover_all(_clause_pieces(source, clauses.source, between, target)),
            _cover_all(_clause_pieces(target, clauses.target, between.T, source)),
        ),
        (_cover_all(_figure_pieces(source, target)), _cover_all(_figure_pieces(target, source))),
    )


def match_features(chunk: Chunk, source_size: int, target_size: int) -> Table:
    """Give (feature, source places, target places) of the beads of one type, by where they begin."""
    n, m = len(chunk.source) - source_size + 1, len(chunk.target) - target_size + 1
    features = np.zeros((len(MATCH_FEATURES), max(n, 0), max(m, 0)), dtype=np.float32)
    if not features.size:
        return features

    def at(a: int, b: int, source_shift: int = 0, target_shift: int = 0) -> Table:
        """Cosines of spans of a and b sentences, begun so many places later."""
        top, left = 1 + source_shift, 1 + target_shift
        return chunk.spans[a, b][top : top + n, left : left + m]

    a, b = source_size, target_size
    row = len(TYPE_NAMES)
    features[TYPE_NAMES.index(type_name(a, b))] = 1.0
    features[row] = a + b - 2
    cosine = at(a, b)
    features[row + 1] = cosine
    features[row + 2] = cosine if a + b > 2 else 0.0
    features[row + 3] = cosine * (a + b - 2)
    if a > 1:
        features[row + 4] = _lowest([at(1, b, k, 0) for k in range(a)]) - cosine
    if b > 1:
        features[row + 5] = _lowest([at(a, 1, 0, k) for k in range(b)]) - cosine
    features[row + 6] = cosine - _highest(
        [at(a + 1, b), at(a + 1, b, -1, 0), at(a, b + 1), at(a, b + 1, 0, -1)]
    )
    shorter = [at(a - 1, b), at(a - 1, b, 1, 0)] if a > 1 else []
    shorter += [at(a, b - 1), at(a, b - 1, 0, 1)] if b > 1 else []
    if shorter:
        features[row + 7] = cosine - _highest(shorter)
    features[row + 8] = np.maximum(at(1, b, -1, 0), at(1, b, a, 0))
    features[row + 9] = np.maximum(at(a, 1, 0, -1), at(a, 1, 0, b))
    difference = _length_differences(chunk, a, b)
    features[row + 10] = np.abs(difference)
    features[row + 11] = difference**2
    _add_coverage(features[len(SPAN_FEATURES) :], chunk, a, b)
    return features


def gap_features(chunk: Chunk) -> tuple[Table, Table]:
    """Give the features of skipping a source and a target sentence: (feature, source place, target place)."""
    n, m = len(chunk.source), len(chunk.target)
    mean_length = max(1.0, float(chunk.source.lengths.mean()) if n else 1.0)
    source = np.zeros((len(GAP_FEATURES), n, m + 1), dtype=np.float32)
    target = np.zeros((len(GAP_FEATURES), n + 1, m), dtype=np.float32)
    source[0] = target[1] = 1.0
    source[2] = np.log((chunk.source.lengths[:, None] + 1) / mean_length)
    target[2] = np.log((chunk.target.lengths[None, :] + 1) / (mean_length * chunk.ratio))
    if n and m:
        source[3] = chunk.cosines.max(axis=1)[:, None]
        target[3] = chunk.cosines.max(axis=0)[None, :]
        source[4] = _highest_nearby(chunk.cosines)
        target[4] = _highest_nearby(chunk.cosines.T).T
    return source, target


def cut_features(chunk: Chunk) -> Table:
    """Give (feature, source + 1, target + 1): how badly each boundary cuts, zero at the ends of the chunk.

    Each is the difference of two cosines: positive where the clause beside the cut fits the sentence on the
    other side of it better than the sentence on its own side.
    """
    n, m = len(chunk.source), len(chunk.target)
    features = np.zeros((len(CUT_FEATURES), n + 1, m + 1), dtype=np.float32)
    if n < 2 or m < 2:
        return features
    inner = (slice(1, n), slice(1, m))
    first, last = chunk.target.clause_starts[:-1], chunk.target.clause_starts[1:] - 1
    target_last, target_first = chunk.clauses.target[last].T, chunk.clauses.target[first].T
    features[0][inner] = target_last[1:, :-1] - target_last[:-1, :-1]
    features[1][inner] = target_first[:-1, 1:] - target_first[1:, 1:]
    first, last = chunk.source.clause_starts[:-1], chunk.source.clause_starts[1:] - 1
    source_last, source_first = chunk.clauses.source[last], chunk.clauses.source[first]
    features[2][inner] = source_last[:-1, 1:] - source_last[:-1, :-1]
    features[3][inner] = source_first[1:, :-1] - source_first[1:, 1:]
    return features


def _add_coverage(features: Table, chunk: Chunk, a: int, b: int) -> None:
    """Fill in how far clauses and figures are covered."""
    sides = ((chunk.clauses_covered[0][b], a), (chunk.clauses_covered[1][a], b))
    for side, (covered, size) in enumerate(sides):
        inside, lost, weight = covered.spans(size)
        weight = np.maximum(weight, 1.0)
        features[side] = inside / weight if side == 0 else (inside / weight).T
        features[2 + side] = lost / weight if side == 0 else (lost / weight).T
    row = len(CLAUSE_FEATURES)
    inside, lost, count = chunk.figures_covered[0][b].spans(a)
    other_inside, other_lost, other_count = chunk.figures_covered[1][a].spans(b)
    features[row] = np.minimum((inside + other_inside.T) / 2, MOST_FIGURES)
    features[row + 1] = np.minimum((count - inside) + (other_count - other_inside).T, MOST_FIGURES)
    features[row + 2] = np.minimum(lost + other_lost.T, MOST_FIGURES)


def _cover_all(pieces: Pieces) -> dict[int, Covered]:
    sizes = range(1, min(LONGEST_SIDE, pieces.values.shape[1]) + 1)
    return {size: cover(pieces, size) for size in sizes}


def _clause_pieces(own: TextVectors, with_sentences: Table, between: Table, other: TextVectors) -> Pieces:
    """Value each clause by the best of the other sentences' clauses, and of the sentences as wholes."""
    values = np.maximum(with_sentences, 0)
    if between.size:
        np.maximum(values, np.maximum.reduceat(between, other.clause_starts[:-1], axis=1), out=values)
    return Pieces(values, own.clause_lengths, own.clause_starts)


def _figure_pieces(own: TextVectors, other: TextVectors) -> Pieces:
    """Value each figure by whether the other sentences have it."""
    same = np.zeros((len(own.figures), len(other.figures) + 1), dtype=np.int32)
    np.cumsum(same_figures(own.figures, other.figures), axis=1, out=same[:, 1:])
    values = np.diff(same[:, other.figure_starts], axis=1) > 0
    weights = np.ones(len(own.figures), dtype=np.float32)
    return Pieces(values.astype(np.float32), weights, own.figure_starts)


def _span_cosines(source: TextVectors, target: TextVectors, cosines: Table) -> dict[tuple[int, int], Table]:
    n, m = len(source), len(target)
    sums = np.zeros((n + 1, m + 1), dtype=np.float64)
    weighted = cosines * source.lengths[:, None] * target.lengths[None, :]
    np.cumsum(np.cumsum(weighted, axis=0, dtype=np.float64), axis=1, out=sums[1:, 1:])
    source_norms, target_norms = _span_norms(source), _span_norms(target)
    spans = {}
    for a in range(1, LONGEST_SIDE + 2):
        for b in range(1, LONGEST_SIDE + 2):
            if a + b > MOST_SEGMENTS + 1:
                continue
            table = np.zeros((n + 3, m + 3), dtype=np.float32)
            if a <= n and b <= m:
                box = sums[a:, b:] - sums[:-a, b:] - sums[a:, :-b] + sums[:-a, :-b]
                norms = source_norms[a][:, None] * target_norms[b][None, :]
                table[1 : n - a + 2, 1 : m - b + 2] = box / norms
            spans[a, b] = table
    return spans


def _span_norms(text: TextVectors) -> dict[int, Table]:
    """Give, by span length, the norms of the length-weighted sums of sentence vectors, by first sentence."""
    sums = np.zeros((len(text) + 1, text.sentences.shape[1]), dtype=np.float64)
    np.cumsum(text.sentences * text.lengths[:, None], axis=0, dtype=np.float64, out=sums[1:])
    norms = {}
    for size in range(1, LONGEST_SIDE + 2):
        if size <= len(text):
            norms[size] = np.maximum(np.linalg.norm(sums[size:] - sums[:-size], axis=1), 1e-6)
    return norms


def _length_differences(chunk: Chunk, a: int, b: int) -> Table:
    """Give the log of the ratio of the lengths of spans, with the expected ratio taken off, and clipped."""
    source = np.convolve(chunk.source.lengths, np.ones(a, dtype=np.float32), "valid")
    target = np.convolve(chunk.target.lengths, np.ones(b, dtype=np.float32), "valid")
    logs = np.log(target + 2 * chunk.ratio)[None, :] - np.log(chunk.ratio * (source + 2))[:, None]
    clipped: Table = np.clip(logs, -LONGEST_LOG_RATIO, LONGEST_LOG_RATIO).astype(np.float32)
    return clipped


def _highest_nearby(cosines: Table) -> Table:
    """Give (row, column + 1): the highest cosine of a row within `NEARBY` columns of each boundary."""
    n, m = cosines.shape
    padded = np.full((n, m + 2 * NEARBY), -1.0, dtype=np.float32)
    padded[:, NEARBY : NEARBY + m] = cosines
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * NEARBY, axis=1)
    highest: Table = windows.max(axis=2)
    return highest


def _extreme(tables: list[Table], choose: Callable[[Table, Table], Table]) -> Table:
    result = tables[0]
    for table in tables[1:]:
        result = choose(result, table)
    return result


def _lowest(tables: list[Table]) -> Table:
    return _extreme(tables, np.minimum)


def _highest(tables: list[Table]) -> Table:
    return _extreme(tables, np.maximum)
