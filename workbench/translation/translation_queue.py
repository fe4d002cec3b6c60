"""The queue of translations as something to start, watch, stop and resume.

A run may be stopped after any segment: all that was translated until then is stored, and the next run goes on
from there. Decisions of reviewers wait for the short moments in which a part is stored, and succeed.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from aligners.progress import Progress
from db import translation_queue
from db.store import open_store
from db.translation_queue import QueuedDocument
from workbench.engines.protocols import Translated, Translator
from workbench.languages import TARGET_LANGUAGE
from workbench.translation.translating import TranslationJob, TranslationReport, translate_pending


class StoppableTranslator:
    """A translator that gives nothing more once `is_stopped` says so."""

    def __init__(self, inner: Translator, is_stopped: Callable[[], bool]) -> None:
        self._inner = inner
        self._is_stopped = is_stopped

    @property
    def name(self) -> str:
        """The name of the translator inside."""
        return self._inner.name

    @property
    def is_draft(self) -> bool:
        """True where the output is a draft."""
        return self._inner.is_draft

    def translate(self, segments: Sequence[str]) -> Iterator[tuple[int, Translated]]:
        """Yield translations until stopped."""
        if self._is_stopped():
            return
        for result in self._inner.translate(segments):
            yield result
            if self._is_stopped():
                return


def queue(path: Path) -> list[QueuedDocument]:
    """List the documents to be translated, with how far they are."""
    with open_store(path, must_exist=True) as store:
        return translation_queue.list_queue(store, target_language=TARGET_LANGUAGE)


def engine_names() -> list[str]:
    """List the names of the engines there are here."""
    from workbench.engines.registry import engine_names as listed

    return [engine.name for engine in listed()]


def run_queue(
    path: Path,
    *,
    is_stopped: Callable[[], bool],
    progress: Progress,
    translator: Translator | None = None,
    engine: str | None = None,
    document_ids: tuple[int, ...] | None = None,
) -> TranslationReport:
    """Translate what is pending until all is done or `is_stopped` says so, in some documents or in all.

    Without a translator the engine of that name is loaded, or the usual one.

    `progress` is called with (done, total) after every segment.

    Raises:
        ModelError: there is no translation package, or it is broken.
    """
    with open_store(path, must_exist=True) as store:
        if translator is None:
            from workbench.translation.translating import open_translator

            translator = open_translator(store, engine)
        stoppable = StoppableTranslator(translator, is_stopped)
        return translate_pending(store, stoppable, progress=progress, job=TranslationJob(document_ids))
