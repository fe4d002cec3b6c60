"""The footer names whole keys only, always the help, and does not wait for the focus."""

from pathlib import Path

import pytest

from tests.tui.driving import press, reviewing_pair, screen_text, settle
from tui import keys
from tui.app import ReviewApp

NAMES = {binding.description for binding in [*keys.ALIGNMENT, *keys.APPLICATION] if binding.show} | {"Move"}


@pytest.mark.parametrize("width", [40, 60, 80, 120])
async def test_keys_are_left_out_rather_than_cut_and_the_help_stays(project: Path, width: int) -> None:
    async with reviewing_pair(project, size=(width, 20)) as pilot:
        line = screen_text(pilot).split("\n")[-1]
    assert line.endswith("f1 Help ")
    assert set(line.replace("[]", "[").split()[1::2]) <= NAMES


async def test_keys_are_named_in_a_window_without_focus(project: Path) -> None:
    app = ReviewApp(project, "mei")
    app.set_reactive(ReviewApp.app_focus, False)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        assert "f1 Help" in screen_text(pilot)
