"""Changing several rows at once: bookmarks, omissions, shifted columns, pins, and aligning anew."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from db.records import OmissionReason, StoredBead
from tui.panels import change_text
from tui.screen_table import BeadKey
from tui.screens.choice import ChoiceScreen
from tui.screens.confirm import ConfirmScreen
from tui.screens.deciding import DecidingScreen
from tui.screens.pair_rows import Side
from tui.screens.term import NewTerm, TermScreen
from workbench.review import shaping
from workbench.review.reviewing import Change

if TYPE_CHECKING:
    from workbench.alignment.realigning import Realignment


class ShapingScreen(DecidingScreen):
    """Adds decisions on more than the row under the cursor."""

    _pinned: tuple[Side, int] | None = None
    _moving: tuple[BeadKey, ...] = ()

    def action_bookmark(self) -> None:
        """Set a bookmark on the row or the selection, or take it away."""
        self._with_row(self._bookmark)

    def _bookmark(self) -> None:
        beads = self._chosen()
        is_set = not all(bead.is_bookmarked for bead in beads)
        self._decide(shaping.set_bookmark, beads, is_set=is_set)

    def action_no_counterpart(self) -> None:
        """Ask why this side has no counterpart."""
        self._with_row(self._ask_for_reason)

    def _ask_for_reason(self) -> None:
        bead = self._bead
        is_source = self._side == "source" if bead.has_both_sides else _is_source(bead)
        language = "Chinese" if is_source else "English"

        def write(name: str | None) -> None:
            if name is not None:
                self.in_turn(lambda: self._write_reason(bead, is_source, OmissionReason(name)))

        names = [reason.value for reason in OmissionReason]
        current = bead.reason if bead.reason in names else self._likely_reason(bead, is_source).value
        self.app.push_screen(
            ChoiceScreen(f"The {language} text has no counterpart. Why?", names, current), write
        )

    def _likely_reason(self, bead: StoredBead, is_source: bool) -> OmissionReason:
        assert self._review is not None
        if not bead.has_both_sides and self._review.moved_link(bead) is not None:
            return OmissionReason.MOVED
        return OmissionReason.SHORTENED if is_source else OmissionReason.ADDED

    def _write_reason(self, bead: StoredBead, is_source: bool, reason: OmissionReason) -> None:
        passage = self._passage(bead) if reason is OmissionReason.MOVED else ()
        if passage:
            self._mark_moved(passage)
        else:
            self._decide(shaping.set_no_counterpart, bead, is_source=is_source, reason=reason)

    def _passage(self, bead: StoredBead) -> Sequence[StoredBead]:
        """Give the rows of both sides of a passage of which this row is one, none where it is not known."""
        assert self._review is not None
        link = None if bead.has_both_sides else self._review.moved_link(bead)
        if link is None:
            return ()
        table = self.rows.outline.table
        sources = (table["source_start"] < link.source_end) & (table["source_end"] > link.source_start)
        targets = (table["target_start"] < link.target_end) & (table["target_end"] > link.target_start)
        beads = [self.rows.bead(int(place)) for place in np.flatnonzero(sources | targets)]
        return () if any(bead.has_both_sides for bead in beads) else beads

    def _mark_moved(self, beads: Sequence[StoredBead]) -> None:
        here, self._moving = self._index, ()
        self._decide(shaping.mark_moved, beads, then=lambda _: self._moved_marked(here, len(beads)))

    def _moved_marked(self, here: int, count: int) -> None:
        self.read_again()  # the link is new
        self._go_to(here)
        self.notify(f"{count} rows are marked as one passage that moved; u takes it back.", markup=False)

    def action_moved(self) -> None:
        """Mark these rows as one side of a passage that moved; on the rows of the other side, mark all."""
        self._with_row(self._mark_side)

    def _mark_side(self) -> None:
        beads = self._chosen()
        waiting = [self.rows.bead(self.rows.place_holding(key)) for key in self._moving]
        if any(bead.has_both_sides for bead in beads):
            self.notify("This row has both sides: o and O take a sentence out of it.", markup=False)
        elif waiting and _is_source(waiting[0]) != _is_source(beads[0]):
            self._mark_moved([*waiting, *beads])
        elif not waiting and (passage := self._passage(beads[0])):
            self._mark_moved(passage)
        else:
            self._moving = tuple(bead.key for bead in beads)
            self.view.select(range(0))
            words = "Marked. Go to the row where the passage stands on the other side: D again; Esc drops it."
            self.notify(words, markup=False)
            self._describe()

    def action_shift(self, step: int) -> None:
        """Move this side a row down (1) or up (-1), from this row to the next that takes it in."""
        self._with_row(lambda: self._shift(step))

    def _shift(self, step: int) -> None:
        first = self._index if step > 0 else self._index - 1
        if first < 0:
            self.notify("There is no row above.", markup=False)
            return
        is_source = self._side == "source"
        last = min(first + shaping.MOST_SHIFTED, self.rows.count)
        beads = [self.rows.bead(place) for place in range(first, last)]
        stretch = shaping.stretch_to_shift(beads, is_source=is_source, step=step)
        self._decide(shaping.shift_column, stretch, is_source=is_source, step=step)

    def action_pin(self) -> None:
        """Mark this side's first sentence; marked on both sides, the two belong together."""
        self._with_row(self._pin)

    def action_back(self) -> None:
        """Drop the mark of a pin or of a moved passage; without one, what `Esc` does otherwise."""
        if self._pinned is not None or self._moving:
            self._pinned, self._moving = None, ()
            self._describe()
        else:
            super().action_back()

    def _remark(self, bead: StoredBead) -> str:
        waits = "a pin waits for its other side, Esc drops it" if self._pinned is not None else ""
        if self._moving:
            waits = "a moved passage waits for its other side, Esc drops it"
        return " · ".join(filter(None, (waits, super()._remark(bead))))

    def _pin(self) -> None:
        bead, side = self._bead, self._side
        start, end = (
            (bead.source_start, bead.source_end) if side == "source" else (bead.target_start, bead.target_end)
        )
        if start == end:
            self.notify("This side of the row is empty: there is nothing to pin.", markup=False)
        elif self._pinned is None or self._pinned[0] == side:
            self._pinned = (side, start)
            self.action_other_side()
            words = "Marked. Go to the row with the text that belongs to it, on the other side: p again."
            self.notify(words, markup=False)
        else:
            marked = self._pinned[1]
            self._pinned = None
            self._describe()
            source, target = (marked, start) if side == "target" else (start, marked)
            self._connect(source, target)

    def _connect(self, source: int, target: int) -> None:
        ends = self.rows.outline.table
        places = [
            int((ends["source_end"] > source).argmax()),
            int((ends["target_end"] > target).argmax()),
        ]
        beads = [self.rows.bead(place) for place in range(min(places), max(places) + 1)]
        self._decide(shaping.pin, beads, source=source, target=target, then=self._after_pin)

    def _after_pin(self, first: int) -> None:
        self._go_to(first)
        is_open = self.rows.outline.is_open
        pinned = first if not is_open[first] else first + 1
        around = [place for place in (pinned - 1, pinned + 1) if 0 <= place < self.rows.count]
        keys = [self.rows.key(place) for place in around if is_open[place]]
        if keys:
            self._preview(keys)

    def action_realign(self) -> None:
        """Align the open rows around this one anew, between decided rows, after a look at what changes."""
        self._with_row(lambda: self._preview([self._bead.key]))

    def _preview(self, keys: Sequence[BeadKey]) -> None:
        self.notify("Aligning anew between the decided rows…", markup=False, timeout=3)
        self.ask(partial(shaping.preview_around, self._database, self._pair.id, keys), self._show_preview)

    def _show_preview(self, found: "Realignment") -> None:
        assert self._review is not None
        if not found.changes:
            self.notify("Aligned anew, and nothing would change.", markup=False)
            return
        title = f"Align anew: {found.open_count} open rows"

        def decide(is_wanted: bool | None) -> None:
            if is_wanted:
                self.in_turn(lambda: self._realign(found))

        text = change_text(found.changes, self._review)
        self.app.push_screen(ConfirmScreen(title, text, "Enter puts this in place"), decide)

    def _realign(self, found: "Realignment") -> None:
        from workbench.alignment.realigning import realign_between

        ask = partial(realign_between, self._database, found, reviewer=self._reviewer)
        self.ask(ask, self._realigned)

    def _realigned(self, change: Change) -> None:
        self._decided(change, then=self._go_to)

    def action_term(self) -> None:
        """Ask for a term of the row to put into the glossary."""
        self._with_row(self._ask_for_term)

    def _ask_for_term(self) -> None:
        from workbench.translation.term_adding import add_own_term

        assert self._review is not None
        texts = self._review.source_text(self._bead), self._review.target_text(self._bead)

        def add(term: NewTerm | None) -> None:
            if term is not None:
                ask = partial(add_own_term, self._database, term.source, term.target, note=term.note)
                self.in_turn(lambda: self.ask(ask, self._added))

        self.app.push_screen(TermScreen(*texts, self._sought), add)

    def _added(self, known: Sequence[str]) -> None:
        instead = f", instead of {', '.join(known)}" if known else ""
        self.notify(f"The term is in the glossary{instead}.", markup=False)


def _is_source(bead: StoredBead) -> bool:
    """True where a row without a counterpart is on the source side."""
    return bead.source_end > bead.source_start
