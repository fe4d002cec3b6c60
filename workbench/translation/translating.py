"""Translating: the translation memory first, then an engine; what is pending, in parts saved as they come.

A text that the memory has, or has one like, gets that translation, with its origin and how like it is. The
rest goes to the engine. A run that is killed loses one part at most, and the next one goes on from there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from aligners.progress import Progress
from db import documents, translations
from db.errors import NotFoundError
from db.records import Translation
from db.store import Store
from workbench.engines.protocols import Translated, Translator
from workbench.languages import TARGET_LANGUAGE
from workbench.translation.remembering import (
    EXACT,
    REVIEWED,
    MemoryMatch,
    TranslationMemory,
    load_memory,
    without_figures,
)
from workbench.translation.terms import load_glossary

SAVED_TOGETHER = 256  # segments; a run that is killed loses at most this many
READ_TOGETHER = 4096  # segments whose texts are held at a time
MEMORY_PERCENT = 80.0  # a translation of a text less like this one needs more work than the engine's
FUZZY_MATCH = "fuzzy-match"
"""The warning on a translation of another text, which says something else beyond its figures."""


@dataclass(frozen=True, slots=True)
class TranslationJob:
    """What to translate: all documents where `document_ids` is None, what is done too if `is_forced`.

    The memory translates what is at least `memory_percent` like one of its units; None leaves it out.
    """

    document_ids: tuple[int, ...] | None = None
    is_forced: bool = False
    memory_percent: float | None = MEMORY_PERCENT


@dataclass(frozen=True, slots=True)
class TranslationReport:
    """What was translated: `remembered` of it came from the memory, `warned` carry a warning."""

    translated: int
    warned: int
    engine: str
    remembered: int = 0


def open_translator(store: Store, engine: str | None = None, *, device: str | None = None) -> Translator:
    """Load an engine by name (see `workbench.engines.registry`) that renders the glossary's terms.

    Raises:
        ModelError: there is no such engine, it is broken, or the device is not there.
    """
    from workbench.engines.registry import load_engine

    return load_engine(engine, glossary=load_glossary(store), device=device)


def find_documents(store: Store, names: Sequence[str]) -> tuple[int, ...]:
    """Give the numbers of documents that are named by number, title, path or file name.

    Raises:
        NotFoundError: a name is no document's.
    """
    known = documents.list_documents(store)
    found: list[int] = []
    for name in names:
        of_name = [d.id for d in known if name in (str(d.id), d.title, d.path, Path(d.path).name)]
        if not of_name:
            raise NotFoundError(f"no document {name!r}; 'workbench documents' lists them")
        found += of_name
    return tuple(dict.fromkeys(found))


def translate_pending(
    store: Store, translator: Translator, *, progress: Progress, job: TranslationJob | None = None
) -> TranslationReport:
    """Translate every segment on the route `translate` that this engine has not translated yet.

    Segments are taken in the order of the documents and saved in parts, so that the next run goes on where
    this one stopped. `progress` is told (done, all) at the start and after each of them.
    """
    job = TranslationJob() if job is None else job
    pending = translations.pending_segments(
        store,
        engine=translator.name,
        target_language=TARGET_LANGUAGE,
        document_ids=job.document_ids,
        with_memory=job.memory_percent is not None,
        with_done=job.is_forced,
    )
    translated = warned = remembered = 0
    progress(0, len(pending))
    if not pending:
        return TranslationReport(translated=0, warned=0, engine=translator.name)
    memory = None if job.memory_percent is None else load_memory(store)
    pages = _pages(store, pending)
    units = (
        unit for texts in pages for unit in _units(texts, translator, memory, job.memory_percent or EXACT)
    )
    for part in _parts(_told(units, len(pending), progress)):
        translations.save(store, part)
        translated += len(part)
        warned += sum(bool(unit.warnings) for unit in part)
        remembered += sum(unit.percent is not None for unit in part)
    return TranslationReport(translated, warned, translator.name, remembered)


def _told(units: Iterator[Translation], total: int, progress: Progress) -> Iterator[Translation]:
    """Pass units on, and tell of each."""
    for done, unit in enumerate(units, start=1):
        yield unit
        progress(done, total)


def _pages(store: Store, segment_ids: Sequence[int]) -> Iterator[list[str]]:
    """Read the texts as they are needed, so that the whole never lies in memory."""
    for start in range(0, len(segment_ids), READ_TOGETHER):
        yield translations.segment_texts(store, segment_ids[start : start + READ_TOGETHER])


def _units(
    texts: Sequence[str], translator: Translator, memory: TranslationMemory | None, at_least: float
) -> Iterator[Translation]:
    """Yield a translation for every text, those from the memory first."""
    left = []
    for text in texts:
        match = memory.best(text, at_least=at_least) if memory is not None and len(memory) else None
        if match is None:
            left.append(text)
        else:
            yield _from_memory(text, match)
    for index, result in translator.translate(left):
        yield _from_engine(left[index], result, translator)


def _parts(units: Iterator[Translation]) -> Iterator[list[Translation]]:
    """Gather results as they come into parts that are saved together."""
    while part := list(islice(units, SAVED_TOGETHER)):
        yield part


def _from_memory(text: str, match: MemoryMatch) -> Translation:
    """Make a translation of a match; one of another text is a draft, and says so where words differ."""
    unit = match.unit
    is_exact = match.percent == EXACT
    only_figures = without_figures(unit.source_text) == without_figures(text)
    return Translation(
        source_text=text,
        target_text=match.target_text,
        target_language=TARGET_LANGUAGE,
        engine=translations.MEMORY,
        score=None,
        is_draft=not is_exact,
        warnings=() if is_exact or only_figures else (FUZZY_MATCH,),
        origin=f"{REVIEWED}: {unit.document}" if unit.origin == REVIEWED and unit.document else unit.origin,
        percent=match.percent,
    )


def _from_engine(text: str, result: Translated, translator: Translator) -> Translation:
    return Translation(
        source_text=text,
        target_text=result.text,
        target_language=TARGET_LANGUAGE,
        engine=translator.name,
        score=result.score,
        is_draft=translator.is_draft,
        warnings=result.warnings,
    )
