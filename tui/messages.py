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
    """A use case has raised `error`; the screen asks it again by itself where `is_asked_again` is true."""

    def __init__(self, error: Exception, *, is_asked_again: bool = False) -> None:
        self.error = error
        self.is_asked_again = is_asked_again
        super().__init__()
