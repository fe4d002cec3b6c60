"""What the chain knows of a bead, of a gap and of a cut: arrays over all places of a chunk at once."""

from collections.abc import Callable

import numpy as np

from aligners.coverage import Pieces
from aligners.form_features import FORM_FEATURES, GAP_FORM_FEATURES, add_forms, add_gap_forms
from aligners.lattice import Ids, Shape
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
FORM_ROW = len(SPAN_FEATURES) + len(COVERAGE_FEATURES)
OWN_GAP_FEATURES = (
    "source",
    "target",
    "length",
    "best cosine",
    "best cosine nearby",
    "source clauses nearby",
    "target clauses nearby",
    "usual cosine",
)
GAP_FEATURES = (*OWN_GAP_FEATURES, *GAP_FORM_FEATURES)
OPENING_FEATURES = ("opening", "log gap rate")
CUT_FEATURES = (
    "target last clause",
    "target first clause",
    "source last clause",
    "source first clause",
    "target before",
    "target after",
    "source before",
    "source after",
)
LENGTH_VARIANCE = 6.8
"""Variance of the difference, per character (Gale & Church 1993)."""
MOST_DEVIATIONS = 4.0
LONGEST_LOG_RATIO = 2.0
"""Differences in length beyond e to this power say no more."""
MOST_PIECES = 4.0
"""More shared or missing figures or terms than these say no more."""
NEARBY = 4
"""How many target segments on either side of a place count as near it."""


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


def match_features(chunk: Chunk, source_size: int, target_size: int, i: Ids, j: Ids) -> Table:
    """Give (feature, place) of beads of one type that begin before source sentences `i` and target ones `j`.

    Only places are asked for that a path may pass: they are a quarter of a chunk's table.
    """
    features = np.zeros((len(MATCH_FEATURES), len(i)), dtype=np.float32)
    if not len(i):
        return features
    width = len(chunk.target) + 3
    here = (i + 1) * width + j + 1

    def at(a: int, b: int, source_shift: int = 0, target_shift: int = 0) -> Table:
        """Cosines of spans of a and b sentences, begun so many places later."""
        found: Table = chunk.spans[a, b].ravel().take(here + (source_shift * width + target_shift))
        return found

    a, b = source_size, target_size
    row = len(TYPE_NAMES)
    features[TYPE_NAMES.index(type_name(a, b))] = 1.0
    features[row] = a + b - 2
    row += 1
    features[row] = (b - a) * np.log(chunk.usual.segment_ratio)
    cosine = at(a, b)
    features[row + 1] = cosine
    features[row + 2] = cosine if a + b > 2 else 0.0
    features[row + 3] = cosine * (a + b - 2)
    if a > 1:
        features[row + 4] = _lowest([at(1, b, k, 0) for k in range(a)]) - cosine
    if b > 1:
        features[row + 5] = _lowest([at(a, 1, 0, k) for k in range(b)]) - cosine
    _add_rivals(features[row + 6 : row + 10], at, a, b)
    for start, add in ((row + 10, _add_lengths), (len(SPAN_FEATURES), _add_coverage), (FORM_ROW, add_forms)):
        add(features[start:], chunk, (a, b), i, j)
    return features


def gap_features(chunk: Chunk) -> tuple[Table, Table]:
    """Give the features of skipping a source and a target sentence: (feature, source place, target place)."""
    n, m = len(chunk.source), len(chunk.target)
    mean_length = max(1.0, float(chunk.source.lengths.mean()) if n else 1.0)
    source = np.zeros((len(GAP_FEATURES), n, m + 1), dtype=np.float32)
    target = np.zeros((len(GAP_FEATURES), n + 1, m), dtype=np.float32)
    source[0] = target[1] = 1.0
    source[2] = np.log((chunk.source.lengths[:, None] + 1) / mean_length)
    target[2] = np.log((chunk.target.lengths[None, :] + 1) / (mean_length * chunk.usual.length_ratio))
    if n and m:
        source[3] = chunk.cosines.max(axis=1)[:, None]
        target[3] = chunk.cosines.max(axis=0)[None, :]
        source[4] = _highest_nearby(chunk.cosines)
        target[4] = _highest_nearby(chunk.cosines.T).T
        source[5] = _covered_nearby(chunk.source_pieces)
        target[6] = _covered_nearby(chunk.target_pieces).T
    source[7] = target[7] = chunk.usual.cosine
    forms = slice(len(OWN_GAP_FEATURES), None)
    add_gap_forms(source[forms], target[forms], chunk)
    return source, target


def opening_features(usual: Usual) -> Table:
    """Give (feature,): what opening a gap anywhere in two texts goes by."""
    return np.array([1.0, np.log(usual.gap_rate)], dtype=np.float32)


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
    cosines = chunk.cosines
    features[4][inner] = np.maximum(cosines[1:, :-1] - cosines[:-1, :-1], 0)
    features[5][inner] = np.maximum(cosines[:-1, 1:] - cosines[1:, 1:], 0)
    features[6][inner] = np.maximum(cosines[:-1, 1:] - cosines[:-1, :-1], 0)
    features[7][inner] = np.maximum(cosines[1:, :-1] - cosines[1:, 1:], 0)
    return features


