"""What the chain knows of a bead: its type, how alike its sides are, how long, and what they cover.

The features of one type of bead are computed for all places of a chunk at once, as runs over tables of one
stride, so that a shift by sentences is a shift along the run. Picking out the places that a path may pass
first would cost more: they are a quarter of the chunk. What one side says alone is kept by that side.
"""

from dataclasses import dataclass

import numpy as np

from aligners.coverage import Covered
from aligners.form_features import FORM_FEATURES, PAIR_FORMS, SIDE_FORMS, pair_forms, side_forms
from aligners.lattice import LONGEST_SIDE, Ids, Shape
from aligners.tables import Chunk, Table

TYPE_NAMES = ("1-1", "1-2", "2-1", "1-3", "3-1", "1-n", "n-1", "2-2", "2-3", "3-2", "n-m")
SPAN_FEATURES = (
    *(f"type {name}" for name in TYPE_NAMES),
    "segments",
    "tilt",
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
    "length deviation",
)
CLAUSE_FEATURES = (
    "source clauses covered",
    "target clauses covered",
    "source clauses lost",
    "target clauses lost",
)
FIGURE_FEATURES = ("figures shared", "figures missing", "figures lost")
CONCEPT_FEATURES = ("terms shared", "terms missing", "terms lost")
COVERAGE_FEATURES = (*CLAUSE_FEATURES, *FIGURE_FEATURES, *CONCEPT_FEATURES)
MATCH_FEATURES = (*SPAN_FEATURES, *COVERAGE_FEATURES, *FORM_FEATURES)
CONSTANT_FEATURES = (*SPAN_FEATURES[: len(TYPE_NAMES)], "segments", "tilt")
COSINE_FEATURES = ("cosine", "cosine, more than 1-1", "cosine per segment")
PAIR_FEATURES = (
    COSINE_FEATURES[0],
    *SPAN_FEATURES[SPAN_FEATURES.index("weakest source") :],
    *COVERAGE_FEATURES,
)
COSINE_ROWS, PAIR_ROWS, PAIR_FORM_ROWS, SOURCE_ROWS, TARGET_ROWS = (
    np.array([MATCH_FEATURES.index(name) for name in names], dtype=np.int64)
    for names in (
        COSINE_FEATURES,
        PAIR_FEATURES,
        PAIR_FORMS,
        [f"source {name}" for name in SIDE_FORMS],
        [f"target {name}" for name in SIDE_FORMS],
    )
)
LENGTHS = PAIR_FEATURES.index("length")
COVERAGE = PAIR_FEATURES.index(COVERAGE_FEATURES[0])
LENGTH_VARIANCE = np.float32(6.8)
"""Variance of the difference, per character (Gale & Church 1993)."""
MOST_DEVIATIONS = np.float32(4)
LONGEST_LOG_RATIO = np.float32(2)
"""Differences in length beyond e to this power say no more."""
MOST_PIECES = np.float32(4)
"""More shared or missing figures or terms than these say no more."""


SHAPE_CLASSES = ("1-1", "1-n", "n-1", "n-m")
"""Classes of bead types that have weights of their own for every feature of a match."""


def shape_class(source_size: int, target_size: int) -> int:
    """Give the class of a bead type, its place in `SHAPE_CLASSES`."""
    return 2 * (source_size > 1) + (target_size > 1)


def type_name(source_size: int, target_size: int) -> str:
    """Name the class of bead types that share a weight."""
    name = f"{source_size}-{target_size}"
    if name in TYPE_NAMES:
        return name
    if source_size == 1:
        return "1-n"
    return "n-1" if target_size == 1 else "n-m"


@dataclass(frozen=True, slots=True, eq=False)
class MatchTables:
    """The features of one type of bead, wherever it may begin in a chunk.

    `constant`: (feature,). `source`: (side form, source place), `target`: (side form, target place). `pair`:
    (pair feature, run); a run is a table of source places by the chunk's stride, whose first columns are the
    target places. `cosines`: how often the first of these stands in each cosine feature. `forms`: tables
    (source place, target place) of those pair forms that the chunk has.
    """

    constant: Table
    source: Table
    target: Table
    pair: Table
    cosines: Table
    forms: dict[str, Table]

    def scores(self, weights: Table) -> Table:
        """Give the weighted sums of all features: (source place, stride); target places come first."""
        rows, columns = self.source.shape[1], self.target.shape[1]
        pair_weights = weights[PAIR_ROWS]
        pair_weights[0] = weights[COSINE_ROWS] @ self.cosines
        scores: Table = (pair_weights @ self.pair).reshape(rows, -1)
        scores += (weights[SOURCE_ROWS] @ self.source + weights @ self.constant)[:, None]
        scores[:, :columns] += weights[TARGET_ROWS] @ self.target
        for name, table in self.forms.items():
            scores[:, :columns] += weights[MATCH_FEATURES.index(name)] * table
        return scores

    def at(self, i: Ids, j: Ids) -> Table:
        """Give (feature, place) of the beads that begin before source sentences `i` and target ones `j`."""
        features = np.empty((len(MATCH_FEATURES), len(i)), dtype=np.float32)
        features[:] = self.constant[:, None]
        stride = self.pair.shape[1] // self.source.shape[1]
        features[PAIR_ROWS] = self.pair[:, i * stride + j]
        features[COSINE_ROWS] = self.cosines[:, None] * features[COSINE_ROWS[0]]
        features[SOURCE_ROWS] = self.source[:, i]
        features[TARGET_ROWS] = self.target[:, j]
        for name, table in self.forms.items():
            features[MATCH_FEATURES.index(name)] = table[i, j]
        return features


