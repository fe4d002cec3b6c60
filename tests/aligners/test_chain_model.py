"""The chain's best path and probabilities equal those of trying every path, on small lattices."""

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligners.chain_model import NEVER, Scores, best_paths, marginals
from aligners.lattice import GAP_TYPES, MATCH_TYPES, Lattice, build_lattice, full_band

Path = list[tuple[int, int]]


def _random_scores(lattice: Lattice, rng: np.random.Generator) -> Scores:
    match = rng.normal(size=(len(MATCH_TYPES), lattice.count)) * 2
    gap = rng.normal(size=(len(GAP_TYPES), lattice.count)) * 2
    match[lattice.match_from == lattice.count] = NEVER
    gap[lattice.gap_from == lattice.count] = NEVER
    return Scores(match, gap, rng.normal(size=lattice.count), rng.normal(size=lattice.count))


def _all_paths(lattice: Lattice, start: int, end: int) -> Iterator[Path]:
    """List every way from start to end as (boundary at which a bead ends, type)."""
    if start == end:
        yield []
        return
    for kind, successors in enumerate((*lattice.match_to, *lattice.gap_to)):
        there = int(successors[start])
        if there < lattice.count:
            for rest in _all_paths(lattice, there, end):
                yield [(there, kind), *rest]


def _score(path: Path, scores: Scores) -> float:
    total = 0.0
    before: tuple[int, bool] | None = None
    for boundary, kind in path:
        is_match = kind < len(MATCH_TYPES)
        table = scores.match[kind] if is_match else scores.gap[kind - len(MATCH_TYPES)]
        total += float(table[boundary])
        if before is not None and before[1]:
            total += float((scores.cut if is_match else scores.opening)[before[0]])
        before = (boundary, is_match)
    return total


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 4), st.integers(0, 4), st.integers(0, 2**32 - 1))
def test_search_and_sums_equal_brute_force(n: int, m: int, seed: int) -> None:
    if n + m == 0:
        return
    lattice = build_lattice([full_band(n, m)])
    scores = _random_scores(lattice, np.random.default_rng(seed))
    paths = list(_all_paths(lattice, int(lattice.starts[0]), int(lattice.ends[0])))
    values = np.array([_score(path, scores) for path in paths])
    (best,) = best_paths(lattice, scores)
    assert best in paths
    assert _score(best, scores) == pytest.approx(values.max())
    found = marginals(lattice, scores)
    assert found.log_partition[0] == pytest.approx(np.logaddexp.reduce(values))
    expected = np.zeros((len(MATCH_TYPES) + len(GAP_TYPES), lattice.count))
    probabilities = np.exp(values - np.logaddexp.reduce(values))
    for path, probability in zip(paths, probabilities, strict=True):
        for boundary, kind in path:
            expected[kind, boundary] += probability
    np.testing.assert_allclose(np.concatenate((found.match, found.gap)), expected, atol=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), min_size=1, max_size=4), st.integers(0, 99))
def test_posteriors_of_all_beads_over_a_segment_sum_to_one(sizes: list[tuple[int, int]], seed: int) -> None:
    lattice = build_lattice([full_band(n, m) for n, m in sizes])
    found = marginals(lattice, _random_scores(lattice, np.random.default_rng(seed)))
    posteriors = np.concatenate((found.match, found.gap))
    for chunk, (n, m) in enumerate(sizes):
        for side, count in ((lattice.source, n), (lattice.target, m)):
            held = np.zeros(count)
            for kind, shape in enumerate(MATCH_TYPES + GAP_TYPES):
                size = shape[0 if side is lattice.source else 1]
                for place in np.flatnonzero((lattice.chunk == chunk) & (posteriors[kind] > 0)):
                    held[side[place] - size : side[place]] += posteriors[kind, place]
            np.testing.assert_allclose(held, 1.0, atol=1e-9)


def test_chunks_side_by_side_are_decoded_as_each_by_itself() -> None:
    bands = [full_band(3, 4), full_band(5, 2), full_band(1, 6)]
    together = build_lattice(bands)
    scores = _random_scores(together, np.random.default_rng(5))
    found = best_paths(together, scores)
    for chunk, band in enumerate(bands):
        alone = build_lattice([band])
        rows = np.flatnonzero(together.chunk == chunk)
        own = Scores(scores.match[:, rows], scores.gap[:, rows], scores.cut[rows], scores.opening[rows])
        (path,) = best_paths(alone, own)
        assert [(int(rows[boundary]), kind) for boundary, kind in path] == found[chunk]


def test_all_bead_types_lead_where_they_should() -> None:
    lattice = build_lattice([full_band(7, 7)])
    places = list(zip(lattice.source.tolist(), lattice.target.tolist(), strict=True))
    for kind, (a, b) in itertools.chain(enumerate(MATCH_TYPES)):
        for boundary, (i, j) in enumerate(places):
            begins = int(lattice.match_from[kind, boundary])
            if i >= a and j >= b:
                assert places[begins] == (i - a, j - b)
            else:
                assert begins == lattice.count
