"""The minimum of a smooth function of some dozens of variables within bounds, with numpy alone.

Limited-memory BFGS (Liu & Nocedal 1989) on the variables that are free, each step projected onto the bounds
and halved until the function has fallen enough (Bertsekas 1982).
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Point = NDArray[np.float64]
Objective = Callable[[Point], tuple[float, Point]]
"""Gives the value at a point and the gradient."""

REMEMBERED_STEPS = 10
SUFFICIENT_FALL = 1e-4
"""The share of the fall that the gradient promises which a step must reach (Armijo)."""
MOST_HALVINGS = 30


def minimise(
    objective: Objective,
    start: Point,
    bounds: Sequence[tuple[float | None, float | None]],
    *,
    most_steps: int = 100,
    tolerance: float = 1e-6,
) -> Point:
    """Walk down from `start` until a step lowers the value by less than `tolerance` of it."""
    low = np.array([-np.inf if bound[0] is None else bound[0] for bound in bounds])
    high = np.array([np.inf if bound[1] is None else bound[1] for bound in bounds])
    point = np.clip(start, low, high)
    value, gradient = objective(point)
    history: list[tuple[Point, Point]] = []
    for _ in range(most_steps):
        is_free = ~(((point <= low) & (gradient > 0)) | ((point >= high) & (gradient < 0)))
        direction = _direction(np.where(is_free, gradient, 0.0), history) * is_free
        if direction @ gradient >= 0:
            history.clear()
            direction = -gradient * is_free
        found = _step(objective, (point, value, gradient), direction, (low, high))
        if found is None:
            break
        after, lower, slope = found
        if (after - point) @ (slope - gradient) > 1e-12:
            history = [*history[1 - REMEMBERED_STEPS :], (after - point, slope - gradient)]
        is_settled = value - lower <= tolerance * max(abs(value), abs(lower), 1.0)
        point, value, gradient = after, lower, slope
        if is_settled:
            break
    return point


def _direction(gradient: Point, history: Sequence[tuple[Point, Point]]) -> Point:
    """Give minus the gradient times the approximate inverse of the Hessian (two-loop recursion)."""
    direction = -gradient
    shares = []
    for step, change in reversed(history):
        share = (step @ direction) / (step @ change)
        shares.append(share)
        direction = direction - share * change
    if history:
        step, change = history[-1]
        direction = direction * (step @ change) / (change @ change)
    else:
        direction = direction / max(1.0, float(np.linalg.norm(gradient)))
    for (step, change), share in zip(history, reversed(shares), strict=True):
        direction = direction + (share - (change @ direction) / (step @ change)) * step
    return direction


def _step(
    objective: Objective, here: tuple[Point, float, Point], direction: Point, limits: tuple[Point, Point]
) -> tuple[Point, float, Point] | None:
    """Go in a direction as far as the value falls enough; None where it does not fall any more.

    `here` and the outcome are a point, the value there and the gradient.
    """
    point, value, gradient = here
    length = 1.0
    for _ in range(MOST_HALVINGS):
        after = np.clip(point + length * direction, *limits)
        lower, slope = objective(after)
        if lower <= value + SUFFICIENT_FALL * float(gradient @ (after - point)) and (after != point).any():
            return after, lower, slope
        length /= 2
    return None
