"""Files, documents, paragraphs and segments."""

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from db.errors import NotFoundError
from db.records import (
    Document,
    Paragraph,
    Route,
    RuleHit,
    SourceFile,
    StoredDocument,
    StoredParagraph,
    StoredSegment,
)
from db.store import Store, now, text_hash

_DOCUMENT_COLUMNS = """
    document.id, document.file_id, file.path, document.position, document.title, document.language,
    document.script, document.published_on, document.source_name, document.document_number,
    document.issuing_body,
    (SELECT count(*) FROM segment WHERE segment.document_id = document.id) AS segment_count
"""


@dataclass(frozen=True, slots=True)
class FileVersion:
    """The hash of a file's bytes, and the encoding in which they were read."""

    sha256: str
    encoding: str


def content_hash(content: bytes) -> str:
    """Give the SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def current_hashes(store: Store) -> dict[str, str]:
    """Map the path of every current file to the hash of its bytes."""
    return {
        row["path"]: row["sha256"] for row in store.rows("SELECT path, sha256 FROM file WHERE is_current")
    }


def current_version(store: Store, path: str) -> FileVersion | None:
    """Give what the current file of that path was made of, None where there is no such file."""
    for row in store.rows("SELECT sha256, encoding FROM file WHERE path = ? AND is_current", (path,)):
        return FileVersion(**row)
    return None


def retire_file(store: Store, path: str) -> None:
    """Let a path have no current file any more; what was stored of it stays, with its reviews."""
    with store.atomic():
        store.execute("UPDATE file SET is_current = 0 WHERE path = ? AND is_current", (path,))


def add_file(store: Store, path: str, file: SourceFile) -> list[int]:
    """Store a file with all its documents under `path` and return their ids.

    An earlier version of the same path stays in the database with its reviews, but is no longer current.
    """
    with store.atomic():
        store.execute("UPDATE file SET is_current = 0 WHERE path = ? AND is_current", (path,))
        cursor = store.execute(
            "INSERT INTO file (path, format, sha256, size_bytes, content, encoding, encoding_reason, text,"
            " added_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                path,
                file.format,
                content_hash(file.content),
                len(file.content),
                zlib.compress(file.content),
                file.encoding,
                file.encoding_reason,
                file.text,
                now(),
            ),
        )
        file_id = _row_id(cursor.lastrowid)
        store.execute_many(
            'INSERT INTO rule_hit (file_id, start, "end", rule, replacement, is_active)'
            " VALUES (?, ?, ?, ?, ?, ?)",
            [
                (file_id, hit.start, hit.end, hit.rule, hit.replacement, int(hit.is_active))
                for hit in file.hits
            ],
        )
        return [_add_document(store, file_id, n, document) for n, document in enumerate(file.documents)]


def _add_document(store: Store, file_id: int, position: int, document: Document) -> int:
    cursor = store.execute(
        'INSERT INTO document (file_id, position, start, "end", title, language, script, published_on,'
        " source_name, document_number, issuing_body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            file_id,
            position,
            document.start,
            document.end,
            document.title,
            document.language,
            document.script,
            document.published_on,
            document.source_name,
            document.document_number,
            document.issuing_body,
        ),
    )
    document_id = _row_id(cursor.lastrowid)
    segment_position = 0
    for n, paragraph in enumerate(document.paragraphs):
        _add_paragraph(store, document_id, n, paragraph, segment_position)
        segment_position += len(paragraph.segments)
    return document_id


def _add_paragraph(
    store: Store, document_id: int, position: int, paragraph: Paragraph, segment_position: int
) -> None:
    cursor = store.execute(
        'INSERT INTO paragraph (document_id, position, start, "end", kind, language, script, route, reason,'
        " text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document_id,
            position,
            paragraph.start,
            paragraph.end,
            paragraph.kind,
            paragraph.language,
            paragraph.script,
            paragraph.route.value,
            paragraph.reason,
            paragraph.text,
        ),
    )
    paragraph_id = _row_id(cursor.lastrowid)
    store.execute_many(
        'INSERT INTO segment (document_id, paragraph_id, position, start, "end", text, text_hash)'
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                document_id,
                paragraph_id,
                segment_position + n,
                part.start,
                part.end,
                part.text,
                text_hash(part.text),
            )
            for n, part in enumerate(paragraph.segments)
        ],
    )


def list_documents(store: Store, *, language: str | None = None) -> list[StoredDocument]:
    """List the documents of current files, in the order in which they were added."""
    rows = store.rows(
        f"SELECT {_DOCUMENT_COLUMNS} FROM document JOIN file ON file.id = document.file_id"
        " WHERE file.is_current AND (:language IS NULL OR document.language = :language)"
        " ORDER BY document.id",
        {"language": language},
    )
    return [StoredDocument(**row) for row in rows]


def get_document(store: Store, document_id: int) -> StoredDocument:
    """Give one document.

    Raises:
        NotFoundError: there is no document of that id.
    """
    for row in store.rows(
        f"SELECT {_DOCUMENT_COLUMNS} FROM document JOIN file ON file.id = document.file_id"
        " WHERE document.id = ?",
        (document_id,),
    ):
        return StoredDocument(**row)
    raise NotFoundError(f"no document {document_id} in {store.path}")


def list_paragraphs(store: Store, document_id: int) -> list[StoredParagraph]:
    """List the paragraphs of a document in order, skipped ones too."""
    rows = store.rows(
        "SELECT id, document_id, position, kind, language, script, route, reason, text FROM paragraph"
        " WHERE document_id = ? ORDER BY position",
        (document_id,),
    )
    return [StoredParagraph(**{**row, "route": Route(row["route"])}) for row in rows]


def list_segments(store: Store, document_id: int) -> list[StoredSegment]:
    """List the segments of a document in order: what is translated and aligned."""
    rows = store.rows(
        "SELECT segment.id, segment.document_id, paragraph_id, segment.position, kind, segment.text"
        " FROM segment JOIN paragraph ON paragraph.id = paragraph_id"
        " WHERE segment.document_id = ? ORDER BY segment.position",
        (document_id,),
    )
    return [StoredSegment(**row) for row in rows]


def segment_texts(store: Store, document_id: int) -> list[str]:
    """List the texts of a document's segments in order."""
    rows = store.rows("SELECT text FROM segment WHERE document_id = ? ORDER BY position", (document_id,))
    return [row["text"] for row in rows]


