"""What the checks have found, as of their last run, and which findings a reviewer has dismissed."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from db.errors import NotFoundError
from db.store import Store, now


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """A finding in a pair of documents, or in the machine translation of one where `pair_id` is None.

    Positions are the first segments of the two sides; starts and ends are places in the texts that were
    compared, None where that side has nothing to point at. `key` stands for the check, both texts and the
    places: the same finding has it in every run, and a finding in texts that were changed has another one.
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
    key: str = ""
    is_dismissed: bool = False


_NAMES = [field.name for field in fields(StoredFinding)][:-1]
_COLUMNS = ", ".join(f'"{name}"' for name in _NAMES)


def replace_findings(store: Store, findings: Iterable[StoredFinding], *, pair_id: int | None = None) -> int:
    """Put the findings of a new run in the place of all earlier ones, or of those of one pair.

    It is one transaction; dismissals stay. Returns how many findings there are.
    """
    created_at = now()
    rows = [(*(getattr(finding, name) for name in _NAMES), created_at) for finding in findings]
    with store.atomic():
        store.execute("DELETE FROM finding WHERE :pair IS NULL OR pair_id = :pair", {"pair": pair_id})
        store.execute_many(
            f"INSERT INTO finding ({_COLUMNS}, created_at) VALUES ({', '.join('?' * len(_NAMES))}, ?)", rows
        )
    return len(rows)


def list_findings(
    store: Store,
    *,
    document_id: int | None = None,
    pair_id: int | None = None,
    with_dismissed: bool = False,
) -> list[StoredFinding]:
    """List the findings in reading order: of all documents, of one Chinese document, or of one pair.

    Those that a reviewer has dismissed are left out, unless asked for.
    """
    rows = store.rows(
        f"SELECT {_COLUMNS}, dismissal.finding_key IS NOT NULL AS is_dismissed FROM finding"
        " LEFT JOIN dismissal ON dismissal.finding_key = finding.key"
        " WHERE (:document IS NULL OR document_id = :document) AND (:pair IS NULL OR pair_id = :pair)"
        " AND (:dismissed OR dismissal.finding_key IS NULL)"
        " ORDER BY document_id, pair_id IS NULL, pair_id, source_position, id",
        {"document": document_id, "pair": pair_id, "dismissed": with_dismissed},
    )
    return [StoredFinding(**{**row, "is_dismissed": bool(row["is_dismissed"])}) for row in rows]


def dismiss(store: Store, key: str, *, reviewer: str, reason: str = "") -> None:
    """Say that the findings of a key are none; the last word counts.

    Raises:
        NotFoundError: there is no finding of that key.
    """
    with store.atomic():
        if not key or not any(store.rows("SELECT 1 FROM finding WHERE key = ? LIMIT 1", [key])):
            raise NotFoundError(f"no finding {key!r}; 'workbench check' makes them anew")
        store.execute(
            "INSERT INTO dismissal (finding_key, reviewer, reason, created_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (finding_key) DO UPDATE SET reviewer = excluded.reviewer, reason = excluded.reason,"
            " created_at = excluded.created_at",
            [key, reviewer, reason, now()],
        )


def restore(store: Store, key: str) -> None:
    """Take a dismissal back.

    Raises:
        NotFoundError: no finding of that key is dismissed.
    """
    with store.atomic():
        if store.execute("DELETE FROM dismissal WHERE finding_key = ?", [key]).rowcount == 0:
            raise NotFoundError(f"no dismissed finding {key!r}")
