"""The terms that translations are held to, and what may be said for them."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual.binding import BindingType

from tui import screen_keys
from tui.screen_table import Where
from tui.screens.choice import ChoiceScreen
from tui.screens.listing import Column, ListScreen
from tui.screens.prompt import PromptScreen
from tui.visible_text import visible
from workbench.translation import term_status
from workbench.translation.term_status import STATUSES, TermLine

_BETWEEN = "|"


def make(where: Where) -> "GlossaryScreen":
    """Make the screen."""
    return GlossaryScreen(where)


class GlossaryScreen(ListScreen[TermLine]):
    """The glossary: your own terms first, then those that ship with the workbench."""

    BINDINGS: ClassVar[list[BindingType]] = [*screen_keys.GLOSSARY]
    COLUMNS = (
        Column("Term", share=2),
        Column("Approved", share=3),
        Column("Tolerated", share=2),
        Column("Banned", share=2),
        Column("Whose", 7),
    )
    EMPTY = "There are no terms of your own: a adds one."

    def __init__(self, where: Where) -> None:
        super().__init__(where)
        self._own_only = False

    def read(self) -> list[TermLine]:
        """Read the terms."""
        return term_status.term_lines(self.where.database, own_only=self._own_only)

    def title_words(self) -> Sequence[str]:
        """Say how many terms there are."""
        own = sum(line.is_own for line in self.items)
        return "Glossary", f"terms: {len(self.items)}", f"{own} of your own"

    def cells(self, item: TermLine) -> Sequence[str]:
        """Give the term and its renderings."""
        sides = ("; ".join(getattr(item.term, name)) for name in STATUSES)
        return item.term.source, *sides, "own" if item.is_own else "shipped"

    def describe(self, item: TermLine) -> Text:
        """Give all renderings and the note."""
        term = item.term
        words = " · ".join(f"{name}: {'; '.join(getattr(term, name)) or '–'}" for name in STATUSES)
        lines = [visible(term.source), visible(words), visible(f"{term.category} {term.note}")]
        return Text("\n".join(lines), overflow="ellipsis")

    def open_item(self, item: TermLine) -> None:
        """Change the term."""
        self._edit(item)

    def action_add(self) -> None:
        """Ask for a term and its English."""

        def take_source(source: str | None) -> None:
            if source:
                self._ask_for_renderings(source, "")

        self.app.push_screen(PromptScreen("The Chinese term"), take_source)

    def action_edit(self) -> None:
        """Ask for the English of the term."""
        self.with_item(self._edit)

    def _edit(self, item: TermLine) -> None:
        self._ask_for_renderings(item.term.source, _BETWEEN.join(item.term.approved))

    def _ask_for_renderings(self, source: str, value: str) -> None:
        def take(text: str | None) -> None:
            if text is not None:
                renderings = text.split(_BETWEEN)
                use_case = partial(term_status.set_renderings, self.where.database, source, renderings)
                self.in_turn(lambda: self._change(use_case))

        question = f"English for {visible(source)}, with {_BETWEEN} between renderings that are as good"
        self.app.push_screen(PromptScreen(question, value), take)

    def action_status(self) -> None:
        """Ask which rendering gets which status."""
        self.with_item(self._ask_for_status)

    def _ask_for_status(self, item: TermLine) -> None:
        choices = {
            visible(f"{status}: {rendering}"): (rendering, status)
            for name in STATUSES
            for rendering in getattr(item.term, name)
            for status in STATUSES
            if status != name
        }

        def take(chosen: str | None) -> None:
            if chosen is not None:
                rendering, status = choices[chosen]
                use_case = partial(
                    term_status.set_status, self.where.database, item.term.source, rendering, status
                )
                self.in_turn(lambda: self._change(use_case))

        names = list(choices)
        self.app.push_screen(ChoiceScreen(f"Status for {visible(item.term.source)}", names, names[0]), take)

    def action_own(self) -> None:
        """Show the user's own terms only, or all."""
        self._own_only = not self._own_only
        self.in_turn(self.read_again)

    def action_remove(self) -> None:
        """Take one of the user's own terms out."""
        self.with_item(self._remove)

    def _remove(self, item: TermLine) -> None:
        self._change(partial(term_status.remove_own, self.where.database, item.term.source))

    def _change(self, use_case: Callable[[], object]) -> None:
        def change() -> list[TermLine]:
            use_case()
            return self.read()

        self.ask(change, self.show_items)
