"""Finding rows: jumps, search, filters, and the selection of several rows."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import MappingProxyType

import numpy as np

from db.records import StoredBead
from db.review_reading import Flag, Outline
from tui.panels import assurance_text
from tui.rows import FILTERS, Condition, Mask, is_doubtful, is_open, is_uneven
from tui.screens.choice import ChoiceScreen
from tui.screens.pair_rows import PairRowsScreen, Side
from tui.screens.prompt import PromptScreen
from workbench.report.assurance import assurance
from workbench.review.review_rows import PairRows, RowFinding, pair_findings
from workbench.search.searching import PairHits, search_pair

ALL_ROWS = "all rows"
OPEN_ROWS = "open rows"
FINDING_ROWS = "rows with a finding"
SEARCH_HINT = "词 or words; pinyin: gxq or gaoxinqu; Traditional or Simplified"


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
        self._seek(is_uneven, "No row below that is not 1-1.")

    def action_next_doubtful(self) -> None:
        """Go to the next open row of low posterior."""
        self._seek(lambda outline: is_open(outline) & is_doubtful(outline), "No doubtful row below.")

    def action_next_bookmark(self) -> None:
        """Go to the next bookmarked row, from the last one to the first."""
        self._seek(
            lambda outline: outline.has(Flag.BOOKMARK), "No row has a bookmark: b sets one.", wraps=True
        )

    def action_next_finding(self) -> None:
        """Go to the next row on which a check has found something, from the last one to the first."""
        self._with_row(lambda: self._ask_for_findings(self._seek_finding))

    def _show(self, review: PairRows) -> None:
        super()._show(review)
        self._ask_for_findings(lambda: None)

    def _ask_for_findings(self, then: Callable[[], None]) -> None:
        """Read what the checks have found; rows that have a finding get a sign."""

        def take(findings: dict[int, RowFinding]) -> None:
            if findings != self._findings:
                self._findings = findings
                if self._filter == FINDING_ROWS:
                    self._set_filter(FINDING_ROWS)
                self.view.refresh_rows()
                self._describe()
            then()

        self.ask(partial(pair_findings, self._database, self._pair.id), take)

    def _condition(self, name: str) -> Condition | None:
        return self._has_finding if name == FINDING_ROWS else super()._condition(name)

    def _seek_finding(self) -> None:
        otherwise = "No check has found anything here: 'workbench check' runs the checks."
        self._seek(self._has_finding, otherwise, wraps=True)

    def _has_finding(self, outline: Outline) -> Mask:
        return _holds(outline, self._findings)

    def _has_warning(self, outline: Outline) -> Mask:
        """True where a check found more than information: a row that may well be wrong."""
        return _holds(outline, [n for n, found in self._findings.items() if not found.is_information])

    def _finding(self, bead: StoredBead) -> RowFinding | None:
        places = range(bead.source_start, bead.source_end)
        found = [self._findings[n] for n in places if n in self._findings]
        return min(found, key=lambda each: each.is_information, default=None)

    def _seek(self, condition: Condition, otherwise: str, *, step: int = 1, wraps: bool = False) -> None:
        def seek() -> None:
            mask = condition(self.rows.outline) & self.rows.shown
            found = self.rows.find(self._index, mask, step=step)
            if found is None and wraps:
                found = self.rows.find(-1, mask)
            if found is None:
                self.notify(otherwise, markup=False)
            else:
                self._show_place(found)

        self._with_row(seek)

    def action_go_to_row(self) -> None:
        """Ask for a row number."""

        def go(answer: str | None) -> None:
            if answer and answer.isdecimal():
                self._with_row(lambda: self._go_to(int(answer) - 1))
            elif answer:
                self.notify("A row number was expected.", markup=False)

        self.app.push_screen(PromptScreen(f"Go to row (1 to {self.rows.count})"), go)

    def action_queue(self) -> None:
        """Turn the order of doubt on or off."""
        self._with_row(self._toggle_queue)

    def _toggle_queue(self) -> None:
        self._doubt_first = not self._doubt_first
        riskiest = self._riskiest() if self._doubt_first else None
        self._go_to(self._index if riskiest is None else riskiest)
        if self._doubt_first and self._review is not None:
            ask = partial(assurance, self._database, self._review.run_id, reviewer=self._reviewer)
            self.ask(ask, lambda found: self.notify(assurance_text(found, self._reviewer), markup=False))

    def _riskiest(self) -> int | None:
        return self.rows.riskiest(self._has_warning(self.rows.outline) if self._findings else None)

    def action_search(self) -> None:
        """Ask what to search for; an empty line ends the search."""

        def search(wanted: str | None) -> None:
            if wanted is not None:
                self._with_any(lambda: self._search(wanted))

        self.app.push_screen(
            PromptScreen("Search both sides for", self._sought, placeholder=SEARCH_HINT), search
        )

    def _search(self, wanted: str) -> None:
        self._sought = wanted
        if not wanted:
            self._wanted = None
            self._hits = ()
            self.view.refresh_rows()
            return
        self.ask(partial(search_pair, self._database, self._pair.id, wanted), self._show_hits)

    def _show_hits(self, found: PairHits) -> None:
        self._wanted, self._hits = found.matcher, found.keys
        self.view.refresh_rows()
        self._seek_wanted(1, includes_here=True)

    def action_found(self, step: int) -> None:
        """Go to the next row, or the one before, that holds what is searched for."""
        if self._sought:
            self._with_row(lambda: self._seek_wanted(step))
        else:
            self.action_search()

    def _seek_wanted(self, step: int, *, includes_here: bool = False) -> None:
        rows, here = self.rows, self._index
        if not self._hits:
            self.notify("Not found.", markup=False)
            return
        mask = np.zeros(rows.count, dtype=np.bool_)
        mask[[rows.place_holding(key) for key in self._hits]] = True
        found = rows.find(here - step if includes_here else here, mask, step=step)
        if found is None:
            found = rows.find(-1 if step > 0 else rows.count, mask, step=step)
            self.notify("Found only on the other side of this row's place.", markup=False)
        if found is not None:
            self._show_place(found)
            number = int(np.count_nonzero(mask[: found + 1]))
            self.notify(
                f"Row {number} of {int(np.count_nonzero(mask))} that hold it.", markup=False, timeout=2
            )

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

        self.app.push_screen(ChoiceScreen("Show", [*FILTERS, FINDING_ROWS], self._filter), choose)

    def _set_filter(self, name: str) -> None:
        index = self._index if len(self.rows) else 0
        self._filter = name
        self.rows.set_filter(self._condition(name))
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
    _sought = ""
    _hits: tuple[tuple[int, int], ...] = ()
    _findings: Mapping[int, RowFinding] = MappingProxyType({})


def _holds(outline: Outline, segments: Iterable[int]) -> Mask:
    """(bead,) bool: one of these source segments belongs to the bead."""
    positions = np.array(sorted(segments), dtype=np.int64)
    starts = np.searchsorted(positions, outline.table["source_start"])
    ends = np.searchsorted(positions, outline.table["source_end"])
    mask: Mask = ends > starts
    return mask
