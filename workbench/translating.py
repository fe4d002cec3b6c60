"""Translating: all pending segments, in batches that are saved as they come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from db import translations
from db.records import Translation
from db.store import Store
from workbench.engines.protocols import Progress, Translated, Translator
from workbench.languages import TARGET_LANGUAGE

SAVED_TOGETHER = 256  # segments; a run that is killed loses at most this many


@dataclass(frozen=True, slots=True)
class TranslationReport:
    """What was translated: `warned` counts the translations that carry a warning."""

    translated: int
    warned: int
    engine: str


def translate_pending(store: Store, translator: Translator, *, progress: Progress) -> TranslationReport:
    """Translate every segment on the route `translate` that this engine has not translated yet.

    Segments are taken in the order of the documents and saved in parts, so that the next run goes on where
    this one stopped.
    """
    pending = translations.pending_texts(store, engine=translator.name, target_language=TARGET_LANGUAGE)
    done = warned = 0
    progress(0, len(pending))
    for part in _parts(translator.translate(pending)):
        units = [_unit(pending[index], result, translator) for index, result in part]
        translations.save(store, units)
        done += len(units)
        warned += sum(bool(unit.warnings) for unit in units)
        progress(done, len(pending))
    return TranslationReport(translated=done, warned=warned, engine=translator.name)


def _parts(results: Iterator[tuple[int, Translated]]) -> Iterator[list[tuple[int, Translated]]]:
    """Gather results as they come into parts that are saved together."""
    while part := list(islice(results, SAVED_TOGETHER)):
        yield part


def translate_all(
    translator: Translator, texts: Sequence[str], *, progress: Progress | None = None
) -> list[Translated]:
    """Translate texts and give the results in their order."""
    results: dict[int, Translated] = {}
    for n, result in translator.translate(texts):
        results[n] = result
        if progress is not None:
            progress(len(results), len(texts))
    return [results[n] for n in range(len(texts))]


def _unit(text: str, result: Translated, translator: Translator) -> Translation:
    return Translation(
        source_text=text,
        target_text=result.text,
        target_language=TARGET_LANGUAGE,
        engine=translator.name,
        score=result.score,
        is_draft=translator.is_draft,
        warnings=result.warnings,
    )
