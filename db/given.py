"""What files in two languages say themselves: which documents and segments stand side by side."""

from collections import Counter

from db.store import Store

MIN_SHARED = 0.5  # of the rows of the document with fewer rows, from which two belong together


def given_pairs(store: Store, *, source_language: str, target_language: str) -> list[tuple[int, int]]:
    """List the pairs of current documents, by id, that a file sets side by side row by row."""
    rows_of: dict[tuple[int, str, int], set[int]] = {}
    for row in store.rows(
        "SELECT document.file_id, document.language, document.id, given_row"
        " FROM paragraph JOIN document ON document.id = document_id JOIN file ON file.id = file_id"
        " WHERE is_current AND given_row IS NOT NULL ORDER BY document.id"
    ):
        rows_of.setdefault((row["file_id"], row["language"], row["id"]), set()).add(row["given_row"])
    places: dict[tuple[int, int], int] = {
        (file, given): number
        for (file, language, number), numbers in rows_of.items()
        if language == target_language
        for given in numbers
    }
    targets = {number: numbers for (_, _, number), numbers in rows_of.items()}
    pairs = []
    for (file, language, number), numbers in rows_of.items():
        if language != source_language:
            continue
        shared = Counter(places[file, given] for given in numbers if (file, given) in places)
        for target, count in shared.most_common(1):
            if count >= MIN_SHARED * min(len(numbers), len(targets[target])):
                pairs.append((number, target))
    return pairs


def segment_rows(store: Store, document_id: int) -> list[int | None]:
    """Give the row that each segment of a document stands in, None for those in no row."""
    rows = store.rows(
        "SELECT given_row FROM segment JOIN paragraph ON paragraph.id = paragraph_id"
        " WHERE segment.document_id = ? ORDER BY segment.position",
        (document_id,),
    )
    return [row["given_row"] for row in rows]
