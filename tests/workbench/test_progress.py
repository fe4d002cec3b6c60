"""The progress bar's words."""

import pytest

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
