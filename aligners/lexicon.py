"""Terms that two texts translate into each other, learned from the pair itself: names above all.

Anchors serve as a small parallel corpus: a source term is taken to mean the target term that it occurs with
most exclusively (Dice coefficient). Each target term that is meant by something is a concept; concepts stand
for terms on both sides.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligners.anchors import Anchors
from aligners.term_index import LEAST_SENTENCES, TermIndex, first_of_sentence, sorted_distinct

Ids = NDArray[np.int64]

LEAST_DICE = 0.5
"""Twice the anchors with both terms, over the anchors with either."""
FULL_WEIGHT_SENTENCES = 20.0
LEAST_WEIGHT, MOST_WEIGHT = 0.1, 1.5
MOST_CONCEPTS = 64
"""Of one sentence's concepts these are kept: all of a chunk meet each other, and a line may be a file."""
ANCHORS_AT_ONCE = 4_096
"""Terms of so many anchors are paired at once, so that memory does not grow with the texts."""


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


def joined(learned: Concepts, known: Concepts, first_id: int) -> Concepts:
    """Put the concepts of the same sentences together; `known` ones are numbered on from `first_id`."""
    if not len(known.ids):
        return learned
    rows = np.concatenate(
        [np.repeat(np.arange(len(one.starts) - 1), np.diff(one.starts)) for one in (learned, known)]
    )
    ids = np.concatenate((learned.ids, known.ids + first_id))
    weights = np.concatenate((learned.weights, known.weights))
    order = np.argsort(rows, kind="stable")
    return Concepts(ids[order], weights[order], learned.starts + known.starts)


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
    frequencies = (
        np.bincount(source_ids, minlength=source_count),
        np.bincount(target_ids, minlength=target_count),
    )
    starts = np.searchsorted(
        source_rows, np.arange(0, int(source_rows[-1]) + ANCHORS_AT_ONCE, ANCHORS_AT_ONCE)
    )
    keys, together = np.unique(
        np.concatenate(
            [
                _likely_pairs(source_rows[top:end], source_ids[top:end], target_rows, target_ids, frequencies)
                for top, end in zip(starts, [*starts[1:], len(source_rows)], strict=True)
            ]
        ),
        return_counts=True,
    )
    keys, together = keys[together >= LEAST_SENTENCES], together[together >= LEAST_SENTENCES]
    left, right = keys // target_count, keys % target_count
    dice = 2 * together / (frequencies[0][left] + frequencies[1][right])
    order = np.argsort(dice, kind="stable")
    order = order[dice[order] >= LEAST_DICE]
    meaning[left[order]] = right[order]
    return meaning


def _likely_pairs(
    source_rows: Ids, source_ids: Ids, target_rows: Ids, target_ids: Ids, frequencies: tuple[Ids, Ids]
) -> Ids:
    """Pair each source term with the target terms of its anchor, as source * target terms + target.

    Left out are pairs that cannot reach `LEAST_DICE`: two terms are together no more often than the rarer one
    occurs.
    """
    if not len(source_rows):
        return np.zeros(0, dtype=np.int64)
    rows = np.arange(int(source_rows[0]), int(source_rows[-1]) + 2)
    starts = np.searchsorted(target_rows, rows)
    place = source_rows - rows[0]
    sizes = (starts[1:] - starts[:-1])[place]
    left = np.repeat(source_ids, sizes)
    within = np.arange(len(left)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    right = target_ids[np.repeat(starts[place], sizes) + within]
    often = frequencies[0][left], frequencies[1][right]
    rarer = np.minimum(*often)
    likely = (rarer >= LEAST_SENTENCES) & (2 * rarer >= LEAST_DICE * (often[0] + often[1]))
    pairs: Ids = left[likely] * len(frequencies[1]) + right[likely]
    return pairs


def _distinct(
    index: TermIndex, concepts: Ids, chosen: NDArray[np.bool_], weights: NDArray[np.float32]
) -> Concepts:
    """Keep each chosen concept once a sentence."""
    count = max(len(weights), 1)
    rows = np.repeat(np.arange(len(index.starts) - 1), np.diff(index.starts))
    keys = sorted_distinct(rows[chosen] * count + concepts[chosen])
    starts = np.searchsorted(keys, np.arange(len(index.starts)) * count)
    is_kept, starts = first_of_sentence(starts, MOST_CONCEPTS)
    ids = keys[is_kept] % count
    return Concepts(ids, weights[ids], starts)
