"""The scores of the beads of a lattice under given weights.

In C only the places that a path may pass are scored, all of a bead's features at once. Without it the tables
of features are weighed (`match_features`), by which the features are defined.
"""

from collections.abc import Sequence

import numpy as np

from aligners import compiled
from aligners.form_features import pair_forms, side_forms
from aligners.lattice import LONGEST_SIDE, MATCH_TYPES, Ids, Lattice
from aligners.match_features import (
    COSINE_ROWS,
    MATCH_FEATURES,
    PAIR_ROWS,
    SOURCE_ROWS,
    TARGET_ROWS,
    MatchFeatures,
    constant_features,
    cosine_shares,
    side_values,
)
from aligners.tables import SPARE_PLACES, Chunk, Table, Usual

SHAPES = np.array(MATCH_TYPES, dtype=np.int32)


class MatchScorer:
    """Scores the beads of chunks of two texts."""

    def __init__(self, weights: Sequence[Table], usual: Usual) -> None:
        """Take the weights of each match type, (feature,), float32, and what is usual in the texts."""
        self._weights = weights
        all_weights = np.stack(weights)
        self._pair = all_weights.take(PAIR_ROWS, axis=1)
        shares = np.stack([cosine_shares(shape) for shape in MATCH_TYPES])
        self._pair[:, 0] = (all_weights[:, COSINE_ROWS] * shares).sum(axis=1)
        self._sides = all_weights[:, SOURCE_ROWS], all_weights[:, TARGET_ROWS]
        constants = np.stack([constant_features(shape, usual) for shape in MATCH_TYPES])
        self._constant = (all_weights * constants).sum(axis=1)

    def score(self, lattice: Lattice, columns: Ids, chunk: Chunk, match: Table) -> None:
        """Write the scores of a chunk's beads into `match`, (match type, boundary).

        `columns` are the chunk's boundaries in the lattice; where no bead ends, `match` is left as it is.
        """
        if compiled.is_there():
            self._score_places(lattice, columns, chunk, match)
        else:
            self._score_tables(lattice, columns, chunk, match)

    def _score_tables(self, lattice: Lattice, columns: Ids, chunk: Chunk, match: Table) -> None:
        source, target = lattice.source[columns].astype(np.int64), lattice.target[columns].astype(np.int64)
        features = MatchFeatures(chunk)
        for kind, (a, b) in enumerate(MATCH_TYPES):
            there = np.flatnonzero(lattice.match_from[kind, columns] != lattice.count)
            if len(there):
                scored = features.tables((a, b)).scores(self._weights[kind])
                begins = (source[there] - a) * scored.shape[1] + target[there] - b
                match[kind, columns[there]] = scored.reshape(-1).take(begins)

    def _score_places(self, lattice: Lattice, columns: Ids, chunk: Chunk, match: Table) -> None:
        n, m = len(chunk.source), len(chunk.target)
        pieces = (*chunk.figures_covered, *chunk.concepts_covered)
        sides = self._side_scores(chunk)
        compiled.call(
            "score_beads",
            *(n, m, SPARE_PLACES, LONGEST_SIDE, chunk.spans),
            *(side_values(chunk, side) for side in (0, 1)),
            *(clauses.sums for clauses in chunk.clauses_covered),
            *(None if side.is_empty else side.sums for side in pieces),
            *(len(SHAPES), SHAPES, self._pair, *sides, self._forms_of_pairs(chunk)),
            *(len(columns), lattice.source[columns], lattice.target[columns], columns),
            *(lattice.count, match),
            np.empty((n + 1) * (m + 1), dtype=np.int32),
            np.empty(2 * (n + 1), dtype=np.int64),
            np.empty(7 * m, dtype=np.float32),
        )

    def _side_scores(self, chunk: Chunk) -> tuple[Table, Table]:
        """Score what one side says alone: (match type, source place) and (match type, target place)."""
        source, target = (
            np.zeros((len(SHAPES), len(text)), dtype=np.float32) for text in (chunk.source, chunk.target)
        )
        source += self._constant[:, None]
        for side, (text, scores) in enumerate(((chunk.source, source), (chunk.target, target))):
            forms = side_forms(text, min(LONGEST_SIDE, len(text)))
            for kind, shape in enumerate(MATCH_TYPES):
                if 1 < shape[side] <= len(text):
                    own = forms[shape[side] - 1]
                    scores[kind, : own.shape[1]] += self._sides[side][kind] @ own
        return source, target

    def _forms_of_pairs(self, chunk: Chunk) -> Table | None:
        """Score what forms say of both sides: (match type, source place, target place), None if nothing."""
        scores: Table | None = None
        for kind, shape in enumerate(MATCH_TYPES):
            if shape[0] <= len(chunk.source) and shape[1] <= len(chunk.target):
                for name, table in pair_forms(chunk, shape).items():
                    if scores is None:
                        counts = len(SHAPES), len(chunk.source), len(chunk.target)
                        scores = np.zeros(counts, dtype=np.float32)
                    weight = self._weights[kind][MATCH_FEATURES.index(name)]
                    scores[kind, : table.shape[0], : table.shape[1]] += weight * table
        return scores
