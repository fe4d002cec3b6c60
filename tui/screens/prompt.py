"""A question with one line as its answer."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.visible_text import visible_in_place


class PromptScreen(ModalScreen[str | None]):
    """Asks for a line; the result is None where the question was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", id="prompt.leave", tooltip="Leave everything as it is")
    ]

    def __init__(self, question: str, value: str = "", placeholder: str = "") -> None:
        super().__init__()
        self._question = question
        self._value = value
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        """Lay out question, line and keys."""
        with Vertical(id="dialog"):
            yield Static(Text(self._question), markup=False)
            yield Input(visible_in_place(self._value), placeholder=self._placeholder)
            yield Static(
                Text("Enter takes it · Esc leaves everything as it is"), classes="hint", markup=False
            )

    def on_mount(self) -> None:
        """Hold the cursor still: blinking costs a repaint twice a second, over SSH too."""
        self.query_one(Input).cursor_blink = False

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the line back."""
        self.dismiss(visible_in_place(event.value).strip())

    def action_leave(self) -> None:
        """Give nothing back."""
        self.dismiss(None)
