"""The vectors of a text as an aligner needs them: of its sentences and of their clauses, centred.

Subtracting each language's mean vector from its sentences turns the inner product of a pair into its margin
over what both sentences have in common with every sentence of the other side: the double-centred similarity
matrix, exactly, at linear cost. Short texts have an uncertain mean, so that it is shrunk towards zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from aligners import compiled
from aligners.anchors import Anchors
from aligners.beads import Encode, Vectors
from aligners.characters import lengths
from aligners.clauses import cut_text
from aligners.errors import VectorError
from aligners.forms import Forms, read_forms
from aligners.known_terms import Lookup, find_known_terms
from aligners.lexical import read_figures
from aligners.lexicon import Concepts, joined, learn_concepts, no_concepts
from aligners.parallel import in_order
from aligners.term_index import TermIndex, index_terms
from aligners.unit_vectors import unit_rows

MEAN_SHRINKAGE_SENTENCES = 3.0
"""A text of n sentences has n / (n + this) of its mean subtracted."""
STRINGS_PER_CALL = 16_384
"""An encoder is asked for so many vectors at once, so that memory holds them in half precision only."""
ROWS_AT_ONCE = 512
"""Vectors that are scaled together: their values stay in the processor's cache."""
LEAST_PARALLEL_SENTENCES = 10_000
"""Texts of so many sentences together are read by two processes."""
MOST_FIGURES = 64
"""Figures of one sentence beyond these are left out: a line may be a table of thousands."""
BLANK = -1

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TextVectors:
    """One side of a pair; n sentences with c clauses and f figures.

    `sentences`: (n, dimension), float32, centred unit vectors, zero where a sentence is blank.
    `lengths`: (n,), characters that are not space. `clause_rows`: (c,), each clause's row in `store`, `BLANK`
    for a blank one; `clause_starts`: (n + 1,), where each sentence's clauses begin. `figures`: (f,), and
    `figure_starts`: (n + 1,), likewise. `terms`, and `known` ones, are those of the whole text, also in a
    part of it; `concepts` are empty until `with_concepts` has learned them. `forms` are those of the
    sentences; `is_start` says whether the first of them begins the text, `is_end` whether the last one ends
    it.
    """

    sentences: Vectors
    lengths: NDArray[np.float32]
    store: NDArray[np.float16]
    clause_mean: Vectors
    clause_rows: Ids
    clause_lengths: NDArray[np.float32]
    clause_starts: Ids
    figures: NDArray[np.float64]
    figure_starts: Ids
    terms: TermIndex
    known: Concepts
    concepts: Concepts
    forms: Forms
    is_start: bool = True
    is_end: bool = True

    def __len__(self) -> int:
        return len(self.lengths)

    def part(self, start: int, end: int) -> "TextVectors":
        """Give the sentences `start:end`."""
        clauses = slice(int(self.clause_starts[start]), int(self.clause_starts[end]))
        figures = slice(int(self.figure_starts[start]), int(self.figure_starts[end]))
        return replace(
            self,
            sentences=self.sentences[start:end],
            lengths=self.lengths[start:end],
            clause_rows=self.clause_rows[clauses],
            clause_lengths=self.clause_lengths[clauses],
            clause_starts=self.clause_starts[start : end + 1] - clauses.start,
            figures=self.figures[figures],
            figure_starts=self.figure_starts[start : end + 1] - figures.start,
            concepts=self.concepts.part(start, end),
            forms=self.forms.part(start, end),
            is_start=self.is_start and start == 0,
            is_end=self.is_end and end == len(self),
        )

    def clauses(self) -> Vectors:
        """Give the centred unit vectors of the clauses: (c, dimension), float32, zero where blank."""
        return _centred_rows(self.store, self.clause_rows, self.clause_mean)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is read from one side without vectors; fields as in `TextVectors`."""

    lengths: NDArray[np.float32]
    figures: NDArray[np.float64]
    figure_starts: Ids
    terms: TermIndex
    forms: Forms


def encode_texts(
    source: Sequence[str], target: Sequence[str], encode: Encode, lookups: Sequence[Lookup] = ()
) -> tuple[TextVectors, TextVectors]:
    """Encode the sentences and clauses of two texts, each distinct string once but no blank one; centre them.

    `lookups` are dictionaries in which the words of the source are looked up.

    Raises VectorError where `encode` gives another number of rows than it was given strings, rows of another
    width than before, or values that are not finite.
    """
    cut = [cut_text(text) for text in (source, target)]
    sentences = [[sentence.strip() for sentence in text] for text in (source, target)]
    strings = chain(*sentences, *(clauses for clauses, _ in cut))
    rows = {string: row for row, string in enumerate(dict.fromkeys(string for string in strings if string))}
    store = _encode(list(rows), encode)
    is_long = len(source) + len(target) >= LEAST_PARALLEL_SENTENCES
    readings = in_order(_read, (source, target)) if is_long else map(_read, (source, target))
    first, second = (
        _text_vectors(text, clauses, rows, store, reading)
        for text, clauses, reading in zip(sentences, cut, readings, strict=True)
    )
    known = find_known_terms(source, target, lookups)
    return replace(first, known=known[0]), replace(second, known=known[1])


def with_concepts(
    source: TextVectors, target: TextVectors, anchors: Anchors
) -> tuple[TextVectors, TextVectors]:
    """Learn from anchors which terms of two whole texts translate each other; known ones are there too."""
    first, second = learn_concepts(source.terms, target.terms, anchors)
    first, second = (
        joined(learned, text.known, target.terms.term_count)
        for learned, text in ((first, source), (second, target))
    )
    return replace(source, concepts=first), replace(target, concepts=second)


def check_vectors(vectors: Vectors, count: int) -> Vectors:
    """Give the vectors as float32, or raise VectorError unless they are `count` rows of finite numbers."""
    array = np.asarray(vectors)
    if array.ndim != 2 or array.shape[0] != count:
        raise VectorError(f"{count} sentences were sent, and vectors of shape {array.shape} came back")
    if array.dtype.kind != "f":
        raise VectorError(f"vectors must be floating-point numbers, not {array.dtype}")
    if not np.isfinite(array).all():
        row = int(np.flatnonzero(~np.isfinite(array).all(axis=1))[0])
        raise VectorError(f"vector {row} of {count} holds values that are not finite")
    return array.astype(np.float32, copy=False)


def shrunk_mean(vectors: Vectors) -> Vectors:
    """Give the mean of the rows, drawn towards zero where they are few."""
    mean: Vectors = vectors.sum(axis=0) / np.float32(len(vectors) + MEAN_SHRINKAGE_SENTENCES)
    return mean


def centre(vectors: Vectors, mean: Vectors) -> Vectors:
    """Subtract a mean, and scale each row to unit length; rows that equal the mean become zero."""
    return unit_rows(vectors - mean)


def _encode(strings: list[str], encode: Encode) -> NDArray[np.float16]:
    """Encode distinct strings, some thousands at a time, and scale them to unit length."""
    store: NDArray[np.float16] = np.zeros((len(strings), 0), dtype=np.float16)
    for top in range(0, len(strings), STRINGS_PER_CALL):
        batch = strings[top : top + STRINGS_PER_CALL]
        vectors = check_vectors(encode(batch), len(batch))
        if not top:
            store = np.zeros((len(strings), vectors.shape[1]), dtype=np.float16)
        if vectors.shape[1] != store.shape[1]:
            raise VectorError(f"vectors are {vectors.shape[1]} wide where others are {store.shape[1]}")
        for row in range(0, len(batch), ROWS_AT_ONCE):
            part = vectors[row : row + ROWS_AT_ONCE]
            _fill_unit(store[top + row : top + row + len(part)], part)
    return store


def _fill_unit(store: NDArray[np.float16], vectors: Vectors) -> None:
    """Fill in vectors, scaled to unit length."""
    if compiled.is_there():
        compiled.call("unit_halves", np.ascontiguousarray(vectors), *vectors.shape, store)
    else:
        store[:] = unit_rows(vectors)


def _text_vectors(
    text: Sequence[str],
    cut: tuple[list[str], Ids],
    rows: dict[str, int],
    store: NDArray[np.float16],
    reading: _Reading,
) -> TextVectors:
    sentence_rows = np.array([rows.get(sentence, BLANK) for sentence in text], dtype=np.int64)
    clauses, clause_starts = cut
    clause_rows = np.array([rows.get(clause, BLANK) for clause in clauses], dtype=np.int64)
    return TextVectors(
        sentences=_centred_rows(store, sentence_rows, _mean_of_rows(store, sentence_rows)),
        lengths=reading.lengths,
        store=store if len(store) else np.zeros((1, store.shape[1]), dtype=np.float16),
        clause_mean=_mean_of_rows(store, clause_rows),
        clause_rows=clause_rows,
        clause_lengths=lengths(clauses),
        clause_starts=clause_starts,
        figures=reading.figures,
        figure_starts=reading.figure_starts,
        terms=reading.terms,
        known=no_concepts(len(text)),
        concepts=no_concepts(len(text)),
        forms=reading.forms,
    )


def _read(text: Sequence[str]) -> _Reading:
    figures = [read_figures(sentence)[:MOST_FIGURES] for sentence in text]
    return _Reading(
        lengths=lengths(text),
        figures=np.array(list(chain.from_iterable(figures)), dtype=np.float64),
        figure_starts=_starts([len(found) for found in figures]),
        terms=index_terms(text),
        forms=read_forms(text),
    )


def _centred_rows(store: NDArray[np.float16], rows: Ids, mean: Vectors) -> Vectors:
    """Give centred unit vectors of rows of the store, (row, dimension), float32; zero where blank."""
    if compiled.is_there():
        vectors = np.empty((len(rows), store.shape[1]), dtype=np.float32)
        compiled.call("centre_rows", store, rows, *vectors.shape, mean, vectors)
        return vectors
    vectors = np.zeros((len(rows), store.shape[1]), dtype=np.float32)
    filled = np.flatnonzero(rows != BLANK)
    for top in range(0, len(filled), ROWS_AT_ONCE):
        places = filled[top : top + ROWS_AT_ONCE]
        vectors[places] = centre(store[rows[places]].astype(np.float32), mean)
    return vectors


def _mean_of_rows(store: NDArray[np.float16], rows: Ids) -> Vectors:
    """Give the shrunk mean of rows of the store that are not blank, without gathering them all at once."""
    filled = rows[rows != BLANK]
    total = np.zeros(store.shape[1], dtype=np.float64)
    if compiled.is_there():
        compiled.call("sum_rows", store, filled, len(filled), len(total), total)
    else:
        for top in range(0, len(filled), STRINGS_PER_CALL):
            total += store[filled[top : top + STRINGS_PER_CALL]].sum(axis=0, dtype=np.float64)
    mean: Vectors = (total / (len(filled) + MEAN_SHRINKAGE_SENTENCES)).astype(np.float32)
    return mean


def _starts(counts: list[int]) -> Ids:
    return np.concatenate(([0], np.cumsum(np.array(counts, dtype=np.int64))))
