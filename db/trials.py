"""Trial alignments of candidate pairs, kept by the content of both documents: they need not be made twice."""

import hashlib
from dataclasses import dataclass

from aligners.beads import Alignment, Verdict
from db.store import Store


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an alignment says of two documents as wholes; see `aligners.beads.Alignment`."""

    verdict: Verdict
    anchor_share: float
    mean_posterior: float
    median_cosine: float


def judgement_of(alignment: Alignment) -> Judgement:
    """Give the figures of an alignment without its beads."""
    return Judgement(
        alignment.verdict, alignment.anchor_share, alignment.mean_posterior, alignment.median_cosine
    )


def content_digest(store: Store, document_id: int) -> str:
    """Give a digest of a document's segments, the same for every document that reads the same."""
    rows = store.rows("SELECT text_hash FROM segment WHERE document_id = ? ORDER BY position", (document_id,))
    return hashlib.blake2b("".join(row["text_hash"] for row in rows).encode(), digest_size=16).hexdigest()


def find(store: Store, source_digest: str, target_digest: str, recipe: str) -> Judgement | None:
    """Give the outcome of a trial that was made before, None where there was none."""
    for row in store.rows(
        "SELECT verdict, anchor_share, mean_posterior, median_cosine FROM matching_trial"
        " WHERE source_digest = ? AND target_digest = ? AND recipe = ?",
        (source_digest, target_digest, recipe),
    ):
        return Judgement(**{**row, "verdict": Verdict(row["verdict"])})
    return None


def save(store: Store, source_digest: str, target_digest: str, recipe: str, judgement: Judgement) -> None:
    """Keep the outcome of a trial, in a transaction of its own."""
    with store.atomic():
        store.execute(
            "INSERT OR REPLACE INTO matching_trial VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                source_digest,
                target_digest,
                recipe,
                judgement.verdict.value,
                judgement.anchor_share,
                judgement.mean_posterior,
                judgement.median_cosine,
            ),
        )
