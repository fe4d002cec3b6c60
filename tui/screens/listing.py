"""A screen that is a list: heading, table, details of the line under the cursor, keys.

What a list shows is read by a use case in a thread; a filter narrows it without reading again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import DataTable, Static

from tui import screen_keys
from tui.layout import crop
from tui.screen_table import BeadKey, Where
from tui.screens.asking import AskingScreen
from tui.screens.prompt import PromptScreen
from tui.visible_text import visible
from tui.widgets.key_footer import KeyFooter

if TYPE_CHECKING:
    from tui.app import ReviewApp

Item = TypeVar("Item")

MOST_LINES = 2000
"""Lines that a table holds at a time: a longer list is narrowed by its filter."""

_PADDING = 2  # cells round the text of a column
SCROLL_BAR_WIDTH = 2
"""Cells that a table loses on the right when its lines do not fit into the window."""
_LEAST_WIDTH = 8


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its heading and width in cells; with width 0 it takes its share of what is left."""

    name: str
    width: int = 0
    share: int = 1
    is_figure: bool = False


class ListTable(DataTable[Text], inherit_bindings=False):
    """The table, with keys that have ids."""

    BINDINGS: ClassVar[list[BindingType]] = [*screen_keys.LIST_TABLE]


class ListScreen(AskingScreen, Generic[Item]):
    """Base of the lists: what is read, and how an item is put into words, is the list's own."""

    BINDINGS: ClassVar[list[BindingType]] = [screen_keys.LIST_BACK, *screen_keys.LIST]
    COLUMNS: ClassVar[tuple[Column, ...]] = ()
    EMPTY: ClassVar[str] = "There is nothing here."

    def __init__(self, where: Where) -> None:
        super().__init__()
        self.where = where
        self.items: list[Item] = []
        self._all: list[Item] = []
        self._wanted = ""

    def compose(self) -> ComposeResult:
        """Lay out heading, table, details and keys."""
        yield Static(id="heading", markup=False)
        yield ListTable(id="list", cursor_type="row")
        yield Static(id="details", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Read the list."""
        self.read_again()

    def on_screen_resume(self) -> None:
        """Read the list again after work on another screen."""
        if self._all:
            self.in_turn(self.read_again)

    def on_resize(self, event: events.Resize) -> None:
        """Cut texts for the new width."""
        self._fill()

    def read(self) -> Sequence[Item]:
        """Read what the list shows; runs in a thread."""
        raise NotImplementedError

    def cells(self, item: Item) -> Sequence[str]:
        """Give the texts of a line, one a column."""
        raise NotImplementedError

    def describe(self, item: Item) -> Text:
        """Describe an item in full, in at most three lines."""
        return Text()

    def title_words(self) -> Sequence[str]:
        """Give the parts of the heading."""
        return ()

    def open_item(self, item: Item) -> None:
        """Do what Enter and a click do."""

    def read_again(self) -> None:
        """Ask for the list."""
        self.ask(self.read, self.show_items)

    def show_items(self, items: Sequence[Item]) -> None:
        """Show what was read, as far as the filter lets it through."""
        self._all = list(items)
        self._narrow()

    @property
    def table_width(self) -> int:
        """The cells that the table has across."""
        return self.size.width

    @property
    def table(self) -> ListTable:
        """The table."""
        return self.query_one(ListTable)

    @property
    def item(self) -> Item | None:
        """The item under the cursor, None where there is none."""
        row = self.table.cursor_row
        return self.items[row] if 0 <= row < min(len(self.items), MOST_LINES) else None

    def _narrow(self) -> None:
        wanted = self._wanted.casefold()
        self.items = [item for item in self._all if wanted in "\t".join(self.cells(item)).casefold()]
        words = [*self.title_words()]
        if wanted:
            words.append(f"with “{self._wanted}”: {len(self.items)} of {len(self._all)}")
        if len(self.items) > MOST_LINES:
            words.append(f"the first {MOST_LINES}; / narrows the list")
        heading = Text(" · ".join(visible(word) for word in words), no_wrap=True, overflow="ellipsis")
        self.query_one("#heading", Static).update(heading)
        self._fill()

    def _fill(self) -> None:
        table = self.table
        row = table.cursor_row
        table.clear(columns=True)
        scrolls = len(self.items) >= table.size.height > 0
        widths = column_widths(self.COLUMNS, self.table_width - SCROLL_BAR_WIDTH * scrolls)
        for column, width in zip(self.COLUMNS, widths, strict=True):
            table.add_column(Text(column.name), width=width)
        for item in self.items[:MOST_LINES]:
            texts = zip(self.COLUMNS, widths, self.cells(item), strict=True)
            table.add_row(*(_cell(text, column, width) for column, width, text in texts))
        if self.items:
            last = min(len(self.items), MOST_LINES) - 1
            table.move_cursor(row=max(0, min(row, last)), animate=False)
        else:
            words = self.EMPTY if not self._wanted else "Nothing in this list has these words."
            self.query_one("#details", Static).update(Text(words))

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Describe the line under the cursor."""
        if self.item is not None:
            self.query_one("#details", Static).update(self.describe(self.item))

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Open the line that was clicked or entered."""
        self.with_item(self.open_item)

    def with_item(self, act: Callable[[Item], None]) -> None:
        """Do something with the item under the cursor, after what was asked before."""

        def step() -> None:
            if self.item is not None:
                act(self.item)

        self.in_turn(step)

    def go_to(self, pair_id: int, key: BeadKey | None) -> None:
        """Show a row of a pair."""
        cast("ReviewApp", self.app).open_place(pair_id, key)

    def action_back(self) -> None:
        """Drop the filter, or go back."""
        self.in_turn(self._leave)

    def _leave(self) -> None:
        if self._wanted:
            self._wanted = ""
            self._narrow()
        else:
            self.dismiss(None)

    def action_reload(self) -> None:
        """Read the list again."""
        self.in_turn(self.read_again)

    def action_narrow(self) -> None:
        """Ask for the words that lines must have."""

        def narrow(words: str | None) -> None:
            if words is not None:
                self._wanted = words
                self._narrow()

        self.app.push_screen(PromptScreen("Show only lines with these words", self._wanted), narrow)


def column_widths(columns: Sequence[Column], width: int) -> list[int]:
    """Give the width of each column in cells, for a table of `width` cells."""
    left = width - sum(column.width for column in columns) - _PADDING * len(columns) - 1
    shares = sum(column.share for column in columns if not column.width) or 1
    return [column.width or max(left * column.share // shares, _LEAST_WIDTH) for column in columns]


def _cell(text: str, column: Column, width: int) -> Text:
    shown = crop(visible(text), width)
    return Text(shown, no_wrap=True, justify="right" if column.is_figure else "left")
