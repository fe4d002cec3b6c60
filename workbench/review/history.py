"""The history of a project: who decided what, and when."""

from pathlib import Path

from db import alignments, history
from db.history import LoggedDecision
from db.store import open_store

NEWEST = 2000
"""Decisions that a list shows unless it is asked for more."""


def decisions(
    path: Path, *, pair_id: int | None = None, reviewer: str | None = None, limit: int = NEWEST
) -> list[LoggedDecision]:
    """List the newest decisions first, of one pair or of all, of one reviewer or of all.

    Raises:
        NotFoundError: there is no such pair.
    """
    with open_store(path, must_exist=True) as store:
        if pair_id is not None:
            alignments.get_pair(store, pair_id)
        return history.list_decisions(store, pair_id=pair_id, reviewer=reviewer, limit=limit)
