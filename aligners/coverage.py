"""How well the pieces of one side's sentences are covered by the sentences of the other.

A piece (a clause, a figure, a term) has a value for each sentence of the other side: how well that sentence
covers it. A bead should cover the pieces of both its sides; where the sentence just outside covers a piece
better than all inside, the bead's boundary is likely wrong.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float32]


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

    def spans(self, size: int) -> tuple[Table, Table, Table]:
        """Give inside and lost (own place, other place) and weight (own place, 1) of spans of `size`."""
        inside, lost = (sums[size:] - sums[:-size] for sums in (self.inside, self.lost))
        return inside, lost, (self.weights[size:] - self.weights[:-size])[:, None]


def cover(pieces: Pieces, other_size: int) -> Covered:
    """Hold the pieces against all spans of `other_size` sentences, of which there must be one."""
    count, m = pieces.values.shape
    places = m - other_size + 1
    best = pieces.values[:, :places]
    for step in range(1, other_size):
        best = np.maximum(best, pieces.values[:, step : step + places])
    beside = np.zeros((count, places), dtype=np.float32)
    beside[:, 1:] = pieces.values[:, : places - 1]
    beside[:, :-1] = np.maximum(beside[:, :-1], pieces.values[:, other_size:])
    lost = np.maximum(beside - best, 0)
    gather = pieces.gather()
    return Covered(gather @ best, gather @ lost, gather.sum(axis=1))
