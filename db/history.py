"""The log of review decisions as lines to read: light, for a decision may have taken thousands of beads."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from db.store import Store


@dataclass(frozen=True, slots=True)
class LoggedDecision:
    """A decision: what it did to how many beads, and where the first of those it left begins.

    `is_undone` is true where the decision has been taken back; `reverts` is set on undo and redo.
    """

    id: int
    pair_id: int
    title: str
    reviewer: str
    created_at: str
    action: str
    before_count: int
    after_count: int
    source_start: int
    target_start: int
    reverts: int | None
    is_undone: bool


def list_decisions(
    store: Store, *, pair_id: int | None = None, reviewer: str | None = None, limit: int = -1
) -> list[LoggedDecision]:
    """List decisions, newest first, of all pairs and reviewers or of one.

    They are those on current runs, and on the runs that repairs made these from.
    """
    rows = store.rows(
        """
        SELECT event.id, run.pair_id, document.title, event.reviewer, event.created_at, event.action,
            json_array_length(event.before) AS before_count, json_array_length(event.after) AS after_count,
            coalesce(json_extract(event.after, '$[0].source_start'), 0) AS source_start,
            coalesce(json_extract(event.after, '$[0].target_start'), 0) AS target_start, event.reverts,
            (SELECT later.action FROM review_event AS later
                WHERE later.reverts = event.id ORDER BY later.id DESC LIMIT 1) IS 'undo' AS is_undone
        FROM review_event AS event
        JOIN run_chain USING (run_id)
        JOIN alignment_run AS run ON run.id = current_run_id
        JOIN pair ON pair.id = run.pair_id
        JOIN document ON document.id = pair.source_document_id
        WHERE (:pair IS NULL OR run.pair_id = :pair) AND (:reviewer IS NULL OR event.reviewer = :reviewer)
        ORDER BY event.id DESC LIMIT :limit
        """,
        {"pair": pair_id, "reviewer": reviewer, "limit": limit},
    )
    return [LoggedDecision(**{**row, "is_undone": bool(row["is_undone"])}) for row in rows]


def decisions_over_time(store: Store, run_ids: Sequence[int]) -> list[tuple[str, int]]:
    """Give time and number of open beads that each decision on runs closed (opened again where negative)."""
    cursor = store.execute(
        """
        SELECT created_at,
            (SELECT count(*) FROM json_each(before) WHERE value ->> 'state' IN ('proposed', 'needs-review'))
            - (SELECT count(*) FROM json_each(after) WHERE value ->> 'state' IN ('proposed', 'needs-review'))
        FROM review_event JOIN run_chain USING (run_id)
        WHERE current_run_id IN (SELECT value FROM json_each(?)) ORDER BY id
        """,
        (json.dumps(list(run_ids)),),
    )
    return [(created_at, int(closed)) for created_at, closed in cursor]
