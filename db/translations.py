"""Translation units: what was translated, by which engine, and what is still to do."""

import json
import sys
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from db.records import Translation
from db.store import Store, now, text_hash

MEMORY = "memory"
"""The engine of translations that come from the translation memory."""

_SOURCES = """
    FROM segment
    JOIN paragraph ON paragraph.id = segment.paragraph_id
    JOIN document ON document.id = segment.document_id
    JOIN file ON file.id = document.file_id
    WHERE file.is_current AND paragraph.route = 'translate' AND segment.translated_as IS NULL
    AND (:documents IS NULL OR document.id IN (SELECT value FROM json_each(:documents)))
"""
_UNTRANSLATED = """
    AND NOT EXISTS (
        SELECT 1 FROM translation WHERE translation.text_hash = segment.text_hash
        AND translation.target_language = :language AND translation.engine IN (:engine, :memory))
"""


def pending_segments(
    store: Store,
    *,
    engine: str,
    target_language: str,
    document_ids: Sequence[int] | None = None,
    with_memory: bool = True,
    with_done: bool = False,
) -> list[int]:
    """List segments of distinct texts on the route `translate` that `engine` has not translated yet.

    They come in the order of the documents, so that work that stops half-way has finished the first ones. A
    text that the memory has translated counts as done unless `with_memory` is false; with `with_done`, all
    texts are listed. Without `document_ids`, all documents are looked at.
    """
    rows = store.execute(
        f"SELECT min(segment.id) {_SOURCES} {'' if with_done else _UNTRANSLATED}"
        " GROUP BY segment.text_hash ORDER BY min(segment.id)",
        {
            "language": target_language,
            "engine": engine,
            "memory": MEMORY if with_memory else engine,
            "documents": None if document_ids is None else json.dumps(list(document_ids)),
        },
    )
    return [row[0] for row in rows]


def segment_texts(store: Store, segment_ids: Sequence[int]) -> list[str]:
    """Give the texts of segments, in the order of their numbers."""
    rows = store.rows(
        "SELECT text FROM segment WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        [json.dumps(list(segment_ids))],
    )
    return [row["text"] for row in rows]


def save(store: Store, translations: Iterable[Translation]) -> None:
    """Store translations in one transaction; one of the same text, language and engine is replaced."""
    created_at = now()
    with store.atomic():
        store.execute_many(
            """
            INSERT INTO translation (text_hash, source_text, target_language, target_text, engine, score,
                is_draft, warnings, origin, percent, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (text_hash, target_language, engine) DO UPDATE SET target_text = excluded.target_text,
                score = excluded.score, is_draft = excluded.is_draft, warnings = excluded.warnings,
                origin = excluded.origin, percent = excluded.percent, created_at = excluded.created_at
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
                    unit.origin,
                    unit.percent,
                    created_at,
                )
                for unit in translations
            ],
        )


def for_document(
    store: Store, document_id: int, *, target_language: str, start: int = 0, stop: int = sys.maxsize
) -> list[Translation | None]:
    """Give the newest translation of each segment of a document, or of segments `start:stop`, in order; None
    where there is none.
    """
    segments = by_engine(store, document_id, target_language=target_language, start=start, stop=stop)
    return [next(iter(units), None) for units in segments]


def by_engine(
    store: Store, document_id: int, *, target_language: str, start: int = 0, stop: int = sys.maxsize
) -> list[list[Translation]]:
    """Give the translations of each segment of a document, or of segments `start:stop`, by all engines and
    from the memory, the newest first.

    A sentence of a reprint that differs in its spelling only has the translations of the original's.
    """
    rows = store.rows(
        """
        SELECT segment.position, translation.* FROM segment
        LEFT JOIN translation ON translation.text_hash = coalesce(segment.translated_as, segment.text_hash)
            AND translation.target_language = :language
        WHERE segment.document_id = :document
            AND segment.position >= :start AND segment.position < :stop
        ORDER BY segment.position, translation.created_at DESC, translation.id DESC
        """,
        {"language": target_language, "document": document_id, "start": start, "stop": stop},
    )
    return [
        [_translation(row) for row in group if row["id"] is not None]
        for _, group in groupby(rows, key=itemgetter("position"))
    ]


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
        origin=row["origin"],
        percent=row["percent"],
    )
