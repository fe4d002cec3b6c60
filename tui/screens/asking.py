"""A screen that asks use cases in threads, one after the other, and stays in step with their answers.

Keys that are pressed while an answer is on its way wait for it: each acts on what the one before it left.
"""

from collections import deque
from collections.abc import Callable
from typing import TypeVar

from textual.screen import Screen
from textual.timer import Timer

from aligners.errors import AlignerError
from db.errors import ConflictError, StoreError
from tui.messages import Answered, Failed
from workbench.errors import WorkbenchError

Answer = TypeVar("Answer")

PATIENCE_SECONDS = 3.0
"""How long an answer may take before something is said."""


class AskingScreen(Screen[None]):
    """Base of the screens: `ask` runs a use case in a thread, `in_turn` keeps keys in their order."""

    def __init__(self) -> None:
        super().__init__()
        self._awaited_count = 0
        self._patience: Timer | None = None
        self._steps: deque[Callable[[], None]] = deque()
        self._said = ""

    @property
    def is_waiting(self) -> bool:
        """True while an answer is on its way."""
        return self._awaited_count > 0

    def in_turn(self, step: Callable[[], None]) -> None:
        """Do `step` now, or after the answers that are on their way and the steps before it."""
        self._steps.append(step)
        self._go_on()

    def ask(
        self, use_case: Callable[[], Answer], done: Callable[[Answer], None], *, is_asked_again: bool = False
    ) -> None:
        """Run `use_case` in a thread and `done` here with what it returns.

        What fails and `is_asked_again` by itself is said once, until something succeeds.
        """

        def work() -> None:
            try:
                answer = use_case()
            except Exception as error:  # noqa: BLE001 - one of the two places that turn errors into words
                self.post_message(Failed(error, is_asked_again=is_asked_again))
            else:
                self.post_message(Answered(answer, done))

        if not self.is_waiting:
            self._patience = self.set_timer(PATIENCE_SECONDS, self._say_that_it_waits)
        self._awaited_count += 1
        self.run_worker(work, thread=True, group="use-case", exit_on_error=False)

    def on_answered(self, message: Answered) -> None:
        """Hand the answer over and go on with what waits."""
        message.stop()
        self._answer_has_come()
        self._said = ""
        message.done(message.answer)
        self._go_on()

    def on_failed(self, message: Failed) -> None:
        """Say what went wrong in one line; what was typed ahead is about rows that may have changed."""
        message.stop()
        self._answer_has_come()
        words = explain(message.error)
        if not message.is_asked_again:
            self._steps.clear()
        if not message.is_asked_again or words != self._said:
            self.notify(words, severity="error", markup=False, timeout=8)
        self._said = words
        if isinstance(message.error, ConflictError):
            self.read_again()
        self._go_on()

    def read_again(self) -> None:
        """Read from the database again what the screen shows."""

    def _answer_has_come(self) -> None:
        self._awaited_count -= 1
        if not self.is_waiting and self._patience is not None:
            self._patience.stop()

    def _say_that_it_waits(self) -> None:
        words = "At work, or waiting for another program that writes to the database; keys wait, too."
        self.notify(words, markup=False)

    def _go_on(self) -> None:
        while self._steps and not self.is_waiting:
            self._steps.popleft()()


def explain(error: Exception) -> str:
    """Put an error into one line for a person."""
    if isinstance(error, ConflictError):
        return "Somebody else has changed this row. Nothing was overwritten; here is how it stands now."
    text = " ".join(str(error).split())
    if isinstance(error, WorkbenchError | StoreError | AlignerError):
        first, _, _ = text.partition(" ")
        return text[:1].upper() + text[1:] if first.isalpha() else text  # not the name of a file
    return f"A fault of the workbench, please report it: {type(error).__name__}: {text}"
