"""The tables over a chunk from which its features are taken: similarities of spans, and what covers what.

A chunk of n source and m target sentences is small enough for dense tables, so that every feature is a sum,
a minimum or a difference of shifted tables. The similarity of two spans is the cosine of the length-weighted
sums of their sentences' vectors; its inner products are box sums over the table of sentence pairs.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligners import compiled
from aligners.coverage import Covered, Pieces, cover_source, cover_target
from aligners.lattice import LONGEST_SIDE
from aligners.lexical import same_figures
from aligners.spans import TextVectors
from aligners.unit_vectors import SHORTEST

Table = NDArray[np.float32]

SPARE_PLACES = 3
"""Rows and columns of a table beyond its sentences, so that places just outside can be asked."""
SPAN_SIZES = [(a, b) for a in range(1, LONGEST_SIDE + 2) for b in range(1, LONGEST_SIDE + 3 - a)]
"""Sizes of the spans whose cosines are kept: those of beads, and those longer by a sentence."""
FIRST_GAP_RATE = 0.03
"""Gaps per bead to begin with: only what is surely missing raises the rate."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual in a pair of texts.

    Target characters per source character, the cosine of anchors, target segments per source segment, and
    gaps per bead, where a run of sentences without counterpart is one gap.
    """

    length_ratio: float
    cosine: float
    segment_ratio: float
    gap_rate: float = FIRST_GAP_RATE


@dataclass(frozen=True, slots=True)
class ClauseTables:
    """Cosines of clauses with the sentences of the other side: (clause, other sentence)."""

    source: Table
    target: Table


@dataclass(frozen=True, slots=True)
class Chunk:
    """Two stretches of text and the tables over them; `usual` holds for the texts as wholes.

    `spans`: (place in `SPAN_SIZES`, source + 3, target + 3), the cosines of the spans of source and target
    sentences that begin at a place, shifted by one so that the place before the first can be asked; zero
    where there is no such span.
    """

    source: TextVectors
    target: TextVectors
    usual: Usual
    cosines: Table
    spans: Table
    clauses: ClauseTables
    source_pieces: Pieces
    target_pieces: Pieces
    clauses_covered: tuple[Covered, Covered]
    figures_covered: tuple[Covered, Covered]
    concepts_covered: tuple[Covered, Covered]

    @property
    def stride(self) -> int:
        """The number of columns of the tables of spans and of what they cover."""
        return len(self.target) + SPARE_PLACES

    def span(self, source_size: int, target_size: int) -> Table:
        """Give the cosines of spans of these sizes: (source + 3, target + 3), as in `spans`."""
        table: Table = self.spans[SPAN_SIZES.index((source_size, target_size))]
        return table


def build_chunk(source: TextVectors, target: TextVectors, usual: Usual) -> Chunk:
    """Compute the tables of a chunk."""
    cosines = source.sentences @ target.sentences.T
    source_clauses, target_clauses = source.clauses(), target.clauses()
    clauses = ClauseTables(source_clauses @ target.sentences.T, target_clauses @ source.sentences.T)
    values = _clause_values(source, target, clauses, source_clauses @ target_clauses.T)
    source_pieces, target_pieces = (
        Pieces(own, text.clause_lengths, text.clause_starts)
        for own, text in zip(values, (source, target), strict=True)
    )
    return Chunk(
        source,
        target,
        usual,
        cosines,
        _span_cosines(source, target, cosines),
        clauses,
        source_pieces,
        target_pieces,
        _cover_both(source_pieces, target_pieces),
        _cover_both(_figure_pieces(source, target), _figure_pieces(target, source)),
        _cover_both(_concept_pieces(source, target), _concept_pieces(target, source)),
    )


def _span_cosines(source: TextVectors, target: TextVectors, cosines: Table) -> Table:
    """Give the spans of a chunk; see there."""
    n, m = len(source), len(target)
    norms = _span_norms(source), _span_norms(target)
    spans = np.zeros((len(SPAN_SIZES), n + SPARE_PLACES, m + SPARE_PLACES), dtype=np.float32)
    if compiled.is_there():
        sizes = n, m, LONGEST_SIDE + 1, SPARE_PLACES
        work = np.empty(3 * n * m, dtype=np.float32)
        compiled.call("span_cosines", cosines, source.lengths, target.lengths, *norms, *sizes, spans, work)
        return spans
    box = rows = weighted = cosines * source.lengths[:, None] * target.lengths
    for table, (a, b) in zip(spans, SPAN_SIZES, strict=True):
        if a <= n and b <= m:
            if b > 1:
                box = box[:, :-1] + rows[:, b - 1 :]
            elif a > 1:
                box = rows = rows[:-1] + weighted[a - 1 :]
            inner = table[1 : n - a + 2, 1 : m - b + 2]
            np.multiply(box, norms[0][a - 1, : len(box), None], out=inner)
            inner *= norms[1][b - 1, : box.shape[1]]
    return spans


def _span_norms(text: TextVectors) -> Table:
    """Give one over the norm of the length-weighted sum of vectors: (span length - 1, first sentence).

    A square is the sum of the inner products of a span's sentences, so that vectors are multiplied but once.
    """
    norms = np.zeros((LONGEST_SIDE + 1, len(text)), dtype=np.float32)
    if compiled.is_there():
        vectors, work = text.sentences, np.empty(norms.shape, dtype=np.float64)
        compiled.call("span_norms", vectors, text.lengths, *vectors.shape, len(norms), work, norms)
        return norms
    weighted = text.sentences * text.lengths[:, None]
    products = [
        np.einsum("nd,nd->n", weighted[: len(text) - step], weighted[step:]).astype(np.float64)
        for step in range(min(len(norms), len(text)))
    ]
    squares = np.zeros(len(text) + 1)
    for size in range(1, len(products) + 1):
        last = np.arange(size - 1, len(text))
        squares = squares[: len(last)] + products[0][last]
        for step in range(1, size):
            squares += 2 * products[step][last - step]
        norms[size - 1, : len(last)] = 1 / np.sqrt(np.maximum(squares, SHORTEST**2))
    return norms


def _cover_both(source: Pieces, target: Pieces) -> tuple[Covered, Covered]:
    stride = len(target.starts) - 1 + SPARE_PLACES
    return cover_source(source, LONGEST_SIDE, stride), cover_target(target, LONGEST_SIDE, stride)


def _clause_values(
    source: TextVectors, target: TextVectors, clauses: ClauseTables, between: Table
) -> tuple[Table, Table]:
    """Value each clause by the best of the other sentences' clauses, and of the sentences as wholes.

    `between` are the cosines of (source clause, target clause); the values are (clause, other sentence).
    """
    starts = source.clause_starts, target.clause_starts
    if compiled.is_there():
        values = clauses.source.copy(), clauses.target.copy()
        work = np.empty(between.shape[1], dtype=np.float32)
        compiled.call("best_clauses", between, *starts, len(source), len(target), *values, work)
        return values
    values = np.maximum(clauses.source, 0), np.maximum(clauses.target, 0)
    if between.size:
        turned = np.ascontiguousarray(between.T)
        np.maximum(values[0], np.maximum.reduceat(turned, starts[1][:-1], axis=0).T, out=values[0])
        np.maximum(values[1], np.maximum.reduceat(between, starts[0][:-1], axis=0).T, out=values[1])
    return values


def _figure_pieces(own: TextVectors, other: TextVectors) -> Pieces:
    """Value each figure by whether the other sentences have it."""
    same = same_figures(own.figures, other.figures)
    weights = np.ones(len(own.figures), dtype=np.float32)
    return Pieces(_any_of_sentence(same, other.figure_starts), weights, own.figure_starts)


def _concept_pieces(own: TextVectors, other: TextVectors) -> Pieces:
    """Value each concept by whether the other sentences have it."""
    same = own.concepts.ids[:, None] == other.concepts.ids[None, :]
    values = _any_of_sentence(same, other.concepts.starts)
    return Pieces(values, own.concepts.weights, own.concepts.starts)


def _any_of_sentence(same: NDArray[np.bool_], starts: NDArray[np.int64]) -> Table:
    """Turn (own piece, other piece) into (own piece, other sentence): 1 where any piece of it is the same."""
    counts = np.zeros((same.shape[0], same.shape[1] + 1), dtype=np.int32)
    np.cumsum(same, axis=1, out=counts[:, 1:])
    return (np.diff(counts[:, starts], axis=1) > 0).astype(np.float32)
