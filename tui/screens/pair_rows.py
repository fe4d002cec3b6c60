"""The rows of one pair: reading them, showing them, and what others change in them meanwhile."""

import gc
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from rich.text import Span, Text
from textual.app import ComposeResult
from textual.widgets import Static

from db.errors import StoreError
from db.records import DocumentPair, StoredBead
from db.review_reading import outline_of
from tui.messages import Failed
from tui.presenter import RowText, bead_details, bead_row, column_heads, view_details
from tui.rows import FILTERS, BeadRows, Condition, StaleRowsError
from tui.screens.row_screen import RowScreen
from tui.widgets.bead_view import BeadView
from tui.widgets.key_footer import KeyFooter
from workbench.languages import TARGET_LANGUAGE, join_segments
from workbench.review import review_rows
from workbench.review.review_pages import read_beads
from workbench.review.review_places import Place, keep_place
from workbench.review.review_rows import News, PairRows, RowFinding
from workbench.review.reviewing import Change
from workbench.search.matchers import Matcher
from workbench.translation.drafts import newest_drafts

if TYPE_CHECKING:
    from tui.app import ReviewApp

Side = Literal["source", "target"]

NEWS_INTERVAL_SECONDS = 2.0
PLACE_INTERVAL_SECONDS = 0.5


