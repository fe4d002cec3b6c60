"""Batches: what they hold, and that they depend on nothing but their number."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.dataset import MAXIMUM_TOKENS, EncodedPairs, Sampler, pair_weights
from training.vocabulary import BEGIN, END, PADDING


def pairs_of(lengths, *, corpora=2):
    rng = np.random.default_rng(0)
    rows = [rng.integers(4, 60, size=(2, length)).tolist() for length in lengths]
    return EncodedPairs.of(
        [row[0] for row in rows], [row[1] for row in rows], [n % corpora for n in range(len(rows))]
    )


@given(st.integers(0, 1000), st.integers(0, 3), st.integers(4, MAXIMUM_TOKENS))
def test_no_side_is_longer_than_the_limit_or_larger_than_asked(step, part, limit):
    sampler = Sampler(pairs_of(list(range(1, 40)) * 5), [0.5, 0.5], seed=1)
    batch = sampler.batch(step, part, limit=limit, tokens=200)
    assert batch.source.shape[1] <= max(limit, 4)
    assert batch.target_output.shape[1] <= max(limit, 4)
    assert batch.source.size <= 200


def test_sides_carry_their_marks_and_padding():
    batch = Sampler(pairs_of([3, 3, 3]), [1, 1], seed=1).batch(0, 0, limit=9, tokens=60)
    assert (batch.source[:, -1] == END).all()
    assert (batch.target_input[:, 0] == BEGIN).all()
    assert np.array_equal(batch.target_input[:, 1:], batch.target_output[:, :-1])
    assert batch.target_tokens == (batch.target_output != PADDING).sum()


def test_a_batch_depends_only_on_seed_step_and_part(tmp_path):
    pairs = pairs_of(list(range(1, 30)) * 4)
    pairs.save(tmp_path / "pairs.npz")
    again = EncodedPairs.load(tmp_path / "pairs.npz")
    first, second = (Sampler(each, [0.3, 0.7], seed=5) for each in (pairs, again))
    first.batch(0, 0, limit=40, tokens=99)
    assert np.array_equal(
        first.batch(7, 1, limit=40, tokens=99).source, second.batch(7, 1, limit=40, tokens=99).source
    )


def test_long_pairs_of_a_corpus_are_drawn_more_often_and_its_share_stays():
    lengths, corpus = [7, 31, 199, 7, 7, 7], [0, 0, 0, 1, 1, 1]  # tokens without the end mark
    pairs = EncodedPairs.of([[5]] * len(lengths), [[6] * n for n in lengths], corpus)
    weights = pair_weights(pairs, [0.8, 0.2])
    assert np.allclose(weights[:3] / weights[0], [1, 2, 4])  # 16, 32 and 64 of the favoured lengths
    tokens = np.bincount(corpus, weights=weights * (np.asarray(lengths) + 1))
    assert np.allclose(tokens, [0.8, 0.2])


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_corpus_gives_its_share_of_the_target_tokens(share):
    lengths = [8] * 3000
    pairs = EncodedPairs.of([[5] * n for n in lengths], [[6 + c] * 8 for c in _corpus()], _corpus())
    sampler = Sampler(pairs, [share, 1 - share], seed=2)
    drawn = np.concatenate([sampler.batch(s, 0, limit=20, tokens=100).target_input[:, 1] for s in range(400)])
    assert abs((drawn == 6).mean() - share) < 0.04


def _corpus():
    return [0] * 600 + [1] * 2400
