"""The application: which database, which reviewer, and what holds on every screen."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.screen import Screen

from tui import keys
from tui.presenter import signs_legend
from tui.screens.help import HelpScreen, key_lines
from tui.screens.pairs import PairsScreen


class ReviewApp(App[None]):
    """Reviews the alignments of one database as one reviewer."""

    TITLE = "Bitext Workbench"
    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.APPLICATION]

    def __init__(self, database: Path, reviewer: str) -> None:
        super().__init__()
        self.database = database
        self.reviewer = reviewer

    def on_mount(self) -> None:
        """Begin with the list of pairs."""
        self.push_screen(PairsScreen(self.database, self.reviewer))

    def action_help(self) -> None:
        """Show the keys of the screen that is open."""
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(key_lines(self.screen), signs_legend()))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer in the palette what keys do on this screen, then what Textual offers."""
        seen: set[str] = set()
        for active in screen.active_bindings.values():
            binding = active.binding
            if binding.id and binding.tooltip and binding.id not in seen:
                seen.add(binding.id)
                run = partial(self.call_later, self.run_action, binding.action, active.node)
                yield SystemCommand(binding.description, binding.tooltip, run)
        yield from super().get_system_commands(screen)
