"""A term of a row, for the glossary."""

from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.visible_text import visible, visible_in_place


@dataclass(frozen=True, slots=True)
class NewTerm:
    """What was typed; neither side is empty."""

    source: str
    target: str
    note: str


class TermScreen(ModalScreen[NewTerm | None]):
    """Asks for Chinese, English and a note; Enter goes to the next line and takes them on the last."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", id="term.leave", tooltip="Leave the glossary as it is"),
        Binding("ctrl+s,f2", "take", "Save", id="term.save", tooltip="Put the term into the glossary"),
    ]

    def __init__(self, source_text: str, target_text: str, proposed: str = "") -> None:
        super().__init__()
        self._texts = (source_text, target_text)
        self._proposed = proposed if proposed and proposed in source_text else ""

    def compose(self) -> ComposeResult:
        """Lay out the row, the three lines and the keys."""
        with Vertical(id="dialog"):
            yield Static(Text("A term for the glossary", style="bold"), markup=False)
            with VerticalScroll(id="beside", can_focus=False):
                for text in self._texts:
                    yield Static(Text(visible(text)), markup=False)
            yield Input(visible_in_place(self._proposed), placeholder="Chinese", id="term-source")
            yield Input(placeholder="English; | between renderings that are equally good", id="term-target")
            yield Input(placeholder="a note on its use, or nothing", id="term-note")
            hint = "Enter next line, then saves · Ctrl+S saves · Esc leaves"
            yield Static(Text(hint), classes="hint", markup=False)

    def on_mount(self) -> None:
        """Hold the cursor still, and begin at the first empty line."""
        for line in self.query(Input):
            line.cursor_blink = False
        self.query_one("#term-target" if self._proposed else "#term-source", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next line, or take what was typed."""
        if event.input.id == "term-note":
            self.action_take()
        else:
            self.focus_next(Input)

    def action_take(self) -> None:
        """Give the term back, if both sides are there."""
        values = [visible_in_place(line.value).strip() for line in self.query(Input)]
        if values[0] and values[1]:
            self.dismiss(NewTerm(*values))
        else:
            self.notify("A term needs a Chinese side and an English one.", markup=False)

    def action_leave(self) -> None:
        """Give nothing back."""
        self.dismiss(None)
