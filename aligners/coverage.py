"""How well the pieces of one side's sentences are covered by the sentences of the other.

A piece (a clause, a figure, a term) has a value for each sentence of the other side: how well that sentence
covers it. A bead should cover the pieces of both its sides; where the sentence just outside covers a piece
better than all inside, the bead's boundary is likely wrong.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float32]
Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of n sentences and their values for m sentences of the other side.

    `values`: (piece, other sentence), not below 0. `weights`: (piece,). `starts`: (n + 1,), where each
    sentence's pieces begin.
    """

    values: Table
    weights: Table
    starts: NDArray[np.int64]

    def gather(self) -> Table:
        """Give (n + 1, piece): a row sums the weighted pieces of the first so many sentences."""
        is_before = np.arange(len(self.weights)) < self.starts[:, None]
        return is_before * self.weights


@dataclass(frozen=True, slots=True)
class Covered:
    """Weighted sums over the pieces of the first k sentences, for spans of one size on the other side.

    `inside`: what the best sentence of the span covers. `lost`: what a sentence beside the span covers more.
    Both are (n + 1, places of the span); `weights` (n + 1,).
    """

    inside: Table
    lost: Table
    weights: Table

    def spans(self, size: int, own: Ids, other: Ids) -> tuple[Table, Table, Table]:
        """Give inside, lost and weight, (place,), of spans of `size` sentences, begun at `own`, `other`."""
        width = self.inside.shape[1]
        first = own * width + other
        last = first + size * width
        inside, lost = (sums.take(last) - sums.take(first) for sums in (self.inside, self.lost))
        return inside, lost, (self.weights[size:] - self.weights[:-size])[own]


def cover(pieces: Pieces, most: int) -> dict[int, Covered]:
    """Hold the pieces against all spans of 1 to `most` sentences, as far as there are so many."""
    count, m = pieces.values.shape
    gather = pieces.gather()
    weights = gather.sum(axis=1)
    covered = {}
    best = pieces.values
    for size in range(1, min(most, m) + 1):
        places = m - size + 1
        if size > 1:
            best = np.maximum(best[:, :-1], pieces.values[:, size - 1 :])
        if not count:
            nothing = np.zeros((len(gather), places), dtype=np.float32)
            covered[size] = Covered(nothing, nothing, weights)
            continue
        lost = np.zeros((count, places), dtype=np.float32)
        lost[:, 1:] = pieces.values[:, : places - 1]
        np.maximum(lost[:, :-1], pieces.values[:, size:], out=lost[:, :-1])
        np.maximum(lost, best, out=lost)
        lost -= best
        covered[size] = Covered(gather @ best, gather @ lost, weights)
    return covered
