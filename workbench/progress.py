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
REDRAWN_SHARE = 0.01  # of all; results that come in a burst are shown to its end, give or take


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
    drawn_done = 0

    def show(done: int, total: int) -> None:
        nonlocal drawn, drawn_done
        if not bars:
            if time.monotonic() - started < DELAY_SECONDS:
                return
            bars.append(_start(title, started))
        bars[0].update(bars[0].task_ids[0], completed=done, total=total)
        is_far = done - drawn_done >= REDRAWN_SHARE * total
        if done == total or is_far or time.monotonic() - drawn >= REDRAWN_SECONDS:
            drawn, drawn_done = time.monotonic(), done
            bars[0].refresh()

    try:
        yield show
    finally:
        if bars:
            bars[0].stop()


def _start(title: str, started: float) -> "Bars":
    """Make the bar. Its rate is that of the whole run: what was done before it appeared took time, too."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, Task, TextColumn
    from rich.text import Text

    class PaceColumn(TextColumn):
        """What is done in a second, and the time that the rest takes at that rate."""

        def render(self, task: Task) -> Text:
            return Text(pace(int(task.completed), int(task.total or 0), time.monotonic() - started))

    bars = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        PaceColumn(""),
        console=Console(file=sys.stderr),
        auto_refresh=False,
    )
    bars.add_task(title, total=None)
    bars.start()
    return bars


def pace(done: int, total: int, seconds: float) -> str:
    """Say how many are done in a second and how long the rest will take; nothing before the first is done."""
    if done == 0 or seconds <= 0:
        return ""
    rate = done / seconds
    left = round((total - done) / rate)
    clock = f"{left // 3600}:{left // 60 % 60:02}:{left % 60:02}"
    return f"{rate:.1f}/s, {clock} left"
