"""Reading many files on several processes, with results in the order of the files.

What intake does to a file is pure work on its bytes, so it goes to other processes; only one of them, the
caller, writes to the store. A few files, and large ones, are read here: to start a process takes longer.
"""

import os
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from db.records import SourceFile
from workbench.errors import EncodingError, InputError
from workbench.intake.reading import read_file
from workbench.intake.user_rules import NO_RULES, UserRules, parse_rules

PROCESSES = 2
MIN_FILES = 48  # from which other processes are worth their start of about a second
MAX_BYTES = 1 << 20  # larger files are read here: their documents would be copied between processes
READ_AHEAD = 64  # files that wait to be stored


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read, the encoding where the user names one, and the user's rules.

    An encoding that is not sure is that of an earlier version: where it does not fit, it is found anew.
    """

    path: Path
    encoding: str | None = None
    rules: UserRules = NO_RULES
    is_encoding_sure: bool = True


Result = SourceFile | InputError
"""What became of a job: the file as it was read, or why it cannot be."""


def read_all(jobs: Sequence[Job]) -> Iterator[Result]:
    """Yield what was read of each file, or the error that says why it cannot be, in the order of the jobs."""
    small = [job for job in jobs if _is_small(job.path)]
    processes = min(PROCESSES, os.cpu_count() or 1)
    if len(small) < MIN_FILES or processes < 2:
        yield from map(_read, jobs)
        return
    executor = ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_leave_interrupts_to_the_parent
    )
    try:
        yield from _in_order(jobs, executor)
    except BrokenProcessPool as error:
        raise InputError("a process that read files was ended from outside; run the command again") from error
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _in_order(jobs: Sequence[Job], executor: ProcessPoolExecutor) -> Iterator[Result]:
    waiting: deque[Future[Result] | Job] = deque()
    for job in jobs:
        is_small = _is_small(job.path)
        waiting.append(_submit(executor, job) if is_small else job)
        if len(waiting) >= READ_AHEAD:
            yield _result(waiting.popleft())
    while waiting:
        yield _result(waiting.popleft())


def _submit(executor: ProcessPoolExecutor, job: Job) -> "Future[Result]":
    return executor.submit(
        _read_elsewhere, job.path, job.encoding, job.rules.toml, is_encoding_sure=job.is_encoding_sure
    )


def _result(found: "Future[Result] | Job") -> Result:
    return _read(found) if isinstance(found, Job) else found.result()


def _read(job: Job) -> Result:
    try:
        return read_file(job.path, encoding=job.encoding, rules=job.rules)
    except EncodingError as error:
        return error if job.is_encoding_sure else _read(Job(job.path, None, job.rules))
    except InputError as error:
        return error


def _read_elsewhere(path: Path, encoding: str | None, toml: str, *, is_encoding_sure: bool) -> Result:
    """Read a file in a process of its own; rules come as text, since their patterns do not travel."""
    rules = parse_rules(toml, where="the rules") if toml else NO_RULES
    return _read(Job(path, encoding, rules, is_encoding_sure))


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _is_small(path: Path) -> bool:
    try:
        return path.stat().st_size <= MAX_BYTES
    except OSError:
        return False
