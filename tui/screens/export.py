"""Writing the pairs, the drafts or the whole database to a file."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.binding import BindingType

from tui import screen_keys
from tui.screen_table import Where
from tui.screens.choice import ChoiceScreen
from tui.screens.listing import Column, ListScreen
from tui.screens.prompt import PromptScreen
from tui.visible_text import visible
from workbench.export import export_choices
from workbench.export.export_choices import ExportChoice

ALL = 0.0
"""The posterior that no row falls short of."""

_REPLACE, _KEEP = "Replace the file", "Leave it as it is"


def make(where: Where) -> "ExportScreen":
    """Make the screen."""
    return ExportScreen(where)


@dataclass(frozen=True, slots=True)
class Exported:
    """A format, and what came of exporting in it since the screen was opened."""

    choice: ExportChoice
    outcome: str = ""


class ExportScreen(ListScreen[Exported]):
    """Choose a format with Enter, then a place."""

    BINDINGS: ClassVar[list[BindingType]] = [*screen_keys.EXPORT]
    COLUMNS = (Column("Format", 12), Column("What it is for", share=3), Column("Written", share=2))

    def __init__(self, where: Where) -> None:
        super().__init__(where)
        self._drafts = False
        self._at_least: float | None = ALL
        self._outcomes: dict[str, str] = {}

    def read(self) -> list[Exported]:
        """List the formats."""
        return [Exported(choice, self._outcomes.get(choice.name, "")) for choice in export_choices.CHOICES]

    def title_words(self) -> Sequence[str]:
        """Say what is exported."""
        return "Export", self._what()

    def _what(self) -> str:
        if self._drafts:
            return "machine translations (drafts)"
        if self._at_least is None:
            return "aligned pairs that were accepted"
        if self._at_least == ALL:
            return "aligned pairs"
        return f"aligned pairs that were accepted, or of posterior {self._at_least:g} and above"

    def cells(self, item: Exported) -> Sequence[str]:
        """Give the format, what it is for, and what was written."""
        return item.choice.name, item.choice.purpose, item.outcome

    def describe(self, item: Exported) -> Text:
        """Say what Enter does."""
        what = "the whole database" if item.choice.is_whole else self._what()
        lines = [f"Enter asks for a place and writes {what} as {item.choice.name}.", item.outcome]
        return Text(visible(lines[0]) + "\n" + visible(lines[1]), overflow="ellipsis")

    def open_item(self, item: Exported) -> None:
        """Ask for the place."""
        suggested = export_choices.suggested_place(
            self.where.database, item.choice, drafts=self._drafts, at_least=self._at_least
        )

        def take(place: str | None) -> None:
            if place:
                self._export_to(item.choice, Path(place).expanduser())

        question = f"Where to write the {item.choice.name} file"
        self.app.push_screen(PromptScreen(question, str(suggested)), take)

    def _export_to(self, choice: ExportChoice, place: Path) -> None:
        def answer(name: str | None) -> None:
            if name == _REPLACE:
                self.in_turn(partial(self._export, choice, place))

        def looked(is_taken: bool) -> None:
            if is_taken:
                question = f"{visible(str(place))} is there already"
                self.app.push_screen(ChoiceScreen(question, [_KEEP, _REPLACE], _KEEP), answer)
            else:
                self.in_turn(partial(self._export, choice, place))

        self.ask(lambda: export_choices.is_taken(choice, place), looked)

    def _export(self, choice: ExportChoice, place: Path) -> None:
        def write() -> list[Exported]:
            count = export_choices.export(
                self.where.database, choice, place, drafts=self._drafts, at_least=self._at_least
            )
            written = "all of it" if count is None else f"{count} units"
            self._outcomes[choice.name] = f"{written}: {place}"
            return self.read()

        def done(items: list[Exported]) -> None:
            self.show_items(items)
            self.notify(f"Written: {place}", markup=False)

        self.notify("Writing …", markup=False, timeout=2)
        self.ask(write, done)

    def action_drafts(self) -> None:
        """Export the machine translations, or the aligned pairs."""
        self._choose(drafts=not self._drafts, at_least=ALL)

    def action_accepted(self) -> None:
        """Export only pairs that were accepted or edited, or all that were not rejected."""
        self._choose(drafts=False, at_least=ALL if self._at_least is None else None)

    def action_at_least(self) -> None:
        """Ask how sure a pair must be that nobody accepted."""
        known = f"{self._at_least:g}" if self._at_least else ""

        def take(answer: str | None) -> None:
            if answer is not None:
                self._take_at_least(answer)

        question = "Least posterior of rows that nobody accepted, 0 to 1; an empty line takes all"
        self.app.push_screen(PromptScreen(question, known, placeholder="0.9"), take)

    def _take_at_least(self, answer: str) -> None:
        try:
            at_least = float(answer or ALL)
        except ValueError:
            at_least = math.nan
        if 0 <= at_least <= 1:
            self._choose(drafts=False, at_least=at_least)
        else:
            self.notify("A number from 0 to 1 was expected.", severity="warning", markup=False)

    def _choose(self, *, drafts: bool, at_least: float | None) -> None:
        self._drafts, self._at_least = drafts, at_least
        self.in_turn(self.read_again)
