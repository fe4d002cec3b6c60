"""A clean copy of the data for other people: plain tables, and two flat views for Datasette: `pairs`, and
`omissions`, the rows that lack a side, with the reviewers' reasons."""

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from db import alignments, documents, translations
from db.records import DocumentPair
from db.store import Store, now

FORMAT_VERSION = "3"
"""2: what reviewers said of a row (reason, is_bookmarked, is_manual) and `omissions`; 3: `translation`."""

Join = Callable[[Sequence[str], str], str]
"""Joins segments in the way of the language that is given."""

_PAIRS_VIEW = """
    SELECT bead.id, source.title AS source_title, target.title AS target_title,
        source.path AS source_path, target.path AS target_path, bead.source_text, bead.target_text,
        bead.shape, bead.state, bead.posterior, bead.machine_translation, bead.note,
        bead.reason, bead.is_bookmarked, bead.is_manual,
        document_pair.verdict, document_pair.recipe
    FROM bead JOIN document_pair ON document_pair.id = bead.pair_id
    JOIN document AS source ON source.id = document_pair.source_document_id
    JOIN document AS target ON target.id = document_pair.target_document_id
    ORDER BY bead.id
"""
_OMISSIONS_VIEW = """
    SELECT id, source_title, target_title,
        CASE WHEN shape LIKE '%-0' THEN 'left out' ELSE 'added' END AS kind,
        CASE WHEN shape LIKE '%-0' THEN source_text ELSE target_text END AS text,
        reason, state, note, machine_translation
    FROM pairs WHERE shape LIKE '%-0' OR shape LIKE '0-%' ORDER BY id
"""


_COLUMNS: dict[str, dict[str, type]] = {
    "provenance": {"key": str, "value": str},
    "document": {
        "id": int,
        "path": str,
        "position": int,
        "title": str,
        "language": str,
        "script": str,
        "published_on": str,
        "source_name": str,
        "document_number": str,
        "issuing_body": str,
    },
    "paragraph": {
        "id": int,
        "document_id": int,
        "position": int,
        "kind": str,
        "language": str,
        "script": str,
        "route": str,
        "reason": str,
        "text": str,
    },
    "segment": {
        "id": int,
        "document_id": int,
        "paragraph_id": int,
        "position": int,
        "text": str,
        "translation": str,
        "engine": str,
        "is_draft": int,
        "warnings": str,
    },
    "translation": {
        "segment_id": int,
        "engine": str,
        "text": str,
        "score": float,
        "is_draft": int,
        "warnings": str,
    },
    "document_pair": {
        "id": int,
        "source_document_id": int,
        "target_document_id": int,
        "score": float,
        "runner_up_score": float,
        "verdict": str,
        "anchor_share": float,
        "mean_posterior": float,
        "median_cosine": float,
        "recipe": str,
    },
    "bead": {
        "id": int,
        "pair_id": int,
        "source_start": int,
        "source_end": int,
        "target_start": int,
        "target_end": int,
        "shape": str,
        "source_text": str,
        "target_text": str,
        "machine_translation": str,
        "posterior": float,
        "state": str,
        "note": str,
        "reason": str,
        "is_bookmarked": int,
        "is_manual": int,
    },
    "link": {
        "id": int,
        "source_document_id": int,
        "target_document_id": int,
        "source_text": str,
        "target_text": str,
        "score": float,
        "kind": str,
        "state": str,
        "note": str,
    },
    "without_counterpart": {
        "document_id": int,
        "nearest_document_id": int,
        "score": float,
        "verdict": str,
        "anchor_share": float,
        "mean_posterior": float,
        "median_cosine": float,
    },
}
_KEYS = {"translation": ("segment_id", "engine")}  # of the others, the first column
_REFERENCES = {
    "paragraph": [("document_id", "document", "id")],
    "segment": [("document_id", "document", "id"), ("paragraph_id", "paragraph", "id")],
    "translation": [("segment_id", "segment", "id")],
    "document_pair": [("source_document_id", "document", "id"), ("target_document_id", "document", "id")],
    "bead": [("pair_id", "document_pair", "id")],
    "link": [("source_document_id", "document", "id"), ("target_document_id", "document", "id")],
    "without_counterpart": [("document_id", "document", "id")],
}


def publish(store: Store, path: Path, *, join: Join, target_language: str) -> None:
    """Write the current documents, translations, alignments and links to a new SQLite file at `path`.

    The file must not exist. Its tables stand alone: no bytes of the originals, no vectors, no review log.
    """
    pairs = [pair for pair in alignments.list_pairs(store) if pair.run is not None]
    rows: dict[str, Iterable[dict[str, Any]]] = {
        "provenance": _provenance(store),
        "document": _documents(store),
        "paragraph": _paragraphs(store),
        "segment": _segments(store, target_language),
        "translation": _translations(store, target_language),
        "document_pair": _pairs(pairs),
        "bead": _beads(store, pairs, join=join, target_language=target_language),
        "link": _links(store, join=join),
        "without_counterpart": _counterparts(store),
    }
    output = Database(path, strict=True)
    try:
        with output.atomic():
            for table, columns in _COLUMNS.items():
                key = _KEYS.get(table, next(iter(columns)))
                output.table(table).create(columns, pk=key, foreign_keys=_REFERENCES.get(table, []))
                output.table(table).insert_all(rows[table])
            output.create_view("pairs", _PAIRS_VIEW)
            output.create_view("omissions", _OMISSIONS_VIEW)
        output.vacuum()
    finally:
        output.close()


