"""Editing the text of one side of a row, with the text as it was read beside it."""

from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from tui.screens.asking import explain
from tui.visible_text import visible, visible_in_place
from workbench.errors import InputError
from workbench.review.outside_editor import edit_outside


@dataclass(frozen=True, slots=True)
class Edit:
    """What was decided on a text: the new one, or None for the text as it was read."""

    text: str | None


class EditArea(TextArea):
    """A text area in which Enter takes the text: sentences seldom hold a line break."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Save", id="edit.take", tooltip="Save the text", priority=True),
        Binding("alt+enter", "line_break", "Line break", id="edit.line-break", tooltip="Put in a line break"),
        Binding(
            "ctrl+e", "screen.outside", "Editor", id="edit.outside", tooltip="Edit the text in your $EDITOR"
        ),
    ]

    class Taken(Message):
        """The text is to be saved."""

    def action_take(self) -> None:
        """Ask for the text to be saved."""
        self.post_message(self.Taken())

    def action_line_break(self) -> None:
        """Put in a line break."""
        self.insert("\n")

    def get_line(self, line_index: int) -> Text:
        """Give a line to draw, without anything that acts on a terminal."""
        return Text(visible_in_place(self.document.get_line(line_index)), end="", no_wrap=True)


class EditScreen(ModalScreen[Edit | None]):
    """Edits one text; gives None where nothing is to change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", id="edit.leave", tooltip="Leave the text as it is"),
        Binding(
            "ctrl+r", "original", "As read", id="edit.original", tooltip="Put the text as it was read back"
        ),
        Binding("ctrl+s,f2", "take", "Save", id="edit.save", tooltip="Save the text"),
    ]

    def __init__(
        self, *, title: str, other: str, original: str, text: str, draft: str = "", typed: str = ""
    ) -> None:
        super().__init__()
        self._title = title
        self._other = other
        self._original = original
        self._text = text
        self._draft = draft
        self._typed = typed
        self._shown = text
        self._shown_original: str | None = None
        self._has_been_warned = False

    def compose(self) -> ComposeResult:
        """Lay out what the text is compared with, the text, and the keys."""
        with Vertical(id="dialog"):
            yield Static(Text(self._title), markup=False)
            with VerticalScroll(id="beside", can_focus=False):
                yield Static(Text(visible(self._other)), classes="other", markup=False)
                yield Static(Text(f"as read: {visible(self._original)}"), classes="original", markup=False)
                if self._draft:
                    yield Static(
                        Text(f"machine draft: {visible(self._draft)}"), classes="draft", markup=False
                    )
            yield EditArea(self._text, soft_wrap=True, tab_behavior="focus")
            hint = "Enter saves · Ctrl+E editor · Ctrl+R as read · Alt+Enter break · Esc leaves"
            yield Static(Text(hint), classes="hint", markup=False)

    def on_mount(self) -> None:
        """Put the cursor at the end of the text."""
        area = self.query_one(EditArea)
        area.cursor_blink = False
        area.focus()
        area.move_cursor(area.document.end)
        self._shown = area.text  # the area turns U+2028 and its kin into line breaks: that is no edit
        if self._typed:
            area.text = self._typed
            area.move_cursor(area.document.end)

    def on_edit_area_taken(self) -> None:
        """Save."""
        self.action_take()

    def action_take(self) -> None:
        """Give the text back; the text as it was read counts as no edit."""
        text = self.query_one(EditArea).text
        if text == self._shown:
            self.dismiss(None)
        else:
            self.dismiss(Edit(None if text in {self._original, self._shown_original} else text))

    def action_original(self) -> None:
        """Put the text as it was read into the box."""
        area = self.query_one(EditArea)
        area.text = self._original
        area.move_cursor(area.document.end)
        self._shown_original = area.text

    def action_outside(self) -> None:
        """Give the terminal to the user's editor; what it saves comes into the box, to be looked at."""
        area = self.query_one(EditArea)
        try:
            with self.app.suspend():
                text = edit_outside(area.text)
        except SuspendNotSupported:
            self.notify("There is no terminal here to give to an editor.", severity="error", markup=False)
        except InputError as error:
            self.notify(explain(error), severity="error", markup=False)
        else:
            area.text = text
            area.move_cursor(area.document.end)

    def action_leave(self) -> None:
        """Leave; what was typed is only thrown away when asked twice."""
        if self.query_one(EditArea).text != self._shown and not self._has_been_warned:
            self._has_been_warned = True
            self.notify("Esc again throws away what you typed; Enter saves it.", markup=False)
        else:
            self.dismiss(None)
