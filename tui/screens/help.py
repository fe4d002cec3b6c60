"""What the keys do on the screen below."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

KeyLine = tuple[str, str, str]
"""Keys, name of the action, what it does."""


class HelpScreen(ModalScreen[None]):
    """A table of keys, and what the signs of the screen mean."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f1,question_mark", "leave", "Close", id="help.close", tooltip="Close the help")
    ]

    def __init__(self, lines: list[KeyLine], signs: Text) -> None:
        super().__init__()
        self._lines = lines
        self._signs = signs

    def compose(self) -> ComposeResult:
        """Lay out the table."""
        width = max((len(keys) for keys, _, _ in self._lines), default=0)
        table = Text()
        for keys, _, tooltip in self._lines:
            table.append(keys.rjust(width), style="bold")
            table.append(f"  {tooltip}\n")
        with Vertical(id="dialog"):
            with VerticalScroll():
                yield Static(table, markup=False)
                yield Static(self._signs, markup=False)
            yield Static(Text("Esc closes"), classes="hint", markup=False)

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)


def key_lines(screen: Screen[object]) -> list[KeyLine]:
    """List the keys that act on a screen, each action once, in the order in which they were declared."""
    lines: dict[str, tuple[list[str], str, str]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if not binding.id or not binding.tooltip or binding.system:
            continue
        shown = screen.app.get_key_display(binding)
        keys, _, _ = lines.setdefault(binding.id, ([], binding.description, binding.tooltip))
        keys.append(shown)
    return [(" ".join(keys), name, tooltip) for keys, name, tooltip in lines.values()]
