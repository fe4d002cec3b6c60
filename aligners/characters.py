"""The characters of a text as numbers, and what kinds of characters they are."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
Kind = str
"""A regular expression that matches one character."""
SENTENCES_AT_ONCE = 8_192
"""So many sentences are read at once, so that memory holds few characters as numbers."""


@dataclass(frozen=True, slots=True)
class Characters:
    """The code points of n sentences one after another; `starts` (n + 1,), where each sentence begins."""

    codes: Codes
    starts: NDArray[np.int64]


def read_characters(text: Sequence[str]) -> Characters:
    """Give the code points of sentences."""
    starts = np.zeros(len(text) + 1, dtype=np.int64)
    np.cumsum([len(sentence) for sentence in text], out=starts[1:])
    return Characters(
        np.frombuffer("".join(text).encode("utf-32-le", "surrogatepass"), dtype=np.uint32), starts
    )


def kinds_of(codes: Codes, kinds: Mapping[Kind, int]) -> NDArray[np.uint8]:
    """Give for each character the sum of the numbers, powers of two, of the kinds that it is of."""
    if not len(codes):
        return np.zeros(0, dtype=np.uint8)
    table = np.zeros(int(codes.max()) + 1, dtype=np.uint8)
    distinct = np.flatnonzero(np.bincount(codes))
    letters = "".join(map(chr, distinct.tolist()))
    for kind, number in kinds.items():
        places = [match.start() for match in re.finditer(kind, letters)]
        table[distinct[places]] |= number
    return table[codes]


def lengths(text: Sequence[str]) -> NDArray[np.float32]:
    """Count the characters of each sentence that are not space."""
    counted = np.empty(len(text), dtype=np.float32)
    for top in range(0, len(text), SENTENCES_AT_ONCE):
        characters = read_characters(text[top : top + SENTENCES_AT_ONCE])
        sums = np.zeros(len(characters.codes) + 1, dtype=np.int64)
        np.cumsum(kinds_of(characters.codes, {r"\S": 1}), out=sums[1:])
        counted[top : top + SENTENCES_AT_ONCE] = np.diff(sums[characters.starts])
    return counted
