"""What a reviewer's own decisions say about the rows that nobody has looked at.

A row counts as checked when the reviewer decided on it alone: accepted (or edited in its words only) says
that the alignment was right, rejected, merged, split or moved that it was wrong. Rows that were accepted in
bulk count for nothing. The bound is the exact one-sided binomial bound of Clopper & Pearson (1934). It holds
for rows checked at random; checked in the order of doubt, the rest is better than the bound says.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from db import reviews
from db.records import ReviewEvent, ReviewState, StoredBead
from db.store import open_store

CONFIDENCE = 0.95

_OPEN = frozenset({ReviewState.PROPOSED, ReviewState.NEEDS_REVIEW})
_RIGHT = frozenset({ReviewState.ACCEPTED.value, "edit-target", "edit-source"})
_WRONG = frozenset({ReviewState.REJECTED.value, "merge", "split", "move-boundary"})


@dataclass(frozen=True, slots=True)
class Assurance:
    """Of `checked` rows `right` were right; at least `bound` of all are, with 95 % confidence."""

    checked: int
    right: int
    bound: float


def assurance(path: Path, run_id: int, *, reviewer: str) -> Assurance:
    """Say how right the alignment is by the decisions of one reviewer that still stand."""
    with open_store(path, must_exist=True) as store:
        events = [event for event in reviews.list_events(store, run_id) if event.reviewer == reviewer]
    checked = right = 0
    for event in standing(events):
        decided = [bead for bead in event.before if bead.state in _OPEN]
        if event.action in _RIGHT and len(event.before) == 1:
            checked += len(decided)
            right += len(decided)
        elif event.action in _WRONG and _is_single(event.before, event.action):
            checked += len(decided)
    return Assurance(checked, right, lower_bound(right, checked))


def _is_single(before: Sequence[StoredBead], action: str) -> bool:
    return len(before) == 1 or action in {"merge", "move-boundary"}


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


def lower_bound(right: int, checked: int, confidence: float = CONFIDENCE) -> float:
    """Give the least share of right rows that `right` of `checked` allow with this confidence."""
    if right == 0:
        return 0.0
    low, high = 0.0, right / checked
    for _ in range(60):
        middle = (low + high) / 2
        if _tail(right, checked, middle) < 1 - confidence:
            low = middle
        else:
            high = middle
    return low


def _tail(right: int, checked: int, share: float) -> float:
    """Give the probability of `right` or more successes in `checked` trials."""
    if share <= 0:
        return 0.0
    if share >= 1:
        return 1.0
    terms = (
        math.lgamma(checked + 1)
        - math.lgamma(k + 1)
        - math.lgamma(checked - k + 1)
        + k * math.log(share)
        + (checked - k) * math.log1p(-share)
        for k in range(right, checked + 1)
    )
    return min(math.fsum(math.exp(term) for term in terms), 1.0)