@dataclass(frozen=True, slots=True, eq=False)
class _Spans:
    """What spans of one size say of one side; each is (place,), on the target side with spare places.

    `lengths`: in characters of the target. `logs`: of these, and `spread`: their share of the variance.
    `forms`: (side form, place). `clause_shares`: one over the weight of the clauses. `figures`, `concepts`:
    their weights.
    """

    lengths: Table
    logs: Table
    spread: Table
    forms: Table
    clause_shares: Table
    figures: Table
    concepts: Table


class MatchFeatures:
    """The features of all types of bead in a chunk; tables are valid until others are asked for."""

    def __init__(self, chunk: Chunk) -> None:
        """Compute what several types share."""
        self._chunk = chunk
        self._spans = [
            [_spans(chunk, side, forms) for forms in side_forms(text, min(LONGEST_SIDE, len(text)))]
            for side, text in enumerate((chunk.source, chunk.target))
        ]
        self._memory = np.zeros((len(PAIR_ROWS), len(chunk.source) * chunk.stride), dtype=np.float32)

    def tables(self, size: Shape) -> MatchTables:
        """Give the features of one type; the chunk has as many sentences on both sides."""
        chunk, (a, b) = self._chunk, size
        source, target = self._spans[0][a - 1], self._spans[1][b - 1]
        pair = self._memory[:, : len(source.lengths) * chunk.stride]
        _add_cosines(pair[:LENGTHS], chunk, size)
        _add_lengths(pair[LENGTHS:COVERAGE], source, target)
        _add_clauses(pair[COVERAGE:], chunk, size, (source.clause_shares, target.clause_shares))
        row = COVERAGE + len(CLAUSE_FEATURES)
        for (own, other), weights in (
            (chunk.figures_covered, (source.figures, target.figures)),
            (chunk.concepts_covered, (source.concepts, target.concepts)),
        ):
            _add_pieces(pair[row : row + len(FIGURE_FEATURES)], own[b], other[a], size, weights)
            row += len(FIGURE_FEATURES)
        constant = np.zeros(len(MATCH_FEATURES), dtype=np.float32)
        constant[TYPE_NAMES.index(type_name(a, b))] = 1.0
        constant[len(TYPE_NAMES)] = a + b - 2
        constant[len(TYPE_NAMES) + 1] = (b - a) * np.log(chunk.usual.segment_ratio)
        cosines = np.array([1, a + b > 2, a + b - 2], dtype=np.float32)
        return MatchTables(constant, source.forms, target.forms, pair, cosines, pair_forms(chunk, size))


def _spans(chunk: Chunk, side: int, forms: Table) -> _Spans:
    """Compute what one side says; lengths of the source are scaled to those of the target."""
    text = (chunk.source, chunk.target)[side]
    ratio = np.float32(chunk.usual.length_ratio)
    places = forms.shape[1]
    size = len(text) - places + 1
    values = np.zeros((4, places if side == 0 else chunk.stride), dtype=np.float32)
    values[0, :places] = np.convolve(text.lengths, np.ones(size, dtype=np.float32), "valid")
    values[0] *= ratio if side == 0 else np.float32(1)
    kinds = (chunk.clauses_covered, chunk.figures_covered, chunk.concepts_covered)
    for row, covered in enumerate(kinds, start=1):
        values[row, :places] = covered[side][1].weight(size)
    return _Spans(
        lengths=values[0],
        logs=np.log(values[0] + 2 * ratio),
        spread=(values[0] + 1) * (LENGTH_VARIANCE / 2),
        forms=forms,
        clause_shares=1 / np.maximum(values[1], np.float32(1)),
        figures=values[2],
        concepts=values[3],
    )


