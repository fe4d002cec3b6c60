"""Writing the rows of a file's documents; those that have not changed keep theirs.

A document whose words, routes and data are as they were is moved to the new version of its file with all
that hangs on it: segments, pairs, alignments, reviews, findings. The others get rows of their own.
"""

import hashlib
from collections.abc import Iterable

from db.records import Document, Paragraph
from db.store import Store, text_hash


def fingerprint(document: Document) -> str:
    """Give a hash of all that is in a document but its place in the file."""
    order = {number: n for n, number in enumerate(dict.fromkeys(p.given_row for p in document.paragraphs))}
    digest = hashlib.blake2b(digest_size=16)
    data = (document.title, document.language, document.script, document.published_on, document.source_name)
    _weigh(digest, (*data, document.document_number, document.issuing_body))
    for part in document.paragraphs:
        row = None if part.given_row is None else order[part.given_row]
        _weigh(digest, (part.text, part.kind, part.language, part.script, part.route.value, part.reason, row))
        _weigh(digest, tuple((segment.start, segment.end) for segment in part.segments))
    return digest.hexdigest()


def _weigh(digest: "hashlib.blake2b", values: tuple[object, ...]) -> None:
    digest.update(repr(values).encode("utf-8", "surrogatepass"))


def put_documents(
    store: Store, file_id: int, documents: Iterable[Document], *, previous_file_id: int | None
) -> list[int]:
    """Store the documents of a file inside the transaction that is open, and return their ids in order.

    Those that stand unchanged in the previous version are moved over from it.
    """
    standing: dict[str, list[int]] = {}
    for row in store.rows(
        "SELECT id, fingerprint FROM document WHERE file_id = ? AND fingerprint IS NOT NULL"
        " ORDER BY position DESC",
        (previous_file_id,),
    ):
        standing.setdefault(row["fingerprint"], []).append(row["id"])
    ids = []
    for position, document in enumerate(documents):
        found = fingerprint(document)
        if standing.get(found):
            document_id = standing[found].pop()
            _move(store, document_id, file_id, position, document)
        else:
            document_id = _add(store, file_id, position, document, found)
        ids.append(document_id)
    return ids


def _move(store: Store, document_id: int, file_id: int, position: int, document: Document) -> None:
    store.execute(
        'UPDATE document SET file_id = ?, position = ?, start = ?, "end" = ? WHERE id = ?',
        (file_id, position, document.start, document.end, document_id),
    )
    store.execute_many(
        'UPDATE paragraph SET start = ?, "end" = ?, given_row = ? WHERE document_id = ? AND position = ?',
        [
            (paragraph.start, paragraph.end, paragraph.given_row, document_id, n)
            for n, paragraph in enumerate(document.paragraphs)
        ],
    )


def _add(store: Store, file_id: int, position: int, document: Document, found: str) -> int:
    cursor = store.execute(
        'INSERT INTO document (file_id, position, start, "end", title, language, script, published_on,'
        " source_name, document_number, issuing_body, fingerprint)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
            found,
        ),
    )
    document_id = cursor.lastrowid
    assert document_id is not None
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
        " text, given_row) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
            paragraph.given_row,
        ),
    )
    paragraph_id = cursor.lastrowid
    assert paragraph_id is not None
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
