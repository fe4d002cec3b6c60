"""A choice of one thing among a few."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static


class ChoiceScreen(ModalScreen[str | None]):
    """Gives the chosen name; None where the question was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", id="choice.leave", tooltip="Leave everything as it is"),
        Binding("j", "move(1)", "Next", id="choice.next", tooltip="Go to the next one"),
        Binding("k", "move(-1)", "Previous", id="choice.previous", tooltip="Go to the one before"),
    ]

    def __init__(self, question: str, names: Sequence[str], current: str) -> None:
        super().__init__()
        self._question = question
        self._names = list(names)
        self._current = current

    def compose(self) -> ComposeResult:
        """Lay out the question, the names and the keys."""
        with Vertical(id="dialog"):
            yield Static(Text(self._question), markup=False)
            yield OptionList(*(Text(name) for name in self._names), markup=False)
            yield Static(
                Text("Enter takes it · Esc leaves everything as it is"), classes="hint", markup=False
            )

    def on_mount(self) -> None:
        """Begin at the name that holds now."""
        self.query_one(OptionList).highlighted = self._names.index(self._current)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the name back."""
        self.dismiss(self._names[event.option_index])

    def action_move(self, by: int) -> None:
        """Move to another name."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if by > 0 else options.action_cursor_up()

    def action_leave(self) -> None:
        """Give nothing back."""
        self.dismiss(None)
