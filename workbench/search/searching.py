"""Searching both sides at once: the rows of one pair, or the concordance of everything in a database.

Every text is looked through: a hundred thousand sentences take about a second, and no index can be out of
date. Edited rows are searched as they read now.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from db import alignments, documents, review_reading
from db.records import DocumentPair, StoredBead, StoredDocument
from db.review_reading import Outline
from db.store import Store, open_store
from workbench.errors import InputError
from workbench.formats.units import replacing
from workbench.languages import join_segments
from workbench.search.matchers import Matcher, make_matcher

SIDES = ("source", "target")


@dataclass(frozen=True, slots=True)
class PairHits:
    """The rows of a pair that hold something, by the keys of their beads, and what finds it in them."""

    matcher: Matcher
    keys: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One occurrence: `text[start:end]` in a row of a pair, or in a sentence of a document without one.

    `side` is `source` or `target`; `other` is the text on the other side of the row. `row` counts from 1.
    """

    document: str
    side: str
    text: str
    start: int
    end: int
    other: str = ""
    pair_id: int | None = None
    key: tuple[int, int] | None = None
    row: int | None = None


def search_pair(path: Path, pair_id: int, wanted: str) -> PairHits:
    """Find the rows of a pair that hold `wanted` on either side.

    Raises:
        NotFoundError: there is no such pair, or it has not been aligned.
    """
    matcher = _matcher(wanted)
    with open_store(path, must_exist=True) as store:
        pair, run = alignments.get_aligned_pair(store, pair_id)
        rows = _Rows(store, pair, run.id)
        return PairHits(matcher, tuple(rows.key(place) for place in rows.places(matcher)))


def search(path: Path, wanted: str, *, side: str | None = None, limit: int | None = None) -> list[Hit]:
    """Find `wanted` in all current documents, in reading order: pairs first, then documents without one.

    `side` keeps to the Chinese (`source`) or the English side, `limit` is the most hits to give.

    Raises:
        InputError: there is nothing to look for.
    """
    matcher = _matcher(wanted)
    hits: list[Hit] = []
    with open_store(path, must_exist=True) as store:
        for hit in _all_hits(store, matcher):
            if side is None or hit.side == side:
                hits.append(hit)
            if limit is not None and len(hits) >= limit:
                break
    return hits


def _matcher(wanted: str) -> Matcher:
    if not wanted.strip():
        raise InputError("nothing to search for")
    return make_matcher(wanted)


def _all_hits(store: Store, matcher: Matcher) -> Iterator[Hit]:
    paired: set[int] = set()
    for pair in alignments.list_pairs(store):
        if pair.run is not None:
            paired |= {pair.source.id, pair.target.id}
            yield from _Rows(store, pair, pair.run.id).hits(matcher)
    for document in documents.list_documents(store):
        if document.id not in paired:
            yield from _document_hits(store, document, matcher)


def _document_hits(store: Store, document: StoredDocument, matcher: Matcher) -> Iterator[Hit]:
    side = SIDES[0] if document.language == "zh" else SIDES[1]
    for text in documents.segment_texts(store, document.id):
        for start, end in matcher.spans(text):
            yield Hit(document.title, side, text, start, end)


class _Rows:
    """The rows of one pair with their texts."""

    def __init__(self, store: Store, pair: DocumentPair, run_id: int) -> None:
        self._pair = pair
        self._outline: Outline = review_reading.read_outline(store, run_id)
        self._texts = tuple(
            documents.segment_texts(store, document.id) for document in (pair.source, pair.target)
        )
        self._edited = {bead.key: bead for bead in review_reading.edited_beads(store, run_id)}

    def key(self, place: int) -> tuple[int, int]:
        row = self._outline.table[place]
        return int(row["source_start"]), int(row["target_start"])

    def places(self, matcher: Matcher) -> list[int]:
        """List the places of the rows that hold what is looked for, on either side as they read now."""
        found: set[int] = set()
        for texts, name in zip(self._texts, ("source_end", "target_end"), strict=True):
            positions = [n for n, text in enumerate(texts) if matcher.spans(text)]
            found.update(np.searchsorted(self._outline.table[name], positions, side="right").tolist())
        found |= set(np.searchsorted(self._outline.starts, [sum(key) for key in self._edited]).tolist())
        return sorted(place for place in found if any(map(matcher.spans, self.texts(place))))

    def texts(self, place: int) -> tuple[str, str]:
        """Give both sides of a row as they read now."""
        bead: StoredBead = self._edited.get(self.key(place)) or self._outline.bare(place)
        source, target = self._texts
        read = (
            join_segments(source[bead.source_start : bead.source_end], self._pair.source.language),
            join_segments(target[bead.target_start : bead.target_end], self._pair.target.language),
        )
        return (
            read[0] if bead.edited_source is None else bead.edited_source,
            read[1] if bead.edited_target is None else bead.edited_target,
        )

    def hits(self, matcher: Matcher) -> Iterator[Hit]:
        for place in self.places(matcher):
            texts = self.texts(place)
            titles = (self._pair.source.title, self._pair.target.title)
            for number, side in enumerate(SIDES):
                for start, end in matcher.spans(texts[number]):
                    yield Hit(
                        titles[number],
                        side,
                        texts[number],
                        start,
                        end,
                        texts[1 - number],
                        self._pair.id,
                        self.key(place),
                        place + 1,
                    )


def hit_fields(hits: Sequence[Hit]) -> list[dict[str, object]]:
    """Give hits as records for JSON and tables: left, match and right are the parts of the text."""
    return [
        {
            "document": hit.document,
            "pair": hit.pair_id,
            "row": hit.row,
            "side": hit.side,
            "left": hit.text[: hit.start],
            "match": hit.text[hit.start : hit.end],
            "right": hit.text[hit.end :],
            "other": hit.other,
        }
        for hit in hits
    ]


def table_lines(hits: Sequence[Hit]) -> Iterator[str]:
    """Yield hits as tab-separated lines with a heading; white space within a text becomes a blank."""
    yield "\t".join(("document", "pair", "row", "side", "left", "match", "right", "other"))
    for record in hit_fields(hits):
        yield "\t".join("" if value is None else " ".join(str(value).split()) for value in record.values())


def export_hits(hits: Sequence[Hit], path: Path) -> None:
    """Write hits as a table, see `table_lines`.

    Raises:
        OutputError: the file cannot be written.
    """
    with replacing(path, encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in table_lines(hits))
