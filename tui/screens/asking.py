"""A screen that asks use cases in threads, one after the other, and stays in step with their answers.

Keys that are pressed while an answer is on its way wait for it: each acts on what the one before it left.
"""

from collections import deque
from collections.abc import Callable
from typing import TypeVar

from textual.screen import Screen

from aligners.errors import AlignerError
from db.errors import ConflictError, StoreError
from tui.messages import Answered, Failed
from workbench.errors import WorkbenchError

Answer = TypeVar("Answer")


class AskingScreen(Screen[None]):
    """Base of the screens: `ask` runs a use case in a thread, `in_turn` keeps keys in their order."""

    def __init__(self) -> None:
        super().__init__()
        self._awaited_count = 0
        self._steps: deque[Callable[[], None]] = deque()

    @property
    def is_waiting(self) -> bool:
        """True while an answer is on its way."""
        return self._awaited_count > 0

    def in_turn(self, step: Callable[[], None]) -> None:
        """Do `step` now, or after the answers that are on their way and the steps before it."""
        self._steps.append(step)
        self._go_on()

    def ask(self, use_case: Callable[[], Answer], done: Callable[[Answer], None]) -> None:
        """Run `use_case` in a thread and `done` here with what it returns."""

        def work() -> None:
            try:
                answer = use_case()
            except Exception as error:  # noqa: BLE001 - one of the two places that turn errors into words
                self.post_message(Failed(error))
            else:
                self.post_message(Answered(answer, done))

        self._awaited_count += 1
        self.run_worker(work, thread=True, group="use-case", exit_on_error=False)

    def on_answered(self, message: Answered) -> None:
        """Hand the answer over and go on with what waits."""
        message.stop()
        self._awaited_count -= 1
        message.done(message.answer)
        self._go_on()

    def on_failed(self, message: Failed) -> None:
        """Say what went wrong in one line; what was typed ahead is about rows that may have changed."""
        message.stop()
        self._awaited_count -= 1
        self._steps.clear()
        self.notify(explain(message.error), severity="error", markup=False, timeout=8)
        if isinstance(message.error, ConflictError):
            self.read_again()

    def read_again(self) -> None:
        """Read from the database again what the screen shows."""

    def _go_on(self) -> None:
        while self._steps and not self.is_waiting:
            self._steps.popleft()()


def explain(error: Exception) -> str:
    """Put an error into one line for a person."""
    if isinstance(error, ConflictError):
        return "Somebody else has changed this row. Nothing was overwritten; here is how it stands now."
    text = " ".join(str(error).split())
    if isinstance(error, WorkbenchError | StoreError | AlignerError):
        return text[:1].upper() + text[1:]
    return f"A fault of the workbench, please report it: {type(error).__name__}: {text}"
