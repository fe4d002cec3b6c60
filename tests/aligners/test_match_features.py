"""The features of beads: what a whole chunk's tables say is what each place says."""

from collections.abc import Sequence

import numpy as np
import pytest

from aligners.beads import Vectors
from aligners.lattice import MATCH_TYPES, Shape
from aligners.match_features import MATCH_FEATURES, MatchFeatures
from aligners.spans import encode_texts
from aligners.tables import Chunk, Usual, build_chunk

SOURCE = [
    "第一章 开始",
    "他有300元，她没有。",
    "“走吧。”",
    "李明说。",
    "二、结束",
    "下雨了，天黑了，人走了。",
    "完。",
]
TARGET = [
    "Chapter 1 The start",
    "He had 300 yuan; she had none.",
    "“Go.”",
    "Li said.",
    "It rained, and then",
    "End.",
]


def _encode(strings: Sequence[str]) -> Vectors:
    return np.random.default_rng(3).standard_normal((len(strings), 16), dtype=np.float32)


@pytest.fixture(scope="module")
def chunk() -> Chunk:
    """Seven sentences against six, at the ends of both texts."""
    return build_chunk(*encode_texts(SOURCE, TARGET, _encode), Usual(2.5, 0.5, 1.2))


@pytest.mark.parametrize("size", MATCH_TYPES)
def test_scores_are_weighted_sums_of_the_features(chunk: Chunk, size: Shape) -> None:
    weights = np.random.default_rng(5).standard_normal(len(MATCH_FEATURES), dtype=np.float32)
    tables = MatchFeatures(chunk).tables(size)
    places = np.indices((len(SOURCE) - size[0] + 1, len(TARGET) - size[1] + 1)).reshape(2, -1)
    found = tables.scores(weights)[places[0], places[1]]
    np.testing.assert_allclose(found, weights @ tables.at(places[0], places[1]), atol=1e-4)


@pytest.mark.parametrize("size", MATCH_TYPES)
def test_cosines_are_those_of_weighted_sums_of_vectors(chunk: Chunk, size: Shape) -> None:
    features = MatchFeatures(chunk).tables(size).at(np.array([0, 1]), np.array([0, 0]))
    row = MATCH_FEATURES.index("cosine")
    for place, i in enumerate((0, 1)):
        sums = [
            (text.sentences[start : start + count] * text.lengths[start : start + count, None]).sum(axis=0)
            for text, start, count in ((chunk.source, i, size[0]), (chunk.target, 0, size[1]))
        ]
        expected = sums[0] @ sums[1] / np.linalg.norm(sums[0]) / np.linalg.norm(sums[1])
        assert features[row, place] == pytest.approx(expected, abs=1e-4)


def test_a_clause_that_one_of_two_sentences_covers_is_covered_by_both(chunk: Chunk) -> None:
    values, weights = chunk.source_pieces.values, chunk.source_pieces.weights
    clauses = slice(int(chunk.source.clause_starts[1]), int(chunk.source.clause_starts[2]))
    best = values[clauses, 1:3].max(axis=1)
    features = MatchFeatures(chunk).tables((1, 2)).at(np.array([1]), np.array([1]))
    expected = (best * weights[clauses]).sum() / max(weights[clauses].sum(), 1)
    row = MATCH_FEATURES.index("source clauses covered")
    assert features[row, 0] == pytest.approx(expected, abs=1e-4)
