"""How far two readers agree beyond chance.

Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20
(1960): kappa = (observed - expected) / (1 - expected), where `expected` is the agreement of two readers who
give their verdicts as often as these but at random. The interval is by his standard error for large samples.
"""

import math
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

NORMAL_95 = 1.96  # standard errors on either side for 95 % confidence


@dataclass(frozen=True, slots=True)
class Agreement:
    """Shares of `count` verdicts; kappa and its interval are None where chance alone explains all or none."""

    count: int
    observed: float
    expected: float
    kappa: float | None
    interval: tuple[float, float] | None


def cohens_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> Agreement:
    """Compare two readers' verdicts on the same things, in the same order.

    Raises:
        ValueError: there are none, or not as many of the one as of the other.
    """
    count = len(first)
    if not count or count != len(second):
        raise ValueError(f"{len(first)} first verdicts and {len(second)} second ones: expected pairs of them")
    observed = sum(one == other for one, other in zip(first, second, strict=True)) / count
    first_counts, second_counts = Counter(first), Counter(second)
    expected = sum(number * second_counts[verdict] for verdict, number in first_counts.items()) / count**2
    if math.isclose(expected, 1.0):
        return Agreement(count, observed, expected, None, None)
    kappa = (observed - expected) / (1 - expected)
    error = math.sqrt(observed * (1 - observed) / (count * (1 - expected) ** 2))
    interval = (max(kappa - NORMAL_95 * error, -1.0), min(kappa + NORMAL_95 * error, 1.0))
    return Agreement(count, observed, expected, kappa, interval)