def _provenance(store: Store) -> Iterator[dict[str, Any]]:
    yield {"key": "format", "value": "bitext-workbench export"}
    yield {"key": "format_version", "value": FORMAT_VERSION}
    yield {"key": "created_at", "value": now()}
    engines = store.rows("SELECT DISTINCT engine FROM translation ORDER BY engine")
    yield {"key": "engines", "value": ", ".join(row["engine"] for row in engines)}


def _documents(store: Store) -> Iterator[dict[str, Any]]:
    for document in documents.list_documents(store):
        yield {name: getattr(document, name) for name in _COLUMNS["document"]}


def _paragraphs(store: Store) -> Iterator[dict[str, Any]]:
    for document in documents.list_documents(store):
        for paragraph in documents.list_paragraphs(store, document.id):
            yield {
                name: str(value) if name == "route" else value for name, value in asdict(paragraph).items()
            }


def _segments(store: Store, target_language: str) -> Iterator[dict[str, Any]]:
    for document in documents.list_documents(store):
        units = translations.for_document(store, document.id, target_language=target_language)
        for segment, unit in zip(documents.list_segments(store, document.id), units, strict=True):
            yield {
                "id": segment.id,
                "document_id": document.id,
                "paragraph_id": segment.paragraph_id,
                "position": segment.position,
                "text": segment.text,
                "translation": None if unit is None else unit.target_text,
                "engine": None if unit is None else unit.engine,
                "is_draft": None if unit is None else int(unit.is_draft),
                "warnings": None if unit is None else ", ".join(unit.warnings),
            }


def _translations(store: Store, target_language: str) -> Iterator[dict[str, Any]]:
    for document in documents.list_documents(store):
        segments = documents.list_segments(store, document.id)
        rows = translations.by_engine(store, document.id, target_language=target_language)
        for segment, units in zip(segments, rows, strict=True):
            for unit in units:
                yield {
                    "segment_id": segment.id,
                    "engine": unit.engine,
                    "text": unit.target_text,
                    "score": unit.score,
                    "is_draft": int(unit.is_draft),
                    "warnings": ", ".join(unit.warnings),
                }


def _pairs(pairs: Sequence[DocumentPair]) -> Iterator[dict[str, Any]]:
    for pair in pairs:
        assert pair.run is not None
        yield {
            "id": pair.id,
            "source_document_id": pair.source.id,
            "target_document_id": pair.target.id,
            "score": pair.score,
            "runner_up_score": pair.runner_up_score,
            "verdict": pair.run.verdict.value,
            "anchor_share": pair.run.anchor_share,
            "mean_posterior": pair.run.mean_posterior,
            "median_cosine": pair.run.median_cosine,
            "recipe": pair.run.recipe,
        }


def _beads(
    store: Store, pairs: Sequence[DocumentPair], *, join: Join, target_language: str
) -> Iterator[dict[str, Any]]:
    bead_id = 0
    for pair in pairs:
        assert pair.run is not None
        source = documents.segment_texts(store, pair.source.id)
        target = documents.segment_texts(store, pair.target.id)
        drafts = translations.for_document(store, pair.source.id, target_language=target_language)
        for bead in alignments.list_beads(store, pair.run.id):
            bead_id += 1
            parts = [unit.target_text for unit in drafts[bead.source_start : bead.source_end] if unit]
            yield {
                "id": bead_id,
                "pair_id": pair.id,
                "source_start": bead.source_start,
                "source_end": bead.source_end,
                "target_start": bead.target_start,
                "target_end": bead.target_end,
                "shape": bead.shape,
                "source_text": bead.edited_source
                if bead.edited_source is not None
                else join(source[bead.source_start : bead.source_end], pair.source.language),
                "target_text": bead.edited_target
                if bead.edited_target is not None
                else join(target[bead.target_start : bead.target_end], pair.target.language),
                "machine_translation": join(parts, target_language),
                "posterior": bead.posterior,
                "state": bead.state.value,
                "note": bead.note,
                "reason": bead.reason,
                "is_bookmarked": int(bead.is_bookmarked),
                "is_manual": int(bead.is_manual),
            }


def _links(store: Store, *, join: Join) -> Iterator[dict[str, Any]]:
    languages = {document.id: document.language for document in documents.list_documents(store)}
    texts = functools.cache(functools.partial(documents.segment_texts, store))
    for link in alignments.list_links(store):
        if link.source_document_id not in languages or link.target_document_id not in languages:
            continue
        source, target = texts(link.source_document_id), texts(link.target_document_id)
        yield {
            "id": link.id,
            "source_document_id": link.source_document_id,
            "target_document_id": link.target_document_id,
            "source_text": join(
                source[link.source_start : link.source_end], languages[link.source_document_id]
            ),
            "target_text": join(
                target[link.target_start : link.target_end], languages[link.target_document_id]
            ),
            "score": link.score,
            "kind": link.kind.value,
            "state": link.state.value,
            "note": link.note,
        }


def _counterparts(store: Store) -> Iterator[dict[str, Any]]:
    current = {document.id for document in documents.list_documents(store)}
    for item in alignments.list_counterparts(store):
        if item.document_id in current:
            yield {
                name: str(value) if name == "verdict" else value
                for name, value in asdict(item).items()
                if name != "recipe"
            }
