"""Sentence pairs in texts that are no translations of each other (Artetxe & Schwenk 2019, ACL).

The score of a pair is the ratio margin: its cosine over the mean cosine of both sentences to their nearest
neighbours on the other side. A pair is taken where it is the best of either sentence, best pairs first, each
sentence once.
"""

import numpy as np
from numpy.typing import NDArray

from aligners.beads import Link, LinkKind, Vectors
from aligners.errors import VectorError
from aligners.spans import check_vectors
from aligners.unit_vectors import unit_rows

METHOD = "ratio-margin/1"
"""Names the method in a recipe; changes whenever the same vectors may give other links."""
MINIMUM_MARGIN = 1.06
"""Cosine over mean neighbour cosine below which a pair is not worth a reviewer's look."""
NEIGHBOURS = 4
ROWS_AT_ONCE = 1024

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]


def mine(
    source: Vectors,
    target: Vectors,
    *,
    neighbours: int = NEIGHBOURS,
    minimum_margin: float = MINIMUM_MARGIN,
) -> list[Link]:
    """Find candidate links of one sentence a side, best first, with a margin of at least `minimum_margin`.

    Raises VectorError for vectors of differing width or with values that are not finite.
    """
    source, target = (unit_rows(check_vectors(vectors, len(vectors))) for vectors in (source, target))
    if not len(source) or not len(target):
        return []
    if source.shape[1] != target.shape[1]:
        raise VectorError(f"source vectors are {source.shape[1]} wide, target vectors {target.shape[1]}")
    forward_ids, forward_cosines = _neighbours(source, target, neighbours)
    backward_ids, backward_cosines = _neighbours(target, source, neighbours)
    source_means, target_means = forward_cosines.mean(axis=1), backward_cosines.mean(axis=1)
    rows = np.concatenate((np.repeat(np.arange(len(source)), forward_ids.shape[1]), backward_ids.ravel()))
    columns = np.concatenate((forward_ids.ravel(), np.repeat(np.arange(len(target)), backward_ids.shape[1])))
    cosines = np.concatenate((forward_cosines.ravel(), backward_cosines.ravel()))
    background = np.maximum((source_means[rows] + target_means[columns]) / 2, 1e-6)
    margins = np.where(cosines > 0, cosines / background, 0.0)
    return _take_best(rows, columns, margins, minimum_margin)


def _take_best(rows: Ids, columns: Ids, margins: Floats, minimum_margin: float) -> list[Link]:
    """Take pairs from the best on, each sentence once."""
    links = []
    used_rows: set[int] = set()
    used_columns: set[int] = set()
    for place in np.lexsort((columns, rows, -margins)).tolist():
        margin = float(margins[place])
        if margin < minimum_margin:
            break
        row, column = int(rows[place]), int(columns[place])
        if row in used_rows or column in used_columns:
            continue
        used_rows.add(row)
        used_columns.add(column)
        links.append(Link(row, row + 1, column, column + 1, margin, LinkKind.CANDIDATE))
    return links


def _neighbours(vectors: Vectors, others: Vectors, count: int) -> tuple[Ids, Floats]:
    """Give the ids and cosines of the nearest others of each vector: (vector, neighbour)."""
    count = min(count, len(others))
    ids, cosines = [], []
    for top in range(0, len(vectors), ROWS_AT_ONCE):
        table = vectors[top : top + ROWS_AT_ONCE] @ others.T
        best = np.argpartition(-table, count - 1, axis=1)[:, :count]
        ids.append(best)
        cosines.append(np.take_along_axis(table, best, axis=1))
    return np.concatenate(ids), np.concatenate(cosines)
