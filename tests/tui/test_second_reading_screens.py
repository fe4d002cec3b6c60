"""A second reading in the application is blind until it is read, and its differences are settled by keys."""

from pathlib import Path

import pytest

from db.records import ReviewState
from tests.tui.driving import opened, press, screen_text, states
from tui.screens.second_reading import BlindReadingScreen, ReadingsScreen, SettlementScreen
from workbench.review import reviewing, second_reading


@pytest.fixture
def decided(project: Path) -> Path:
    """A project whose seven rows li has decided on: all right but two."""
    pair = reviewing.open_pair(project, 1)
    for n, bead in enumerate(pair.beads):
        state = ReviewState.REJECTED if n % 3 == 2 else ReviewState.ACCEPTED
        reviewing.set_state(project, pair.run_id, [bead], state=state, reviewer="li")
    return project


async def test_a_sample_is_drawn_read_blind_compared_and_settled(decided: Path) -> None:
    async with opened(decided) as pilot:
        pilot.app.action_open_screen("second-reading")
        await press(pilot, "n", "enter", "enter")
        assert isinstance(pilot.app.screen, BlindReadingScreen)
        assert "rejected" not in screen_text(pilot)
        await press(pilot, *"yyyyyyy")
        assert "All of the sample is read" in screen_text(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ReadingsScreen)
        assert "7/7" in screen_text(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, SettlementScreen)
        await press(pilot, "2", "1")
        assert second_reading.compare(decided, 1).unsettled == ()
        assert states(decided).count("rejected") == 1


async def test_differences_stay_hidden_while_the_sample_is_unread(decided: Path) -> None:
    async with opened(decided) as pilot:
        pilot.app.action_open_screen("second-reading")
        await press(pilot, "n", "enter", "enter", "x", "escape", "d")
        assert isinstance(pilot.app.screen, ReadingsScreen)
        assert "blind until then" in screen_text(pilot)
        assert "1/7" in screen_text(pilot)


async def test_reading_goes_on_where_it_was_and_verdicts_can_be_changed(decided: Path) -> None:
    async with opened(decided) as pilot:
        pilot.app.action_open_screen("second-reading")
        await press(pilot, "n", "enter", "enter", "y", "x", "escape", "enter")
        assert "row 3 of 7 · 2 read" in screen_text(pilot)
        await press(pilot, "k", "k", "r")
        verdicts = [item.verdict for item in second_reading.blind_items(decided, 1)]
        assert verdicts[:3] == [ReviewState.NEEDS_REVIEW, ReviewState.REJECTED, None]


async def test_who_decided_everything_has_nothing_to_read_again(decided: Path) -> None:
    async with opened(decided, reviewer="li") as pilot:
        pilot.app.action_open_screen("second-reading")
        await press(pilot, "n", "enter")
        assert "nothing to read again" in " ".join(screen_text(pilot).split()).replace("▌ ", "")
