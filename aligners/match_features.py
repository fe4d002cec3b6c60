"""What the chain knows of a bead: its type, how alike its sides are, how long, and what they cover.

The features of one type of bead are computed for all places of a chunk at once, as runs over tables of one
stride, so that a shift by sentences is a shift along the run. Picking out the places that a path may pass
first would cost numpy more: they are a quarter of the chunk. What one side says alone is kept by that side.
"""

from dataclasses import dataclass

import numpy as np

from aligners.coverage import Covered
from aligners.form_features import FORM_FEATURES, PAIR_FORMS, SIDE_FORMS, pair_forms, side_forms
from aligners.lattice import LONGEST_SIDE, Ids, Shape
from aligners.tables import Chunk, Table, Usual

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
LENGTH, LOG, SPREAD, CLAUSE_SHARE, FIGURES, CONCEPTS = range(SIDE_VALUES := 6)
"""What spans of one side say, see `side_values`."""
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


class MatchFeatures:
    """The features of all types of bead in a chunk; tables are valid until others are asked for."""

    def __init__(self, chunk: Chunk) -> None:
        """Compute what several types share."""
        self._chunk = chunk
        texts = chunk.source, chunk.target
        self._values = [side_values(chunk, side) for side in (0, 1)]
        self._forms = [side_forms(text, min(LONGEST_SIDE, len(text))) for text in texts]
        self._memory = np.zeros((len(PAIR_ROWS), len(chunk.source) * chunk.stride), dtype=np.float32)

    def tables(self, size: Shape) -> MatchTables:
        """Give the features of one type; the chunk has as many sentences on both sides."""
        chunk, (a, b) = self._chunk, size
        forms = self._forms[0][a - 1], self._forms[1][b - 1]
        places = forms[0].shape[1]
        values = self._values[0][a - 1, :, :places], self._values[1][b - 1]
        pair = self._memory[:, : places * chunk.stride]
        _add_cosines(pair[:LENGTHS], chunk, size)
        _add_lengths(pair[LENGTHS:COVERAGE], *values)
        _add_clauses(pair[COVERAGE:], chunk, size, values)
        row = COVERAGE + len(CLAUSE_FEATURES)
        for kind, covered in ((FIGURES, chunk.figures_covered), (CONCEPTS, chunk.concepts_covered)):
            weights = values[0][kind], values[1][kind]
            _add_pieces(pair[row : row + len(FIGURE_FEATURES)], covered, size, weights)
            row += len(FIGURE_FEATURES)
        constant = constant_features(size, chunk.usual)
        return MatchTables(constant, *forms, pair, cosine_shares(size), pair_forms(chunk, size))


def constant_features(size: Shape, usual: Usual) -> Table:
    """Give (feature,): what a type of bead says wherever it stands; the other features are zero."""
    a, b = size
    constant = np.zeros(len(MATCH_FEATURES), dtype=np.float32)
    constant[TYPE_NAMES.index(type_name(a, b))] = 1.0
    constant[len(TYPE_NAMES)] = a + b - 2
    constant[len(TYPE_NAMES) + 1] = (b - a) * np.log(usual.segment_ratio)
    return constant


def cosine_shares(size: Shape) -> Table:
    """Give how often the cosine of a bead stands in each of `COSINE_FEATURES`."""
    more = sum(size) - 2
    return np.array([1, more > 0, more], dtype=np.float32)


def side_values(chunk: Chunk, side: int) -> Table:
    """Give what spans of 1 to `LONGEST_SIDE` sentences of one side say: (size - 1, value, first sentence).

    The values are the length in characters of the target, the log of it, its share of the variance, one over
    the weight of the clauses, and the weights of the figures and of the concepts. The target has spare
    places.
    """
    text = (chunk.source, chunk.target)[side]
    ratio = np.float32(chunk.usual.length_ratio)
    covered = (chunk.clauses_covered, chunk.figures_covered, chunk.concepts_covered)
    single = np.zeros((4, len(text) if side == 0 else chunk.stride), dtype=np.float32)
    single[0, : len(text)] = text.lengths * ratio if side == 0 else text.lengths
    for row, both in enumerate(covered, start=1):
        single[row, : len(text)] = both[side].weight(1)
    values = np.empty((LONGEST_SIDE, SIDE_VALUES, single.shape[1]), dtype=np.float32)
    sums = single.copy()
    for size, spans in enumerate(values, start=1):
        if size > 1:
            sums[:, : 1 - size] += single[:, size - 1 :]
        spans[[LENGTH, CLAUSE_SHARE, FIGURES, CONCEPTS]] = sums
    values[:, LOG] = np.log(values[:, LENGTH] + 2 * ratio)
    values[:, SPREAD] = (values[:, LENGTH] + 1) * (LENGTH_VARIANCE / 2)
    values[:, CLAUSE_SHARE] = 1 / np.maximum(values[:, CLAUSE_SHARE], np.float32(1))
    return values


