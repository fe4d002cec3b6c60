"""Where a document was before its file was taken in again, and the alignments made then."""

from dataclasses import dataclass

from db.alignments import get_pair
from db.records import DocumentPair, StoredDocument
from db.store import Store


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a document stands: its file, the text that its places are in, its range there."""

    document_id: int
    file_id: int
    path: str
    text_key: str
    position: int
    start: int
    end: int

    def is_earlier_version_of(self, other: "_Place") -> bool:
        """True where the two are one document, wholly or in part, in versions of one file."""
        if self.document_id == other.document_id:
            return True
        if self.path != other.path or self.file_id >= other.file_id:
            return False
        if self.text_key == other.text_key:
            return self.start < other.end and other.start < self.end
        return self.position == other.position


def earlier_pairs(store: Store, pair: DocumentPair) -> list[DocumentPair]:
    """Give the aligned pairs of earlier versions of the same two documents, those of the last version only.

    There is more than one where documents were joined since. Versions of a file with the same text are
    compared by the places of their documents in it, others by their order in the file.
    """
    source, target = _place(store, pair.source), _place(store, pair.target)
    found: list[tuple[int, int, tuple[int, int]]] = []
    for row in store.rows(_CANDIDATES, {"source": source.path, "target": target.path, "pair": pair.id}):
        old_source = _place_of(row, "source_")
        old_target = _place_of(row, "target_")
        if old_source.is_earlier_version_of(source) and old_target.is_earlier_version_of(target):
            found.append((row["run_id"], row["pair_id"], (old_source.file_id, old_target.file_id)))
    if not found:
        return []
    files = max(found)[2]
    return [get_pair(store, pair_id) for _, pair_id, place in sorted(found) if place == files]


_PLACE_COLUMNS = (
    "{0}.id AS {0}_document_id, {0}.file_id AS {0}_file_id, {0}.position AS {0}_position, {0}.start AS"
    ' {0}_start, {0}."end" AS {0}_end, {0}_file.path AS {0}_path,'
    " {0}_file.sha256 || ' ' || {0}_file.encoding AS {0}_text_key"
)
_CANDIDATES = f"""
    SELECT pair.id AS pair_id, max(alignment_run.id) AS run_id,
        {_PLACE_COLUMNS.format("source")}, {_PLACE_COLUMNS.format("target")}
    FROM pair JOIN alignment_run ON alignment_run.pair_id = pair.id AND alignment_run.is_current
    JOIN document AS source ON source.id = source_document_id
    JOIN document AS target ON target.id = target_document_id
    JOIN file AS source_file ON source_file.id = source.file_id
    JOIN file AS target_file ON target_file.id = target.file_id
    WHERE pair.id <> :pair AND source_file.path = :source AND target_file.path = :target GROUP BY pair.id
"""


def _place(store: Store, document: StoredDocument) -> _Place:
    rows = store.rows(
        f"SELECT {_PLACE_COLUMNS.format('source')} FROM document AS source"
        " JOIN file AS source_file ON source_file.id = source.file_id WHERE source.id = ?",
        (document.id,),
    )
    return next(_place_of(row, "source_") for row in rows)


def _place_of(row: dict[str, object], prefix: str) -> _Place:
    return _Place(**{name: row[prefix + name] for name in _Place.__dataclass_fields__})  # type: ignore[arg-type]
