"""The gradient of the likelihood of gold paths is right; leaving out what is implausible changes little."""

import numpy as np
import pytest

from aligners.evaluation import IdBead
from aligners.fitting import WIDTH, Example, PairVectors, as_flat, as_weights, make_example, objective
from aligners.narrowing import narrow
from aligners.spans import encode_texts
from aligners.weights import shipped_weights
from tests.aligners.strategies import hashed_vectors

GOLD: tuple[IdBead, ...] = (
    ((0,), (0,)), ((1, 2), (1,)), ((3,), ()), ((4,), (2, 3)), ((), (4,)), ((5, 6), (5, 6)), ((7,), (7,)),
)  # fmt: skip


def _example(weight: float = 1.0) -> Example:
    """Give eight sentences that are alike on both sides where gold has them together."""
    source = [f"word{n} 第{n}句。" for n in range(8)]
    target = [f"word{n} 第{n}句。" for n in (0, 1, 4, 4, 9, 5, 6, 7)]
    return make_example([PairVectors(*encode_texts(source, target, hashed_vectors), GOLD)], weight)


@pytest.mark.parametrize("place", range(0, WIDTH, 29))
def test_the_gradient_is_the_slope(place: int) -> None:
    example, at = _example(), as_flat(shipped_weights()) * 0.3
    step = np.zeros(WIDTH)
    step[place] = 0.02
    below, above = (objective(at + sign * step, [example], 0.1)[0] for sign in (-1, 1))
    slope = objective(at, [example], 0.1)[1][place]
    assert (above - below) / 0.04 == pytest.approx(slope, abs=0.02)


def test_an_example_counts_as_much_as_it_weighs() -> None:
    at = as_flat(shipped_weights())
    once, twice = (objective(at, [_example(weight)])[0] for weight in (1.0, 2.0))
    assert twice == pytest.approx(2 * once, rel=1e-4)


def test_weights_come_back_from_the_order_in_which_they_are_learned() -> None:
    weights = shipped_weights()
    again = as_weights(as_flat(weights))
    np.testing.assert_allclose(again.match, weights.match, atol=1e-9)
    np.testing.assert_allclose(again.gap, weights.gap, atol=1e-9)


def test_narrowed_examples_are_as_likely_and_smaller() -> None:
    at = as_flat(shipped_weights())
    examples = [_example(2.0), _example(0.5)]
    narrowed = narrow(examples, at)
    assert len(narrowed.match) < sum(len(example.match) for example in examples)
    assert narrowed.is_gold_match.sum() == 2 * sum(bool(source and target) for source, target in GOLD)
    loss, gradient = objective(at, examples)
    found = objective(at, [narrowed])
    assert found[0] == pytest.approx(loss, abs=0.01)
    np.testing.assert_allclose(found[1], gradient, atol=0.05)


def test_the_gold_path_stays_however_unlikely() -> None:
    narrowed = narrow([_example()], -as_flat(shipped_weights()))
    assert narrowed.is_gold_match.sum() == 5
    assert narrowed.is_gold_gap.sum() == 2
    assert np.isfinite(objective(np.zeros(WIDTH), [narrowed])[0])
