"""How well the pieces of one side's sentences are covered by the sentences of the other.

A piece (a clause, a figure, a term) has a value for each sentence of the other side: how well that sentence
covers it. A bead should cover the pieces of both its sides; where the sentence just outside covers a piece
better than all inside, the bead's boundary is likely wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligners import compiled

Table = NDArray[np.float32]
INSIDE, LOST = 0, 1


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of n sentences and their values for m sentences of the other side.

    `values`: (piece, other sentence), not below 0. `weights`: (piece,). `starts`: (n + 1,), where each
    sentence's pieces begin.
    """

    values: Table
    weights: Table
    starts: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Covered:
    """Running sums over the weighted pieces of one side, for spans of each size on the other side.

    `sums`: (size - 1, 2, row, column), for as many sizes as the other side has sentences. `INSIDE`: what the
    best sentence of the span covers. `LOST`: what a sentence beside the span covers more. For pieces of the
    source there are n + 1 rows: row k sums the first k sentences, columns are the first sentences of spans.
    For pieces of the target there are as many rows as source sentences, and one more: column k sums the
    first k sentences, rows are the first sentences of spans. `weights`: (n + 1,), running sums likewise.
    """

    sums: Table
    weights: Table

    def inside(self, size: int) -> Table:
        """Give the running sums of what is covered, for spans of one size: (row, column)."""
        table: Table = self.sums[size - 1, INSIDE]
        return table

    def lost(self, size: int) -> Table:
        """Give the running sums of what sentences beside the spans cover more: (row, column)."""
        table: Table = self.sums[size - 1, LOST]
        return table

    def weight(self, size: int) -> Table:
        """Give the weight of all pieces of `size` sentences, by first sentence."""
        return self.weights[size:] - self.weights[:-size]

    @property
    def is_empty(self) -> bool:
        """True where there is no piece that weighs anything."""
        return not self.weights[-1]


def cover_source(pieces: Pieces, most: int, stride: int) -> Covered:
    """Hold pieces of the source against all spans of 1 to `most` target sentences, as far as there are."""
    return _cover(pieces, most, stride, is_turned=False)


def cover_target(pieces: Pieces, most: int, stride: int) -> Covered:
    """Hold pieces of the target against all spans of 1 to `most` source sentences, as far as there are."""
    return _cover(pieces, most, stride, is_turned=True)


def _cover(pieces: Pieces, most: int, stride: int, *, is_turned: bool) -> Covered:
    count, width = len(pieces.starts) - 1, pieces.values.shape[1]
    rows = width + 1 if is_turned else count + 1
    weights = np.zeros(len(pieces.weights) + 1, dtype=np.float32)
    np.cumsum(pieces.weights, out=weights[1:])
    shape = min(most, width), 2, rows, stride
    if not len(pieces.weights):
        return Covered(np.broadcast_to(np.float32(0), shape), weights[pieces.starts])
    sums = np.zeros(shape, dtype=np.float32)
    if compiled.is_there():
        values = np.ascontiguousarray(pieces.values)
        work = np.empty(2 * width, dtype=np.float32)
        sizes = count, width, len(sums), stride, int(is_turned)
        compiled.call("cover", values, values.copy(), pieces.weights, pieces.starts, *sizes, sums, work)
    else:
        _sum_up(pieces, sums, is_turned=is_turned)
    return Covered(sums, weights[pieces.starts])


def _sum_up(pieces: Pieces, sums: Table, *, is_turned: bool) -> None:
    """Fill in the running sums of `Covered`."""
    is_before = np.arange(len(pieces.weights)) < pieces.starts[:, None]
    gather = is_before * pieces.weights
    for out, both in zip(sums, _spans(pieces.values, len(sums)), strict=True):
        places = both.shape[2]
        if is_turned:
            out[:, :places, : len(gather)] = np.matmul(both.transpose(0, 2, 1), gather.T)
        else:
            out[:, :, :places] = np.matmul(gather, both)


def _spans(values: Table, most: int) -> Iterator[Table]:
    """Yield for each size (2, piece, place): the best value inside a span, and how far those beside it are
    above that.
    """
    best = values
    for size in range(1, most + 1):
        places = values.shape[1] - size + 1
        both = np.zeros((2, len(values), places), dtype=np.float32)
        inside, lost = both
        np.maximum(best[:, :places], values[:, size - 1 :], out=inside)
        best = inside
        lost[:, 1:] = values[:, : places - 1]
        np.maximum(lost[:, :-1], values[:, size:], out=lost[:, :-1])
        lost -= inside
        np.maximum(lost, 0, out=lost)
        yield both
