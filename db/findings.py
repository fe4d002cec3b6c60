"""What the checks have found, as of their last run."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from db.store import Store, now

_COLUMNS = (
    'document_id, pair_id, source_position, target_position, "check", severity, source_start, source_end,'
    " target_start, target_end, message, suggestion"
)


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """A finding in a pair of documents, or in the machine translation of one where `pair_id` is None.

    Positions are the first segments of the two sides; starts and ends are places in the texts that were
    compared, None where that side has nothing to point at.
    """

    document_id: int
    pair_id: int | None
    source_position: int
    target_position: int | None
    check: str
    severity: str
    source_start: int | None
    source_end: int | None
    target_start: int | None
    target_end: int | None
    message: str
    suggestion: str


def replace_findings(store: Store, findings: Iterable[StoredFinding]) -> int:
    """Put the findings of a new run in the place of all earlier ones, in one transaction; return how many."""
    created_at = now()
    rows = [(*astuple(finding), created_at) for finding in findings]
    with store.atomic():
        store.execute("DELETE FROM finding")
        store.execute_many(
            f"INSERT INTO finding ({_COLUMNS}, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
    return len(rows)


def list_findings(
    store: Store, *, document_id: int | None = None, pair_id: int | None = None
) -> list[StoredFinding]:
    """List the findings in reading order: of all documents, of one Chinese document, or of one pair."""
    rows = store.rows(
        f"SELECT {_COLUMNS} FROM finding WHERE (:document IS NULL OR document_id = :document)"
        " AND (:pair IS NULL OR pair_id = :pair)"
        " ORDER BY document_id, pair_id IS NULL, pair_id, source_position, id",
        {"document": document_id, "pair": pair_id},
    )
    return [StoredFinding(**row) for row in rows]
