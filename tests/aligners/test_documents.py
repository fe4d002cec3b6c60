"""Documents find their counterparts, and what has none stands out by its score."""

import numpy as np
import pytest

from aligners.beads import Vectors
from aligners.documents import match_documents
from aligners.errors import VectorError


def _pile(rng: np.random.Generator, count: int) -> list[Vectors]:
    """Make documents of 8 to 25 sentences around a topic of their own."""
    topics = rng.normal(size=(count, 32))
    return [(rng.normal(size=(rng.integers(8, 26), 32)) + topic).astype(np.float32) for topic in topics]


def _version(vectors: Vectors, rng: np.random.Generator) -> Vectors:
    """Make a translation: other noise, a few sentences dropped."""
    noisy = vectors + rng.normal(scale=0.5, size=vectors.shape)
    return noisy[rng.random(len(noisy)) > 0.15].astype(np.float32)


def test_each_document_finds_its_translation_among_strangers() -> None:
    rng = np.random.default_rng(1)
    source = _pile(rng, 12)
    order = rng.permutation(12)
    target = [_version(source[n], rng) for n in order] + _pile(rng, 5)
    matches = match_documents(source, target)
    assert [match.source_index for match in matches] == list(range(12))
    assert [order[match.target_index] for match in matches] == list(range(12))
    assert all(match.runner_up_score is not None for match in matches)
    assert min(match.score for match in matches) > max(match.runner_up_score or 0 for match in matches)


def test_an_abridged_version_is_found() -> None:
    rng = np.random.default_rng(2)
    source = _pile(rng, 6)
    target = [_version(document[: len(document) // 3], rng) for document in source]
    assert [match.target_index for match in match_documents(source, target)] == list(range(6))


def test_empty_documents_are_passed_over() -> None:
    rng = np.random.default_rng(3)
    (document,) = _pile(rng, 1)
    empty = np.zeros((0, 32), np.float32)
    assert match_documents([], [document]) == []
    assert match_documents([empty], [document]) == []
    (match,) = match_documents([empty, document], [empty, document])
    assert (match.source_index, match.target_index, match.runner_up_score) == (1, 1, None)


def test_vectors_of_differing_width_are_refused() -> None:
    narrow, wide = np.ones((3, 4), np.float32), np.ones((3, 5), np.float32)
    with pytest.raises(VectorError, match="width"):
        match_documents([narrow], [wide])
    with pytest.raises(VectorError, match="width"):
        match_documents([narrow, wide], [narrow])
