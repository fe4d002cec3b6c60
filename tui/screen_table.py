"""The table of screens: what the application opens beside pairs, alignments and links, each in one line.

Add a screen by adding a line. `key` may be empty: the palette (Ctrl+P) and the list of screens (Ctrl+O) hold
every screen. `maker` is `module:function`; it is imported when the screen is first opened, is called with a
`Where` and gives the screen. F1 is help and F5 reads again on every screen; terminals keep F10 and F11.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.screen import Screen

from db.records import DocumentPair

BeadKey = tuple[int, int]
"""The first source and the first target segment of a bead, by position."""


@dataclass(frozen=True, slots=True)
class Where:
    """What a screen is opened for: a database, a reviewer, and the pair and row that are open, if any."""

    database: Path
    reviewer: str
    pair: DocumentPair | None = None
    key: BeadKey | None = None


@dataclass(frozen=True, slots=True)
class ScreenEntry:
    """A screen: its name in ids (`screen.<name>`), its key, its title, what it is for, who makes it."""

    name: str
    key: str
    title: str
    tooltip: str
    maker: str

    @property
    def id(self) -> str:
        """The action id under which the key can be set."""
        return f"screen.{self.name}"

    def make(self, where: Where) -> Screen[Any]:
        """Import the maker and make the screen."""
        module, _, name = self.maker.partition(":")
        maker: Callable[[Where], Screen[Any]] = getattr(importlib.import_module(module), name)
        return maker(where)


SCREENS: tuple[ScreenEntry, ...] = (
    ScreenEntry("work", "", "What needs work", "See what is left to do", "tui.screens.work:make"),
    ScreenEntry(
        "documents",
        "f2",
        "Documents",
        "See all documents, and pair them",
        "tui.screens.documents:make",
    ),
    ScreenEntry("findings", "f3", "Findings", "See what the checks found", "tui.screens.findings:make"),
    ScreenEntry("glossary", "f4", "Glossary", "See and change the terms", "tui.screens.glossary:make"),
    ScreenEntry(
        "statistics", "f6", "Statistics", "See path, posteriors, progress", "tui.screens.statistics:make"
    ),
    ScreenEntry("history", "f7", "History", "See who decided what, and when", "tui.screens.history:make"),
    ScreenEntry("search", "f9,ctrl+f", "Search", "Search all documents", "tui.screens.search:make"),
    ScreenEntry("export", "f8", "Export", "Write pairs, drafts or all to a file", "tui.screens.export:make"),
    ScreenEntry("repair", "ctrl+r", "Segments", "Split and join segments", "tui.screens.repair:make"),
    ScreenEntry("settings", "f12", "Settings", "Set keys and theme", "tui.screens.settings:make"),
    ScreenEntry(
        "translation", "ctrl+t", "Translation", "Start and stop translating", "tui.screens.queue:make"
    ),
    ScreenEntry(
        "second-reading",
        "",
        "Second reading",
        "Read decided rows again, blind, and settle differences",
        "tui.screens.second_reading:make",
    ),
)


def entry_named(name: str) -> ScreenEntry:
    """Give the line of that name; KeyError without one."""
    return {entry.name: entry for entry in SCREENS}[name]
