"""What needs work: each line leads to the screen or the pair where it is done."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from rich.text import Text

from tui.screen_table import Where
from tui.screens.listing import Column, ListScreen
from tui.visible_text import visible
from workbench.review import work_left
from workbench.review.work_left import Task

if TYPE_CHECKING:
    from tui.app import ReviewApp


def make(where: Where) -> "WorkScreen":
    """Make the screen."""
    return WorkScreen(where)


class WorkScreen(ListScreen[Task]):
    """The list that a day begins with; Enter goes there."""

    COLUMNS = (Column("How many", 9, is_figure=True), Column("What"))
    EMPTY = "Nothing is left to do here."

    def read(self) -> Sequence[Task]:
        """Read what is left to do."""
        return work_left.tasks(self.where.database, reviewer=self.where.reviewer)

    def title_words(self) -> Sequence[str]:
        """Say whose day it is."""
        return "What needs work", self.where.database.name, self.where.reviewer

    def cells(self, item: Task) -> Sequence[str]:
        """Give number and words."""
        return str(item.count), item.words

    def describe(self, item: Task) -> Text:
        """Give the words in full."""
        return Text(f"{item.count} {visible(item.words)}\nEnter goes there", overflow="ellipsis")

    def open_item(self, item: Task) -> None:
        """Go to the screen or the pair."""
        if item.pair_id is not None:
            self.go_to(item.pair_id, None)
        else:
            cast("ReviewApp", self.app).action_open_screen(item.screen)
