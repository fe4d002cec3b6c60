"""Driving the application as a person does: keys in, database and screen out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from db import alignments
from db.records import StoredBead
from db.store import open_store
from tui.app import ReviewApp
from tui.screens.alignment import AlignmentScreen
from tui.screens.asking import AskingScreen
from tui.widgets.key_footer import KeyFooter


async def settle(pilot: Pilot[None]) -> None:
    """Wait until every question has its answer and the screen is drawn."""
    while True:
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        screen = pilot.app.screen
        is_waiting = isinstance(screen, AskingScreen) and screen.is_waiting
        is_waiting |= any(not footer.children for footer in screen.query(KeyFooter))
        if not is_waiting and all(worker.is_finished for worker in pilot.app.workers):
            return


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, each after the one before has done its work; a line to fill in takes them as they come."""
    for key in keys:
        await pilot.press(key)
        if len(key) > 1 or not isinstance(pilot.app.focused, Input):
            await settle(pilot)
    await settle(pilot)


@asynccontextmanager
async def opened(
    database: Path, *, reviewer: str = "mei", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Pilot[None]]:
    """Start the application on a database."""
    app = ReviewApp(database, reviewer)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        yield pilot


@asynccontextmanager
async def reviewing_pair(
    database: Path, *, reviewer: str = "mei", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Pilot[None]]:
    """Start the application and open the first pair."""
    async with opened(database, reviewer=reviewer, size=size) as pilot:
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, AlignmentScreen)
        yield pilot


def beads(database: Path) -> list[StoredBead]:
    """Read the beads of the first pair from the database."""
    with open_store(database) as store:
        run = alignments.list_pairs(store)[0].run
        assert run is not None
        return alignments.list_beads(store, run.id)


def states(database: Path) -> list[str]:
    """Read the states of the beads of the first pair from the database."""
    return [bead.state.value for bead in beads(database)]


def screen_text(pilot: Pilot[None]) -> str:
    """Give the characters on the screen, line by line."""
    lines = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text for strip in lines)
