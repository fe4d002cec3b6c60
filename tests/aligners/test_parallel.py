"""Work in several processes gives what work in one gives, in order, whatever happens to a process."""

import os
import signal
import threading

import pytest

from aligners import parallel
from aligners.parallel import in_order, process_count

ITEMS = [3, 1, 4, 1, 5, 9, 2, 6]


@pytest.fixture
def two_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "process_count", lambda: 2)


def test_results_come_in_order(two_processes: None) -> None:
    factor = 7  # a closure cannot be pickled, and need not be
    assert list(in_order(lambda item: (item * factor, os.getpid() == PARENT), ITEMS)) == [
        (item * factor, False) for item in ITEMS
    ]


PARENT = os.getpid()


def test_one_item_is_worked_on_here(two_processes: None) -> None:
    assert list(in_order(lambda item: os.getpid(), [1])) == [PARENT]


def test_a_fault_in_the_work_comes_out_as_it_is(two_processes: None) -> None:
    def divide(item: int) -> float:
        return 1 / (item - 4)

    with pytest.raises(ZeroDivisionError):
        list(in_order(divide, ITEMS))


def test_what_a_killed_process_leaves_is_done_here(two_processes: None) -> None:
    def die_away_from_home(item: int) -> int:
        if item == 4 and os.getpid() != PARENT:
            os.kill(os.getpid(), signal.SIGKILL)
        return item

    assert list(in_order(die_away_from_home, ITEMS)) == ITEMS


def test_a_process_with_several_threads_is_not_forked() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert process_count() == 1
    finally:
        stop.set()
        thread.join()
