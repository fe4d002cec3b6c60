"""Replacing words in the rows that are shown: what, by what, and a look before it is done."""

from functools import partial

from tui.panels import change_text
from tui.screens.confirm import ConfirmScreen
from tui.screens.prompt import PromptScreen
from tui.screens.shaping import ShapingScreen
from workbench.review import replacing
from workbench.review.reviewing import Change


class ReplacingScreen(ShapingScreen):
    """Adds replacing to the decisions on rows."""

    def action_replace(self) -> None:
        """Ask what to replace on this side, and by what."""
        self._with_row(self._ask_what_to_replace)

    def _ask_what_to_replace(self) -> None:
        language = "Chinese" if self._side == "source" else "English"
        where = "selected rows" if self.view.selected else self._filter

        def ask_by_what(wanted: str | None) -> None:
            if wanted:
                question = f"Replace “{wanted}” by (nothing takes it away)"
                self.app.push_screen(PromptScreen(question), partial(replace, wanted))

        def replace(wanted: str, replacement: str | None) -> None:
            if replacement is not None:
                self._with_row(lambda: self._preview_replacing(wanted, replacement))

        self.app.push_screen(
            PromptScreen(f"Replace in the {language} text of {where}", self._sought), ask_by_what
        )

    def _preview_replacing(self, wanted: str, replacement: str) -> None:
        is_narrowed = bool(self.view.selected) or self.rows.is_filtered
        shown = sorted(self.view.selected) or range(len(self.rows))
        ask = partial(
            replacing.preview_replacing,
            self._database,
            self._pair.id,
            wanted,
            replacement,
            is_source=self._side == "source",
            keys={self.rows.key(self.rows.index(row)) for row in shown} if is_narrowed else None,
        )
        self.ask(ask, self._show_replacing)

    def _show_replacing(self, change: Change) -> None:
        assert self._review is not None
        if not change.before:
            self.notify("These words stand in none of the rows on this side.", markup=False)
            return
        count = "1 row" if len(change.before) == 1 else f"{len(change.before)} rows"
        rows = zip(change.before, change.after, strict=True)
        text = change_text([Change((before,), (after,)) for before, after in rows], self._review)

        def decide(is_wanted: bool | None) -> None:
            if is_wanted:
                self.in_turn(lambda: self._decide(replacing.replace_text, change))

        title = f"Replace in {count}; they count as edited"
        self.app.push_screen(ConfirmScreen(title, text, "Enter replaces"), decide)
