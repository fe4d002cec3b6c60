"""Machine translations of a document's segments: the newest one, or those of all engines side by side."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db import documents, translations
from db.records import Translation
from db.store import open_store
from workbench.languages import TARGET_LANGUAGE, join_segments


def newest_drafts(path: Path, document_id: int, start: int, stop: int) -> tuple[str, ...]:
    """Give the newest translations of segments `start:stop`, an empty text where there is none."""
    with open_store(path, must_exist=True) as store:
        units = translations.for_document(
            store, document_id, target_language=TARGET_LANGUAGE, start=start, stop=stop
        )
    return tuple(unit.target_text if unit else "" for unit in units)


def drafts_by_engine(path: Path, document_id: int, start: int, stop: int) -> dict[str, str]:
    """Give what each engine and the memory made of segments `start:stop` as one text, the newest first.

    What an engine has not translated is left out of its text.
    """
    with open_store(path, must_exist=True) as store:
        segments = translations.by_engine(
            store, document_id, target_language=TARGET_LANGUAGE, start=start, stop=stop
        )
    parts: dict[str, list[str]] = {}
    for unit in (unit for units in segments for unit in units if unit.target_text):
        parts.setdefault(unit.engine, []).append(unit.target_text)
    return {engine: join_segments(texts, TARGET_LANGUAGE) for engine, texts in parts.items()}


@dataclass(frozen=True, slots=True)
class SegmentDrafts:
    """A segment with its number in the document, from 1, and its translation by each engine."""

    number: int
    source: str
    drafts: dict[str, Translation]

    def as_dict(self) -> dict[str, Any]:
        """Give the fields that a program wants to read."""
        drafts = {
            engine: {"text": unit.target_text, "score": unit.score, "warnings": unit.warnings}
            for engine, unit in self.drafts.items()
        }
        return {"segment": self.number, "source": self.source, "drafts": drafts}


def draft_records(path: Path, document_id: int) -> list[SegmentDrafts]:
    """List the segments of a document with what each engine made of them, the newest first.

    Raises NotFoundError where there is no such document.
    """
    with open_store(path, must_exist=True) as store:
        documents.get_document(store, document_id)
        texts = documents.segment_texts(store, document_id)
        segments = translations.by_engine(store, document_id, target_language=TARGET_LANGUAGE)
    return [
        SegmentDrafts(number, text, {unit.engine: unit for unit in units})
        for number, (text, units) in enumerate(zip(texts, segments, strict=True), start=1)
    ]
