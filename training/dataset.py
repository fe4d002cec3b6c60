"""Prepared pairs on disk, and the batches a training step draws from them.

Pairs are drawn independently with the weights of the mix, so a batch is a pure function of (seed, step,
part, limit): there is no position in the data that a resumed run could lose. Batches come from buckets of
similar lengths to waste no padding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.vocabulary import BEGIN, END, PADDING

MAXIMUM_TOKENS = 128  # either side, end mark included; longer pairs are left out
LENGTH_BANDS = (4, 6, 8, 10, 12, 14, 17, 20, 24, 28, 33, 39, 46, 54, 64, 78, 96, MAXIMUM_TOKENS)
FAVOURED_LENGTHS = (16, 64)  # target tokens

Tokens = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded ids, int64: source (pair, token) ends with END; target input starts with BEGIN, target output
    ends with END.
    """

    source: Tokens
    target_input: Tokens
    target_output: Tokens

    @property
    def target_tokens(self) -> int:
        """How many target tokens the loss is taken over."""
        return int((self.target_output != PADDING).sum())


@dataclass(frozen=True, slots=True)
class EncodedPairs:
    """All pairs as flat id arrays (uint16) with offsets (int64, one more than pairs) and the corpus number
    of each pair.
    """

    source_ids: npt.NDArray[np.uint16]
    source_offsets: npt.NDArray[np.int64]
    target_ids: npt.NDArray[np.uint16]
    target_offsets: npt.NDArray[np.int64]
    corpus: npt.NDArray[np.uint8]

    @classmethod
    def of(
        cls, source: Sequence[Sequence[int]], target: Sequence[Sequence[int]], corpus: Sequence[int]
    ) -> EncodedPairs:
        """Pack id lists; the three sequences are equally long."""
        return cls(*_packed(source), *_packed(target), np.asarray(corpus, dtype=np.uint8))

    def save(self, path: Path) -> None:
        """Write all arrays to one uncompressed .npz file."""
        np.savez(path, **{name: getattr(self, name) for name in self.__slots__})

    @classmethod
    def load(cls, path: Path) -> EncodedPairs:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(**{name: arrays[name] for name in cls.__slots__})

    def __len__(self) -> int:
        return len(self.corpus)


def _packed(rows: Sequence[Sequence[int]]) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.int64]]:
    offsets = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in rows], out=offsets[1:])
    return np.fromiter(
        (token for row in rows for token in row), dtype=np.uint16, count=int(offsets[-1])
    ), offsets


def pair_weights(pairs: EncodedPairs, shares: Sequence[float]) -> npt.NDArray[np.float64]:
    """Give how often to draw each pair, (pair,), so that each corpus gives its share of the target tokens.

    Inside a corpus longer pairs come more often, in proportion to their length within FAVOURED_LENGTHS: half
    the tokens of newspaper text stand in sentences of 46 to 96 pieces, a quarter of the corpora's, and a
    model that sees few of them leaves clauses out.
    """
    lengths = np.diff(pairs.target_offsets) + 1
    favour = np.clip(lengths, *FAVOURED_LENGTHS).astype(np.float64)
    tokens = np.bincount(pairs.corpus, weights=lengths * favour, minlength=len(shares))
    weights: npt.NDArray[np.float64] = (np.asarray(shares) / np.maximum(tokens, 1))[pairs.corpus] * favour
    return weights


class Sampler:
    """Draws batches from encoded pairs so that each corpus gives its share of the target tokens."""

    def __init__(self, pairs: EncodedPairs, shares: Sequence[float], *, seed: int) -> None:
        self._pairs = pairs
        self._seed = seed
        source_lengths = np.diff(pairs.source_offsets) + 1
        target_lengths = np.diff(pairs.target_offsets) + 1
        weights = pair_weights(pairs, shares)
        longest = np.maximum(source_lengths, target_lengths)
        source_band = np.searchsorted(LENGTH_BANDS, source_lengths)
        target_band = np.searchsorted(LENGTH_BANDS, target_lengths)
        code = np.where(longest <= MAXIMUM_TOKENS, target_band * 100 + source_band, -1)
        self._rows, self._cumulative, mass, limits = [], [], [], []
        for bucket in np.unique(code[code >= 0]):
            rows = np.flatnonzero(code == bucket)
            self._rows.append(rows)
            self._cumulative.append(np.cumsum(weights[rows]))
            mass.append(float((weights[rows] * target_lengths[rows]).sum()))
            limits.append(LENGTH_BANDS[max(bucket // 100, bucket % 100)])
        self._mass, self._limits = np.asarray(mass), np.asarray(limits)

    def batch(self, step: int, part: int, *, limit: int, tokens: int) -> Batch:
        """Return part `part` of step `step`: at most `tokens` padded tokens a side, no side longer than
        `limit` tokens.

        The limit is rounded up to the next length band.
        """
        rng = np.random.default_rng((self._seed, step, part))
        open_mass = np.where(self._limits <= max(limit, self._limits.min()), self._mass, 0.0)
        cumulative = np.cumsum(open_mass)
        bucket = int(np.searchsorted(cumulative, rng.random() * cumulative[-1], side="right"))
        count = max(1, tokens // int(self._limits[bucket]))
        weights = self._cumulative[bucket]
        drawn = np.unique(np.searchsorted(weights, rng.random(count) * weights[-1], side="right"))
        return self._batch_of(self._rows[bucket][drawn])

    def _batch_of(self, rows: npt.NDArray[np.int64]) -> Batch:
        pairs = self._pairs
        source = [pairs.source_ids[pairs.source_offsets[r] : pairs.source_offsets[r + 1]] for r in rows]
        target = [pairs.target_ids[pairs.target_offsets[r] : pairs.target_offsets[r + 1]] for r in rows]
        return Batch(padded(source, end=END), padded(target, begin=BEGIN), padded(target, end=END))


def padded(
    rows: Sequence[npt.NDArray[np.uint16]], *, begin: int | None = None, end: int | None = None
) -> Tokens:
    """Return the rows as one int64 array with the begin or end mark added and PADDING to the longest row's
    length.
    """
    width = max(len(row) for row in rows) + (begin is not None) + (end is not None)
    array = np.full((len(rows), width), PADDING, dtype=np.int64)
    first = int(begin is not None)
    for number, row in enumerate(rows):
        if begin is not None:
            array[number, 0] = begin
        array[number, first : first + len(row)] = row
        if end is not None:
            array[number, first + len(row)] = end
    return array
