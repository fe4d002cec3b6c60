"""Which of many texts can be like a given one: an index of character pairs, without a loss.

Two texts at Levenshtein distance d share at least n - 1 - 2 d of their pairs of neighbouring characters, n
being the longer length (Ukkonen 1992, "Approximate string-matching with q-grams and maximal matches", for
q = 2), since an edit touches two pairs at most. Counting shared pairs by postings therefore leaves the few
texts whose distance has to be computed; nothing that is like enough is missed.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]

_FACTOR = np.uint32(0x9E3779B1)  # spreads pairs over 32 bits; two pairs on one place cost time, no match
_ROUNDING = 1e-9


class CandidateIndex:
    """An index over texts, by their numbers. About 16 bytes a character."""

    def __init__(self, texts: Sequence[str]) -> None:
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        self._order = np.argsort(lengths, kind="stable")  # neighbours in length lie side by side
        self._lengths = lengths[self._order]
        pairs = _pairs("".join([texts[n] for n in self._order]))
        owners = np.repeat(np.arange(len(texts), dtype=np.uint32), self._lengths)
        is_inside = owners[:-1] == owners[1:]
        keys = (pairs[is_inside].astype(np.uint64) << np.uint64(32)) | owners[:-1][is_inside]
        keys.sort()
        keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys
        self._pairs = (keys >> np.uint64(32)).astype(np.uint32)
        self._owners = (keys & np.uint64(0xFFFFFFFF)).astype(np.uint32)

    def find(self, text: str, *, at_least: float) -> list[int]:
        """List the texts that may be at least so similar to `text`, in order.

        Similarity is 1 - d / n, d the Levenshtein distance and n the longer length, from 0 to 1.
        """
        shortest = at_least * len(text) - _ROUNDING
        longest = len(text) / at_least + _ROUNDING if at_least > 0 else np.inf
        first, last = np.searchsorted(self._lengths, (shortest, longest))
        longer = np.maximum(self._lengths[first:last], len(text))
        distances = np.floor((1 - at_least) * longer + _ROUNDING).astype(np.int64)
        is_candidate = self._shared(text, first, last) >= longer - 1 - 2 * distances
        found: list[int] = sorted(self._order[first:last][is_candidate].tolist())
        return found

    def _shared(self, text: str, first: int, last: int) -> Counts:
        """Count the pairs of `text` that the texts from `first` to `last` by length have, (text,)."""
        wanted = _pairs(text)
        starts = np.searchsorted(self._pairs, wanted, side="left")
        ends = np.searchsorted(self._pairs, wanted, side="right")
        parts = [self._owners[start:end] for start, end in zip(starts, ends, strict=True) if end > start]
        owners = np.concatenate([np.zeros(0, dtype=np.uint32), *parts])
        owners = owners[(owners >= first) & (owners < last)] - np.uint32(first)
        return np.bincount(owners, minlength=last - first)


def _pairs(text: str) -> NDArray[np.uint32]:
    """Give a number for every pair of neighbouring characters, (pair,)."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    with np.errstate(over="ignore"):
        return codes[:-1] * _FACTOR + codes[1:]
