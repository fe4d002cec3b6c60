"""Translation units: what was translated, by which engine, and what is still to do."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from db.records import Translation
from db.store import Store, now, text_hash


def pending_texts(store: Store, *, engine: str, target_language: str) -> list[str]:
    """List the distinct segment texts on the route `translate` that `engine` has not translated yet.

    They come in the order of the documents, so that work that stops half-way has finished the first ones.
    """
    rows = store.rows(
        """
        SELECT segment.text FROM segment
        JOIN paragraph ON paragraph.id = segment.paragraph_id
        JOIN document ON document.id = segment.document_id
        JOIN file ON file.id = document.file_id
        WHERE file.is_current AND paragraph.route = 'translate' AND NOT EXISTS (
            SELECT 1 FROM translation WHERE translation.text_hash = segment.text_hash
            AND translation.target_language = :language AND translation.engine = :engine)
        GROUP BY segment.text_hash ORDER BY min(segment.id)
        """,
        {"language": target_language, "engine": engine},
    )
    return [row["text"] for row in rows]


def save(store: Store, translations: Iterable[Translation]) -> None:
    """Store translations in one transaction; one of the same text, language and engine is replaced."""
    created_at = now()
    with store.atomic():
        store.execute_many(
            """
            INSERT INTO translation (text_hash, source_text, target_language, target_text, engine, score,
                is_draft, warnings, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (text_hash, target_language, engine) DO UPDATE SET target_text = excluded.target_text,
                score = excluded.score, is_draft = excluded.is_draft, warnings = excluded.warnings,
                created_at = excluded.created_at
            """,
            [
                (
                    text_hash(unit.source_text),
                    unit.source_text,
                    unit.target_language,
                    unit.target_text,
                    unit.engine,
                    unit.score,
                    int(unit.is_draft),
                    json.dumps(unit.warnings),
                    created_at,
                )
                for unit in translations
            ],
        )


def for_document(store: Store, document_id: int, *, target_language: str) -> list[Translation | None]:
    """Give the newest translation of each segment of a document in order, None where there is none."""
    rows = store.rows(
        """
        SELECT segment.position, translation.* FROM segment
        LEFT JOIN translation ON translation.id = (
            SELECT id FROM translation AS newest WHERE newest.text_hash = segment.text_hash
            AND newest.target_language = :language ORDER BY newest.created_at DESC, newest.id DESC LIMIT 1)
        WHERE segment.document_id = :document ORDER BY segment.position
        """,
        {"language": target_language, "document": document_id},
    )
    return [None if row["id"] is None else _translation(row) for row in rows]


def count(store: Store) -> int:
    """Count the translation units."""
    return int(next(store.rows("SELECT count(*) AS n FROM translation"))["n"])


def warned(store: Store, texts: Sequence[str]) -> int:
    """Count the translations of `texts` that carry a warning."""
    wanted = {text_hash(text) for text in texts}
    rows = store.rows("SELECT DISTINCT text_hash FROM translation WHERE warnings <> '[]'")
    return sum(row["text_hash"] in wanted for row in rows)


def _translation(row: dict[str, Any]) -> Translation:
    return Translation(
        source_text=row["source_text"],
        target_text=row["target_text"],
        target_language=row["target_language"],
        engine=row["engine"],
        score=row["score"],
        is_draft=bool(row["is_draft"]),
        warnings=tuple(json.loads(row["warnings"])),
    )
