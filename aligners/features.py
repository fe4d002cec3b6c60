"""What the chain knows of a gap and of a cut: arrays over all places of a chunk at once."""

import numpy as np

from aligners.coverage import Pieces
from aligners.form_features import GAP_FORM_FEATURES, add_gap_forms
from aligners.tables import Chunk, Table, Usual

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
NEARBY = 4
"""How many target segments on either side of a place count as near it."""


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
