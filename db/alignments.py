"""Document pairs, their alignment runs and beads, candidate links, and documents without a counterpart."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from aligners.beads import Alignment, Evidence, Link, LinkKind, Verdict
from db.documents import get_document, list_documents
from db.errors import NotFoundError
from db.pairings import apply_decisions, together
from db.records import AlignmentRun, Counterpart, DocumentPair, ReviewState, StoredBead, StoredLink
from db.store import Store, now

BEAD_COLUMNS = (
    "source_start, source_end, target_start, target_end, posterior, evidence, state, edited_source,"
    " edited_target, note, reason, is_bookmarked, is_manual"
)


@dataclass(frozen=True, slots=True)
class ProposedPair:
    """A pair of documents that matching found, by id."""

    source_document_id: int
    target_document_id: int
    score: float
    runner_up_score: float | None


def last_matching_digest(store: Store) -> str | None:
    """Give the digest of the documents and the recipe that were last compared, None before the first time."""
    for row in store.rows("SELECT digest FROM matching ORDER BY id DESC LIMIT 1"):
        return str(row["digest"])
    return None


def save_matching(
    store: Store,
    *,
    digest: str,
    recipe: str,
    pairs: Sequence[ProposedPair],
    counterparts: Sequence[Counterpart],
) -> None:
    """Store the outcome of comparing all documents, in one transaction.

    A pair that was found before and is not found now goes, unless somebody has reviewed it. What people have
    said about pairs holds.
    """
    with store.atomic():
        store.execute(
            "INSERT INTO matching (digest, recipe, created_at) VALUES (?, ?, ?)", (digest, recipe, now())
        )
        keep = {(pair.source_document_id, pair.target_document_id) for pair in pairs} | together(store)
        for row in list(store.rows("SELECT id, source_document_id, target_document_id FROM pair")):
            if (row["source_document_id"], row["target_document_id"]) not in keep:
                _delete_unreviewed_pair(store, row["id"])
        store.execute_many(
            "INSERT INTO pair (source_document_id, target_document_id, score, runner_up_score)"
            " VALUES (?, ?, ?, ?) ON CONFLICT (source_document_id, target_document_id)"
            " DO UPDATE SET score = excluded.score, runner_up_score = excluded.runner_up_score",
            [
                (pair.source_document_id, pair.target_document_id, pair.score, pair.runner_up_score)
                for pair in pairs
            ],
        )
        store.execute("DELETE FROM counterpart")
        store.execute_many(
            "INSERT INTO counterpart (document_id, nearest_document_id, score, verdict, anchor_share,"
            " mean_posterior, median_cosine, recipe) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [tuple(asdict(item).values()) for item in counterparts],
        )
        apply_decisions(store)


def _delete_unreviewed_pair(store: Store, pair_id: int) -> None:
    store.execute(
        "DELETE FROM pair WHERE id = ? AND NOT EXISTS (SELECT 1 FROM review_event"
        " JOIN alignment_run ON alignment_run.id = run_id WHERE pair_id = pair.id)",
        (pair_id,),
    )


def save_run(
    store: Store, pair_id: int, *, recipe: str, alignment: Alignment, beads: Iterable[StoredBead]
) -> int:
    """Store an alignment of a pair as its current run, in one transaction, and return its id.

    Earlier runs that nobody reviewed go; reviewed ones stay as history.
    """
    with store.atomic():
        store.execute("UPDATE alignment_run SET is_current = 0 WHERE pair_id = ?", (pair_id,))
        store.execute(
            "DELETE FROM alignment_run WHERE pair_id = ? AND NOT EXISTS"
            " (SELECT 1 FROM review_event WHERE run_id = alignment_run.id)",
            (pair_id,),
        )
        cursor = store.execute(
            "INSERT INTO alignment_run (pair_id, recipe, verdict, anchor_share, mean_posterior,"
            " median_cosine, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                pair_id,
                recipe,
                alignment.verdict.value,
                alignment.anchor_share,
                alignment.mean_posterior,
                alignment.median_cosine,
                now(),
            ),
        )
        run_id = cursor.lastrowid
        assert run_id is not None
        insert_beads(store, run_id, beads)
        return run_id


def insert_beads(store: Store, run_id: int, beads: Iterable[StoredBead]) -> None:
    """Insert beads into a run, inside the transaction that is open."""
    store.execute_many(
        f"INSERT INTO bead (run_id, {BEAD_COLUMNS}) VALUES ({', '.join('?' * 14)})",
        [
            (
                run_id,
                bead.source_start,
                bead.source_end,
                bead.target_start,
                bead.target_end,
                bead.posterior,
                None if bead.evidence is None else json.dumps(asdict(bead.evidence)),
                bead.state.value,
                bead.edited_source,
                bead.edited_target,
                bead.note,
                bead.reason,
                int(bead.is_bookmarked),
                int(bead.is_manual),
            )
            for bead in beads
        ],
    )


def list_pairs(store: Store) -> list[DocumentPair]:
    """List the pairs of current documents with their current runs, in the order of the source documents."""
    documents = {document.id: document for document in list_documents(store)}
    runs = _current_runs(store)
    return [
        DocumentPair(
            id=row["id"],
            source=documents[row["source_document_id"]],
            target=documents[row["target_document_id"]],
            score=row["score"],
            runner_up_score=row["runner_up_score"],
            run=runs.get(row["id"]),
        )
        for row in store.rows("SELECT * FROM pair ORDER BY source_document_id, target_document_id")
        if row["source_document_id"] in documents and row["target_document_id"] in documents
    ]


def get_pair(store: Store, pair_id: int) -> DocumentPair:
    """Give one pair.

    Raises:
        NotFoundError: there is no pair of that id.
    """
    for row in store.rows("SELECT * FROM pair WHERE id = ?", (pair_id,)):
        return DocumentPair(
            id=pair_id,
            source=get_document(store, row["source_document_id"]),
            target=get_document(store, row["target_document_id"]),
            score=row["score"],
            runner_up_score=row["runner_up_score"],
            run=_current_runs(store, pair_id).get(pair_id),
        )
    raise NotFoundError(f"no pair {pair_id} in {store.path}")


def get_aligned_pair(store: Store, pair_id: int) -> tuple[DocumentPair, AlignmentRun]:
    """Give one pair with its current run.

    Raises:
        NotFoundError: there is no such pair, or it has not been aligned.
    """
    pair = get_pair(store, pair_id)
    if pair.run is None:
        raise NotFoundError(f"pair {pair_id} has not been aligned yet: 'workbench align' does it")
    return pair, pair.run


def _current_runs(store: Store, pair_id: int | None = None) -> dict[int, AlignmentRun]:
    rows = store.rows(
        """
        SELECT alignment_run.*,
            (SELECT count(*) FROM bead WHERE run_id = alignment_run.id) AS bead_count,
            (SELECT count(*) FROM bead WHERE run_id = alignment_run.id
                AND state IN ('proposed', 'needs-review')) AS open_bead_count
        FROM alignment_run WHERE is_current AND (:pair IS NULL OR pair_id = :pair)
        """,
        {"pair": pair_id},
    )
    return {
        row["pair_id"]: AlignmentRun(
            id=row["id"],
            recipe=row["recipe"],
            verdict=Verdict(row["verdict"]),
            anchor_share=row["anchor_share"],
            mean_posterior=row["mean_posterior"],
            median_cosine=row["median_cosine"],
            bead_count=row["bead_count"],
            open_bead_count=row["open_bead_count"],
        )
        for row in rows
    }


def list_beads(store: Store, run_id: int) -> list[StoredBead]:
    """List the beads of a run in reading order."""
    rows = store.rows(
        f"SELECT {BEAD_COLUMNS} FROM bead WHERE run_id = ? ORDER BY source_start, target_start", (run_id,)
    )
    return [bead_from_row(row) for row in rows]


def bead_from_row(row: dict[str, Any]) -> StoredBead:
    """Make a bead of its columns; `evidence` is JSON text or None. Old events lack the newer columns."""
    evidence = row["evidence"]
    return StoredBead(
        **{
            **row,
            "state": ReviewState(row["state"]),
            "evidence": None if evidence is None else Evidence(**json.loads(evidence)),
            "is_bookmarked": bool(row.get("is_bookmarked")),
            "is_manual": bool(row.get("is_manual")),
        }
    )


def replace_candidates(
    store: Store, target_document_id: int, *, recipe: str, links: Sequence[tuple[int, Link]]
) -> None:
    """Store the links of a document, each with its source document's id, in one transaction.

    Links that nobody ever decided on are replaced; the others stay, with their log.
    """
    with store.atomic():
        store.execute(
            "DELETE FROM link WHERE target_document_id = ? AND NOT EXISTS"
            " (SELECT 1 FROM link_event WHERE link_id = link.id)",
            (target_document_id,),
        )
        _insert_links(store, target_document_id, recipe, links)


def replace_mined(
    store: Store, target_document_id: int, *, recipe: str, links: Sequence[tuple[int, Link]]
) -> None:
    """Store candidate links likewise, and leave the links of passages that moved where they are."""
    with store.atomic():
        store.execute(
            "DELETE FROM link WHERE target_document_id = ? AND kind = ? AND NOT EXISTS"
            " (SELECT 1 FROM link_event WHERE link_id = link.id)",
            (target_document_id, LinkKind.CANDIDATE.value),
        )
        _insert_links(store, target_document_id, recipe, links)


def _insert_links(
    store: Store, target_document_id: int, recipe: str, links: Sequence[tuple[int, Link]]
) -> None:
    """Insert links but for those at the places of decided ones."""
    decided = {
        (row["source_document_id"], row["source_start"], row["target_start"])
        for row in store.rows("SELECT * FROM link WHERE target_document_id = ?", (target_document_id,))
    }
    store.execute_many(
        "INSERT INTO link (source_document_id, target_document_id, source_start, source_end,"
        " target_start, target_end, score, kind, recipe, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                source_document_id,
                target_document_id,
                link.source_start,
                link.source_end,
                link.target_start,
                link.target_end,
                link.score,
                link.kind.value,
                recipe,
                ReviewState.PROPOSED.value,
            )
            for source_document_id, link in links
            if (source_document_id, link.source_start, link.target_start) not in decided
        ],
    )


def list_links(store: Store, target_document_id: int | None = None) -> list[StoredLink]:
    """List the links of one target document, or of all, best first within a document."""
    rows = store.rows(
        """
        SELECT id, source_document_id, target_document_id, source_start, source_end, target_start,
            target_end, score, kind, state, note FROM link
        WHERE :target IS NULL OR target_document_id = :target ORDER BY target_document_id, score DESC, id
        """,
        {"target": target_document_id},
    )
    return [
        StoredLink(**{**row, "kind": LinkKind(row["kind"]), "state": ReviewState(row["state"])})
        for row in rows
    ]


def list_counterparts(store: Store) -> list[Counterpart]:
    """List the documents for which no pair was found, with the figures that say so."""
    rows = store.rows(
        "SELECT document_id, nearest_document_id, score, verdict, anchor_share, mean_posterior,"
        " median_cosine, recipe FROM counterpart ORDER BY document_id"
    )
    return [Counterpart(**{**row, "verdict": Verdict(row["verdict"])}) for row in rows]
