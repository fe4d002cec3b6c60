"""The minimum is found, and found on the bounds where it lies beyond them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligners.optimiser import minimise

FREE = (None, None)


@given(st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_the_minimum_of_a_quadratic_form_is_found(size: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    half = rng.normal(size=(size, size))
    form = half @ half.T + 0.1 * np.eye(size)
    goal = rng.normal(size=size)

    def objective(point):
        return 0.5 * float((point - goal) @ form @ (point - goal)), form @ (point - goal)

    found = minimise(objective, np.zeros(size), [FREE] * size, most_steps=500, tolerance=1e-14)
    assert objective(found)[0] <= 1e-6


def test_a_curved_valley_is_followed_to_its_end() -> None:
    def rosenbrock(point):
        x, y = point
        value = (1 - x) ** 2 + 100 * (y - x * x) ** 2
        return value, np.array([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)])

    found = minimise(rosenbrock, np.array([-1.2, 1.0]), [FREE] * 2, most_steps=500, tolerance=1e-15)
    assert found == pytest.approx([1.0, 1.0], abs=1e-3)


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ([(0, None), (None, 0)], [0.0, 0.0]),
        ([(None, None), (3, None)], [-2.0, 3.0]),
        ([(-1, 5), (None, 1)], [-1.0, 1.0]),
    ],
)
def test_bounds_are_kept(bounds, expected) -> None:
    goal = np.array([-2.0, 2.0])

    def objective(point):
        return float(((point - goal) ** 2).sum()), 2 * (point - goal)

    assert minimise(objective, np.zeros(2), bounds) == pytest.approx(expected, abs=1e-4)
