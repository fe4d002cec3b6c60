"""Mining finds pairs that stand out, each sentence once, and refuses unusable vectors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligners.beads import LinkKind
from aligners.errors import VectorError
from aligners.mining import mine


def test_planted_pairs_are_found_and_nothing_else() -> None:
    rng = np.random.default_rng(1)
    source = (rng.normal(size=(60, 64)) + 1).astype(np.float32)
    target = (rng.normal(size=(80, 64)) + 1).astype(np.float32)
    planted = {(3, 70), (10, 10), (59, 0)}
    for row, column in planted:
        target[column] = source[row] + rng.normal(scale=0.3, size=64)
    links = mine(source, target, minimum_margin=1.25)
    assert {(link.source_start, link.target_start) for link in links} == planted
    assert all(link.kind is LinkKind.CANDIDATE and link.score >= 1.25 for link in links)


@settings(deadline=None)
@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 2**32 - 1))
def test_each_sentence_is_linked_at_most_once_and_best_links_come_first(n: int, m: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    links = mine(rng.normal(size=(n, 8)), rng.normal(size=(m, 8)), minimum_margin=0.5)
    assert (
        len({link.source_start for link in links}) == len({link.target_start for link in links}) == len(links)
    )
    assert [link.score for link in links] == sorted((link.score for link in links), reverse=True)


def test_vectors_that_are_not_finite_or_of_another_width_are_refused() -> None:
    good = np.ones((2, 4), np.float32)
    with pytest.raises(VectorError, match="wide"):
        mine(good, np.ones((2, 5), np.float32))
    with pytest.raises(VectorError, match="not finite"):
        mine(good, np.full((2, 4), np.inf, np.float32))
