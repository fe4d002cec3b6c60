"""The rows of an alignment on a screen: which are shown, how high each is, and what a decision does to them.

Heights are in lines. A row's height is an estimate until somebody looks at it, so that a hundred thousand
rows cost nothing to open.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from db.records import ReviewState, StoredBead
from db.review_reading import Flag, Outline, outline_of
from workbench.report.pair_figures import LOW_POSTERIOR
from workbench.review.reviewing import Change

Lines = NDArray[np.int32]
"""(row,), int32: a number of lines for each row."""

Mask = NDArray[np.bool_]
"""(bead,), bool: which beads fulfil a condition."""

Condition = Callable[[Outline], Mask]
ReadBeads = Callable[[tuple[int, int], int], Sequence[StoredBead]]
"""Reads so many beads from the one with that key."""

PAGE_BEADS = 160
PAGE_BEFORE = 40
MOST_KNOWN = 6_000


def is_open(outline: Outline) -> Mask:
    """True where nobody has decided on the bead."""
    return outline.is_open


def is_uneven(outline: Outline) -> Mask:
    """True where a bead is not one sentence to one."""
    mask: Mask = (outline.source_counts != 1) | (outline.target_counts != 1)
    return mask


def is_doubtful(outline: Outline) -> Mask:
    """True where the posterior is low."""
    mask: Mask = outline.table["posterior"] < LOW_POSTERIOR
    return mask


def is_one_sided(outline: Outline) -> Mask:
    """True where one side is empty."""
    mask: Mask = (outline.source_counts == 0) | (outline.target_counts == 0)
    return mask


FILTERS: dict[str, Condition | None] = {
    "all rows": None,
    "open rows": is_open,
    "rows that are not 1-1": is_uneven,
    "rows without a counterpart": is_one_sided,
    "doubtful rows": is_doubtful,
    "rows that need review": lambda outline: outline.has_state(ReviewState.NEEDS_REVIEW),
    "rejected rows": lambda outline: outline.has_state(ReviewState.REJECTED),
    "edited rows": lambda outline: outline.has_state(ReviewState.EDITED),
    "rows with a note": lambda outline: outline.has(Flag.NOTE),
    "bookmarked rows": lambda outline: outline.has(Flag.BOOKMARK),
}
"""What a screen can show, by name."""


class StaleRowsError(Exception):
    """A change is about rows that are not here: they have to be read again."""


class BeadRows:
    """The beads of one run in reading order, and the part of them that a filter shows.

    A shown row has a number from 0 among the shown rows; its place is its number among all beads. Beads are
    read by the page with `read`; `is_stale` says that what was read does not fit the outline any more.
    """

    def __init__(self, outline: Outline, read: ReadBeads) -> None:
        self.outline = outline
        self.is_stale = False
        self._read = read
        self._known: dict[tuple[int, int], StoredBead] = {}
        self._starts = outline.starts
        self._condition: Condition | None = None
        self._visible: NDArray[np.int64] | None = None

    @property
    def count(self) -> int:
        """The number of all beads."""
        return len(self.outline)

    def __len__(self) -> int:
        """The number of rows that are shown."""
        return self.count if self._visible is None else len(self._visible)

    def __getitem__(self, row: int) -> StoredBead:
        return self.bead(self.index(row))

    def key(self, place: int) -> tuple[int, int]:
        """Give the key of the bead at a place."""
        row = self.outline.table[place]
        return int(row["source_start"]), int(row["target_start"])

    def bead(self, place: int) -> StoredBead:
        """Give the bead at a place; where it has changed in the database, what the outline knows of it."""
        key = self.key(place)
        bead = self._known.get(key)
        if bead is None:
            self._read_page(place)
            bead = self._known.get(key)
        known = self.outline.bare(place)
        if bead is None or (bead.source_end, bead.target_end, bead.state) != (
            known.source_end,
            known.target_end,
            known.state,
        ):
            self.is_stale = True
            return known
        return bead

    def _read_page(self, place: int) -> None:
        if len(self._known) > MOST_KNOWN:
            self._known.clear()
        beads = self._read(self.key(max(place - PAGE_BEFORE, 0)), PAGE_BEADS)
        self._known.update((bead.key, bead) for bead in beads if bead.key not in self._known)

    def index(self, row: int) -> int:
        """Give the place of a shown row among all beads."""
        return row if self._visible is None else int(self._visible[row])

    def row_at_or_after(self, index: int) -> int:
        """Give the shown row of a bead, or the nearest after it, or the last; 0 where nothing is shown."""
        row = index if self._visible is None else int(np.searchsorted(self._visible, index))
        return max(0, min(row, len(self) - 1))

    @property
    def is_filtered(self) -> bool:
        """True where a filter is on."""
        return self._condition is not None

    @property
    def shown(self) -> Mask:
        """(bead,) bool: the filter shows it."""
        if self._visible is None:
            return np.ones(self.count, dtype=np.bool_)
        mask = np.zeros(self.count, dtype=np.bool_)
        mask[self._visible] = True
        return mask

    def set_filter(self, condition: Condition | None) -> None:
        """Show only the rows that fulfil `condition`; all with None."""
        self._condition = condition
        self._refilter()

    def _refilter(self) -> None:
        condition = self._condition
        self._visible = None if condition is None else np.flatnonzero(condition(self.outline))

    def find(self, index: int, mask: Mask, *, step: int = 1) -> int | None:
        """Give the next place after `index` (before, with step -1) where `mask` is true, else None."""
        places = np.flatnonzero(mask)
        if step > 0:
            later = places[np.searchsorted(places, index, side="right") :]
            return int(later[0]) if len(later) else None
        earlier = places[: np.searchsorted(places, index, side="left")]
        return int(earlier[-1]) if len(earlier) else None

    def riskiest(self, worse: Mask | None = None) -> int | None:
        """Give the place of the open bead of lowest posterior, the first of several; None without one.

        Beads where `worse` is true come before all others.
        """
        places = np.flatnonzero(self.outline.is_open)
        if not len(places):
            return None
        posteriors = self.outline.table["posterior"][places]
        risks = posteriors if worse is None else posteriors - worse[places]
        return int(places[np.argmin(risks)])

    def place_of(self, key: tuple[int, int]) -> int:
        """Give the place among all beads of the first one that does not begin before `key`."""
        return int(np.searchsorted(self._starts, sum(key)))

    def place_holding(self, key: tuple[int, int]) -> int:
        """Give the place of the bead that begins at `key`, or else of the one that holds its source."""
        place = self.place_of(key)
        if place < self.count and self.key(place) == key:
            return place
        ends = self.outline.table["source_end"]
        return max(0, min(int(np.searchsorted(ends, key[0], side="right")), self.count - 1))

    def shows(self, index: int) -> bool:
        """True where the filter shows the bead at a place."""
        row = self.row_at_or_after(index)
        return row < len(self) and self.index(row) == index

    def apply(self, change: Change) -> tuple[int, int, int]:
        """Do what a decision did: give the first place, how many beads went from there on and how many came.

        Raises:
            StaleRowsError: the beads that went are not here.
        """
        places = self._places(change.before)
        first, span = places[0], places[-1] + 1 - places[0]
        come = outline_of(change.after)
        table = self.outline.table
        if [bead.key for bead in change.before] == [bead.key for bead in change.after]:
            table[places] = come.table
        else:
            kept = np.delete(table[first : first + span], np.array(places) - first)
            between = np.concatenate((kept, come.table))
            order = np.argsort(Outline(between).starts, kind="stable")
            self.outline = Outline(np.concatenate((table[:first], between[order], table[first + span :])))
        self._starts = self.outline.starts
        for bead in change.before:
            self._known.pop(bead.key, None)
        self._known.update((bead.key, bead) for bead in change.after)
        if self._condition is not None:
            self._refilter()
        return first, span, span - len(change.before) + len(change.after)

    def _places(self, beads: Sequence[StoredBead]) -> list[int]:
        """Find beads that are here just so, as far as they have been read."""
        table = self.outline.table
        gone = outline_of(beads).table
        starts = [sum(bead.key) for bead in beads]
        places = np.searchsorted(self._starts, starts)
        if not len(places) or places[-1] >= self.count or (table[places] != gone).any():
            raise StaleRowsError
        if any(self._known.get(bead.key, bead) != bead for bead in beads):
            raise StaleRowsError
        return [int(place) for place in places]


class Heights:
    """How many lines each row takes, and so where each begins; an estimate for rows not yet measured."""

    def __init__(self, row_count: int, estimate: int) -> None:
        self._estimate = max(estimate, 1)
        self._lines: Lines = np.full(row_count, self._estimate, dtype=np.int32)
        self._is_exact: NDArray[np.bool_] = np.zeros(row_count, dtype=np.bool_)
        self._ends: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, row: int) -> int:
        return int(self._lines[row])

    @property
    def total(self) -> int:
        """Lines of all rows together."""
        return int(self._cumulated()[-1]) if len(self._lines) else 0

    def start(self, row: int) -> int:
        """Give the line on which a row begins."""
        return int(self._cumulated()[row - 1]) if row else 0

    def row_at(self, line: int) -> int:
        """Give the row that holds a line; the last row for a line below all, 0 where there are none."""
        row = int(np.searchsorted(self._cumulated(), line, side="right"))
        return max(0, min(row, len(self._lines) - 1))

    def is_exact(self, row: int) -> bool:
        """True where the row has been measured."""
        return bool(self._is_exact[row])

    def measure(self, row: int, lines: int) -> None:
        """Set the exact height of a row."""
        self._is_exact[row] = True
        if self._lines[row] != lines:
            self._lines[row] = lines
            self._ends = None

    def replace(self, first: int, gone: int, come: int) -> None:
        """Put `come` rows that nobody has measured in the place of `gone` rows."""
        end = first + gone
        new_lines = np.full(come, self._estimate, dtype=np.int32)
        self._lines = np.concatenate((self._lines[:first], new_lines, self._lines[end:]))
        new_exact = np.zeros(come, dtype=np.bool_)
        self._is_exact = np.concatenate((self._is_exact[:first], new_exact, self._is_exact[end:]))
        self._ends = None

    def _cumulated(self) -> NDArray[np.int64]:
        if self._ends is None:
            self._ends = np.cumsum(self._lines, dtype=np.int64)
        return self._ends
