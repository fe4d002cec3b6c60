"""The application: which database, which reviewer, and what holds on every screen."""

import asyncio
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from time import monotonic
from typing import ClassVar

from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.notifications import SeverityLevel
from textual.screen import Screen

from db.errors import StoreError
from tui import keys
from tui.presenter import signs_legend
from tui.screen_table import SCREENS, BeadKey, Where, entry_named
from tui.screens.alignment import AlignmentScreen
from tui.screens.choice import ChoiceScreen
from tui.screens.help import HelpScreen, key_lines
from tui.screens.pairs import PairsScreen
from tui.themes import HIGH_CONTRAST
from workbench.review.review_places import Place, Settings, keep_place
from workbench.review.reviewing import held_open


class ReviewApp(App[None]):
    """Reviews the alignments of one database as one reviewer."""

    TITLE = "Bitext Workbench"
    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.APPLICATION]

    def __init__(
        self, database: Path, reviewer: str, *, settings: Settings | None = None, keeps_place: bool = False
    ) -> None:
        super().__init__()
        self.database = database
        self.reviewer = reviewer
        self.keeps_place = keeps_place
        self._settings = settings or Settings()
        self._held = ExitStack()
        self._shown_until: dict[str, float] = {}

    async def on_mount(self) -> None:
        """Set keys and theme up, and begin with the list of pairs."""
        with suppress(StoreError):  # the list says what is wrong with the database
            self._held.enter_context(held_open(self.database))
        self.register_theme(HIGH_CONTRAST)
        known = set(keys.all_ids())
        self.set_keymap({name: key for name, key in self._settings.keys.items() if name in known})
        unknown = [f"key '{name}'" for name in self._settings.keys if name not in known]
        if self._settings.theme in self.available_themes:
            self.theme = self._settings.theme
        elif self._settings.theme:
            unknown.append(f"theme '{self._settings.theme}'")
        await self.push_screen(PairsScreen(self.database, self.reviewer, keeps_place=self.keeps_place))
        if unknown:
            words = f"Not known in the settings: {', '.join(unknown)}"
            self.notify(words, severity="warning", markup=False)

    def on_unmount(self) -> None:
        """Let the database go."""
        self._held.close()

    async def action_quit(self) -> None:
        """Leave, and keep the place where the reviewer is."""
        for screen in self.screen_stack:
            if isinstance(screen, AlignmentScreen) and self.keeps_place:
                await asyncio.to_thread(keep_place, self.database, self.reviewer, screen.place)
        self.exit()

    def action_help(self) -> None:
        """Show the keys of the screen that is open."""
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(key_lines(self.screen), signs_legend()))

    @property
    def where(self) -> Where:
        """The pair and the row that the reviewer is at, as far as there is one."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, AlignmentScreen):
                return Where(self.database, self.reviewer, screen.pair, screen.place.key)
            if isinstance(screen, PairsScreen):
                return Where(self.database, self.reviewer, screen.pair)
        return Where(self.database, self.reviewer)

    def action_open_screen(self, name: str) -> None:
        """Open a screen of the table for the pair and row that are open; go back to it where it is open."""
        for screen in self.screen_stack:
            if screen.id == f"screen-{name}":
                while self.screen is not screen:
                    self.pop_screen()
                return
        opened = entry_named(name).make(self.where)
        opened.id = f"screen-{name}"
        self.push_screen(opened)

    def action_choose_screen(self) -> None:
        """Ask which screen to open."""
        titles = {entry.title: entry.name for entry in SCREENS}

        def choose(title: str | None) -> None:
            if title is not None:
                self.action_open_screen(titles[title])

        if titles:
            self.push_screen(ChoiceScreen("Open", list(titles), next(iter(titles))), choose)

    def open_place(self, pair_id: int, key: BeadKey | None = None) -> None:
        """Close what lies over the pairs, and show a row of a pair: its bead begins at `key` or holds it."""
        while not isinstance(self.screen, AlignmentScreen | PairsScreen):
            self.pop_screen()
        if isinstance(self.screen, AlignmentScreen):
            if self.screen.pair.id == pair_id:
                self.screen.show_key(key)
                return
            self.pop_screen()
        if isinstance(self.screen, PairsScreen):
            self.screen.open_place(Place(pair_id, key))

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Show a message; one that still stands there is not shown a second time."""
        now = monotonic()
        if self._shown_until.get(message, 0.0) < now:
            lasts = self.NOTIFICATION_TIMEOUT if timeout is None else timeout
            self._shown_until = {message: now + lasts}
            super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

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
