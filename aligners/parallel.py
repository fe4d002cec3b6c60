"""Work in two or more processes, where that is safe and the machine has the cores.

The processes are forked, so that they share the vectors of the texts with this one instead of copying them.
A process with several threads is never forked: a lock that another thread holds would stay locked for ever
in the child. There, and where a system has no fork, the work is done here.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar, cast

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST_PROCESSES = 4

_work: Callable[[int], object] | None = None


def process_count() -> int:
    """Give how many processes may work at once: 1 where this process must not be forked."""
    if not sys.platform.startswith("linux") or threading.active_count() > 1:
        return 1
    return min(MOST_PROCESSES, len(os.sched_getaffinity(0)))


def in_order(work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
    """Yield the result of `work` for each item, in order; items are worked on in several processes.

    Results are pickled, items are not. Where a process is killed, the rest of the work is done here.
    """
    count = process_count()
    done = 0
    if count > 1 and len(items) > 1:
        try:
            for result in _forked(work, items, count):
                yield result
                done += 1
        except BrokenProcessPool:
            pass
    for item in items[done:]:
        yield work(item)


def _forked(work: Callable[[Item], Result], items: Sequence[Item], count: int) -> Iterator[Result]:
    def nth(place: int) -> Result:
        return work(items[place])

    executor = ProcessPoolExecutor(
        count, mp_context=multiprocessing.get_context("fork"), initializer=_begin, initargs=(nth,)
    )
    try:
        yield from cast(Iterator[Result], executor.map(_run, range(len(items))))
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _begin(work: Callable[[int], object]) -> None:
    """Remember the work in a new process; Ctrl-C is for the process that waits for the results."""
    global _work  # noqa: PLW0603 - a process of its own
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _run(place: int) -> object:
    assert _work is not None
    return _work(place)
