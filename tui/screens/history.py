"""The log of decisions: who did what, and when."""

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import BindingType

from db.history import LoggedDecision
from tui import screen_keys
from tui.screen_table import Where
from tui.screens.choice import ChoiceScreen
from tui.screens.listing import Column, ListScreen
from tui.visible_text import visible
from workbench.review import history

EVERYBODY = "everybody"


def make(where: Where) -> "HistoryScreen":
    """Make the screen."""
    return HistoryScreen(where)


class HistoryScreen(ListScreen[LoggedDecision]):
    """Decisions on the open pair or on all, the newest first; Enter goes to the row."""

    BINDINGS: ClassVar[list[BindingType]] = [*screen_keys.HISTORY]
    COLUMNS = (
        Column("When (UTC)", 19),
        Column("Reviewer", 10),
        Column("Decision", 16),
        Column("Rows", 9, is_figure=True),
        Column("Document"),
    )
    EMPTY = "Nobody has decided on anything here yet."

    def __init__(self, where: Where) -> None:
        super().__init__(where)
        self._shows_all = where.pair is None
        self._of: str | None = None
        self._names: set[str] = set()

    def read(self) -> list[LoggedDecision]:
        """Read the log."""
        pair_id = None if self._shows_all or self.where.pair is None else self.where.pair.id
        found = history.decisions(self.where.database, pair_id=pair_id, reviewer=self._of)
        self._names |= {item.reviewer for item in found}
        return found

    def title_words(self) -> Sequence[str]:
        """Say whose decisions on what these are."""
        pair = self.where.pair
        of = "all pairs" if self._shows_all or pair is None else pair.source.title
        return "History", self._of or EVERYBODY, f"{len(self.items)} decisions", of

    def cells(self, item: LoggedDecision) -> Sequence[str]:
        """Give time, reviewer, what was done to how many rows, and the document."""
        action = f"({item.action})" if item.is_undone else item.action
        count = str(item.after_count)
        if item.before_count != item.after_count:
            count = f"{item.before_count} → {item.after_count}"
        return item.created_at[:19].replace("T", " "), item.reviewer, action, count, item.title

    def describe(self, item: LoggedDecision) -> Text:
        """Say in full what was done."""
        lines = [
            f"{visible(item.reviewer)}: {item.action}" + (" — taken back since" if item.is_undone else ""),
            f"{item.before_count} rows before, {item.after_count} after, from Chinese segment"
            f" {item.source_start + 1}",
            visible(item.title),
        ]
        return Text("\n".join(lines), overflow="ellipsis")

    def open_item(self, item: LoggedDecision) -> None:
        """Go to the row."""
        self.go_to(item.pair_id, (item.source_start, item.target_start))

    def action_all_pairs(self) -> None:
        """Show the decisions on all pairs, or on the open one."""
        if self.where.pair is None:
            self.notify("No pair is open: these are all decisions.", markup=False)
            return
        self._shows_all = not self._shows_all
        self.in_turn(self.read_again)

    def action_reviewer(self) -> None:
        """Ask whose decisions to show."""

        def take(name: str | None) -> None:
            if name is not None:
                self._of = None if name == shown[0] else names[shown.index(name) - 1]
                self.in_turn(self.read_again)

        names = sorted(self._names)
        shown = [EVERYBODY, *(visible(name) for name in names)]
        self.app.push_screen(ChoiceScreen("Whose decisions?", shown, shown[0]), take)
