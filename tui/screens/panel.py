"""A panel of lines to read."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static


class PanelScreen(ModalScreen[None]):
    """Shows a text until it is closed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,i,I,enter", "leave", "Close", id="panel.close", tooltip="Close the panel")
    ]

    def __init__(self, title: str, text: Text) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """Lay out title, text and keys."""
        with Vertical(id="dialog"):
            yield Static(Text(self._title, style="bold"), markup=False)
            with VerticalScroll():
                yield Static(self._text, markup=False)
            yield Static(Text("Esc closes"), classes="hint", markup=False)

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)
