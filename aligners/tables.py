"""The tables over a chunk from which its features are taken: similarities of spans, and what covers what.

A chunk of n source and m target sentences is small enough for dense tables, so that every feature is a sum,
a minimum or a difference of shifted tables. The similarity of two spans is the cosine of the length-weighted
sums of their sentences' vectors; its inner products are box sums over the table of sentence pairs.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligners.coverage import Covered, Pieces, cover_source, cover_target
from aligners.lattice import LONGEST_SIDE, MOST_SEGMENTS
from aligners.lexical import same_figures
from aligners.spans import TextVectors

Table = NDArray[np.float32]

SPARE_PLACES = 3
"""Rows and columns of a table beyond its sentences, so that places just outside can be asked."""
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

    `spans[a, b]`: (source + 3, target + 3), the cosine of the a source and b target sentences that begin at a
    place, shifted by one so that the place before the first can be asked; zero where there is no such span.
    """

    source: TextVectors
    target: TextVectors
    usual: Usual
    cosines: Table
    spans: dict[tuple[int, int], Table]
    clauses: ClauseTables
    source_pieces: Pieces
    target_pieces: Pieces
    clauses_covered: tuple[dict[int, Covered], dict[int, Covered]]
    figures_covered: tuple[dict[int, Covered], dict[int, Covered]]
    concepts_covered: tuple[dict[int, Covered], dict[int, Covered]]

    @property
    def stride(self) -> int:
        """The number of columns of the tables of spans and of what they cover."""
        return len(self.target) + SPARE_PLACES


def build_chunk(source: TextVectors, target: TextVectors, usual: Usual) -> Chunk:
    """Compute the tables of a chunk."""
    cosines = source.sentences @ target.sentences.T
    source_clauses, target_clauses = source.clauses(), target.clauses()
    between = source_clauses @ target_clauses.T
    clauses = ClauseTables(source_clauses @ target.sentences.T, target_clauses @ source.sentences.T)
    source_pieces = _clause_pieces(source, clauses.source, np.ascontiguousarray(between.T), target)
    target_pieces = _clause_pieces(target, clauses.target, between, source)
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


def _span_cosines(source: TextVectors, target: TextVectors, cosines: Table) -> dict[tuple[int, int], Table]:
    n, m = len(source), len(target)
    source_norms, target_norms = _span_norms(source), _span_norms(target)
    weighted = cosines * source.lengths[:, None] * target.lengths
    spans = {}
    rows = weighted
    for a in range(1, LONGEST_SIDE + 2):
        if a > 1:
            rows = rows[:-1] + weighted[a - 1 :]
        box = rows
        for b in range(1, MOST_SEGMENTS + 2 - a):
            table = np.zeros((n + SPARE_PLACES, m + SPARE_PLACES), dtype=np.float32)
            if a <= n and b <= m:
                if b > 1:
                    box = box[:, :-1] + rows[:, b - 1 :]
                inner = table[1 : n - a + 2, 1 : m - b + 2]
                np.multiply(box, source_norms[a][:, None], out=inner)
                inner *= target_norms[b]
            spans[a, b] = table
    return spans


def _span_norms(text: TextVectors) -> dict[int, Table]:
    """Give, by span length, one over the norm of the length-weighted sum of vectors, by first sentence.

    A square is the sum of the inner products of a span's sentences, so that vectors are multiplied but once.
    """
    weighted = text.sentences * text.lengths[:, None]
    products = [
        np.einsum("nd,nd->n", weighted[: len(text) - step], weighted[step:]).astype(np.float64)
        for step in range(min(LONGEST_SIDE + 1, len(text)))
    ]
    norms = {}
    squares = np.zeros(len(text) + 1)
    for size in range(1, len(products) + 1):
        last = np.arange(size - 1, len(text))
        squares = squares[: len(last)] + products[0][last]
        for step in range(1, size):
            squares += 2 * products[step][last - step]
        norms[size] = (1 / np.sqrt(np.maximum(squares, 1e-12))).astype(np.float32)
    return norms


def _cover_both(source: Pieces, target: Pieces) -> tuple[dict[int, Covered], dict[int, Covered]]:
    stride = len(target.starts) - 1 + SPARE_PLACES
    return cover_source(source, LONGEST_SIDE, stride), cover_target(target, LONGEST_SIDE, stride)


def _clause_pieces(own: TextVectors, with_sentences: Table, between: Table, other: TextVectors) -> Pieces:
    """Value each clause by the best of the other sentences' clauses, and of the sentences as wholes.

    `between` are the cosines of (other clause, own clause).
    """
    values = np.maximum(with_sentences, 0)
    if between.size:
        best = np.maximum.reduceat(between, other.clause_starts[:-1], axis=0)
        np.maximum(values, best.T, out=values)
    return Pieces(values, own.clause_lengths, own.clause_starts)


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
