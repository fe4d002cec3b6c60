"""Terms that two texts translate into each other, learned from the pair itself: names above all.

Anchors serve as a small parallel corpus: a source term is taken to mean the target term that it occurs with
most exclusively (Dice coefficient). Each target term that is meant by something is a concept; concepts stand
for terms on both sides.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligners import compiled
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
    meaning = _meanings(source, target, anchors)
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


def _meanings(source: TermIndex, target: TermIndex, anchors: Anchors) -> Ids:
    """Give for each source term the target term of highest Dice, or -1 where none is good enough."""
    meaning = np.full(source.term_count, -1, dtype=np.int64)
    if not source.term_count or not target.term_count:
        return meaning
    frequencies = (
        np.bincount(_occurrences(source, anchors.source)[1], minlength=source.term_count),
        np.bincount(_occurrences(target, anchors.target)[1], minlength=target.term_count),
    )
    keys, together = np.unique(_likely_pairs(source, target, anchors, frequencies), return_counts=True)
    keys, together = keys[together >= LEAST_SENTENCES], together[together >= LEAST_SENTENCES]
    left, right = keys // target.term_count, keys % target.term_count
    dice = 2 * together / (frequencies[0][left] + frequencies[1][right])
    order = np.argsort(dice, kind="stable")
    order = order[dice[order] >= LEAST_DICE]
    meaning[left[order]] = right[order]
    return meaning


def _occurrences(index: TermIndex, sentences: Ids) -> tuple[Ids, Ids]:
    """List (place in `sentences`, term) of all terms of the chosen sentences."""
    counts = index.starts[sentences + 1] - index.starts[sentences]
    rows = np.repeat(np.arange(len(sentences)), counts)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    return rows, index.ids[index.starts[sentences][rows] + within]


def _likely_pairs(
    source: TermIndex, target: TermIndex, anchors: Anchors, frequencies: tuple[Ids, Ids]
) -> Ids:
    """Pair each source term with the target terms of its anchor, as source * target terms + target.

    Left out are pairs that cannot reach `LEAST_DICE`: two terms are together no more often than the rarer one
    occurs.
    """
    if compiled.is_there():
        counts = np.zeros(len(anchors), dtype=np.int64)
        dice = np.array([LEAST_DICE])

        def pair(pairs: Ids | None) -> None:
            own = source.starts, source.ids, target.starts, target.ids
            rows = anchors.source, anchors.target, len(anchors)
            least = target.term_count, LEAST_SENTENCES, dice
            compiled.call("likely_pairs", *own, *rows, *frequencies, *least, counts, pairs)

        pair(None)
        pairs = np.empty(int(counts.sum()), dtype=np.int64)
        pair(pairs)
        return pairs
    tops = range(0, len(anchors), ANCHORS_AT_ONCE)
    found = [
        _likely_pairs_of(
            source,
            target,
            anchors.take(np.arange(top, min(top + ANCHORS_AT_ONCE, len(anchors)))),
            frequencies,
        )
        for top in tops
    ]
    return np.concatenate([np.zeros(0, dtype=np.int64), *found])


def _likely_pairs_of(
    source: TermIndex, target: TermIndex, anchors: Anchors, frequencies: tuple[Ids, Ids]
) -> Ids:
    """Pair the terms of a few anchors."""
    rows, ids = _occurrences(source, anchors.source)
    first = target.starts[anchors.target][rows]
    sizes = target.starts[anchors.target + 1][rows] - first
    left = np.repeat(ids, sizes)
    within = np.arange(len(left)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    right = target.ids[np.repeat(first, sizes) + within]
    often = frequencies[0][left], frequencies[1][right]
    rarer = np.minimum(*often)
    likely = (rarer >= LEAST_SENTENCES) & (2 * rarer >= LEAST_DICE * (often[0] + often[1]))
    pairs: Ids = left[likely] * target.term_count + right[likely]
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