def _add_cosines(features: Table, chunk: Chunk, size: Shape) -> None:
    """Fill in how alike the sides of a bead are, also by parts, and how longer and shorter beads would be,
    and the sentences beside it.
    """
    a, b = size
    length, stride = features.shape[1], chunk.stride

    def at(a: int, b: int, source_shift: int = 0, target_shift: int = 0) -> Table:
        """Cosines of spans of a and b sentences, begun so many places later."""
        start = (1 + source_shift) * stride + 1 + target_shift
        return chunk.span(a, b).reshape(-1)[start : start + length]

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


def _add_lengths(features: Table, source: Table, target: Table) -> None:
    """Fill in how far the lengths of the spans are from what is usual.

    The log of the ratio of lengths, with the expected ratio taken off and clipped, and its square; and how
    many deviations the lengths are apart, if characters were drawn one by one (as Gale & Church 1993 have
    it), clipped likewise.
    """
    difference, squared, deviation = features.reshape(3, source.shape[1], -1)
    np.subtract(target[LOG], source[LOG][:, None], out=difference)
    np.abs(difference, out=difference)
    np.minimum(difference, LONGEST_LOG_RATIO, out=difference)
    np.add(source[SPREAD][:, None], target[SPREAD], out=squared)
    np.sqrt(squared, out=squared)
    np.subtract(target[LENGTH], source[LENGTH][:, None], out=deviation)
    np.abs(deviation, out=deviation)
    deviation /= squared
    np.minimum(deviation, MOST_DEVIATIONS, out=deviation)
    np.multiply(difference, difference, out=squared)


def _add_clauses(features: Table, chunk: Chunk, size: Shape, values: tuple[Table, Table]) -> None:
    """Fill in how far clauses are covered, and how much better sentences outside would cover them."""
    shares = values[0][CLAUSE_SHARE], values[1][CLAUSE_SHARE]
    source, target = chunk.clauses_covered
    by_place = features[: len(CLAUSE_FEATURES)].reshape(len(CLAUSE_FEATURES), len(shares[0]), -1)
    for row, sums in ((0, source.inside(size[1])), (2, source.lost(size[1]))):
        _own_spans(sums, size[0] * sums.shape[1], features[row])
        by_place[row] *= shares[0][:, None]
    for row, sums in ((1, target.inside(size[0])), (3, target.lost(size[0]))):
        _own_spans(sums, size[1], features[row])
        by_place[row] *= shares[1]


def _own_spans(sums: Table, step: int, out: Table) -> None:
    """Take the sums over the own sentences of spans: a whole row further on the source side of a table."""
    run = sums.reshape(-1)
    np.subtract(run[step : step + len(out)], run[: len(out)], out=out)


def _add_pieces(
    features: Table, covered: tuple[Covered, Covered], size: Shape, weights: tuple[Table, Table]
) -> None:
    """Fill in how many pieces of both sides are shared, missing and lost."""
    source, target = covered
    if source.is_empty and target.is_empty:
        return
    shared, missing, lost = features
    inside, beside = source.inside(size[1]), source.lost(size[1])
    step = size[0] * inside.shape[1]
    _own_spans(inside, step, shared)
    _own_spans(target.inside(size[0]), size[1], missing)
    shared += missing
    by_place = missing.reshape(len(weights[0]), -1)
    np.add(weights[0][:, None], weights[1], out=by_place)
    missing -= shared
    np.minimum(missing, MOST_PIECES, out=missing)
    shared *= np.float32(0.5)
    np.minimum(shared, MOST_PIECES, out=shared)
    _own_spans(beside, step, lost)
    other = np.empty_like(lost)
    _own_spans(target.lost(size[0]), size[1], other)
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
