"""Progress bars on standard error, for what takes more than two seconds."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from aligners.progress import Progress

if TYPE_CHECKING:
    from rich.progress import Progress as Bars

DELAY_SECONDS = 2.0
REDRAWN_SECONDS = 0.1


@contextmanager
def progress_bar(title: str) -> Iterator[Progress]:
    """Give a function to call with (done, total); a bar appears once two seconds have gone by.

    Nothing is drawn where standard error is not a terminal. The bar has no thread of its own: a process with
    threads is not forked, and long texts are aligned in several processes.
    """
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    started = time.monotonic()
    bars: list[Bars] = []
    drawn = 0.0

    def show(done: int, total: int) -> None:
        nonlocal drawn
        if not bars:
            if time.monotonic() - started < DELAY_SECONDS:
                return
            bars.append(_start(title))
        bars[0].update(bars[0].task_ids[0], completed=done, total=total)
        if done == total or time.monotonic() - drawn >= REDRAWN_SECONDS:
            drawn = time.monotonic()
            bars[0].refresh()

    try:
        yield show
    finally:
        if bars:
            bars[0].stop()


def _start(title: str) -> "Bars":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class RateColumn(TextColumn):
        """What is done in a second."""

        def render(self, task: Task) -> Text:
            return Text("" if task.speed is None else f"{task.speed:.1f}/s")

    bars = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        RateColumn(""),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr),
        auto_refresh=False,
    )
    bars.add_task(title, total=None)
    bars.start()
    return bars
