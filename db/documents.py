"""Files, documents, paragraphs and segments."""

import hashlib
import json
import sys
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from db.document_rows import put_documents
from db.errors import NotFoundError
from db.records import (
    Route,
    RuleHit,
    SourceFile,
    StoredDocument,
    StoredFile,
    StoredParagraph,
    StoredSegment,
)
from db.store import Store, now

_DOCUMENT_COLUMNS = """
    document.id, document.file_id, file.path, document.position, document.title, document.language,
    document.script, document.published_on, document.source_name, document.document_number,
    document.issuing_body,
    (SELECT coalesce(max(position) + 1, 0) FROM segment WHERE document_id = document.id) AS segment_count,
    (SELECT original_id FROM reprint WHERE reprint.document_id = document.id) AS reprint_of
"""


LARGE_BYTES = 8 << 20  # from which the text of a plain text file is not stored beside its bytes
_CURRENT_FILE = "SELECT id FROM file WHERE path = ? AND is_current"
_VERSION_COLUMNS = "sha256, encoding, encoding_reason, rules, boundaries"


@dataclass(frozen=True, slots=True)
class FileVersion:
    """How a file was read: the hash of its bytes, their encoding and the reason for it, the user's rules,
    and the places in its text where documents start, None where they are as the intake found them.
    """

    sha256: str
    encoding: str
    encoding_reason: str
    rules: str
    boundaries: tuple[int, ...] | None


def content_hash(content: bytes) -> str:
    """Give the SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def current_hashes(store: Store) -> dict[str, str]:
    """Map the path of every current file to the hash of its bytes."""
    return {
        row["path"]: row["sha256"] for row in store.rows("SELECT path, sha256 FROM file WHERE is_current")
    }


def current_rules(store: Store) -> dict[str, str]:
    """Map the path of every current file that was read with rules of the user to those rules."""
    rows = store.rows("SELECT path, rules FROM file WHERE is_current AND rules <> ''")
    return {row["path"]: row["rules"] for row in rows}


def given_encodings(store: Store, reason: str) -> dict[str, str]:
    """Map the path of every current file whose encoding was chosen for that reason to its encoding."""
    rows = store.rows("SELECT path, encoding FROM file WHERE is_current AND encoding_reason = ?", (reason,))
    return {row["path"]: row["encoding"] for row in rows}


def current_version(store: Store, path: str) -> FileVersion | None:
    """Give what the current file of that path was made of, None where there is no such file."""
    for row in store.rows(f"SELECT {_VERSION_COLUMNS} FROM file WHERE path = ? AND is_current", (path,)):
        return _version(row)
    return None


def file_version(store: Store, file_id: int) -> FileVersion:
    """Give what a file was made of, current or not.

    Raises:
        NotFoundError: there is no file of that id.
    """
    for row in store.rows(f"SELECT {_VERSION_COLUMNS} FROM file WHERE id = ?", (file_id,)):
        return _version(row)
    raise NotFoundError(f"no file {file_id} in {store.path}")


def _version(row: dict[str, str]) -> FileVersion:
    boundaries = row["boundaries"]
    return FileVersion(
        row["sha256"],
        row["encoding"],
        row["encoding_reason"],
        row["rules"],
        None if boundaries is None else tuple(json.loads(boundaries)),
    )


def retire_file(store: Store, path: str) -> None:
    """Let a path have no current file any more; what was stored of it stays, with its reviews."""
    with store.atomic():
        store.execute("UPDATE file SET is_current = 0 WHERE path = ? AND is_current", (path,))


def add_file(store: Store, path: str, file: SourceFile) -> list[int]:
    """Store a file with all its documents under `path` and return their ids.

    An earlier version of the same path stays in the database with its reviews, but is no longer current. Its
    documents that have not changed belong to the new version now, with their alignments and reviews.
    """
    with store.atomic():
        previous = [row["id"] for row in store.rows(_CURRENT_FILE, (path,))]
        store.execute("UPDATE file SET is_current = 0 WHERE path = ? AND is_current", (path,))
        cursor = store.execute(
            "INSERT INTO file (path, format, sha256, size_bytes, content, encoding, encoding_reason, text,"
            " rules, boundaries, added_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                path,
                file.format,
                content_hash(file.content),
                len(file.content),
                zlib.compress(file.content),
                file.encoding,
                file.encoding_reason,
                "" if _is_large_and_plain(file) else file.text,
                file.rules,
                None if file.boundaries is None else json.dumps(file.boundaries),
                now(),
            ),
        )
        file_id = cursor.lastrowid
        assert file_id is not None
        store.execute_many(
            'INSERT INTO rule_hit (file_id, start, "end", rule, replacement, is_active)'
            " VALUES (?, ?, ?, ?, ?, ?)",
            [
                (file_id, hit.start, hit.end, hit.rule, hit.replacement, int(hit.is_active))
                for hit in file.hits
            ],
        )
        return put_documents(
            store, file_id, file.documents, previous_file_id=previous[0] if previous else None
        )


def _is_large_and_plain(file: SourceFile) -> bool:
    """True where the text is the bytes decoded and is not stored, which would take several copies of it."""
    return file.format == "text" and len(file.content) > LARGE_BYTES


def list_files(store: Store) -> list[StoredFile]:
    """List the current files in the order in which they were added."""
    rows = store.rows(
        "SELECT file.id, path, format, sha256, size_bytes, encoding, encoding_reason, added_at,"
        " (SELECT count(*) FROM document WHERE file_id = file.id) AS document_count"
        " FROM file WHERE is_current ORDER BY file.id"
    )
    return [StoredFile(**row) for row in rows]


def list_documents(store: Store, *, language: str | None = None) -> list[StoredDocument]:
    """List the documents of current files, file by file in the order in which they were added."""
    rows = store.rows(
        f"SELECT {_DOCUMENT_COLUMNS} FROM document JOIN file ON file.id = document.file_id"
        " WHERE file.is_current AND (:language IS NULL OR document.language = :language)"
        " ORDER BY min(document.id) OVER (PARTITION BY document.file_id), document.position",
        {"language": language},
    )
    return [StoredDocument(**row) for row in rows]


def list_originals(store: Store, *, language: str) -> list[StoredDocument]:
    """List the documents that are not reprints of another one here: what is matched and aligned."""
    listed = list_documents(store, language=language)
    return [document for document in listed if document.reprint_of is None]


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


def is_replaced(store: Store, document_id: int) -> bool:
    """True where a newer version of the document's file has taken its place."""
    return not list(
        store.rows(
            "SELECT 1 FROM document JOIN file ON file.id = file_id WHERE is_current AND document.id = ?",
            (document_id,),
        )
    )


