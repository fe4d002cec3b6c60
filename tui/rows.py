"""The rows of an alignment on a screen: which are shown, how high each is, and what a decision does to them.

Heights are in lines. A row's height is an estimate until somebody looks at it, so that a hundred thousand
rows cost nothing to open.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from db.records import ReviewState, StoredBead
from db.review_reading import BeadRow
from tui.presenter import LOW_POSTERIOR, OPEN_STATES
from workbench.reviewing import Change

Lines = NDArray[np.int32]
"""(row,), int32: a number of lines for each row."""

AnyBead = StoredBead | BeadRow
Condition = Callable[[AnyBead], bool]


def is_open(bead: AnyBead) -> bool:
    """True where nobody has decided on the bead."""
    return bead.state in OPEN_STATES


FILTERS: dict[str, Condition | None] = {
    "all rows": None,
    "open rows": is_open,
    "rows that are not 1-1": lambda bead: bead.shape != "1-1",
    "doubtful rows": lambda bead: bead.posterior < LOW_POSTERIOR,
    "rows that need review": lambda bead: bead.state == ReviewState.NEEDS_REVIEW,
    "rejected rows": lambda bead: bead.state == ReviewState.REJECTED,
    "edited rows": lambda bead: bead.state == ReviewState.EDITED,
    "rows with a note": lambda bead: bool(bead.note),
}
"""What a screen can show, by name."""


def _stored(bead: AnyBead) -> StoredBead:
    return bead.stored() if isinstance(bead, BeadRow) else bead


class StaleRowsError(Exception):
    """A change is about rows that are not here: they have to be read again."""


class BeadRows:
    """The beads of one run in reading order, and the part of them that a filter shows.

    A shown row has a number from 0 among the shown rows; its place is its number among all beads.
    """

    def __init__(self, beads: Sequence[AnyBead]) -> None:
        self.beads: list[AnyBead] = list(beads)
        self._condition: Condition | None = None
        self._visible: list[int] | None = None

    def __len__(self) -> int:
        """The number of rows that are shown."""
        return len(self.beads) if self._visible is None else len(self._visible)

    def __getitem__(self, row: int) -> StoredBead:
        return self.bead(self.index(row))

    def bead(self, place: int) -> StoredBead:
        """Give the bead at a place."""
        return _stored(self.beads[place])

    def index(self, row: int) -> int:
        """Give the place of a shown row among all beads."""
        return row if self._visible is None else self._visible[row]

    def row_at_or_after(self, index: int) -> int:
        """Give the shown row of a bead, or the nearest after it, or the last; 0 where nothing is shown."""
        row = index if self._visible is None else bisect_left(self._visible, index)
        return max(0, min(row, len(self) - 1))

    @property
    def is_filtered(self) -> bool:
        """True where a filter is on."""
        return self._condition is not None

    def set_filter(self, condition: Condition | None) -> None:
        """Show only the rows that fulfil `condition`; all with None."""
        self._condition = condition
        self._refilter()

    def _refilter(self) -> None:
        condition = self._condition
        self._visible = (
            None if condition is None else [n for n, bead in enumerate(self.beads) if condition(bead)]
        )

    def find(self, index: int, condition: Condition, *, step: int = 1) -> int | None:
        """Give the place among all beads of the next one after `index` (before, with step -1), else None."""
        stop = len(self.beads) if step > 0 else -1
        for n in range(index + step, stop, step):
            if condition(self.beads[n]):
                return n
        return None

    def riskiest(self) -> int | None:
        """Give the place of the open bead of lowest posterior, the first of several; None without one."""
        risks = ((bead.posterior, n) for n, bead in enumerate(self.beads) if is_open(bead))
        return min(risks, default=(0.0, None))[1]

    def place_of(self, key: tuple[int, int]) -> int:
        """Give the place among all beads of the first one whose key is not below `key`."""
        return bisect_left(self.beads, key, key=lambda bead: bead.key)

    def place_holding(self, key: tuple[int, int]) -> int:
        """Give the place of the bead that begins at `key`, or else of the one before, which holds it."""
        place = self.place_of(key)
        return place if place < len(self.beads) and self.beads[place].key == key else max(place - 1, 0)

    def shows(self, index: int) -> bool:
        """True where the filter shows the bead at a place."""
        row = self.row_at_or_after(index)
        return row < len(self) and self.index(row) == index

    def apply(self, change: Change) -> tuple[int, int, int]:
        """Do what a decision did: give the first place, how many beads went there and how many came.

        Raises:
            StaleRowsError: the beads that went are not here.
        """
        places = [self.place_of(bead.key) for bead in change.before]
        if not places or any(
            place >= len(self.beads) or self.bead(place) != bead
            for place, bead in zip(places, change.before, strict=True)
        ):
            raise StaleRowsError
        first = places[0]
        if [bead.key for bead in change.before] == [bead.key for bead in change.after]:
            for place, bead in zip(places, change.after, strict=True):
                self.beads[place] = bead
            span = places[-1] - first + 1
            outcome = first, span, span
        else:
            self.beads[first : first + len(places)] = change.after
            outcome = first, len(places), len(change.after)
        if self._condition is not None:
            self._refilter()
        return outcome


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