def _add_rivals(features: Table, at: Callable[..., Table], a: int, b: int) -> None:
    """Fill in how a span fares against longer and shorter ones, and how the sentences beside it would."""
    cosine = at(a, b)
    longer = [at(a + 1, b), at(a + 1, b, -1, 0), at(a, b + 1), at(a, b + 1, 0, -1)]
    features[0] = cosine - _highest(longer)
    if a + b > 2:
        shorter = [(a - 1, b, 0, 0), (a - 1, b, 1, 0)] if a > 1 else []
        shorter += [(a, b - 1, 0, 0), (a, b - 1, 0, 1)] if b > 1 else []
        features[1] = cosine - _highest([at(*span) for span in shorter])
    features[2] = np.maximum(at(1, b, -1, 0), at(1, b, a, 0))
    features[3] = np.maximum(at(a, 1, 0, -1), at(a, 1, 0, b))


def _add_lengths(features: Table, chunk: Chunk, size: Shape, i: Ids, j: Ids) -> None:
    """Fill in how far the lengths of the spans are from what is usual."""
    features[0] = np.abs(_length_differences(chunk, *size, i, j))
    features[1] = features[0] ** 2
    features[2] = _length_deviations(chunk, *size, i, j)


def _add_coverage(features: Table, chunk: Chunk, size: Shape, i: Ids, j: Ids) -> None:
    """Fill in how far clauses and figures are covered."""
    a, b = size
    inside, lost, weight = chunk.clauses_covered[0][b].spans(a, i, j)
    np.divide(inside, np.maximum(weight, 1.0), out=features[0])
    np.divide(lost, np.maximum(weight, 1.0), out=features[2])
    inside, lost, weight = chunk.clauses_covered[1][a].spans(b, j, i)
    np.divide(inside, np.maximum(weight, 1.0), out=features[1])
    np.divide(lost, np.maximum(weight, 1.0), out=features[3])
    row = len(CLAUSE_FEATURES)
    for source_covered, target_covered in (chunk.figures_covered, chunk.concepts_covered):
        inside, lost, count = source_covered[b].spans(a, i, j)
        other_inside, other_lost, other_count = target_covered[a].spans(b, j, i)
        features[row] = np.minimum((inside + other_inside) / 2, MOST_PIECES)
        features[row + 1] = np.minimum((count - inside) + (other_count - other_inside), MOST_PIECES)
        features[row + 2] = np.minimum(lost + other_lost, MOST_PIECES)
        row += len(FIGURE_FEATURES)


def _length_differences(chunk: Chunk, a: int, b: int, i: Ids, j: Ids) -> Table:
    """Give the log of the ratio of the lengths of spans, with the expected ratio taken off, and clipped."""
    ratio = chunk.usual.length_ratio
    source = np.log(ratio * (_span_lengths(chunk.source.lengths, a) + 2))
    target = np.log(_span_lengths(chunk.target.lengths, b) + 2 * ratio)
    clipped: Table = np.clip(target[j] - source[i], -LONGEST_LOG_RATIO, LONGEST_LOG_RATIO)
    return clipped


def _length_deviations(chunk: Chunk, a: int, b: int, i: Ids, j: Ids) -> Table:
    """Give how many deviations the lengths of spans are apart, if characters were drawn one by one (as
    Gale & Church 1993 have it), and clipped.
    """
    source = (_span_lengths(chunk.source.lengths, a) * chunk.usual.length_ratio)[i]
    target = _span_lengths(chunk.target.lengths, b)[j]
    mean = (source + target) / 2 + 1
    deviations = np.abs(source - target) / np.sqrt(mean * LENGTH_VARIANCE)
    clipped: Table = np.minimum(deviations, MOST_DEVIATIONS)
    return clipped


def _span_lengths(lengths: Table, size: int) -> Table:
    """Give the lengths of spans of `size` sentences, by first sentence."""
    return np.convolve(lengths, np.ones(size, dtype=np.float32), "valid")


def _highest_nearby(cosines: Table) -> Table:
    """Give (row, column + 1): the highest cosine of a row within `NEARBY` columns of each boundary."""
    n, m = cosines.shape
    highest = np.full((n, m + 2 * NEARBY), -1.0, dtype=np.float32)
    highest[:, NEARBY : NEARBY + m] = cosines
    reach = 1
    while reach < 2 * NEARBY:
        step = min(reach, 2 * NEARBY - reach)
        highest = np.maximum(highest[:, :-step], highest[:, step:])
        reach += step
    return highest


def _covered_nearby(pieces: Pieces) -> Table:
    """Give (own sentence, other + 1): how far the sentences near each boundary cover a sentence's clauses."""
    best = _highest_nearby(pieces.values) * pieces.weights[:, None]
    sums = np.zeros((len(best) + 1, best.shape[1]), dtype=np.float32)
    np.cumsum(best, axis=0, out=sums[1:])
    weights: Table = np.concatenate((np.zeros(1, np.float32), np.cumsum(pieces.weights, dtype=np.float32)))
    weights = weights[pieces.starts]
    shares = np.diff(sums[pieces.starts], axis=0) / np.maximum(np.diff(weights), 1)[:, None]
    covered: Table = shares.astype(np.float32)
    return covered


def _extreme(tables: list[Table], choose: Callable[[Table, Table], Table]) -> Table:
    result = tables[0]
    for table in tables[1:]:
        result = choose(result, table)
    return result


def _lowest(tables: list[Table]) -> Table:
    return _extreme(tables, np.minimum)


def _highest(tables: list[Table]) -> Table:
    return _extreme(tables, np.maximum)
