"""What people have decided about which documents belong together; matching goes by it.

The log is append-only and its last row on two documents counts.
"""

from dataclasses import dataclass

from aligners.beads import Verdict
from db.errors import RefusedError
from db.store import Store, now

_LAST = """
SELECT source_document_id, target_document_id, is_pair, reviewer FROM pairing_decision AS decision
WHERE id = (SELECT max(id) FROM pairing_decision AS other
    WHERE other.source_document_id = decision.source_document_id
    AND other.target_document_id = decision.target_document_id)
"""


@dataclass(frozen=True, slots=True)
class PairingDecision:
    """Somebody's last word on a Chinese and an English document."""

    source_document_id: int
    target_document_id: int
    is_pair: bool
    reviewer: str


def list_decisions(store: Store) -> list[PairingDecision]:
    """List the decisions that count."""
    return [PairingDecision(**{**row, "is_pair": bool(row["is_pair"])}) for row in store.rows(_LAST)]


def together(store: Store) -> set[tuple[int, int]]:
    """Give the documents that people have paired, source and target."""
    return {(d.source_document_id, d.target_document_id) for d in list_decisions(store) if d.is_pair}


def decide(store: Store, source_id: int, target_id: int, *, is_pair: bool, reviewer: str) -> None:
    """Log a decision and do it, in one transaction.

    Raises:
        RefusedError: the pair has review decisions, which taking it apart would throw away.
    """
    with store.atomic():
        if not is_pair and _is_reviewed(store, source_id, target_id):
            raise RefusedError("this pair has review decisions: nothing was taken apart")
        store.execute(
            "INSERT INTO pairing_decision (source_document_id, target_document_id, is_pair, reviewer,"
            " created_at) VALUES (?, ?, ?, ?, ?)",
            (source_id, target_id, int(is_pair), reviewer, now()),
        )
        apply_decisions(store)


def _is_reviewed(store: Store, source_id: int, target_id: int) -> bool:
    found = store.rows(
        "SELECT 1 FROM review_event JOIN alignment_run ON alignment_run.id = run_id"
        " JOIN pair ON pair.id = pair_id WHERE source_document_id = ? AND target_document_id = ? LIMIT 1",
        (source_id, target_id),
    )
    return any(True for _ in found)


def apply_decisions(store: Store) -> None:
    """Make pairs and documents without a counterpart agree with the decisions, in one transaction.

    A pair that is made here has the score of its documents where matching kept one, else 0.
    """
    with store.atomic():
        for decision in list_decisions(store):
            ids = (decision.source_document_id, decision.target_document_id)
            if decision.is_pair:
                _join(store, *ids)
            elif not _is_reviewed(store, *ids):
                _take_apart(store, *ids)


def _join(store: Store, source_id: int, target_id: int) -> None:
    store.execute(
        """
        INSERT INTO pair (source_document_id, target_document_id, score, runner_up_score)
        VALUES (:source, :target, coalesce((SELECT max(score) FROM counterpart
            WHERE (document_id = :source AND nearest_document_id = :target)
            OR (document_id = :target AND nearest_document_id = :source)), 0), NULL)
        ON CONFLICT (source_document_id, target_document_id) DO NOTHING
        """,
        {"source": source_id, "target": target_id},
    )
    store.execute("DELETE FROM counterpart WHERE document_id IN (?, ?)", (source_id, target_id))


def _take_apart(store: Store, source_id: int, target_id: int) -> None:
    rows = store.rows(
        "SELECT pair.id, score, anchor_share, mean_posterior, median_cosine, recipe FROM pair"
        " LEFT JOIN alignment_run ON pair_id = pair.id AND is_current"
        " WHERE source_document_id = ? AND target_document_id = ?",
        (source_id, target_id),
    )
    for row in list(rows):
        store.execute("DELETE FROM pair WHERE id = ?", (row["id"],))
        for document_id, other_id in ((source_id, target_id), (target_id, source_id)):
            store.execute(
                """
                INSERT INTO counterpart (document_id, nearest_document_id, score, verdict, anchor_share,
                    mean_posterior, median_cosine, recipe)
                SELECT :document, :other, :score, :verdict, :anchors, :posterior, :cosine, :recipe
                WHERE NOT EXISTS (SELECT 1 FROM pair
                    WHERE :document IN (source_document_id, target_document_id))
                ON CONFLICT (document_id) DO NOTHING
                """,
                {
                    "document": document_id,
                    "other": other_id,
                    "score": row["score"],
                    "verdict": Verdict.NOT_PARALLEL.value,
                    "anchors": row["anchor_share"],
                    "posterior": row["mean_posterior"],
                    "cosine": row["median_cosine"],
                    "recipe": row["recipe"] or "",
                },
            )
