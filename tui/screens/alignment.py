"""The alignment of one pair, row by row, and every decision on it."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar, Literal

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Footer, Static

from db.records import DocumentPair, ReviewState, StoredBead
from tui import keys
from tui.presenter import LOW_POSTERIOR, RowText, bead_details, bead_row, column_heads
from tui.rows import BeadRows, Condition, StaleRowsError, is_open
from tui.screens.edit import Edit, EditScreen
from tui.screens.prompt import PromptScreen
from tui.screens.row_screen import RowScreen
from tui.screens.split import Cuts, SplitScreen
from tui.widgets.bead_view import BeadView
from workbench import reviewing
from workbench.reviewing import Change, ReviewPair

Side = Literal["source", "target"]


class AlignmentScreen(RowScreen):
    """Two columns of text; each key is a decision that is in the database before the next one acts."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.ALIGNMENT]

    def __init__(self, database: Path, reviewer: str, pair: DocumentPair) -> None:
        super().__init__()
        self._database = database
        self._reviewer = reviewer
        self._pair = pair
        self._review: ReviewPair | None = None
        self._rows = BeadRows(())
        self._side: Side = "target"
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

    # Reading and showing

    def read_again(self) -> None:
        """Ask for the pair with all its rows."""
        self.ask(lambda: reviewing.open_pair(self._database, self._pair.id), self._show)

    def _show(self, review: ReviewPair) -> None:
        key = self._bead.key if len(self._rows) else None
        condition = is_open if self._rows.is_filtered else None
        self._review = review
        self._rows = BeadRows(review.beads)
        self._rows.set_filter(condition)
        self._set_rows(self._rows.place_of(key) if key else 0)

    def _set_rows(self, index: int) -> None:
        """Show the rows, with the cursor on the bead at place `index` or the nearest after it."""
        self.view.set_rows(
            len(self._rows),
            self._row_text,
            row_number=self._rows.index,
            number_count=len(self._rows.beads),
            cursor=self._rows.row_at_or_after(index),
        )

    def _row_text(self, row: int) -> RowText:
        assert self._review is not None
        return bead_row(self._review, self._rows[row], with_draft=self._shows_draft)

    def on_bead_view_cursor_moved(self, message: BeadView.CursorMoved) -> None:
        """Describe the row under the cursor."""
        self._describe()

    def _describe(self) -> None:
        heads = column_heads(self._pair, self.view.columns, self._side)
        self.query_one("#heading", Static).update(heads)
        details = self.query_one("#details", Static)
        if len(self._rows):
            row = min(self.view.cursor, len(self._rows) - 1)
            words = bead_details(self._rows[row], self._rows.index(row), len(self._rows.beads))
            if self._rows.is_filtered:
                words.append(" · only open rows (f: all)")
            details.update(words)
        elif self._rows.is_filtered:
            details.update(Text("No row is open: all have been decided on. f shows all rows."))

    @property
    def _bead(self) -> StoredBead:
        return self._rows[min(self.view.cursor, len(self._rows) - 1)]

    @property
    def _index(self) -> int:
        """The place of the row under the cursor among all beads."""
        return self._rows.index(min(self.view.cursor, len(self._rows) - 1))

    # Deciding

    def _with_row(self, step: Callable[[], None]) -> None:
        """Do `step` in turn, if there is a row to do it on."""
        self.in_turn(lambda: step() if len(self._rows) else None)

    def _decide(
        self, use_case: Callable[..., Change | None], *arguments: object, after: int = 0, **options: object
    ) -> None:
        """Ask for a decision; afterwards the cursor is on the place `after` from the first changed row."""
        assert self._review is not None
        ask = partial(
            use_case, self._database, self._review.run_id, *arguments, reviewer=self._reviewer, **options
        )
        self.ask(ask, partial(self._decided, after=after))

    def _decided(self, change: Change | None, *, after: int) -> None:
        if change is None:
            self.notify("There is nothing more to undo or redo here.", markup=False)
            return
        first = self._apply(change)
        if first is not None:
            self._go_to(first + after)

    def _apply(self, change: Change) -> int | None:
        """Bring the rows up to date; give the first place that changed, None if all are read again."""
        try:
            first, gone, come = self._rows.apply(change)
        except StaleRowsError:
            self.read_again()
            return None
        if self._rows.is_filtered:
            self._set_rows(first)
        else:
            self.view.replace_rows(first, gone, come)
        return first

    def _go_to(self, index: int) -> None:
        if len(self._rows):
            self.view.move_cursor(self._rows.row_at_or_after(index))
        self._describe()

    def _set_state(self, beads: Sequence[StoredBead], state: ReviewState, *, goes_on: bool) -> None:
        assert self._review is not None
        index = self._index
        beads = [bead for bead in beads if bead.state is not state]
        if not beads:
            self._go_on_from(index) if goes_on else None
            return
        ask = partial(
            reviewing.set_state,
            self._database,
            self._review.run_id,
            beads,
            state=state,
            reviewer=self._reviewer,
        )

        def done(change: Change) -> None:
            if self._apply(change) is not None:
                self._go_on_from(index) if goes_on else self._go_to(index)

        self.ask(ask, done)

    def _go_on_from(self, index: int) -> None:
        following = self._rows.find(index, is_open)
        if following is None:
            following = self._rows.find(-1, is_open)
            words = (
                "Every row has been decided on."
                if following is None
                else "No open row below: this is the first one above."
            )
            self.notify(words, markup=False)
        self._go_to(index if following is None else following)

    def action_accept_next(self) -> None:
        """Accept and go to the next open row."""
        self._with_row(lambda: self._set_state([self._bead], ReviewState.ACCEPTED, goes_on=True))

    def action_accept(self) -> None:
        """Accept and stay."""
        self._with_row(lambda: self._set_state([self._bead], ReviewState.ACCEPTED, goes_on=False))

    def action_accept_above(self) -> None:
        """Accept this row and all open ones above."""
        self._with_row(self._accept_above)

    def _accept_above(self) -> None:
        beads = [bead for bead in self._rows.beads[: self._index + 1] if is_open(bead)]
        if beads:
            self._set_state(beads, ReviewState.ACCEPTED, goes_on=True)
            self.notify(f"{len(beads)} rows accepted; u takes it back.", markup=False)
        else:
            self.notify("No row above is open.", markup=False)

    def action_reject(self) -> None:
        """Reject and go to the next open row."""
        self._with_row(lambda: self._set_state([self._bead], ReviewState.REJECTED, goes_on=True))

    def action_needs_review(self) -> None:
        """Mark for a second look and go to the next open row."""
        self._with_row(lambda: self._set_state([self._bead], ReviewState.NEEDS_REVIEW, goes_on=True))

    def action_undo(self) -> None:
        """Take the last decision back."""
        self.in_turn(lambda: self._decide(reviewing.undo))

    def action_redo(self) -> None:
        """Make the decision that was taken back again."""
        self.in_turn(lambda: self._decide(reviewing.redo))

    def action_merge(self) -> None:
        """Merge with the next row."""
        self._with_row(lambda: self._merge(self._index))

    def action_merge_previous(self) -> None:
        """Merge with the row before."""
        self._with_row(lambda: self._merge(self._index - 1))

    def _merge(self, upper: int) -> None:
        if self._has_neighbours(upper):
            beads = self._rows.beads
            self._decide(reviewing.merge, beads[upper], beads[upper + 1])

    def action_first_up(self) -> None:
        """Move this side's first sentence to the row before."""
        self._with_row(lambda: self._move_boundary(self._index - 1, 1, after=1))

    def action_last_down(self) -> None:
        """Move this side's last sentence to the next row."""
        self._with_row(lambda: self._move_boundary(self._index, -1, after=0))

    def _move_boundary(self, upper: int, delta: int, *, after: int) -> None:
        if self._has_neighbours(upper):
            beads = self._rows.beads
            side = {f"{self._side}_delta": delta}
            self._decide(reviewing.move_boundary, beads[upper], beads[upper + 1], after=after, **side)

    def _has_neighbours(self, upper: int) -> bool:
        if 0 <= upper < len(self._rows.beads) - 1:
            return True
        self.notify("There is no row above." if upper < 0 else "There is no row below.", markup=False)
        return False

    def action_split(self) -> None:
        """Ask where to cut the row."""
        self._with_row(self._ask_for_cuts)

    def _ask_for_cuts(self) -> None:
        assert self._review is not None
        bead = self._bead
        source = self._review.source.segments[bead.source_start : bead.source_end]
        target = self._review.target.segments[bead.target_start : bead.target_end]
        if len(source) + len(target) < 2:
            self.notify("There is only one sentence in this row.", markup=False)
            return

        def split(cuts: Cuts | None) -> None:
            if cuts is not None:
                at = {"at_source": bead.source_start + cuts[0], "at_target": bead.target_start + cuts[1]}
                self.in_turn(lambda: self._decide(reviewing.split, bead, **at))

        self.app.push_screen(SplitScreen(source, target), split)

    def action_edit(self) -> None:
        """Edit the text of the active side."""
        self._with_row(self._ask_for_text)

    def _ask_for_text(self) -> None:
        assert self._review is not None
        review, bead, side = self._review, self._bead, self._side
        if side == "source":
            original = review.source.join(bead.source_start, bead.source_end)
            text, other, use_case = review.source_text(bead), review.target_text(bead), reviewing.edit_source
        else:
            original = review.target.join(bead.target_start, bead.target_end)
            text, other, use_case = review.target_text(bead), review.source_text(bead), reviewing.edit_target
        title = "Edit the Chinese text" if side == "source" else "Edit the English text"
        draft = review.draft_text(bead) if side == "target" else ""

        def edit(outcome: Edit | None) -> None:
            if outcome is not None:
                self.in_turn(lambda: self._decide(use_case, bead, text=outcome.text))

        screen = EditScreen(title=title, other=other, original=original, text=text, draft=draft)
        self.app.push_screen(screen, edit)

    def action_note(self) -> None:
        """Ask for a note."""
        self._with_row(self._ask_for_note)

    def _ask_for_note(self) -> None:
        bead = self._bead

        def write(note: str | None) -> None:
            if note is not None and note != bead.note:
                self.in_turn(lambda: self._decide(reviewing.set_note, bead, note=note))

        self.app.push_screen(PromptScreen("Note on this row", bead.note), write)

    # Moving about

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
            found = self._rows.find(self._index, condition, step=step)
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

        self.app.push_screen(PromptScreen(f"Go to row (1 to {len(self._rows.beads)})"), go)

    # Looking

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
        index = self._index if len(self._rows) else 0
        self._rows.set_filter(None if self._rows.is_filtered else is_open)
        self._set_rows(index)
        self._describe()

    def action_draft(self) -> None:
        """Show or hide the machine draft."""
        self._shows_draft = not self._shows_draft
        self.view.refresh_rows()

    def action_reload(self) -> None:
        """Read the pair again."""
        self.in_turn(self.read_again)
