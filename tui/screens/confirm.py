"""A text to look at, and a yes or no."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static


class ConfirmScreen(ModalScreen[bool]):
    """Shows what would happen; gives true where it is wanted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Take", id="confirm.take", tooltip="Do what is shown"),
        Binding("escape,q", "leave", "Leave", id="confirm.leave", tooltip="Leave everything as it is"),
        Binding("down,j", "scroll_text(1)", "Down", id="confirm.down", tooltip="Read on"),
        Binding("up,k", "scroll_text(-1)", "Up", id="confirm.up", tooltip="Read back"),
    ]

    def __init__(self, title: str, text: Text, take: str) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._take = take

    def compose(self) -> ComposeResult:
        """Lay out title, text and keys."""
        with Vertical(id="dialog"):
            yield Static(Text(self._title, style="bold"), markup=False)
            with VerticalScroll():
                yield Static(self._text, markup=False)
            hint = f"{self._take} · ↑ ↓ scroll · Esc leaves everything as it is"
            yield Static(Text(hint), classes="hint", markup=False)

    def action_scroll_text(self, by: int) -> None:
        """Scroll by some lines."""
        self.query_one(VerticalScroll).scroll_relative(y=3 * by, animate=False)

    def action_take(self) -> None:
        """Say yes."""
        self.dismiss(True)

    def action_leave(self) -> None:
        """Say no."""
        self.dismiss(False)
