"""What a reviewer's own decisions say about the rows that nobody has looked at.

A row counts as checked when the reviewer decided on it alone: accepted (or edited in its words only) says
that the alignment was right, rejected, merged, split or moved that it was wrong. Rows that were accepted in
bulk count for nothing. What was checked is right afterwards, so only the rest can be wrong: the bound on that
is the exact one-sided one for samples without replacement (hypergeometric; Buonaccorsi 1987). It holds for
rows checked at random; checked in the order of doubt, the rest is better than the bound says.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from db import review_reading, reviews
from db.records import OPEN_STATES, ReviewEvent, ReviewState, StoredBead
from db.store import open_store

CONFIDENCE = 0.95
GOAL = 0.98
"""The share of right rows at which one may well stop."""

_RIGHT = frozenset({ReviewState.ACCEPTED.value, "edit-target", "edit-source"})
_WRONG = frozenset(
    {ReviewState.REJECTED.value, "merge", "split", "move-boundary", "shift", "pin", "no-counterpart"}
)


@dataclass(frozen=True, slots=True)
class Assurance:
    """Of `checked` rows out of `total` `right` were right; at least `bound` of all are right now.

    The confidence is 95 %. `needed` is how many more right checks make the bound 98 %.
    """

    checked: int
    right: int
    total: int
    bound: float
    needed: int


def assurance(path: Path, run_id: int, *, reviewer: str) -> Assurance:
    """Say how right the alignment is by the decisions of one reviewer that still stand."""
    with open_store(path, must_exist=True) as store:
        total = len(review_reading.read_outline(store, run_id))
        events = [event for event in reviews.list_events(store, run_id) if event.reviewer == reviewer]
    checked = right = 0
    for event in standing(events):
        decided = [bead for bead in event.before if bead.state in OPEN_STATES]
        if event.action in _RIGHT and len(event.before) == 1:
            checked += len(decided)
            right += len(decided)
        elif event.action in _WRONG and _is_single(event.before, event.action):
            checked += len(decided)
    total = max(total, checked)
    bound = document_bound(right, checked, total)
    return Assurance(checked, right, total, bound, checks_needed(right, checked, total))


def _is_single(before: Sequence[StoredBead], action: str) -> bool:
    return len(before) == 1 or action in {"merge", "move-boundary", "shift", "pin"}


def standing(events: Sequence[ReviewEvent]) -> list[ReviewEvent]:
    """Give the decisions among `events` that have not been undone, in order."""
    by_id = {event.id: event for event in events}
    stands: dict[int, bool] = {}
    for event in events:
        if event.reverts is None:
            stands[event.id] = True
        else:
            stands[event.reverts] = event.action == reviews.REDO
    return [by_id[event_id] for event_id, holds in stands.items() if holds]


def document_bound(right: int, checked: int, total: int, confidence: float = CONFIDENCE) -> float:
    """Give the least share of a document's rows that is right once the checked ones have been put right.

    The most wrong rows are the largest number of which a sample of `checked` shows no more than were seen,
    with a probability of 1 - confidence at least.
    """
    if not total:
        return 1.0
    seen = checked - right
    low, high = seen, total - right  # the wrong rows that were there at first
    while low < high:
        middle = (low + high + 1) // 2
        if _few_probability(seen, checked, middle, total) >= 1 - confidence:
            low = middle
        else:
            high = middle - 1
    return 1 - (low - seen) / total


def checks_needed(right: int, checked: int, total: int, goal: float = GOAL) -> int:
    """Give how many more checks, all right, bring the bound of a document to `goal`."""
    low, high = 0, total - checked
    while low < high:
        middle = (low + high) // 2
        if document_bound(right + middle, checked + middle, total) >= goal:
            high = middle
        else:
            low = middle + 1
    return low


def _few_probability(most: int, checked: int, wrong: int, total: int) -> float:
    """Give the probability that `checked` out of `total` rows hold `most` of `wrong` ones or fewer."""
    least = max(0, checked - (total - wrong))
    terms = (
        _log_choose(wrong, k) + _log_choose(total - wrong, checked - k) - _log_choose(total, checked)
        for k in range(least, min(most, wrong, checked) + 1)
    )
    return min(math.fsum(math.exp(term) for term in terms), 1.0)


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