def list_hits(store: Store, file_id: int) -> list[RuleHit]:
    """List what cleaning changed in a file, in order."""
    rows = store.rows(
        'SELECT rule, start, "end", replacement, is_active FROM rule_hit WHERE file_id = ? ORDER BY start',
        (file_id,),
    )
    return [RuleHit(**{**row, "is_active": bool(row["is_active"])}) for row in rows]


def file_content(store: Store, file_id: int) -> bytes:
    """Give the bytes of a file as they came.

    Raises:
        NotFoundError: there is no file of that id.
    """
    for row in store.rows("SELECT content FROM file WHERE id = ?", (file_id,)):
        return zlib.decompress(row["content"])
    raise NotFoundError(f"no file {file_id} in {store.path}")


def route_counts(store: Store, document_ids: Iterable[int]) -> dict[int, dict[Route, int]]:
    """Count the paragraphs of each route, for each of the documents."""
    wanted = set(document_ids)
    counts: dict[int, dict[Route, int]] = {document_id: dict.fromkeys(Route, 0) for document_id in wanted}
    for row in store.rows(
        "SELECT document_id, route, count(*) AS n FROM paragraph GROUP BY document_id, route"
    ):
        if row["document_id"] in wanted:
            counts[row["document_id"]][Route(row["route"])] = row["n"]
    return counts


def _row_id(value: int | None) -> int:
    assert value is not None
    return value
