"""How far the translation of each document has come."""

from dataclasses import dataclass

from db.store import Store


@dataclass(frozen=True, slots=True)
class QueuedDocument:
    """A document with segments to be translated: how many, and how many of them have a translation."""

    document_id: int
    title: str
    segment_count: int
    translated_count: int
    warned_count: int

    @property
    def pending_count(self) -> int:
        """The segments that no engine has translated."""
        return self.segment_count - self.translated_count


def list_queue(store: Store, *, target_language: str) -> list[QueuedDocument]:
    """List the documents that have segments on the route `translate`, in order."""
    rows = store.rows(
        """
        SELECT document.id AS document_id, document.title, count(*) AS segment_count,
            coalesce(sum(done.text_hash IS NOT NULL), 0) AS translated_count,
            coalesce(sum(done.is_warned), 0) AS warned_count
        FROM segment JOIN paragraph ON paragraph.id = segment.paragraph_id AND paragraph.route = 'translate'
        JOIN document ON document.id = segment.document_id
        JOIN file ON file.id = document.file_id AND file.is_current
        LEFT JOIN (SELECT text_hash, max(warnings <> '[]') AS is_warned FROM translation
            WHERE target_language = :language GROUP BY text_hash) AS done
            ON done.text_hash = coalesce(segment.translated_as, segment.text_hash)
        GROUP BY document.id ORDER BY document.id
        """,
        {"language": target_language},
    )
    return [QueuedDocument(**row) for row in rows]
