"""The alignment of one pair, row by row, and every decision on it."""

from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.binding import BindingType

from db.records import DocumentPair, ReviewState, StoredBead
from tui import keys
from tui.messages import Failed
from tui.panels import evidence_text, statistics_text
from tui.screen_table import BeadKey
from tui.screens.choice import ChoiceScreen
from tui.screens.edit import Edit, EditScreen
from tui.screens.pair_rows import Side
from tui.screens.panel import PanelScreen
from tui.screens.prompt import PromptScreen
from tui.screens.replacing import ReplacingScreen
from tui.screens.split import Cuts, SplitScreen, proposed_cuts
from tui.visible_text import visible
from workbench.report.assurance import Assurance, assurance
from workbench.review import reviewing, shaping
from workbench.review.review_places import Place
from workbench.review.reviewing import Change
from workbench.translation.drafts import drafts_by_engine, newest_drafts


class AlignmentScreen(ReplacingScreen):
    """Each key is a decision that is in the database before the next one acts."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.ALIGNMENT]

    def __init__(self, database: Path, reviewer: str, pair: DocumentPair, place: Place | None = None) -> None:
        super().__init__(database, reviewer, pair, place)
        self._unsaved: dict[tuple[Side, BeadKey], str] = {}

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
        assert self._review is not None
        ask = partial(
            shaping.accept_above,
            self._database,
            self._review.run_id,
            self._bead.key,
            seen_event_id=self._last_event_id,
            reviewer=self._reviewer,
        )
        self.ask(ask, self._accepted_above)

    def _accepted_above(self, change: Change | None) -> None:
        if change is None:
            self.notify("No row above is open.", markup=False)
            return
        index = self._index
        if self._apply(change) is not None:
            self._go_on_from(index)
        self.notify(f"{len(change.before)} rows accepted; u takes it back.", markup=False)

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
        """Merge with the next row, or merge the selected rows."""
        self._with_row(lambda: self._merge_selected() if self.view.selected else self._merge(self._index))

    def _merge_selected(self) -> None:
        if len(self.view.selected) > 1:
            self._decide(shaping.merge_all, self._chosen())

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
        if not self._sentences(self._bead)[self._side == "target"]:
            self.notify("This side of the row is empty: there is nothing to move.", markup=False)
        elif self._has_neighbours(upper):
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

    def action_split(self) -> None:
        """Ask where to cut the row."""
        self._with_row(self._ask_for_cuts)

    def _ask_for_cuts(self) -> None:
        bead = self._bead
        source, target = self._sentences(bead)
        if len(source) + len(target) < 2:
            self.notify("There is only one sentence in this row.", markup=False)
            return

        def split(cuts: Cuts | None) -> None:
            if cuts is not None:
                self.in_turn(lambda: self._split(bead, cuts))

        self.app.push_screen(SplitScreen(source, target), split)

    def action_split_at_once(self) -> None:
        """Cut the row where the split screen proposes it."""
        self._with_row(self._split_at_once)

    def _split_at_once(self) -> None:
        source, target = self._sentences(self._bead)
        if len(source) + len(target) < 2:
            self.notify("There is only one sentence in this row.", markup=False)
        else:
            self._split(self._bead, proposed_cuts(source, target))

    def _sentences(self, bead: StoredBead) -> tuple[tuple[str, ...], tuple[str, ...]]:
        assert self._review is not None
        return (
            tuple(self._review.source.segments[bead.source_start : bead.source_end]),
            tuple(self._review.target.segments[bead.target_start : bead.target_end]),
        )

    def _split(self, bead: StoredBead, cuts: Cuts) -> None:
        at_source, at_target = bead.source_start + cuts[0], bead.target_start + cuts[1]
        self._decide(reviewing.split, bead, at_source=at_source, at_target=at_target)

    def action_take_out(self, place: int) -> None:
        """Put the first (0) or last (-1) sentence of the side with more of them into a row of its own."""
        self._with_row(lambda: self._take_out(place))

    def _take_out(self, place: int) -> None:
        bead = self._bead
        counts = bead.source_end - bead.source_start, bead.target_end - bead.target_start
        if sum(counts) < 2:
            self.notify("There is only one sentence in this row.", markup=False)
            return
        side = 0 if self._side == "source" else 1
        if counts[side] < counts[1 - side]:
            side = 1 - side  # what has no counterpart is where there is more
        cuts = [0, 0] if place == 0 else list(counts)
        cuts[side] += 1 if place == 0 else -1
        at_source, at_target = bead.source_start + cuts[0], bead.target_start + cuts[1]

        def then(first: int) -> None:
            self._go_to(first + (place == 0))

        self._decide(reviewing.split, bead, at_source=at_source, at_target=at_target, then=then)

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
            ask = partial(newest_drafts, *self._source_of(bead))
            self.ask(ask, lambda drafts: self._edit(bead, " ".join(filter(None, drafts))))

    def _source_of(self, bead: StoredBead) -> tuple[Path, int, int, int]:
        return self._database, self._pair.source.id, bead.source_start, bead.source_end

    def action_drafts(self) -> None:
        """Choose among what several engines made of the row, to edit it as the English text."""
        self._with_row(lambda: self._ask_which_draft(self._bead))

    def _ask_which_draft(self, bead: StoredBead) -> None:
        def choose(drafts: dict[str, str]) -> None:
            names = {f"{visible(engine)}\n{visible(text)}": text for engine, text in drafts.items()}
            if not names:
                self._say_untranslated()
                return
            screen = ChoiceScreen("Edit the English with which draft?", list(names), next(iter(names)))
            self.app.push_screen(screen, lambda name: None if name is None else edit(names[name]))

        def edit(draft: str) -> None:
            self.action_side("target")
            self._edit(bead, draft, typed=draft)

        self.ask(partial(drafts_by_engine, *self._source_of(bead)), choose)

    def _edit(self, bead: StoredBead, draft: str, *, typed: str | None = None) -> None:
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

        place = self._side, bead.key

        def saved(first: int) -> None:
            self._unsaved.pop(place, None)
            self._go_to(first)

        def edit(outcome: Edit | None) -> None:
            self._unsaved.pop(place, None)
            if outcome is not None:
                self._unsaved[place] = outcome.text or ""
                self.in_turn(lambda: self._decide(use_case, bead, text=outcome.text, then=saved))

        if typed is None:
            typed = self._unsaved.get(place, "")
        screen = EditScreen(title=title, other=other, original=original, text=text, draft=draft, typed=typed)
        self.app.push_screen(screen, edit)

    def on_failed(self, message: Failed) -> None:
        """Say what went wrong, and that a text which could not be stored is not lost."""
        super().on_failed(message)
        if any(self._unsaved.values()):
            self.notify("What you typed is kept: e on that row brings it back.", markup=False, timeout=8)

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
        self._show_panel("Statistics", statistics_text(self.rows.outline, run, found, self._reviewer))

    def _show_panel(self, title: str, text: Text) -> None:
        self.app.push_screen(PanelScreen(title, text))

    def action_copy(self) -> None:
        """Copy both texts of the row, or of the selected rows, a tab between them."""
        self._with_row(self._copy)

    def _copy(self) -> None:
        assert self._review is not None
        review, beads = self._review, self._chosen()
        lines = (f"{review.source_text(bead)}\t{review.target_text(bead)}" for bead in beads)
        self.app.copy_to_clipboard("\n".join(lines))
        what = "both texts" if len(beads) == 1 else f"{len(beads)} rows"
        self.notify(f"Copied: {what}, a tab between the sides.", markup=False)
