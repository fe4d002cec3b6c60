"""The table of screens, and going from a screen to a row."""

from pathlib import Path

import pytest
from textual.screen import Screen
from textual.widgets import Static

import tui.app
import tui.screen_table
from tests.tui.driving import opened, press, reviewing_pair, settle
from tui.screen_table import SCREENS, ScreenEntry, Where
from tui.screens.alignment import AlignmentScreen

TOY = ScreenEntry("toy", "", "Toy", "A screen of the tests", f"{__name__}:make_toy")


class ToyScreen(Screen[None]):
    def __init__(self, where: Where) -> None:
        super().__init__()
        self.where = where

    def compose(self):
        yield Static("toy")


def make_toy(where: Where) -> ToyScreen:
    return ToyScreen(where)


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (tui.app, tui.screen_table):
        monkeypatch.setattr(module, "SCREENS", (TOY,))


@pytest.mark.parametrize("entry", SCREENS, ids=lambda entry: entry.name)
def test_every_line_of_the_table_makes_a_screen(entry, project: Path) -> None:
    assert isinstance(entry.make(Where(project, "mei")), Screen)


def test_names_and_keys_of_screens_are_given_once() -> None:
    keys = [key for entry in SCREENS for key in entry.key.split(",") if key]
    names = [entry.name for entry in SCREENS]
    assert len(set(keys)) == len(keys)
    assert len(set(names)) == len(names)
    assert not {"f1", "f5", "ctrl+q", "ctrl+p", "ctrl+o"} & set(keys)


async def test_a_screen_knows_the_pair_and_the_row_that_are_open(project: Path, toy: None) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "j", "j", "ctrl+o", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, ToyScreen)
        assert screen.where.pair is not None
        assert (screen.where.reviewer, screen.where.key) == ("mei", (2, 2))


async def test_a_screen_that_is_open_is_gone_back_to(project: Path, toy: None) -> None:
    async with opened(project) as pilot:
        pilot.app.action_open_screen("toy")
        await settle(pilot)
        first = pilot.app.screen
        pilot.app.push_screen(ToyScreen(Where(project, "mei")))
        pilot.app.action_open_screen("toy")
        await settle(pilot)
        assert pilot.app.screen is first


@pytest.mark.parametrize("from_pair", [False, True])
@pytest.mark.parametrize(("key", "cursor"), [((4, 3), 3), ((3, 2), 2), ((99, 99), 6)])
async def test_a_screen_shows_a_row_of_a_pair(
    project: Path, toy: None, from_pair: bool, key: tuple[int, int], cursor: int
) -> None:
    async with opened(project) as pilot:
        if from_pair:
            await press(pilot, "enter", "F", "k", "enter")
        pilot.app.action_open_screen("toy")
        await settle(pilot)
        pilot.app.open_place(1, key)
        await settle(pilot)
        assert isinstance(pilot.app.screen, AlignmentScreen)
        assert pilot.app.screen.view.cursor == cursor


async def test_a_pair_that_has_gone_is_said_to_have_gone(project: Path, toy: None) -> None:
    async with opened(project) as pilot:
        pilot.app.action_open_screen("toy")
        pilot.app.open_place(77)
        await settle(pilot)
        assert any("not here any more" in str(n.message) for n in pilot.app._notifications)
