"""A choice of one thing among a few."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

_HINT = "Enter or a number takes it · Esc leaves everything as it is"
_NUMBERED = 9


class ChoiceScreen(ModalScreen[str | None]):
    """Gives the chosen name; None where the question was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", id="choice.leave", tooltip="Leave everything as it is"),
        Binding("j", "move(1)", "Next", id="choice.next", tooltip="Go to the next one"),
        Binding("k", "move(-1)", "Previous", id="choice.previous", tooltip="Go to the one before"),
        *(
            Binding(str(n), f"take({n})", f"Take {n}", id=f"choice.take-{n}", tooltip=f"Take number {n}")
            for n in range(1, _NUMBERED + 1)
        ),
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
            yield OptionList(*(_option(n, name) for n, name in enumerate(self._names, 1)), markup=False)
            yield Static(Text(_HINT), classes="hint", markup=False)

    def on_mount(self) -> None:
        """Begin at the name that holds now."""
        self.query_one(OptionList).highlighted = self._names.index(self._current)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the name back."""
        self.dismiss(self._names[event.option_index])

    def action_take(self, number: int) -> None:
        """Give a name back by its number, from 1."""
        if number <= len(self._names):
            self.dismiss(self._names[number - 1])

    def action_move(self, by: int) -> None:
        """Move to another name."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if by > 0 else options.action_cursor_up()

    def action_leave(self) -> None:
        """Give nothing back."""
        self.dismiss(None)


def _option(number: int, name: str) -> Text:
    """Put the number by which a name can be taken before it, as far as there is a key of that number."""
    return Text.assemble((f"{number} " if number <= _NUMBERED else "  ", "dim"), name)
