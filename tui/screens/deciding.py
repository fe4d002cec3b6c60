"""Decisions on the rows of a pair: asking for one, and where the cursor goes after it."""

from collections.abc import Callable, Sequence
from functools import partial

from db.records import ReviewState, StoredBead
from tui.screens.seeking import SeekingScreen
from workbench.review import reviewing
from workbench.review.reviewing import Change


class DecidingScreen(SeekingScreen):
    """Adds to the rows of a pair what all decisions share."""

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
        following = self._riskiest() if self._doubt_first else self._next_open(index)
        if following is None:
            following = self._next_open(-1)
            above = "No open row below: this is the first one above."
            self.notify("Every row has been decided on." if following is None else above, markup=False)
        self._go_to(index if following is None else following)

    def _has_neighbours(self, upper: int) -> bool:
        if 0 <= upper < self.rows.count - 1:
            return True
        self.notify("There is no row above." if upper < 0 else "There is no row below.", markup=False)
        return False

    def _next_open(self, index: int) -> int | None:
        return self.rows.find(index, self.rows.outline.is_open)
