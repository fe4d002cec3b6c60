"""Finding rows: jumps, search, filters, and the selection of several rows."""

from functools import partial

from tui.presenter import LOW_POSTERIOR
from tui.rows import FILTERS, AnyBead, Condition, is_open
from tui.screens.choice import ChoiceScreen
from tui.screens.pair_rows import PairRowsScreen, Side
from tui.screens.prompt import PromptScreen

ALL_ROWS = "all rows"
OPEN_ROWS = "open rows"


class SeekingScreen(PairRowsScreen):
    """Adds to the rows of a pair the ways to get about in them."""

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

    def action_queue(self) -> None:
        """Turn the order of doubt on or off."""
        self._with_row(self._toggle_queue)

    def _toggle_queue(self) -> None:
        self._doubt_first = not self._doubt_first
        riskiest = self.rows.riskiest() if self._doubt_first else None
        self._go_to(self._index if riskiest is None else riskiest)

    def action_search(self) -> None:
        """Ask what to search for; an empty line ends the search."""

        def search(wanted: str | None) -> None:
            if wanted is not None:
                self._wanted = wanted
                self.view.refresh_rows()
                if wanted:
                    self._seek_wanted(1, includes_here=True)

        self.app.push_screen(PromptScreen("Search both sides for", self._wanted), search)

    def action_found(self, step: int) -> None:
        """Go to the next row, or the one before, that holds what is searched for."""
        if self._wanted:
            self._seek_wanted(step)
        else:
            self.action_search()

    def _seek_wanted(self, step: int, *, includes_here: bool = False) -> None:
        wanted = self._wanted.casefold()

        def seek() -> None:
            here = self._index
            holds = partial(self._holds, wanted)
            found = self.rows.find(here - step if includes_here else here, holds, step=step)
            if found is None:
                found = self.rows.find(-1 if step > 0 else len(self.rows.beads), holds, step=step)
                words = "Not found." if found is None else "Found only on the other side of this row's place."
                self.notify(words, markup=False)
            if found is not None:
                self._go_to(found)

        self._with_row(seek)

    def _holds(self, wanted: str, bead: AnyBead) -> bool:
        assert self._review is not None
        source, target = bead.edited_source, bead.edited_target
        if source is None:
            source = self._review.source.join(bead.source_start, bead.source_end)
        if target is None:
            target = self._review.target.join(bead.target_start, bead.target_end)
        return wanted in source.casefold() or wanted in target.casefold()

    def action_side(self, side: Side) -> None:
        """Work on a side."""
        self._side = side
        self._describe()

    def action_other_side(self) -> None:
        """Work on the other side."""
        self.action_side("source" if self._side == "target" else "target")

    def action_filter(self) -> None:
        """Show all rows or only the open ones."""
        self.in_turn(lambda: self._set_filter(ALL_ROWS if self.rows.is_filtered else OPEN_ROWS))

    def action_choose_filter(self) -> None:
        """Ask which rows to show."""

        def choose(name: str | None) -> None:
            if name is not None:
                self.in_turn(lambda: self._set_filter(name))

        self.app.push_screen(ChoiceScreen("Show", list(FILTERS), self._filter), choose)

    def _set_filter(self, name: str) -> None:
        index = self._index if len(self.rows) else 0
        self._filter = name
        self.rows.set_filter(FILTERS[name])
        self._set_rows(index)
        self._describe()

    def action_extend(self, by: int) -> None:
        """Select from the row where the selection began to the row next to the cursor."""
        self._with_row(lambda: self._extend(by))

    def _extend(self, by: int) -> None:
        view = self.view
        if not view.selected:
            self._anchor = view.cursor
        view.move_cursor(view.cursor + by)
        view.select(range(min(self._anchor, view.cursor), max(self._anchor, view.cursor) + 1))
        self._describe()

    def action_back(self) -> None:
        """Drop the selection; without one, leave the screen."""
        if self.view.selected:
            self.view.select(range(0))
            self._describe()
        else:
            super().action_back()

    _anchor = 0
