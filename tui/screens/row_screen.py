"""What the screens with two columns share: moving about in a `BeadView`, in turn with decisions."""

from typing import ClassVar

from textual.binding import BindingType

from tui import keys
from tui.screens.asking import AskingScreen
from tui.widgets.bead_view import BeadView


class RowScreen(AskingScreen):
    """A screen whose rows stand in one `BeadView`."""

    BINDINGS: ClassVar[list[BindingType]] = [keys.BACK, *keys.NAVIGATION]

    @property
    def view(self) -> BeadView:
        """The rows."""
        return self.query_one(BeadView)

    def action_back(self) -> None:
        """Leave the screen when all decisions are stored."""
        self.in_turn(self._leave)

    def _leave(self) -> None:
        self.dismiss(None)

    def action_step(self, by: int) -> None:
        """Move the cursor by a row."""
        self.in_turn(lambda: self.view.step(by))

    def action_page(self, by: int) -> None:
        """Move the cursor by a window."""
        self.in_turn(lambda: self.view.page(by))

    def action_first(self) -> None:
        """Go to the first row."""
        self.in_turn(lambda: self.view.move_cursor(0))

    def action_last(self) -> None:
        """Go to the last row."""
        self.in_turn(lambda: self.view.move_cursor(self.view.row_count - 1))
