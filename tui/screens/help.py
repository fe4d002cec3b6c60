"""What the keys do on the screen below."""

from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from tui import keys

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
        table = Table.grid(padding=(0, 2))
        table.add_column(justify="right", no_wrap=True)
        table.add_column()
        for shown, _, tooltip in self._lines:
            table.add_row(Text(shown, style="bold"), Text(tooltip))
        with Vertical(id="dialog"):
            with VerticalScroll():
                yield Static(table)
                yield Static(self._signs, markup=False)
            yield Static(Text("Esc closes"), classes="hint", markup=False)

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)


def key_lines(screen: Screen[object]) -> list[KeyLine]:
    """List the keys that act on a screen, each action once, in the order of the table of keys."""
    lines: dict[str, tuple[list[str], str, str]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if not binding.id or not binding.tooltip or binding.system:
            continue
        shown, _, _ = lines.setdefault(binding.id, ([], binding.description, binding.tooltip))
        if not binding.key.startswith(keys.NO_KEY):
            shown.append(screen.app.get_key_display(binding))
    order = {binding_id: place for place, binding_id in enumerate(keys.all_ids())}
    ids = sorted(lines, key=lambda binding_id: order.get(binding_id, len(order)))
    return [(" · ".join(lines[n][0]), lines[n][1], lines[n][2]) for n in ids]
