"""The main screens look as they did when somebody last looked at them, small and large."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.driving import press, settle
from tui.app import ReviewApp

SCREENS = {
    "pairs": (),
    "alignment": ("enter", "space", "v", "2", "r", "2", "m", "u", "3"),
    "alignment-open": ("enter", "space", "x", "f"),
    "split": ("enter", "2", "s", "2"),
    "edit": ("enter", "e"),
    "note": ("enter", "c", "o", "k"),
    "links": ("down", "enter", "space"),
    "help": ("enter", "f1"),
}


@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])
@pytest.mark.parametrize("name", SCREENS)
def test_the_screen_looks_as_before(
    project: Path, snap_compare: Callable[..., bool], name: str, size: tuple[int, int]
) -> None:
    async def drive(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await press(pilot, *SCREENS[name])

    assert snap_compare(ReviewApp(project, "mei"), terminal_size=size, run_before=drive)
