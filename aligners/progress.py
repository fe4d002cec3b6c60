"""How work in progress is told of; without numpy, so that a command line may name it."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with (done, total) as work goes on."""
