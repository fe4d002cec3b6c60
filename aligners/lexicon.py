"""Terms that two texts translate into each other, learned from the pair itself: names above all.

Terms are runs of two to four Han characters, and words of other scripts. Anchors serve as a small parallel
corpus: a source term is taken to mean the target term that it occurs with most exclusively (Dice
coefficient). Each target term that is meant by something is a concept; concepts stand for terms on both
sides.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligners.anchors import Anchors

Ids = NDArray[np.int64]

HAN_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
WORD = re.compile(r"[^\W\d_\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{3,}")
HAN_TERM_CHARACTERS = (2, 3, 4)
LEAST_SENTENCES = 3
"""A term must occur in so many sentences, and with its counterpart in so many anchors."""
LEAST_DICE = 0.5
"""Twice the anchors with both terms, over the anchors with either."""
FULL_WEIGHT_SENTENCES = 20.0
LEAST_WEIGHT, MOST_WEIGHT = 0.1, 1.5
MOST_TERMS = 150_000
"""Of very long texts the most frequent terms are enough."""


@dataclass(frozen=True, slots=True)
class TermIndex:
    """The terms of n sentences: `ids` (occurrence,), each once a sentence; `starts` (n + 1,)."""

    ids: Ids
    starts: Ids
    term_count: int


@dataclass(frozen=True, slots=True)
class Concepts:
    """The concepts of n sentences: `ids`, `weights` (occurrence,), each once a sentence; `starts` (n + 1,).

    Weights are about 1 for a concept of one sentence in twenty, less for more frequent ones.
    """

    ids: Ids
    weights: NDArray[np.float32]
    starts: Ids

    def part(self, start: int, end: int) -> "Concepts":
        """Give the sentences `start:end`."""
        first, last = int(self.starts[start]), int(self.starts[end])
        return Concepts(self.ids[first:last], self.weights[first:last], self.starts[start : end + 1] - first)


def no_concepts(sentence_count: int) -> Concepts:
    """Give the concepts of sentences of which nothing is known."""
    return Concepts(np.zeros(0, np.int64), np.zeros(0, np.float32), np.zeros(sentence_count + 1, np.int64))


def read_terms(sentence: str) -> set[str]:
    """List the terms of a sentence."""
    terms = {word.lower() for word in WORD.findall(sentence)}
    for run in HAN_RUN.findall(sentence):
        for size in HAN_TERM_CHARACTERS:
            terms.update(run[place : place + size] for place in range(len(run) - size + 1))
    return terms


def index_terms(text: Sequence[str]) -> TermIndex:
    """Number the terms that occur in `LEAST_SENTENCES` sentences or more."""
    found = [read_terms(sentence) for sentence in text]
    counts = Counter(term for terms in found for term in terms)
    frequent = [(-count, term) for term, count in counts.items() if count >= LEAST_SENTENCES]
    numbers = {term: number for number, (_, term) in enumerate(sorted(frequent)[:MOST_TERMS])}
    ids = [sorted(numbers[term] for term in terms if term in numbers) for terms in found]
    starts = np.concatenate(([0], np.cumsum([len(row) for row in ids], dtype=np.int64)))
    return TermIndex(np.array([i for row in ids for i in row], dtype=np.int64), starts, len(numbers))


def learn_concepts(source: TermIndex, target: TermIndex, anchors: Anchors) -> tuple[Concepts, Concepts]:
    """Give the concepts of each sentence on either side; an anchor's sentences are taken as translations."""
    source_rows, source_ids = _occurrences(source, anchors.source)
    target_rows, target_ids = _occurrences(target, anchors.target)
    meaning = _meanings(
        source_rows, source_ids, target_rows, target_ids, source.term_count, target.term_count
    )
    is_meant = np.zeros(target.term_count, dtype=bool)
    is_meant[meaning[meaning >= 0]] = True
    implied = meaning[source.ids]
    sentences = len(target.starts) - 1
    frequency = np.maximum(np.bincount(target.ids, minlength=target.term_count), 1)
    weights = np.log((sentences + 1) / frequency) / np.log(FULL_WEIGHT_SENTENCES)
    weights = np.clip(weights, LEAST_WEIGHT, MOST_WEIGHT).astype(np.float32)
    return (
        _distinct(source, implied, implied >= 0, weights),
        _distinct(target, target.ids, is_meant[target.ids], weights),
    )


def _occurrences(index: TermIndex, sentences: Ids) -> tuple[Ids, Ids]:
    """List (place in `sentences`, term) of all terms of the chosen sentences."""
    counts = index.starts[sentences + 1] - index.starts[sentences]
    rows = np.repeat(np.arange(len(sentences)), counts)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    return rows, index.ids[index.starts[sentences][rows] + within]


def _meanings(source_rows: Ids, source_ids: Ids, target_rows: Ids, target_ids: Ids, *counts: int) -> Ids:
    """Give for each source term the target term of highest Dice, or -1 where none is good enough."""
    source_count, target_count = counts
    meaning = np.full(source_count, -1, dtype=np.int64)
    if not len(source_rows) or not len(target_rows):
        return meaning
    starts = np.searchsorted(target_rows, np.arange(int(source_rows[-1]) + 2))
    sizes = (starts[1:] - starts[:-1])[source_rows]
    left = np.repeat(source_ids, sizes)
    within = np.arange(len(left)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    right = target_ids[np.repeat(starts[source_rows], sizes) + within]
    keys, together = np.unique(left * target_count + right, return_counts=True)
    keys, together = keys[together >= LEAST_SENTENCES], together[together >= LEAST_SENTENCES]
    left, right = keys // target_count, keys % target_count
    alone = np.bincount(source_ids, minlength=source_count)[left]
    alone = alone + np.bincount(target_ids, minlength=target_count)[right]
    dice = 2 * together / alone
    order = np.argsort(dice, kind="stable")
    order = order[dice[order] >= LEAST_DICE]
    meaning[left[order]] = right[order]
    return meaning


def _distinct(
    index: TermIndex, concepts: Ids, chosen: NDArray[np.bool_], weights: NDArray[np.float32]
) -> Concepts:
    """Keep each chosen concept once a sentence."""
    count = max(len(weights), 1)
    rows = np.repeat(np.arange(len(index.starts) - 1), np.diff(index.starts))
    keys = np.unique(rows[chosen] * count + concepts[chosen])
    starts = np.searchsorted(keys, np.arange(len(index.starts)) * count)
    ids = keys % count
    return Concepts(ids, weights[ids], starts)
