"""What is compiled gives what numpy gives."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligners import compiled
from aligners.anchors import Anchors, sums_of_rows
from aligners.beads import Vectors
from aligners.chain_model import NEVER, Scores, best_paths, marginals
from aligners.clauses import cut_text
from aligners.coverage import Pieces, cover_source, cover_target
from aligners.lattice import band_around, build_lattice
from aligners.lexicon import learn_concepts
from aligners.match_features import MATCH_FEATURES
from aligners.spans import encode_texts
from aligners.tables import Chunk, Usual, build_chunk
from aligners.term_index import index_terms
from aligners.weights import Weights, score_chunks, shipped_weights

pytestmark = pytest.mark.skipif(not compiled.is_there(), reason="nothing was compiled")

CLAUSES = [
    "他有300元，",
    "第一章",
    "下雨了，",
    "“走吧。”",
    "一、",
    "李明说：",
    " ",
    "Li Ming said,",
    "“Go.”",
    "1. It rained. ",
]
CHARACTERS = list("甲乙豈 \u3000\nab1_é，。；“”,.;:!\"'—…)$")
SENTENCE = st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=4).map("".join)
TEXT = st.lists(SENTENCE, min_size=1, max_size=9)


@contextmanager
def _without() -> Iterator[None]:
    with patch.object(compiled, "is_there", lambda: False):
        yield


def _both_ways(work: Callable[[], object]) -> tuple[object, object]:
    with _without():
        plain = work()
    return work(), plain


def _chunk(source: list[str], target: list[str], seed: int) -> Chunk:
    rng = np.random.default_rng(seed)
    encoded = encode_texts(source, target, lambda strings: rng.standard_normal((len(strings), 16)))
    return build_chunk(*encoded, Usual(2.5, 0.5, 1.2))


def _assert_alike(first: object, second: object) -> None:
    for name in ("spans", "clauses_covered", "figures_covered", "concepts_covered"):
        own, other = getattr(first, name), getattr(second, name)
        for one, two in zip(*((a if isinstance(a, tuple) else (a,)) for a in (own, other)), strict=True):
            tables = [getattr(table, "sums", table) for table in (one, two)]
            np.testing.assert_allclose(*tables, rtol=1e-4, atol=1e-5, err_msg=name)


@settings(max_examples=40, deadline=None)
@given(TEXT, TEXT, st.integers(0, 2**32 - 1))
def test_the_tables_of_a_chunk_are_the_same(source: list[str], target: list[str], seed: int) -> None:
    _assert_alike(*_both_ways(lambda: _chunk(source, target, seed)))


@settings(max_examples=40, deadline=None)
@given(TEXT, TEXT, st.integers(0, 2**32 - 1), st.booleans())
def test_the_scores_of_beads_are_the_same(
    source: list[str], target: list[str], seed: int, is_narrow: bool
) -> None:
    chunk = _chunk(source, target, seed)
    corners = [(0, 0), (len(source), len(target))]
    lattice = build_lattice([band_around(corners, 0 if is_narrow else 5)])
    shipped = shipped_weights()
    random = np.random.default_rng(seed).standard_normal((4, len(MATCH_FEATURES)))
    weights = Weights("", random, shipped.gap, shipped.cut, shipped.opening)
    own, plain = _both_ways(lambda: score_chunks(lattice, [chunk], weights).match)
    np.testing.assert_allclose(own, plain, rtol=1e-4, atol=1e-4)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), min_size=1, max_size=3),
    st.sampled_from([1.0, 30.0]),
    st.integers(0, 2**32 - 1),
)
def test_probabilities_and_paths_are_the_same(sizes: list[tuple[int, int]], spread: float, seed: int) -> None:
    lattice = build_lattice([band_around([(0, 0), size], 3) for size in sizes])
    rng = np.random.default_rng(seed)
    match, gap, cut, opening = (
        spread * rng.standard_normal(shape, dtype=np.float32)
        for shape in (lattice.match_from.shape, lattice.gap_from.shape, lattice.count, lattice.count)
    )
    match[lattice.match_from == lattice.count] = NEVER
    gap[lattice.gap_from == lattice.count] = NEVER
    scores = Scores(match, gap, cut, opening)
    own, plain = _both_ways(lambda: marginals(lattice, scores))
    for name in ("match", "gap", "cut", "opening"):
        np.testing.assert_allclose(getattr(own, name), getattr(plain, name), atol=2e-4, err_msg=name)
    np.testing.assert_allclose(own.log_partition, plain.log_partition, rtol=1e-5)
    paths, plain_paths = _both_ways(lambda: best_paths(lattice, scores))
    assert paths == plain_paths


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=8), st.integers(1, 9), st.integers(0, 2**32 - 1))
def test_running_sums_are_the_same(counts: list[int], width: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    starts = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
    values, weights = rng.random((starts[-1], width), np.float32), rng.random(starts[-1], np.float32)
    pieces = Pieces(values, weights, starts)
    for cover, stride in ((cover_source, width + 3), (cover_target, len(counts) + 3)):
        own, plain = _both_ways(lambda: cover(pieces, 6, stride))  # noqa: B023 (called at once)
        np.testing.assert_allclose(own.sums, plain.sums, rtol=1e-5, atol=1e-6)


@given(
    st.lists(st.text(alphabet=st.sampled_from(list("甲乙豈 \u3000\nab1_é，。；“”,.;:!\"'—…)$"))), max_size=6)
)
def test_clauses_are_the_same(text: list[str]) -> None:
    (own, starts), (plain, plain_starts) = _both_ways(lambda: cut_text(text))
    assert own == plain
    assert starts.tolist() == plain_starts.tolist()


def test_a_line_of_very_many_clauses_is_cut_alike() -> None:
    (own, _), (plain, _) = _both_ways(lambda: cut_text(["甲乙，" * 1000, "好。"]))
    assert own == plain


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXT, min_size=2, max_size=2), st.integers(0, 2**32 - 1))
def test_vectors_and_figures_of_texts_are_the_same(texts: list[list[str]], seed: int) -> None:
    def encode(strings: Sequence[str]) -> Vectors:
        return np.random.default_rng(seed).standard_normal((len(strings), 16), dtype=np.float32)

    both, plain = _both_ways(lambda: encode_texts(*texts, encode))
    for own, other in zip(both, plain, strict=True):
        np.testing.assert_allclose(own.sentences, other.sentences, atol=2e-3)  # rounded to half precision
        np.testing.assert_allclose(own.clauses(), other.clauses(), atol=2e-3)


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXT, min_size=2, max_size=2), st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8))))
def test_learned_concepts_are_the_same(texts: list[list[str]], pairs: list[tuple[int, int]]) -> None:
    source, target = (index_terms([*text, "下雨了 it rained"] * 3) for text in texts)
    rows = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    rows %= [len(source.starts) - 1, len(target.starts) - 1]
    anchors = Anchors(rows[:, 0].copy(), rows[:, 1].copy(), np.ones(len(rows), np.float32))
    both, plain = _both_ways(lambda: learn_concepts(source, target, anchors))
    for own, other in zip(both, plain, strict=True):
        assert own.ids.tolist() == other.ids.tolist()


@given(st.lists(st.integers(1, 4), min_size=1), st.integers(0, 2**32 - 1))
def test_sums_of_rows_are_the_same(sizes: list[int], seed: int) -> None:
    starts = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    rows = np.random.default_rng(seed).random((starts[-1] + 2, 3), np.float32)
    np.testing.assert_allclose(*_both_ways(lambda: sums_of_rows(rows, starts)), rtol=1e-6)
