"""What the checks have found: to look at in its place, or to dismiss."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual.binding import BindingType

from tui import screen_keys
from tui.screen_table import Where
from tui.screens.listing import Column, ListScreen
from tui.screens.prompt import PromptScreen
from tui.visible_text import visible
from workbench import checking, finding_places
from workbench.finding_places import PlacedFinding

_SIGNS = {"error": "! error", "warning": "? warning", "information": "i info"}


def make(where: Where) -> "FindingsScreen":
    """Make the screen."""
    return FindingsScreen(where)


class FindingsScreen(ListScreen[PlacedFinding]):
    """The findings of the open pair, or of all; Enter goes to the row."""

    BINDINGS: ClassVar[list[BindingType]] = [*screen_keys.FINDINGS]
    COLUMNS = (
        Column("Document"),
        Column("Row", 5, is_figure=True),
        Column("Check", 12),
        Column("Severity", 11),
        Column("Finding", share=4),
    )
    EMPTY = "Nothing was found, or nothing has been checked: c checks the open pair, 'workbench check' all."

    def __init__(self, where: Where) -> None:
        super().__init__(where)
        self._shows_dismissed = False
        self._shows_all = where.pair is None

    def read(self) -> list[PlacedFinding]:
        """Read the findings of the pair, or of all."""
        pair_id = None if self._shows_all or self.where.pair is None else self.where.pair.id
        return finding_places.findings_with_titles(
            self.where.database, pair_id=pair_id, with_dismissed=self._shows_dismissed
        )

    def title_words(self) -> Sequence[str]:
        """Say whose findings these are."""
        pair = self.where.pair
        whose = "all pairs and drafts" if self._shows_all or pair is None else pair.source.title
        words = ["Findings", f"{len(self.items)}", whose]
        return [*words, "with dismissed ones"] if self._shows_dismissed else words

    def cells(self, item: PlacedFinding) -> Sequence[str]:
        """Give document, row, check, severity and message."""
        finding = item.finding
        severity = "✓ dismissed" if finding.is_dismissed else _SIGNS.get(finding.severity, finding.severity)
        return item.title, str(finding.source_position + 1), finding.check, severity, finding.message

    def describe(self, item: PlacedFinding) -> Text:
        """Give message, suggestion and where it is."""
        finding = item.finding
        side = "machine translation" if finding.pair_id is None else "aligned pair"
        lines = [visible(finding.message), f"suggestion: {visible(finding.suggestion) or '–'}"]
        place = f"{side} · Chinese segment {finding.source_position + 1} · {visible(item.title)}"
        return Text("\n".join([*lines, place]), overflow="ellipsis")

    def open_item(self, item: PlacedFinding) -> None:
        """Go to the row that the finding is about."""
        finding = item.finding
        if finding.pair_id is None or finding.target_position is None:
            self.notify("This is about a machine translation: it stands in no pair.", markup=False)
        else:
            self.go_to(finding.pair_id, (finding.source_position, finding.target_position))

    def action_dismiss_finding(self) -> None:
        """Leave the finding out from now on, or take that back."""
        self.with_item(partial(self._dismiss, reason=""))

    def action_dismiss_with_reason(self) -> None:
        """Ask why, and leave the finding out."""
        self.with_item(self._ask_why)

    def _ask_why(self, item: PlacedFinding) -> None:
        def leave_out(reason: str | None) -> None:
            if reason is not None:
                self.in_turn(partial(self._dismiss, item, reason=reason))

        self.app.push_screen(PromptScreen("Why is this no fault?"), leave_out)

    def _dismiss(self, item: PlacedFinding, *, reason: str) -> None:
        key, database, reviewer = item.finding.key, self.where.database, self.where.reviewer
        is_dismissed = item.finding.is_dismissed

        def change() -> list[PlacedFinding]:
            if is_dismissed:
                checking.restore_finding(database, key)
            else:
                checking.dismiss_finding(database, key, reviewer=reviewer, reason=reason)
            return self.read()

        self.ask(change, self.show_items)

    def action_show_dismissed(self) -> None:
        """Show what was dismissed, too, or not."""
        self._shows_dismissed = not self._shows_dismissed
        self.in_turn(self.read_again)

    def action_all_pairs(self) -> None:
        """Show the findings of all pairs, or of the open one."""
        if self.where.pair is None:
            self.notify("No pair is open: these are all findings.", markup=False)
            return
        self._shows_all = not self._shows_all
        self.in_turn(self.read_again)

    def action_check(self) -> None:
        """Check the pair of the finding, or the open one, as it is now."""
        self.in_turn(self._check)

    def _check(self) -> None:
        pair_id = None if self.where.pair is None else self.where.pair.id
        if self.item is not None and self.item.finding.pair_id is not None:
            pair_id = self.item.finding.pair_id
        if pair_id is None:
            self.notify("Open a pair first; 'workbench check' checks everything.", markup=False)
            return
        chosen = pair_id

        def check() -> list[PlacedFinding]:
            checking.check_pair(self.where.database, chosen)
            return self.read()

        self.notify("Checking the pair …", markup=False, timeout=2)
        self.ask(check, self.show_items)
