"""Families of documents: which are reprints of which, and the signatures by which that was found."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from db.records import Reprint
from db.store import Store

_CURRENT = "(SELECT document.id FROM document JOIN file ON file.id = file_id WHERE is_current)"


def documents_without_signature(store: Store) -> list[int]:
    """List the current documents whose signature has not been made yet."""
    rows = store.rows(
        f"SELECT id FROM document WHERE id IN {_CURRENT}"
        " AND id NOT IN (SELECT document_id FROM signature) ORDER BY id"
    )
    return [row["id"] for row in rows]


def count_current(store: Store) -> int:
    """Count the current documents."""
    return int(next(store.rows(f"SELECT count(*) AS n FROM {_CURRENT}"))["n"])


def is_stale(store: Store) -> bool:
    """Tell whether a reprint or its original is no longer current."""
    rows = store.rows(
        f"SELECT 1 FROM reprint WHERE document_id NOT IN {_CURRENT} OR original_id NOT IN {_CURRENT} LIMIT 1"
    )
    return any(True for _ in rows)


def save_signatures(store: Store, signatures: Iterable[tuple[int, bytes]]) -> None:
    """Store the signature of each document, inside the transaction that is open."""
    store.execute_many(
        "INSERT INTO signature (document_id, value) VALUES (?, ?)"
        " ON CONFLICT (document_id) DO UPDATE SET value = excluded.value",
        list(signatures),
    )


def signatures_by_language(store: Store) -> Iterator[tuple[str, list[tuple[int, bytes]]]]:
    """Yield each language with the signatures of its current documents, those first whose path came first."""
    rows = store.rows(
        f"""
        SELECT document.id, document.language, value,
            (SELECT min(earlier.id) FROM file AS earlier WHERE earlier.path = file.path) AS first_file
        FROM document JOIN file ON file.id = document.file_id JOIN signature ON document_id = document.id
        WHERE document.id IN {_CURRENT} ORDER BY document.language, first_file, document.position
        """
    )
    for language, group in groupby(rows, key=lambda row: str(row["language"])):
        yield language, [(row["id"], row["value"]) for row in group]


def replace_reprints(store: Store, reprints: Sequence[Reprint]) -> None:
    """Store the families as they are now, inside the transaction that is open."""
    store.execute("DELETE FROM reprint")
    store.execute("UPDATE segment SET translated_as = NULL WHERE translated_as IS NOT NULL")
    store.execute_many(
        "INSERT INTO reprint (document_id, original_id, similarity) VALUES (?, ?, ?)",
        [(item.document_id, item.original_id, item.similarity) for item in reprints],
    )


def set_translated_as(store: Store, document_id: int, segments: Iterable[tuple[int, str]]) -> None:
    """Let segments of a document, by position, take the translation of the text with that hash."""
    store.execute_many(
        "UPDATE segment SET translated_as = ? WHERE document_id = ? AND position = ?",
        [(text_hash, document_id, position) for position, text_hash in segments],
    )
