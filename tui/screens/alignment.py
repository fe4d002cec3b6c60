"""The alignment of one pair, row by row, and every decision on it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual.binding import BindingType

from db.records import ReviewState, StoredBead
from tui import keys
from tui.panels import evidence_text, statistics_text
from tui.rows import is_open
from tui.screens.edit import Edit, EditScreen
from tui.screens.panel import PanelScreen
from tui.screens.prompt import PromptScreen
from tui.screens.seeking import SeekingScreen
from tui.screens.split import Cuts, SplitScreen
from workbench import review_rows, reviewing
from workbench.assurance import Assurance, assurance
from workbench.reviewing import Change


class AlignmentScreen(SeekingScreen):
    """Each key is a decision that is in the database before the next one acts."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.ALIGNMENT]

    def _decide(
        self,
        use_case: Callable[..., Change | None],
        *arguments: object,
        then: Callable[[int], None] | None = None,
        **options: object,
    ) -> None:
        """Ask for a decision; `then` gets the place of the first row it changed, by default to go there."""
        assert self._review is not None
        ask = partial(
            use_case, self._database, self._review.run_id, *arguments, reviewer=self._reviewer, **options
        )
        self.ask(ask, partial(self._decided, then=then or self._go_to))

    def _decided(self, change: Change | None, *, then: Callable[[int], None]) -> None:
        if change is None:
            self.notify("There is nothing more to undo or redo here.", markup=False)
            return
        first = self._apply(change)
        if first is not None:
            then(first)

    def _set_state(self, beads: Sequence[StoredBead], state: ReviewState, *, goes_on: bool) -> None:
        go, index = self._go_on_from if goes_on else self._go_to, self._index
        beads = [bead for bead in beads if bead.state is not state]
        if beads:
            self._decide(reviewing.set_state, beads, state=state, then=lambda _: go(index))
        else:
            go(index)

    def _chosen(self) -> list[StoredBead]:
        """Give the beads of the selection, or the one under the cursor."""
        return [self.rows[row] for row in sorted(self.view.selected)] or [self._bead]

    def _go_on_from(self, index: int) -> None:
        """Go to the next open row, or in the order of doubt to the riskiest."""
        following = self.rows.riskiest() if self._doubt_first else self.rows.find(index, is_open)
        if following is None:
            following = self.rows.find(-1, is_open)
            above = "No open row below: this is the first one above."
            self.notify("Every row has been decided on." if following is None else above, markup=False)
        self._go_to(index if following is None else following)

    def action_accept_next(self) -> None:
        """Accept and go to the next open row."""
        self._with_row(lambda: self._set_state(self._chosen(), ReviewState.ACCEPTED, goes_on=True))

    def action_accept(self) -> None:
        """Accept and stay."""
        self._with_row(lambda: self._set_state(self._chosen(), ReviewState.ACCEPTED, goes_on=False))

    def action_accept_above(self) -> None:
        """Accept this row and all open ones above."""
        self._with_row(self._accept_above)

    def _accept_above(self) -> None:
        places = range(self._index + 1)
        beads = [self.rows.bead(n) for n in places if is_open(self.rows.beads[n])]
        if beads:
            self._set_state(beads, ReviewState.ACCEPTED, goes_on=True)
            self.notify(f"{len(beads)} rows accepted; u takes it back.", markup=False)
        else:
            self.notify("No row above is open.", markup=False)

    def action_reject(self) -> None:
        """Reject and go to the next open row."""
        self._with_row(lambda: self._set_state(self._chosen(), ReviewState.REJECTED, goes_on=True))

    def action_needs_review(self) -> None:
        """Mark for a second look and go to the next open row."""
        self._with_row(lambda: self._set_state(self._chosen(), ReviewState.NEEDS_REVIEW, goes_on=True))

    def action_undo(self) -> None:
        """Take the last decision back."""
        self._with_any(lambda: self._decide(reviewing.undo))

    def action_redo(self) -> None:
        """Make the decision that was taken back again."""
        self._with_any(lambda: self._decide(reviewing.redo))

    def action_merge(self) -> None:
        """Merge with the next row."""
        self._with_row(lambda: self._merge(self._index))

    def action_merge_previous(self) -> None:
        """Merge with the row before."""
        self._with_row(lambda: self._merge(self._index - 1))

    def _merge(self, upper: int) -> None:
        if self._has_neighbours(upper):
            rows = self.rows
            self._decide(reviewing.merge, rows.bead(upper), rows.bead(upper + 1))

    def action_first_up(self) -> None:
        """Move this side's first sentence to the row before."""
        self._with_row(lambda: self._move_boundary(self._index - 1, 1))

    def action_last_down(self) -> None:
        """Move this side's last sentence to the next row."""
        self._with_row(lambda: self._move_boundary(self._index, -1))

    def _move_boundary(self, upper: int, delta: int) -> None:
        if self._has_neighbours(upper):
            upper_bead, lower_bead = self.rows.bead(upper), self.rows.bead(upper + 1)
            stays_below = upper < self._index

            def then(first: int) -> None:
                self._go_to(first + stays_below)

            self._decide(
                reviewing.move_boundary,
                upper_bead,
                lower_bead,
                source_delta=delta if self._side == "source" else 0,
                target_delta=delta if self._side == "target" else 0,
                then=then,
            )

    def _has_neighbours(self, upper: int) -> bool:
        if 0 <= upper < len(self.rows.beads) - 1:
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
                at_source, at_target = bead.source_start + cuts[0], bead.target_start + cuts[1]
                self.in_turn(
                    lambda: self._decide(reviewing.split, bead, at_source=at_source, at_target=at_target)
                )

        self.app.push_screen(SplitScreen(source, target), split)

    def action_edit(self) -> None:
        """Edit the text of the active side."""
        self._with_row(self._ask_for_text)

    def _ask_for_text(self) -> None:
        bead = self._bead
        if self._side == "source":
            self._edit(bead, "")
        elif self._drafts is not None:
            self._edit(bead, self._draft(bead))
        else:
            ask = partial(review_rows.drafts, self._database, self._pair, bead.source_start, bead.source_end)
            self.ask(ask, lambda drafts: self._edit(bead, " ".join(filter(None, drafts))))

    def _edit(self, bead: StoredBead, draft: str) -> None:
        assert self._review is not None
        review = self._review
        if self._side == "source":
            title, use_case = "Edit the Chinese text", reviewing.edit_source
            original = review.source.join(bead.source_start, bead.source_end)
            text, other = review.source_text(bead), review.target_text(bead)
        else:
            title, use_case = "Edit the English text", reviewing.edit_target
            original = review.target.join(bead.target_start, bead.target_end)
            text, other = review.target_text(bead), review.source_text(bead)

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

    def action_evidence(self) -> None:
        """Show what the row's posterior rests on."""
        self._with_row(
            lambda: self._show_panel(
                f"Why this score: row {self._index + 1}", evidence_text(self._bead, self._pair.run)
            )
        )

    def action_statistics(self) -> None:
        """Show how far the pair has come."""
        self._with_any(self._ask_for_assurance)

    def _ask_for_assurance(self) -> None:
        assert self._review is not None
        ask = partial(assurance, self._database, self._review.run_id, reviewer=self._reviewer)
        self.ask(ask, self._show_statistics)

    def _show_statistics(self, found: Assurance) -> None:
        run = self._pair.run
        assert run is not None
        self._show_panel("Statistics", statistics_text(self.rows.beads, run, found, self._reviewer))

    def _show_panel(self, title: str, text: Text) -> None:
        self.app.push_screen(PanelScreen(title, text))

    def action_copy(self) -> None:
        """Copy both texts of the row, a tab between them."""
        self._with_row(self._copy)

    def _copy(self) -> None:
        assert self._review is not None
        bead = self._bead
        self.app.copy_to_clipboard(f"{self._review.source_text(bead)}\t{self._review.target_text(bead)}")
        self.notify("Copied: both texts, a tab between them.", markup=False)
