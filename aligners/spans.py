"""The vectors of a text as an aligner needs them: centred, with the clauses at either end of each sentence.

Subtracting each language's mean vector from its sentences turns the inner product of a pair into its margin
over what both sentences have in common with every sentence of the other side: the double-centred similarity
matrix, exactly, at linear cost. Short texts have an uncertain mean, so that it is shrunk towards zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligners.beads import Encode, Vectors
from aligners.clauses import split_clauses
from aligners.errors import VectorError

MEAN_SHRINKAGE_SENTENCES = 3.0
"""A text of n sentences has n / (n + this) of its mean subtracted."""


@dataclass(frozen=True, slots=True)
class TextVectors:
    """One side of a pair: each array has one row a sentence.

    `sentences`, `first_clauses`, `last_clauses`: (segment, dimension), float32, centred unit vectors, or
    zero where a sentence is blank or equals the mean. `lengths`: (segment,), float32, characters that are
    not space.
    """

    sentences: Vectors
    first_clauses: Vectors
    last_clauses: Vectors
    lengths: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.lengths)

    def part(self, start: int, end: int) -> "TextVectors":
        """Give the rows `start:end`, as views."""
        return TextVectors(
            self.sentences[start:end],
            self.first_clauses[start:end],
            self.last_clauses[start:end],
            self.lengths[start:end],
        )


def encode_texts(
    source: Sequence[str], target: Sequence[str], encode: Encode
) -> tuple[TextVectors, TextVectors]:
    """Encode the sentences and end clauses of two texts in one call, and centre them.

    Each distinct string that is not blank is sent once. Raises VectorError where `encode` gives another
    number of rows, or values that are not finite.
    """
    ends = [[_end_clauses(sentence) for sentence in text] for text in (source, target)]
    strings = [string for triples in ends for triple in triples for string in triple if string]
    rows = {string: row for row, string in enumerate(dict.fromkeys(strings))}
    vectors = check_vectors(encode(list(rows)) if rows else np.zeros((0, 1), np.float32), len(rows))
    first, second = (
        _text_vectors(text, triples, rows, vectors)
        for text, triples in zip((source, target), ends, strict=True)
    )
    return first, second


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


def centre(vectors: Vectors, mean: Vectors | None = None) -> Vectors:
    """Subtract the mean, shrunk for few rows (or `mean` as it stands), and scale each row to unit length."""
    if mean is None:
        mean = vectors.sum(axis=0) / (len(vectors) + MEAN_SHRINKAGE_SENTENCES)
    return _unit(vectors - mean)


def _end_clauses(sentence: str) -> tuple[str, str, str]:
    """Give the sentence, its first and its last clause, stripped; empty strings where it is blank."""
    stripped = sentence.strip()
    clauses = split_clauses(stripped)
    return stripped, clauses[0].strip(), clauses[-1].strip()


def _text_vectors(
    text: Sequence[str], triples: list[tuple[str, str, str]], rows: dict[str, int], vectors: Vectors
) -> TextVectors:
    filled = np.array([bool(sentence) for sentence, _, _ in triples], dtype=bool)
    sentences, first, last = (
        _centred_rows([triple[part] for triple in triples], filled, rows, vectors) for part in range(3)
    )
    lengths = np.array([len("".join(sentence.split())) for sentence in text], dtype=np.float32)
    return TextVectors(sentences, first, last, lengths)


def _centred_rows(
    strings: list[str], filled: NDArray[np.bool_], rows: dict[str, int], vectors: Vectors
) -> Vectors:
    """Centre the vectors of the strings that are not blank; blank ones have no meaning and stay zero."""
    result = np.zeros((len(strings), vectors.shape[1]), dtype=np.float32)
    if filled.any():
        result[filled] = centre(vectors[[rows[string] for string in strings if string]])
    return result


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 1e-6)
    return unit
