"""Terms whose renderings are known beforehand: those of a glossary or of a dictionary.

A word of the one text with a rendering somewhere in the other is a concept, beside those that are learned
from the pair itself (`lexicon`): it stands in the sentences with the word, and in those with all the words of
a rendering.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from aligners.lexicon import FULL_WEIGHT_SENTENCES, LEAST_WEIGHT, MOST_WEIGHT, Concepts, no_concepts
from aligners.words import english_words, longest_words

Lookup = Callable[[Sequence[str]], Mapping[str, Sequence[str]]]
"""Gives the English renderings of the words of Chinese sentences; it may give more words."""

MOST_WORDS = 64
"""Words of one sentence beyond these are left out: a line may be a file."""


def find_known_terms(
    source: Sequence[str], target: Sequence[str], lookups: Sequence[Lookup]
) -> tuple[Concepts, Concepts]:
    """Give the concepts of each sentence of two texts, of which the source is the Chinese one."""
    renderings: dict[str, list[str]] = defaultdict(list)
    for lookup in lookups:
        for word, known in lookup(source).items():
            if word:
                renderings[word] += known
    if not renderings:
        return no_concepts(len(source)), no_concepts(len(target))
    longest = max(map(len, renderings))
    found = [longest_words(text, renderings, longest)[:MOST_WORDS] for text in source]
    holders: dict[str, set[int]] = defaultdict(set)
    for number, text in enumerate(target):
        for stem in english_words(text):
            holders[stem].add(number)
    places: dict[str, set[int]] = {}
    for word in dict.fromkeys(word for row in found for word in row):
        held = set[int]().union(*(_holding(rendering, holders) for rendering in renderings[word]))
        if held:
            places[word] = held
    numbers = {word: number for number, word in enumerate(places)}
    own = [sorted(numbers[word] for word in row if word in numbers) for row in found]
    other: list[list[int]] = [[] for _ in target]
    for word, held in places.items():
        for number in held:
            other[number].append(numbers[word])
    counts = np.array([len(held) for held in places.values()])
    weights = np.log((len(target) + 1) / np.maximum(counts, 1)) / np.log(FULL_WEIGHT_SENTENCES)
    clipped = np.clip(weights, LEAST_WEIGHT, MOST_WEIGHT).astype(np.float32)
    return _concepts(own, clipped), _concepts(other, clipped)


def _holding(rendering: str, holders: Mapping[str, set[int]]) -> set[int]:
    """Give the sentences that have all the words of a rendering."""
    rows = [holders.get(stem, set()) for stem in english_words(rendering)]
    return set.intersection(*rows) if rows else set()


def _concepts(rows: Sequence[Sequence[int]], weights: NDArray[np.float32]) -> Concepts:
    ids = np.array([number for row in rows for number in row], dtype=np.int64)
    starts = np.concatenate(([0], np.cumsum([len(row) for row in rows], dtype=np.int64))).astype(np.int64)
    return Concepts(ids, weights[ids].astype(np.float32) if len(ids) else np.zeros(0, np.float32), starts)
