"""The list of pairs, and of the documents that have no counterpart."""

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import DataTable, Static

from db.records import DocumentPair
from tui import keys
from tui.presenter import pair_cells, pair_details, unmatched_cells, unmatched_details
from tui.screens.alignment import AlignmentScreen
from tui.screens.asking import AskingScreen
from tui.screens.links import LinkScreen
from tui.widgets.key_footer import KeyFooter
from workbench.review import reviewing
from workbench.review.review_places import Place, keep_place, read_place
from workbench.review.reviewing import Overview, UnmatchedDocument

_COLUMNS = (("Documents", 0), ("Verdict", 20), ("Match", 5), ("Post.", 5), ("Open", 9))
_NARROW = 72
"""Cells below which figures are left out that the details give as well."""
_SPARED = frozenset({"Match", "Post."})
_EMPTY = "No documents have been compared yet: 'workbench run PATH' reads, translates, pairs and aligns them."


class PairTable(DataTable[Text], inherit_bindings=False):
    """The table, with keys that have ids."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.PAIR_TABLE]


class PairsScreen(AskingScreen):
    """What there is to review; Enter opens it."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.PAIRS]

    def __init__(self, database: Path, reviewer: str, *, keeps_place: bool = False) -> None:
        super().__init__()
        self._keeps_place = keeps_place
        self._places: dict[int, Place] = {}
        self._left: Place | None = None
        self._database = database
        self._reviewer = reviewer
        self._items: list[DocumentPair | UnmatchedDocument] = []

    def compose(self) -> ComposeResult:
        """Lay out heading, table, details and keys."""
        yield Static(id="heading", markup=False)
        yield PairTable(id="pairs", cursor_type="row")
        yield Static(id="details", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Read the list, and where the reviewer was the last time."""
        if self._keeps_place:
            self.ask(lambda: read_place(self._database, self._reviewer), self._remember)
        else:
            self.read_again()

    def _remember(self, place: Place | None) -> None:
        if place is not None:
            self._places[place.pair_id] = self._left = place
        self.read_again()

    def on_screen_resume(self) -> None:
        """Read the list again after work on a pair: its figures have changed."""
        if self._items:
            self.read_again()

    def on_resize(self, event: events.Resize) -> None:
        """Cut titles for the new width."""
        self._fill()

    def read_again(self) -> None:
        """Ask for the list."""
        self.ask(lambda: reviewing.overview(self._database), self._show)

    def _show(self, overview: Overview) -> None:
        self._items = [*overview.pairs, *overview.unmatched]
        open_count = sum(pair.run.open_bead_count for pair in overview.pairs if pair.run is not None)
        words = (
            self._database.name,
            self._reviewer,
            _count(len(overview.pairs), "pair"),
            _count(open_count, "open row"),
            f"{_count(len(overview.unmatched), 'document')} without a counterpart",
        )
        heading = Text(" · ".join(words), no_wrap=True, overflow="ellipsis")
        self.query_one("#heading", Static).update(heading)
        self._fill()
        self._go_back_to_work(overview)
        if not self._items:
            self.query_one("#details", Static).update(Text(_EMPTY))

    def _go_back_to_work(self, overview: Overview) -> None:
        """Put the cursor, once, on the pair that was reviewed last; open it where it was not left."""
        place, self._left = self._left, None
        for row, pair in enumerate(overview.pairs):
            if place is not None and pair.id == place.pair_id:
                self.query_one(PairTable).move_cursor(row=row, animate=False)
                if place.is_open and pair.run is not None:
                    self._open_pair(pair)

    def _fill(self) -> None:
        table = self.query_one(PairTable)
        row = table.cursor_row
        table.clear(columns=True)
        is_narrow = self.size.width < _NARROW
        shown = [n for n, (name, _) in enumerate(_COLUMNS) if not (is_narrow and name in _SPARED)]
        fixed_width = sum(_COLUMNS[n][1] + 2 for n in shown) + 1
        title_width = max(self.size.width - fixed_width, 12)
        for name, width in (_COLUMNS[n] for n in shown):
            table.add_column(Text(name), width=width or title_width)
        for item in self._items:
            cells = (
                pair_cells(item, title_width=title_width)
                if isinstance(item, DocumentPair)
                else unmatched_cells(item, title_width=title_width)
            )
            table.add_row(*(cells[n] for n in shown), height=2)
        if self._items:
            table.move_cursor(row=min(row, len(self._items) - 1), animate=False)

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Describe the line under the cursor in full."""
        if event.cursor_row < len(self._items):
            item = self._items[event.cursor_row]
            words = pair_details(item) if isinstance(item, DocumentPair) else unmatched_details(item)
            self.query_one("#details", Static).update(words)

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Open the line that was clicked or entered."""
        self.in_turn(self._open)

    def action_reload(self) -> None:
        """Read the list again."""
        self.in_turn(self.read_again)

    def _open(self) -> None:
        if not self._items:
            return
        item = self._items[self.query_one(PairTable).cursor_row]
        if isinstance(item, DocumentPair):
            if item.run is None:
                self.notify("Not aligned yet: 'workbench align' does it.", severity="warning", markup=False)
            else:
                self._open_pair(item)
        elif item.link_count:
            self.app.push_screen(LinkScreen(self._database, self._reviewer, item))
        else:
            self.notify("There are no candidate links for this document.", markup=False)

    @property
    def pair(self) -> DocumentPair | None:
        """The pair under the cursor, None where there is none."""
        row = self.query_one(PairTable).cursor_row
        item = self._items[row] if 0 <= row < len(self._items) else None
        return item if isinstance(item, DocumentPair) else None

    def open_place(self, place: Place) -> None:
        """Open a pair at a place; say so where the pair has gone meanwhile."""
        for row, item in enumerate(self._items):
            if isinstance(item, DocumentPair) and item.id == place.pair_id and item.run is not None:
                self.query_one(PairTable).move_cursor(row=row, animate=False)
                self._places[item.id] = place
                self._open_pair(item)
                return
        self.notify("This pair is not here any more, or not aligned.", severity="warning", markup=False)

    def _open_pair(self, pair: DocumentPair) -> None:
        screen = AlignmentScreen(self._database, self._reviewer, pair, self._places.get(pair.id))
        self.app.push_screen(screen, lambda _: self._keep(replace(screen.place, is_open=False)))

    def _keep(self, place: Place) -> None:
        self._places[place.pair_id] = place
        if self._keeps_place:
            self.ask(lambda: keep_place(self._database, self._reviewer, place), lambda _: self.read_again())


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