def _add_cosines(features: Table, chunk: Chunk, size: Shape) -> None:
    """Fill in how alike the sides of a bead are, also by parts, and how longer and shorter beads would be,
    and the sentences beside it.
    """
    a, b = size
    length, stride = features.shape[1], chunk.stride

    def at(a: int, b: int, source_shift: int = 0, target_shift: int = 0) -> Table:
        """Cosines of spans of a and b sentences, begun so many places later."""
        start = (1 + source_shift) * stride + 1 + target_shift
        return chunk.spans[a, b].reshape(-1)[start : start + length]

    cosine, weakest_source, weakest_target, extended, shrunk, source_beside, target_beside = features
    cosine[:] = at(a, b)
    np.subtract(
        _over_all(np.minimum, [at(1, b, k, 0) for k in range(a)], weakest_source), cosine, out=weakest_source
    )
    np.subtract(
        _over_all(np.minimum, [at(a, 1, 0, k) for k in range(b)], weakest_target), cosine, out=weakest_target
    )
    longer = [at(a + 1, b), at(a + 1, b, -1, 0), at(a, b + 1), at(a, b + 1, 0, -1)]
    np.subtract(cosine, _over_all(np.maximum, longer, extended), out=extended)
    shorter = [at(a - 1, b), at(a - 1, b, 1, 0)] if a > 1 else []
    shorter += [at(a, b - 1), at(a, b - 1, 0, 1)] if b > 1 else []
    np.subtract(cosine, _over_all(np.maximum, shorter or [cosine], shrunk), out=shrunk)
    np.maximum(at(1, b, -1, 0), at(1, b, a, 0), out=source_beside)
    np.maximum(at(a, 1, 0, -1), at(a, 1, 0, b), out=target_beside)


def _add_lengths(features: Table, source: _Spans, target: _Spans) -> None:
    """Fill in how far the lengths of the spans are from what is usual.

    The log of the ratio of lengths, with the expected ratio taken off and clipped, and its square; and how
    many deviations the lengths are apart, if characters were drawn one by one (as Gale & Church 1993 have
    it), clipped likewise.
    """
    difference, squared, deviation = features.reshape(3, len(source.lengths), -1)
    np.subtract(target.logs, source.logs[:, None], out=difference)
    np.abs(difference, out=difference)
    np.minimum(difference, LONGEST_LOG_RATIO, out=difference)
    np.add(source.spread[:, None], target.spread, out=squared)
    np.sqrt(squared, out=squared)
    np.subtract(target.lengths, source.lengths[:, None], out=deviation)
    np.abs(deviation, out=deviation)
    deviation /= squared
    np.minimum(deviation, MOST_DEVIATIONS, out=deviation)
    np.multiply(difference, difference, out=squared)


def _add_clauses(features: Table, chunk: Chunk, size: Shape, shares: tuple[Table, Table]) -> None:
    """Fill in how far clauses are covered, and how much better sentences outside would cover them."""
    source, target = chunk.clauses_covered[0][size[1]], chunk.clauses_covered[1][size[0]]
    by_place = features[: len(CLAUSE_FEATURES)].reshape(len(CLAUSE_FEATURES), len(shares[0]), -1)
    for row, sums in ((0, source.inside), (2, source.lost)):
        _own_spans(sums, size[0] * sums.shape[1], features[row])
        by_place[row] *= shares[0][:, None]
    for row, sums in ((1, target.inside), (3, target.lost)):
        _own_spans(sums, size[1], features[row])
        by_place[row] *= shares[1]


def _own_spans(sums: Table, step: int, out: Table) -> None:
    """Take the sums over the own sentences of spans: a whole row further on the source side of a table."""
    run = sums.reshape(-1)
    np.subtract(run[step : step + len(out)], run[: len(out)], out=out)


def _add_pieces(
    features: Table, source: Covered, target: Covered, size: Shape, weights: tuple[Table, Table]
) -> None:
    """Fill in how many pieces of both sides are shared, missing and lost."""
    if not source.weights[-1] and not target.weights[-1]:
        return
    shared, missing, lost = features
    step = size[0] * source.inside.shape[1]
    _own_spans(source.inside, step, shared)
    _own_spans(target.inside, size[1], missing)
    shared += missing
    by_place = missing.reshape(len(weights[0]), -1)
    np.add(weights[0][:, None], weights[1], out=by_place)
    missing -= shared
    np.minimum(missing, MOST_PIECES, out=missing)
    shared *= np.float32(0.5)
    np.minimum(shared, MOST_PIECES, out=shared)
    _own_spans(source.lost, step, lost)
    other = np.empty_like(lost)
    _own_spans(target.lost, size[1], other)
    lost += other
    np.minimum(lost, MOST_PIECES, out=lost)


def _over_all(choose: np.ufunc, tables: list[Table], out: Table) -> Table:
    """Take the least or the greatest of tables, into `out`; a lone table is its own."""
    if len(tables) == 1:
        return tables[0]
    choose(tables[0], tables[1], out=out)
    for table in tables[2:]:
        choose(out, table, out=out)
    return out
