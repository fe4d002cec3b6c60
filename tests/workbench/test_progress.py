"""The progress bar's words."""

import sys

import pytest

from workbench import progress as module
from workbench.progress import pace


@pytest.mark.parametrize(
    ("done", "total", "seconds", "expected"),
    [
        (0, 10, 3.0, ""),
        (5, 10, 2.0, "2.5/s, 0:00:02 left"),
        (256, 267, 8.0, "32.0/s, 0:00:00 left"),
        (100, 100_100, 10.0, "10.0/s, 2:46:40 left"),
        (10, 10, 4.0, "2.5/s, 0:00:00 left"),
    ],
)
def test_the_rate_is_of_the_whole_run_and_the_rest_is_timed_by_it(
    done: int, total: int, seconds: float, expected: str
) -> None:
    assert pace(done, total, seconds) == expected


def test_a_burst_of_results_is_shown_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[int] = []

    class Bars:
        task_ids = (0,)

        def update(self, task: int, *, completed: int, total: int) -> None:
            self.completed = completed

        def refresh(self) -> None:
            shown.append(self.completed)

        def stop(self) -> None:
            pass

    monkeypatch.setattr(module, "DELAY_SECONDS", 0.0)
    monkeypatch.setattr(module, "REDRAWN_SECONDS", 1e9)
    monkeypatch.setattr(module, "_start", lambda title, started: Bars())
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with module.progress_bar("Translating") as progress:
        for done in range(1, 300):
            progress(done, 1000)
    assert shown[-1] >= 290
    assert len(shown) < 60
