"""Searching all documents on both sides: concordance lines, a jump to the row, a table of the hits."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.binding import BindingType

from tui import keys
from tui.screen_table import Where
from tui.screens.listing import SCROLL_BAR_WIDTH, Column, ListScreen, column_widths
from tui.screens.prompt import PromptScreen
from tui.visible_text import visible
from workbench.search.concordance import cells, parts
from workbench.search.searching import SIDES, Hit, export_hits, search

HINT = "词 or words; pinyin: gxq or gaoxinqu; Traditional or Simplified"
PLACE_WIDTH = 9
_SIDE_NAMES = {None: "both sides", SIDES[0]: "Chinese side", SIDES[1]: "English side"}


def make(where: Where) -> "SearchScreen":
    """Make the screen."""
    return SearchScreen(where)


class SearchScreen(ListScreen[Hit]):
    """Hits in reading order, the match in the middle of each line; Enter goes to the row."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.SEARCH]
    COLUMNS = (Column("Row", PLACE_WIDTH, is_figure=True), Column("Text"))
    EMPTY = "Nothing was found. / searches for something else."

    def __init__(self, where: Where) -> None:
        super().__init__(where)
        self._words = ""
        self._side: str | None = None

    def on_mount(self) -> None:
        """Ask what to search for."""
        self._put_heading()
        self.call_after_refresh(self.action_narrow)

    def _put_heading(self) -> None:
        self.show_items(())

    def read(self) -> list[Hit]:
        """Search."""
        return search(self.where.database, self._words, side=self._side) if self._words else []

    def title_words(self) -> Sequence[str]:
        """Say what was searched for, and where."""
        found = [f"“{self._words}”", f"{len(self.items)} hits"] if self._words else []
        return ["Search", *found, _SIDE_NAMES[self._side]]

    def cells(self, item: Hit) -> Sequence[str]:
        """Give the row and the line around the match."""
        place = "–" if item.pair_id is None else f"{item.pair_id}:{item.row}"
        width = column_widths(self.COLUMNS, self.table_width - SCROLL_BAR_WIDTH)[1]
        match = visible(item.text[item.start : item.end])
        left, _, right = parts(item, max((width - cells(match) - 2) // 2, 4))
        return place, f"{left}[{match}]{right}"

    def describe(self, item: Hit) -> Text:
        """Give the text with the match marked, and the other side."""
        text = Text(visible(item.text[: item.start]))
        text.append(visible(item.text[item.start : item.end]), style="bold underline")
        text.append(visible(item.text[item.end :]))
        text.append(f"\n{visible(item.other) or visible(item.document)}", style="dim")
        return text

    def open_item(self, item: Hit) -> None:
        """Go to the row."""
        if item.pair_id is None:
            self.notify(f"This document is in no pair: {visible(item.document)}", markup=False)
        else:
            self.go_to(item.pair_id, item.key)

    def action_narrow(self) -> None:
        """Ask what to search for."""

        def find(words: str | None) -> None:
            if words:
                self._words = words
                self.in_turn(self.read_again)
            elif not self._words:
                self.dismiss(None)

        self.app.push_screen(PromptScreen("Search all documents for", self._words, placeholder=HINT), find)

    def action_side(self) -> None:
        """Search both sides, the Chinese one, or the English one."""
        sides = (None, *SIDES)
        self._side = sides[(sides.index(self._side) + 1) % len(sides)]
        self.in_turn(self.read_again)

    def action_export_hits(self) -> None:
        """Ask for a file to write the hits to."""

        def write(name: str | None) -> None:
            if name:
                ask = partial(export_hits, tuple(self.items), Path(name).expanduser())
                self.in_turn(lambda: self.ask(ask, lambda _: self._written(name)))

        if self.items:
            self.app.push_screen(PromptScreen("Write the hits as a table (TSV) to", "hits.tsv"), write)

    def _written(self, name: str) -> None:
        self.notify(f"{len(self.items)} hits written to {visible(name)}", markup=False)