def list_paragraphs(store: Store, document_id: int) -> list[StoredParagraph]:
    """List the paragraphs of a document in order, skipped ones too."""
    rows = store.rows(
        "SELECT id, document_id, position, kind, language, script, route, reason, text FROM paragraph"
        " WHERE document_id = ? ORDER BY position",
        (document_id,),
    )
    return [StoredParagraph(**{**row, "route": Route(row["route"])}) for row in rows]


def paragraph_starts(store: Store, document_id: int) -> list[int]:
    """List the places in the file's text at which a document's paragraphs start, in their order."""
    rows = store.rows("SELECT start FROM paragraph WHERE document_id = ? ORDER BY position", (document_id,))
    return [row["start"] for row in rows]


def list_segments(store: Store, document_id: int) -> list[StoredSegment]:
    """List the segments of a document in order: what is translated and aligned."""
    rows = store.rows(
        "SELECT segment.id, segment.document_id, paragraph_id, segment.position, kind, segment.text"
        " FROM segment JOIN paragraph ON paragraph.id = paragraph_id"
        " WHERE segment.document_id = ? ORDER BY segment.position",
        (document_id,),
    )
    return [StoredSegment(**row) for row in rows]


def segment_texts(store: Store, document_id: int, start: int = 0, stop: int = sys.maxsize) -> list[str]:
    """List the texts of a document's segments, or of segments `start:stop`, in order."""
    cursor = store.execute(
        "SELECT text FROM segment WHERE document_id = ? AND position >= ? AND position < ? ORDER BY position",
        (document_id, start, stop),
    )
    return [text for (text,) in cursor]


def list_hits(store: Store, file_id: int) -> list[RuleHit]:
    """List what cleaning changed in a file, in order."""
    rows = store.rows(
        'SELECT rule, start, "end", replacement, is_active FROM rule_hit WHERE file_id = ?'
        ' ORDER BY start, "end"',
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


def file_text(store: Store, file_id: int) -> str:
    """Give the text of a file as its reader made it, before cleaning.

    Raises:
        NotFoundError: there is no file of that id.
    """
    for row in store.rows("SELECT text, encoding FROM file WHERE id = ?", (file_id,)):
        return row["text"] or file_content(store, file_id).decode(row["encoding"])
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