class PairRowsScreen(RowScreen):
    """Two columns of text with column heads and a line of details; base of the alignment screen."""

    def __init__(self, database: Path, reviewer: str, pair: DocumentPair, place: Place | None = None) -> None:
        super().__init__()
        self._database = database
        self._reviewer = reviewer
        self._pair = pair
        self._review: PairRows | None = None
        self._last_event_id = 0
        self.rows = BeadRows(outline_of(()), lambda key, count: [])
        place = place or Place(pair_id=pair.id)
        self._key: tuple[int, int] | None = place.key
        self._filter = place.filter if place.filter in FILTERS else next(iter(FILTERS))
        self._side: Side = "source" if place.side == "source" else "target"
        self._drafts: tuple[str, ...] | None = None
        self._shows_draft = place.shows_draft
        self._compares = place.compares
        self._wanted: Matcher | None = None
        self._has_failed = False
        self._written: dict[str, tuple[Text, list[Span]]] = {}
        self._doubt_first = place.doubt_first
        self._kept_place = place

    @property
    def pair(self) -> DocumentPair:
        """The pair that is open."""
        return self._pair

    def show_key(self, key: tuple[int, int] | None) -> None:
        """Go to the row that begins at `key` or holds it, with all rows shown if the filter hides it."""
        if key is not None:
            self._with_any(lambda: self._show_key(key))

    def _show_key(self, key: tuple[int, int]) -> None:
        self._show_place(self.rows.place_holding(key))

    def _show_place(self, place: int) -> None:
        """Go to a bead; where the filter hides it, all rows are shown again."""
        if self.rows.is_filtered and not self.rows.shows(place):
            self._filter = next(iter(FILTERS))
            self.rows.set_filter(None)
            self._set_rows(place)
        self._go_to(place)

    @property
    def place(self) -> Place:
        """Where the reviewer is, to come back to."""
        return Place(
            pair_id=self._pair.id,
            key=self._bead.key if len(self.rows) else self._key,
            filter=self._filter,
            side=self._side,
            shows_draft=self._shows_draft,
            compares=self._compares,
            doubt_first=self._doubt_first,
            is_open=True,
        )

    def compose(self) -> ComposeResult:
        """Lay out column heads, rows, details and keys."""
        yield Static(id="heading", markup=False)
        yield BeadView(id="rows")
        yield Static(id="details", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Read the pair; from time to time look for what others do, and keep the place."""
        self.read_again()
        self.set_interval(NEWS_INTERVAL_SECONDS, self._ask_for_news)
        if cast("ReviewApp", self.app).keeps_place:
            self.set_interval(PLACE_INTERVAL_SECONDS, self._keep_place)

    def _keep_place(self) -> None:
        """Keep the place where it is another one, so that work goes on there whatever ends it."""
        place = self.place
        if place != self._kept_place and self.rows.count:
            self._kept_place = place
            self.run_worker(
                partial(keep_place, self._database, self._reviewer, place), thread=True, group="place"
            )

    def read_again(self) -> None:
        """Ask for the pair with all its rows."""
        self.ask(lambda: review_rows.open_rows(self._database, self._pair.id), self._show)

    def _show(self, review: PairRows) -> None:
        key = self._bead.key if len(self.rows) else self._key
        self._review = review
        self._last_event_id = review.last_event_id
        self.rows = BeadRows(review.outline, partial(read_beads, self._database, review.run_id))
        self.rows.set_filter(self._condition(self._filter))
        first_open = self.rows.find(-1, review.outline.is_open) or 0
        self._set_rows(self.rows.place_holding(key) if key else first_open)
        gc.freeze()  # or the collector looks through all that was read again and again, between keys
        self._describe()
        if self._shows_draft and self._drafts is None:
            self._read_drafts()

    def _ask_for_news(self) -> None:
        if self.rows.is_stale and not self.is_waiting:
            self.read_again()
        elif self._review is not None and not self.is_waiting:
            ask = partial(
                review_rows.news,
                self._database,
                self._review.run_id,
                reviewer=self._reviewer,
                after=self._last_event_id,
            )
            self.ask(ask, self._tell, is_asked_again=True)

    def _tell(self, news: News) -> None:
        """Take over what others have decided; the cursor stays on its bead."""
        self._last_event_id = news.last_event_id
        for _, change in news.changes:
            key = self._bead.key if len(self.rows) else None
            if self._apply(change) is None:
                return
            if key is not None:
                self._go_to(self.rows.place_of(key))
        if news.changes:
            names = ", ".join(sorted({reviewer for reviewer, _ in news.changes}))
            count = len(news.changes)
            words = (
                f"{names} has made a decision here." if count == 1 else f"{names}: {count} decisions here."
            )
            self.notify(words, markup=False)

    def _apply(self, change: Change) -> int | None:
        """Bring the rows up to date; give the first place that changed, None if all are read again."""
        try:
            first, gone, come = self.rows.apply(change)
        except StaleRowsError:
            self.read_again()
            return None
        if self.rows.is_filtered:
            self._set_rows(first)
        else:
            self.view.replace_rows(first, gone, come)
        return first

    def _set_rows(self, index: int) -> None:
        """Show the rows, with the cursor on the bead at place `index` or the nearest after it."""
        self.view.set_rows(
            len(self.rows),
            self._row_text,
            row_number=self.rows.index,
            number_count=self.rows.count,
            cursor=self.rows.row_at_or_after(index),
        )

    def _row_text(self, row: int) -> RowText:
        assert self._review is not None
        try:
            bead = self.rows[row]
            draft = self._draft(bead) if self._shows_draft else ""
            return bead_row(
                self._review,
                bead,
                draft=draft,
                wanted=self._wanted,
                compares=self._compares,
                finding=self._finding(bead),
            )
        except StoreError as error:
            if not self._has_failed:
                self._has_failed = True
                self.post_message(Failed(error))
            return RowText("…", "…", "", 0.0, "text", self.rows.outline.bare(self.rows.index(row)).state)

    def _draft(self, bead: StoredBead) -> str:
        parts = self._drafts[bead.source_start : bead.source_end] if self._drafts else ()
        return join_segments([part for part in parts if part], TARGET_LANGUAGE)

    def on_bead_view_cursor_moved(self, message: BeadView.CursorMoved) -> None:
        """Describe the row under the cursor."""
        self._describe()

    def _describe(self) -> None:
        self._put("#heading", column_heads(self._pair, self.view.columns, self._side))
        if len(self.rows):
            row = min(self.view.cursor, len(self.rows) - 1)
            bead = self.rows[row]
            words = bead_details(bead, self.rows.index(row), self.rows.count, finding=self._remark(bead))
            view_details(
                words, len(self.view.selected), self._filter, self.rows.is_filtered, self._doubt_first
            )
            self._put("#details", words)
        elif self.rows.is_filtered:
            self._put("#details", Text(f"There are no {self._filter} here. F shows others."))
        elif self._review is not None:
            self._put("#details", Text("This pair has no rows."))

    def _put(self, name: str, words: Text) -> None:
        """Write a line where it has changed: each update is a repaint."""
        if self._written.get(name) != (words, words.spans):
            self._written[name] = (words, list(words.spans))
            self.query_one(name, Static).update(words, layout=False)

    def _finding(self, bead: StoredBead) -> RowFinding | None:
        """What the checks have found on a row; screens that know of findings say."""
        return None

    def _remark(self, bead: StoredBead) -> str:
        """What is to be said of a row at the end of its details."""
        finding = self._finding(bead)
        return finding.words if finding is not None else ""

    def _condition(self, name: str) -> Condition | None:
        """Give what the rows of a filter fulfil, None where it shows all."""
        return FILTERS.get(name)

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

    def _with_any(self, step: Callable[[], None]) -> None:
        """Do `step` in turn, if the pair has been read, even where a filter hides every row."""
        self.in_turn(lambda: step() if self.rows.count else None)

    def _go_to(self, index: int) -> None:
        if len(self.rows):
            self.view.move_cursor(self.rows.row_at_or_after(index))
        self._describe()

    def action_draft(self) -> None:
        """Show or hide the machine draft."""
        self._with_row(self._toggle_draft)

    def _toggle_draft(self) -> None:
        self._shows_draft = not self._shows_draft
        if self._shows_draft and self._drafts is None:
            self._read_drafts()
        else:
            self.view.refresh_rows()

    def _read_drafts(self) -> None:
        assert self._review is not None
        count = len(self._review.source.segments)
        self.ask(partial(newest_drafts, self._database, self._pair.source.id, 0, count), self._show_drafts)

    def _show_drafts(self, drafts: tuple[str, ...]) -> None:
        self._drafts = drafts
        self.view.refresh_rows()
        if not any(drafts):
            self._say_untranslated()

    def _say_untranslated(self) -> None:
        self.notify("Nothing has been translated yet: 'workbench translate' does it.", markup=False)

    def action_compare(self) -> None:
        """Mark the words that draft and English do not share; the draft is shown with it."""
        self._with_row(self._toggle_compare)

    def _toggle_compare(self) -> None:
        self._compares = not self._compares
        if self._compares and not self._shows_draft:
            self._toggle_draft()
        else:
            self.view.refresh_rows()

    def action_reload(self) -> None:
        """Read the pair again."""
        self.in_turn(self.read_again)
