"""The rows of one pair: reading them, showing them, moving about in them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Footer, Static

from db.records import DocumentPair, StoredBead
from tui.presenter import LOW_POSTERIOR, RowText, bead_details, bead_row, column_heads
from tui.rows import BeadRows, Condition, is_open
from tui.screens.prompt import PromptScreen
from tui.screens.row_screen import RowScreen
from tui.widgets.bead_view import BeadView
from workbench import reviewing
from workbench.languages import TARGET_LANGUAGE, join_segments
from workbench.reviewing import PairRows

Side = Literal["source", "target"]


class PairRowsScreen(RowScreen):
    """Two columns of text with column heads and a line of details; base of the alignment screen."""

    def __init__(self, database: Path, reviewer: str, pair: DocumentPair) -> None:
        super().__init__()
        self._database = database
        self._reviewer = reviewer
        self._pair = pair
        self._review: PairRows | None = None
        self.rows = BeadRows(())
        self._side: Side = "target"
        self._drafts: tuple[str, ...] | None = None
        self._shows_draft = False

    def compose(self) -> ComposeResult:
        """Lay out column heads, rows, details and keys."""
        yield Static(id="heading", markup=False)
        yield BeadView(id="rows")
        yield Static(id="details", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Read the pair."""
        self.read_again()

    def read_again(self) -> None:
        """Ask for the pair with all its rows."""
        self.ask(lambda: reviewing.open_rows(self._database, self._pair.id), self._show)

    def _show(self, review: PairRows) -> None:
        key = self._bead.key if len(self.rows) else None
        condition = is_open if self.rows.is_filtered else None
        self._review = review
        self.rows = BeadRows(review.rows)
        self.rows.set_filter(condition)
        self._set_rows(self.rows.place_of(key) if key else 0)

    def _set_rows(self, index: int) -> None:
        """Show the rows, with the cursor on the bead at place `index` or the nearest after it."""
        self.view.set_rows(
            len(self.rows),
            self._row_text,
            row_number=self.rows.index,
            number_count=len(self.rows.beads),
            cursor=self.rows.row_at_or_after(index),
        )

    def _row_text(self, row: int) -> RowText:
        assert self._review is not None
        bead = self.rows[row]
        return bead_row(self._review, bead, draft=self._draft(bead) if self._shows_draft else "")

    def _draft(self, bead: StoredBead) -> str:
        parts = self._drafts[bead.source_start : bead.source_end] if self._drafts else ()
        return join_segments([part for part in parts if part], TARGET_LANGUAGE)

    def on_bead_view_cursor_moved(self, message: BeadView.CursorMoved) -> None:
        """Describe the row under the cursor."""
        self._describe()

    def _describe(self) -> None:
        heads = column_heads(self._pair, self.view.columns, self._side)
        self.query_one("#heading", Static).update(heads, layout=False)
        details = self.query_one("#details", Static)
        if len(self.rows):
            row = min(self.view.cursor, len(self.rows) - 1)
            words = bead_details(self.rows[row], self.rows.index(row), len(self.rows.beads))
            if self.rows.is_filtered:
                words.append(" · only open rows (f: all)")
            details.update(words, layout=False)
        elif self.rows.is_filtered:
            details.update(Text("No row is open: all have been decided on. f shows all rows."))

    @property
    def _bead(self) -> StoredBead:
        return self.rows[min(self.view.cursor, len(self.rows) - 1)]

    @property
    def _index(self) -> int:
        """The place of the row under the cursor among all beads."""
        return self.rows.index(min(self.view.cursor, len(self.rows) - 1))

    def _with_row(self, step: Callable[[], None]) -> None:
        """Do `step` in turn, if there is a row to do it on."""
        self.in_turn(lambda: step() if len(self.rows) else None)

    def _go_to(self, index: int) -> None:
        if len(self.rows):
            self.view.move_cursor(self.rows.row_at_or_after(index))
        self._describe()

    def action_next_open(self) -> None:
        """Go to the next open row."""
        self._seek(is_open, "No open row below.")

    def action_previous_open(self) -> None:
        """Go to the open row before."""
        self._seek(is_open, "No open row above.", step=-1)

    def action_next_uneven(self) -> None:
        """Go to the next row that is not 1-1."""
        self._seek(lambda bead: bead.shape != "1-1", "No row below that is not 1-1.")

    def action_next_doubtful(self) -> None:
        """Go to the next open row of low posterior."""
        self._seek(lambda bead: is_open(bead) and bead.posterior < LOW_POSTERIOR, "No doubtful row below.")

    def _seek(self, condition: Condition, otherwise: str, *, step: int = 1) -> None:
        def seek() -> None:
            found = self.rows.find(self._index, condition, step=step)
            if found is None:
                self.notify(otherwise, markup=False)
            else:
                self._go_to(found)

        self._with_row(seek)

    def action_go_to_row(self) -> None:
        """Ask for a row number."""

        def go(answer: str | None) -> None:
            if answer and answer.isdecimal():
                self._with_row(lambda: self._go_to(int(answer) - 1))
            elif answer:
                self.notify("A row number was expected.", markup=False)

        self.app.push_screen(PromptScreen(f"Go to row (1 to {len(self.rows.beads)})"), go)

    def action_side(self, side: Side) -> None:
        """Work on a side."""
        self._side = side
        self._describe()

    def action_other_side(self) -> None:
        """Work on the other side."""
        self.action_side("source" if self._side == "target" else "target")

    def action_filter(self) -> None:
        """Show all rows or only the open ones."""
        self.in_turn(self._toggle_filter)

    def _toggle_filter(self) -> None:
        index = self._index if len(self.rows) else 0
        self.rows.set_filter(None if self.rows.is_filtered else is_open)
        self._set_rows(index)
        self._describe()

    def action_draft(self) -> None:
        """Show or hide the machine draft."""
        self.in_turn(self._toggle_draft)

    def _toggle_draft(self) -> None:
        self._shows_draft = not self._shows_draft
        if self._shows_draft and self._drafts is None:
            assert self._review is not None
            count = len(self._review.source.segments)
            self.ask(partial(reviewing.drafts, self._database, self._pair, 0, count), self._show_drafts)
        else:
            self.view.refresh_rows()

    def _show_drafts(self, drafts: tuple[str, ...]) -> None:
        self._drafts = drafts
        self.view.refresh_rows()
        if not any(drafts):
            self.notify("Nothing has been translated yet: 'workbench translate' does it.", markup=False)

    def action_reload(self) -> None:
        """Read the pair again."""
        self.in_turn(self.read_again)
