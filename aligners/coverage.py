"""How well the pieces of one side's sentences are covered by the sentences of the other.

A piece (a clause, a figure, a term) has a value for each sentence of the other side: how well that sentence
covers it. A bead should cover the pieces of both its sides; where the sentence just outside covers a piece
better than all inside, the bead's boundary is likely wrong.
"""

from collections.abc import Iterator
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
    """Running sums over the weighted pieces of one side, for spans of one size on the other side.

    `inside`: what the best sentence of the span covers. `lost`: what a sentence beside the span covers more.
    For pieces of the source both are (n + 1, stride): row k sums the first k sentences, columns are the first
    sentences of spans. For pieces of the target both are (places of the span + 1, stride): column k sums the
    first k sentences, rows are the first sentences of spans. `weights`: (n + 1,), running sums likewise.
    """

    inside: Table
    lost: Table
    weights: Table

    def weight(self, size: int) -> Table:
        """Give the weight of all pieces of `size` sentences, by first sentence."""
        return self.weights[size:] - self.weights[:-size]


def cover_source(pieces: Pieces, most: int, stride: int) -> dict[int, Covered]:
    """Hold pieces of the source against all spans of 1 to `most` target sentences, as far as there are."""
    gather = pieces.gather()
    weights = gather.sum(axis=1)
    covered = {}
    if not len(pieces.weights):
        nothing = np.zeros((len(gather), stride), dtype=np.float32)
        return dict.fromkeys(range(1, most + 1), Covered(nothing, nothing, weights))
    for size, both in _spans(pieces.values, most, stride):
        inside, lost = np.matmul(gather, both)
        covered[size] = Covered(inside, lost, weights)
    return covered


def cover_target(pieces: Pieces, most: int, stride: int) -> dict[int, Covered]:
    """Hold pieces of the target against all spans of 1 to `most` source sentences, as far as there are."""
    gather = pieces.gather()
    weights = gather.sum(axis=1)
    if not len(pieces.weights):
        nothing = np.zeros((pieces.values.shape[1] + 1, stride), dtype=np.float32)
        return dict.fromkeys(range(1, most + 1), Covered(nothing, nothing, weights))
    across = np.zeros((gather.shape[1], stride), dtype=np.float32)
    across[:, : len(gather)] = gather.T
    covered = {}
    for size, both in _spans(pieces.values, most, pieces.values.shape[1] + 1):
        inside, lost = np.matmul(both.transpose(0, 2, 1), across)
        covered[size] = Covered(inside, lost, weights)
    return covered


def _spans(values: Table, most: int, stride: int) -> Iterator[tuple[int, Table]]:
    """Yield each size with (2, piece, stride): the best value inside a span, and how far those beside it are
    above that; zero beyond the places.
    """
    count, width = values.shape
    best = values
    for size in range(1, min(most, width) + 1):
        places = width - size + 1
        both = np.zeros((2, count, stride), dtype=np.float32)
        inside, lost = both[0, :, :places], both[1, :, :places]
        np.maximum(best[:, :places], values[:, size - 1 :], out=inside)
        best = inside
        lost[:, 1:] = values[:, : places - 1]
        np.maximum(lost[:, :-1], values[:, size:], out=lost[:, :-1])
        lost -= inside
        np.maximum(lost, 0, out=lost)
        yield size, both
