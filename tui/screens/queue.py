"""The translation queue: start it, watch it, stop it, go on; reviewing goes on meanwhile."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from rich.text import Text
from textual.app import App
from textual.binding import BindingType
from textual.worker import get_current_worker

from db.translation_queue import QueuedDocument
from tui import screen_keys
from tui.drawing import bar
from tui.screen_table import Where
from tui.screens.asking import explain
from tui.screens.choice import ChoiceScreen
from tui.screens.listing import Column, ListScreen
from tui.visible_text import visible
from workbench.translation import translation_queue

REFRESH_SECONDS = 0.5
_BAR_WIDTH = 12
_USUAL = "the best there is"
"""What the choice of engines calls the engine that is taken where none is chosen."""


@dataclass(slots=True)
class TranslationJob:
    """The run that the application does or did last; the screen looks at it, the thread writes it."""

    is_running: bool = False
    is_stopping: bool = False
    done: int = 0
    total: int = 0
    engine: str | None = None
    started: float = 0.0
    outcome: str = ""

    def words(self) -> str:
        """Say how it stands in a few words."""
        if not self.is_running:
            return self.outcome
        if self.is_stopping:
            return "stopping after this segment …"
        if not self.total:
            return "opening the translator …"
        seconds = max(time.monotonic() - self.started, 0.001)
        rate = self.done / seconds
        left = "" if not rate else f" · about {(self.total - self.done) / rate:.0f} s left"
        return f"{bar(self.done / self.total, _BAR_WIDTH)} {self.done} of {self.total} · {rate:.1f}/s{left}"


_JOBS: WeakKeyDictionary[App[Any], TranslationJob] = WeakKeyDictionary()


def job_of(app: App[Any]) -> TranslationJob:
    """Give the application's run: it goes on when the screen is left."""
    return _JOBS.setdefault(app, TranslationJob())


def make(where: Where) -> "QueueScreen":
    """Make the screen."""
    return QueueScreen(where)


class QueueScreen(ListScreen[QueuedDocument]):
    """The Chinese documents with what is translated of each."""

    BINDINGS: ClassVar[list[BindingType]] = [*screen_keys.QUEUE]
    COLUMNS = (
        Column("Document"),
        Column("Done", _BAR_WIDTH),
        Column("Segments", 11, is_figure=True),
        Column("Warned", 6, is_figure=True),
    )
    EMPTY = "No document here has anything to translate."

    def on_mount(self) -> None:
        """Read the queue, and look at the run from time to time."""
        super().on_mount()
        self._was_running = self._job.is_running
        self.set_interval(REFRESH_SECONDS, self._look)

    @property
    def _job(self) -> TranslationJob:
        return job_of(self.app)

    def read(self) -> list[QueuedDocument]:
        """Read the queue."""
        return translation_queue.queue(self.where.database)

    def title_words(self) -> Sequence[str]:
        """Say how much is pending, and how the run stands."""
        pending = sum(item.pending_count for item in self._all)
        words = ["Translation", f"{pending} segments pending"]
        if self._job.engine is not None:
            words.append(f"engine {self._job.engine}")
        return [*words, self._job.words()] if self._job.words() else words

    def cells(self, item: QueuedDocument) -> Sequence[str]:
        """Give title, progress, numbers."""
        share = item.translated_count / max(item.segment_count, 1)
        numbers = f"{item.translated_count}/{item.segment_count}"
        return item.title, bar(share, _BAR_WIDTH), numbers, str(item.warned_count or "")

    def describe(self, item: QueuedDocument) -> Text:
        """Say what is left to do."""
        words = f"{visible(item.title)}\n{item.pending_count} of {item.segment_count} segments pending"
        keys_here = "Enter translates this document, s all, x stops, e another engine"
        return Text(f"{words} · {keys_here}", overflow="ellipsis")

    def open_item(self, item: QueuedDocument) -> None:
        """Translate what is pending in this document."""
        self._start((item.document_id,))

    def action_engine(self) -> None:
        """Ask which engine is to translate; each has translations of its own."""
        self.in_turn(lambda: self.ask(translation_queue.engine_names, self._choose_engine))

    def _choose_engine(self, names: list[str]) -> None:
        job = self._job
        current = _USUAL if job.engine not in names else job.engine

        def choose(name: str | None) -> None:
            if name is not None:
                job.engine = None if name == _USUAL else name
                self.read_again()

        self.app.push_screen(ChoiceScreen("Which engine translates?", [_USUAL, *names], current), choose)

    def _look(self) -> None:
        if self._job.is_running or self._was_running:
            self._was_running = self._job.is_running
            if not self.is_waiting:
                self.read_again()

    def action_start(self) -> None:
        """Translate what is pending, in all documents."""
        self._start(None)

    def _start(self, document_ids: tuple[int, ...] | None) -> None:
        """Translate in a thread of the application's."""
        job = self._job
        if job.is_running:
            self.notify("It is running already.", markup=False)
            return
        job.is_running, job.is_stopping, job.outcome = True, False, ""
        job.done = job.total = 0
        job.started = time.monotonic()
        app, where = self.app, self.where
        work = partial(_run, app, job, where, document_ids)
        app.run_worker(work, thread=True, group="translation", exit_on_error=False)
        self._look()

    def action_stop(self) -> None:
        """Stop after the segment that is being translated; what is done is kept."""
        if self._job.is_running:
            self._job.is_stopping = True
            self._look()
        else:
            self.notify("Nothing is running.", markup=False)


def _run(app: App[Any], job: TranslationJob, where: Where, document_ids: tuple[int, ...] | None) -> None:
    """Translate until done or stopped, and leave a word on what came of it."""
    worker = get_current_worker()

    def progress(done: int, total: int) -> None:
        job.done, job.total = done, total

    try:
        report = translation_queue.run_queue(
            where.database,
            is_stopped=lambda: job.is_stopping or worker.is_cancelled,
            progress=progress,
            engine=job.engine,
            document_ids=document_ids,
        )
    except Exception as error:  # noqa: BLE001 - the worker of this screen turns errors into words
        job.outcome = explain(error)
    else:
        how = "stopped" if job.is_stopping else "done"
        job.outcome = f"{how}: {report.translated} segments translated, {report.warned} with a warning"
    finally:
        job.is_running = False
        if not worker.is_cancelled:
            app.call_later(app.notify, job.outcome, markup=False)
