"""What workers post to the screen that asked."""

from collections.abc import Callable
from typing import Any

from textual.message import Message


class Answered(Message):
    """A use case has answered; `done` is the screen's own function for the answer."""

    def __init__(self, answer: object, done: Callable[[Any], None]) -> None:
        self.answer = answer
        self.done = done
        super().__init__()


class Failed(Message):
    """A use case has raised `error`."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        super().__init__()
