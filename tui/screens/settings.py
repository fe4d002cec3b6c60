"""Settings: every action with its key, to be given another one, and the theme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tui import keys, screen_keys
from tui.screen_table import Where
from tui.screens.choice import ChoiceScreen
from tui.screens.listing import Column, ListScreen
from workbench.review import settings_writing
from workbench.review.review_places import Settings, read_settings, settings_path

THEMES = ("textual-dark", "textual-light", "high-contrast")
"""Shown first; the palette has all others."""

_TABLES = (keys.ALIGNMENT, keys.LINKS, keys.PAIR_TABLE, keys.PAIRS, keys.NAVIGATION, [keys.BACK])


def make(where: Where) -> "SettingsScreen":
    """Make the screen."""
    return SettingsScreen(where)


@dataclass(frozen=True, slots=True)
class KeyLine:
    """An action with its own key and the one that the user gave it, empty where that is its own."""

    id: str
    description: str
    tooltip: str
    standard: str
    own: str


class SettingsScreen(ListScreen[KeyLine]):
    """Enter gives the action under the cursor another key; it holds at once and is kept in the settings."""

    BINDINGS: ClassVar[list[BindingType]] = [*screen_keys.SETTINGS]
    COLUMNS = (
        Column("Action", share=2),
        Column("Key", 20),
        Column("Id", 24),
        Column("What it does", share=3),
    )

    def __init__(self, where: Where) -> None:
        super().__init__(where)
        self._settings = Settings()

    def read(self) -> Sequence[KeyLine]:
        """List the actions with the keys of the settings."""
        self._settings = read_settings()
        bindings = [binding for table in (*_TABLES, *screen_keys.TABLES.values()) for binding in table]
        return [
            KeyLine(
                binding.id or "",
                binding.description,
                binding.tooltip,
                "" if binding.key.startswith(keys.NO_KEY) else binding.key,
                self._settings.keys.get(binding.id or "", ""),
            )
            for binding in (*keys.APPLICATION, *bindings)
        ]

    def title_words(self) -> Sequence[str]:
        """Say where the settings are kept, and the theme."""
        return "Settings", f"theme: {self.app.theme}", f"kept in {settings_path()}"

    def cells(self, item: KeyLine) -> Sequence[str]:
        """Give name, key, id and what the action does."""
        key = f"{item.own} *" if item.own else item.standard
        return item.description, key or "–", item.id, item.tooltip

    def describe(self, item: KeyLine) -> Text:
        """Say what the action does, and which keys it has and had."""
        own = f" · yours: {item.own}" if item.own else ""
        words = f"{item.tooltip}\nkey: {item.standard or '–'}{own}\nEnter gives it another; x its own again"
        return Text(words, overflow="ellipsis")

    def open_item(self, item: KeyLine) -> None:
        """Ask for a key."""

        def take(key: str | None) -> None:
            if key:
                self.in_turn(partial(self._set_key, item, key))

        self.app.push_screen(KeyScreen(item.description), take)

    def _set_key(self, item: KeyLine, key: str) -> None:
        others = [line for line in self._all if key in (line.own or line.standard).split(",")]
        if (clash := next((line for line in others if line.id != item.id), None)) is not None:
            words = f"{key} is also “{clash.description}” ({clash.id}); on one screen the nearer one acts."
            self.notify(words, severity="warning", markup=False)
        self._keep({**self._settings.keys, item.id: key}, self._settings.theme)

    def action_standard_key(self) -> None:
        """Give the action its own key back."""
        self.with_item(self._set_standard)

    def _set_standard(self, item: KeyLine) -> None:
        kept = {name: key for name, key in self._settings.keys.items() if name != item.id}
        self._keep(kept, self._settings.theme)

    def action_choose_theme(self) -> None:
        """Ask for the theme."""
        names = [*THEMES, *(name for name in sorted(self.app.available_themes) if name not in THEMES)]

        def take(name: str | None) -> None:
            if name is not None:
                self.app.theme = name
                self.in_turn(lambda: self._keep(self._settings.keys, name))

        self.app.push_screen(ChoiceScreen("Theme", names, self.app.theme), take)

    def _keep(self, chosen: Mapping[str, str], theme: str) -> None:
        settings = Settings(dict(chosen), theme)

        def write() -> Sequence[KeyLine]:
            settings_writing.write_settings(settings)
            return self.read()

        def done(items: Sequence[KeyLine]) -> None:
            self.app.set_keymap(dict(settings.keys))
            self.show_items(items)

        self.ask(write, done)


class KeyScreen(ModalScreen[str | None]):
    """Waits for a key and gives its name; Esc leaves things as they are."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", id="key.leave", tooltip="Leave the key as it is", priority=True)
    ]

    def __init__(self, description: str) -> None:
        super().__init__()
        self._description = description

    def compose(self) -> ComposeResult:
        """Lay out the question."""
        with Vertical(id="dialog"):
            yield Static(Text(f"Press the new key for: {self._description}"), markup=False)
            yield Static(Text("Esc leaves it as it is"), classes="hint", markup=False)

    def on_key(self, event: events.Key) -> None:
        """Take the key."""
        event.stop()
        event.prevent_default()
        self.dismiss(event.key)

    def action_leave(self) -> None:
        """Give nothing back."""
        self.dismiss(None)
