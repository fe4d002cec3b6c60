"""What goes wrong is said in one line, once, and does not stop the work."""

import sqlite3
from pathlib import Path

import pytest

from db.errors import ConflictError, StoreError
from tests.tui.driving import press, reviewing_pair, screen_text, settle, states
from tui.screens import asking
from tui.screens.alignment import AlignmentScreen
from workbench.errors import InputError


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (StoreError("d2.db: no such database"), "d2.db: no such database"),
        (InputError("expected a row\nnumber"), "Expected a row number"),
        (ConflictError("run 1"), "Somebody else has changed this row."),
        (KeyError("x"), "A fault of the workbench, please report it: KeyError: 'x'"),
    ],
)
def test_an_error_is_one_line(error: Exception, words: str) -> None:
    assert asking.explain(error).startswith(words)
    assert "\n" not in asking.explain(error)


async def test_a_database_that_goes_is_said_once_and_work_goes_on_when_it_is_back(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, AlignmentScreen)
        aside = project.rename(project.with_name("aside.db"))
        for _ in range(3):
            screen._ask_for_news()
            await settle(pilot)
        assert "no such database" in screen_text(pilot)
        assert len(pilot.app._notifications) == 1
        aside.rename(project)
        await press(pilot, "space")
    assert states(project)[0] == "accepted"


async def test_a_long_wait_for_the_database_is_said(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with reviewing_pair(project) as pilot:
        monkeypatch.setattr(asking, "PATIENCE_SECONDS", 0.05)
        connection = sqlite3.connect(project, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        await pilot.press("space")
        await pilot.pause(0.3)
        assert "At work, or waiting" in screen_text(pilot)
        connection.execute("COMMIT")
        connection.close()
        await settle(pilot)
    assert states(project)[0] == "accepted"
