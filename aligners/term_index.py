"""The terms of a text, numbered: runs of two to four Han characters, and words of other scripts.

Both are cut out of the text's code points with numpy, all of them at once: a text of thirty thousand
sentences has some two million.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligners.characters import kinds_of, read_characters

Ids = NDArray[np.int64]

HAN_RANGES = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
LETTER = r"[^\W\d_\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
SHORTEST_WORD = 3
HAN_TERM_CHARACTERS = (2, 3, 4)
LEAST_SENTENCES = 3
"""A term must occur in so many sentences, and with its counterpart in so many anchors."""
MOST_TERMS = 150_000
"""Of very long texts the most frequent terms are enough."""
MOST_SENTENCE_TERMS = 1_024
"""Of one sentence's terms the most frequent ones are kept: a line may be a file."""
SENTENCES_AT_ONCE = 20_000
MIXING_FACTOR = np.int64(0x9E3779B97F4A7C15 - 2**64)
"""An odd number near 2**64 over the golden ratio (Knuth's multiplicative hashing)."""


@dataclass(frozen=True, slots=True)
class TermIndex:
    """The terms of n sentences: `ids` (occurrence,), each once a sentence; `starts` (n + 1,).

    Terms are numbered from the most frequent one on; those in fewer than `LEAST_SENTENCES` have no number.
    """

    ids: Ids
    starts: Ids
    term_count: int


def index_terms(text: Sequence[str]) -> TermIndex:
    """Number the terms that occur in `LEAST_SENTENCES` sentences or more."""
    rows, keys = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for top in range(0, len(text), SENTENCES_AT_ONCE):
        found = _occurrences(text[top : top + SENTENCES_AT_ONCE])
        rows.append(found[0] + top)
        keys.append(found[1])
    return _number(np.concatenate(rows), np.concatenate(keys), len(text))


def _number(rows: Ids, keys: Ids, sentence_count: int) -> TermIndex:
    """Number the keys that stand in enough sentences, the most frequent first."""
    terms, places = np.unique(keys, return_inverse=True)
    count = max(len(terms), 1)
    rows, places = np.divmod(sorted_distinct(rows * count + places), count)
    counts = np.bincount(places, minlength=count)
    order = np.argsort(-counts, kind="stable")
    order = order[counts[order] >= LEAST_SENTENCES][:MOST_TERMS]
    numbers = np.full(count, -1, dtype=np.int64)
    numbers[order] = np.arange(len(order))
    ids = numbers[places]
    width = max(len(order), 1)
    rows, ids = np.divmod(np.sort((rows * width + ids)[ids >= 0]), width)
    starts = np.searchsorted(rows, np.arange(sentence_count + 1))
    is_kept, starts = first_of_sentence(starts, MOST_SENTENCE_TERMS)
    return TermIndex(ids[is_kept], starts, len(order))


def sorted_distinct(values: Ids) -> Ids:
    """Give the different values in order: `numpy.unique` hashes them first, which takes ten times as long."""
    ordered = np.sort(values)
    is_new = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=is_new[1:])
    return ordered[is_new]


def first_of_sentence(starts: Ids, most: int) -> tuple[NDArray[np.bool_], Ids]:
    """Say which occurrences are among the first `most` of a sentence, and where each sentence then begins."""
    counts = np.diff(starts)
    within = np.arange(starts[-1]) - np.repeat(starts[:-1], counts)
    is_first: NDArray[np.bool_] = within < most
    return is_first, np.concatenate(([0], np.cumsum(np.minimum(counts, most))))


def _occurrences(text: Sequence[str]) -> tuple[Ids, Ids]:
    """List (sentence, key) of the terms; a word's key is not below 0, a Han run's is."""
    rows, keys = _han_runs(text)
    words = _words(text)
    return np.concatenate((*rows, words[0])), np.concatenate((*keys, words[1]))


def _words(text: Sequence[str]) -> tuple[Ids, Ids]:
    """List (sentence, key) of the words, in small letters; a key is a hash of the word's code points."""
    characters = read_characters([sentence.lower() for sentence in text])
    places = np.flatnonzero(kinds_of(characters.codes, {LETTER: 1}))
    rows = np.searchsorted(characters.starts, places, side="right") - 1
    is_first = np.ones(len(places), dtype=bool)
    is_first[1:] = (np.diff(places) > 1) | (np.diff(rows) > 0)
    starts = np.flatnonzero(is_first)
    sizes = np.diff(starts, append=len(places))
    within = np.arange(len(places)) - np.repeat(starts, sizes)
    factors = np.full(int(sizes.max(initial=0)), MIXING_FACTOR)
    mixed = characters.codes[places].astype(np.int64) * np.cumprod(factors)[within]
    keys = np.add.reduceat(mixed, starts) if len(starts) else mixed
    are_words = sizes >= SHORTEST_WORD
    return rows[starts[are_words]], keys[are_words] & np.iinfo(np.int64).max


def _han_runs(text: Sequence[str]) -> tuple[list[Ids], list[Ids]]:
    """List (sentence, key) of the runs of each size; a key is a hash of the run's code points."""
    characters = read_characters([f"{sentence}\n" for sentence in text])
    codes = characters.codes.astype(np.int64)
    row_of = np.repeat(np.arange(len(text)), np.diff(characters.starts))
    is_han = np.zeros(len(codes), dtype=bool)
    for first, last in HAN_RANGES:
        is_han |= (codes >= first) & (codes <= last)
    rows, keys = [], []
    is_run, mixed = is_han, codes
    for size in range(2, max(HAN_TERM_CHARACTERS) + 1):
        is_run = is_run[:-1] & is_han[size - 1 :]
        mixed = (mixed[:-1] * MIXING_FACTOR) ^ codes[size - 1 :]
        if size in HAN_TERM_CHARACTERS:
            found = np.flatnonzero(is_run)
            rows.append(row_of[found])
            keys.append(mixed[found] | np.iinfo(np.int64).min)
    return rows, keys
