"""Anchors are mutual nearest neighbours; their chain is the heaviest; windows do not change what is found."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligners import anchors as module
from aligners.anchors import Anchors, find_anchors, heaviest_chain, refine, supported, with_strips

PAIRS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(1, 9)), max_size=9)


def _anchors(triples: list[tuple[int, int, int]]) -> Anchors:
    columns = [np.array([triple[side] for triple in triples]) for side in range(3)]
    return Anchors(columns[0].astype(np.int64), columns[1].astype(np.int64), columns[2].astype(np.float32))


def _is_chain(triples: tuple[tuple[int, int, int], ...]) -> bool:
    return all(a[0] < b[0] and a[1] < b[1] for a, b in itertools.pairwise(triples))


@given(PAIRS)
def test_the_chain_is_the_heaviest_of_all_chains(triples: list[tuple[int, int, int]]) -> None:
    chain = heaviest_chain(_anchors(triples))
    found = tuple(zip(chain.source.tolist(), chain.target.tolist(), chain.margin.tolist(), strict=True))
    assert _is_chain(found)
    best = max(
        sum(triple[2] for triple in chosen)
        for size in range(len(triples) + 1)
        for chosen in itertools.combinations(sorted(triples), size)
        if _is_chain(chosen)
    )
    assert float(chain.margin.sum()) == best


def _walk(rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Make unit vectors of a text and of its translation, with a passage lost on either side."""
    source = rng.normal(size=(count, 48)).astype(np.float32)
    target = source + rng.normal(scale=0.6, size=source.shape).astype(np.float32)
    target = np.delete(target, np.s_[count // 3 : count // 3 + count // 8], axis=0)
    source = np.delete(source, np.s_[count // 2 : count // 2 + count // 10], axis=0)
    return tuple(side / np.linalg.norm(side, axis=1, keepdims=True) for side in (source, target))


def test_windows_find_what_the_full_search_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = _walk(np.random.default_rng(3), 1200)
    full = find_anchors(source, target)
    monkeypatch.setattr(module, "EXACT_PAIRS", 100_000)
    windowed = heaviest_chain(find_anchors(source, target))
    expected = set(zip(full.source.tolist(), full.target.tolist(), strict=True))
    found = set(zip(windowed.source.tolist(), windowed.target.tolist(), strict=True))
    assert len(found & expected) >= 0.98 * len(heaviest_chain(full))


def test_an_anchor_in_the_middle_of_a_hole_is_dropped() -> None:
    run = [(k, k, 10) for k in range(20)]
    after = [(k + 40, k + 22, 10) for k in range(20)]
    lone = [(30, 20, 5)]
    chain = supported(_anchors([*run, *lone, *after]).take(np.arange(41)))
    assert len(chain) == 41  # margins this large need no support
    faint = Anchors(chain.source, chain.target, chain.margin / 100)
    kept = supported(faint)
    assert 30 not in kept.source
    assert len(kept) == 40


def test_no_sentences_give_no_anchors() -> None:
    assert len(find_anchors(np.zeros((0, 4), np.float32), np.ones((3, 4), np.float32))) == 0
    assert len(heaviest_chain(find_anchors(np.zeros((3, 4), np.float32), np.zeros((3, 4), np.float32)))) == 0


def test_text_that_repeats_itself_is_anchored_between_what_stands_out() -> None:
    rng = np.random.default_rng(7)
    refrain = rng.normal(size=(30, 48))
    verses = rng.normal(size=(3, 20, 48))
    source = np.concatenate([part for verse in verses for part in (verse, refrain)])
    target = source + rng.normal(scale=0.5, size=source.shape)
    source, target = (
        (side / np.linalg.norm(side, axis=1, keepdims=True)).astype(np.float32) for side in (source, target)
    )
    chain = heaviest_chain(find_anchors(source, target))
    refined = refine(source, target, chain, (0, 0), (150, 150))
    assert len(refined) > len(chain)
    assert np.mean(refined.source == refined.target) >= 0.95
    assert (np.diff(refined.source) > 0).all()
    assert (np.diff(refined.target) > 0).all()


def test_a_few_sentences_against_very_many_are_put_where_they_are_nearest() -> None:
    rng = np.random.default_rng(3)
    target = rng.normal(size=(3000, 32)).astype(np.float32)
    target /= np.linalg.norm(target, axis=1, keepdims=True)
    source = target[[40, 1700, 2500]]
    nothing = Anchors(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32))
    for sides in ((source, target, (3, 3000)), (target, source, (3000, 3))):
        found = with_strips(sides[0], sides[1], nothing, (0, 0), sides[2])
        pairs = {
            tuple(sorted(pair)) for pair in zip(found.source.tolist(), found.target.tolist(), strict=True)
        }
        assert pairs == {(0, 40), (1, 1700), (2, 2500)}
    assert len(with_strips(source, target[:200], nothing, (0, 0), (3, 200))) == 0
