"""Every screen of the table has help, a short footer and documented keys; the main ones look as before."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from db import findings
from db.findings import StoredFinding
from db.store import open_store
from tests.tui.driving import opened, press, screen_text, settle
from tui import keys, screen_keys
from tui.app import ReviewApp
from tui.screen_table import SCREENS
from tui.screens.help import HelpScreen

PAGE = Path(__file__).parents[2] / "docs" / "screens.md"
PICTURES = {
    "documents": ("f2",),
    "findings": ("f3",),
    "statistics": ("f6",),
    "glossary": ("f4", "a", *"甲乙", "enter", *"Alpha; Beta", "enter", "o"),
    "repair": ("ctrl+r", "down"),
}


@pytest.mark.parametrize("name", [entry.name for entry in SCREENS if entry.name != "search"])
async def test_a_screen_has_help_and_a_footer_with_room_for_its_keys(project: Path, name: str) -> None:
    async with opened(project) as pilot:
        pilot.app.action_open_screen(name)
        await settle(pilot)
        active = [one.binding for one in pilot.app.screen.active_bindings.values()]
        line = screen_text(pilot).split("\n")[-1]
        shown = {binding.description for binding in active if binding.show and not binding.system}
        assert {name for name in shown if f" {name} " not in line} == set()
        await press(pilot, "f1")
        assert isinstance(pilot.app.screen, HelpScreen)


def test_every_action_of_the_screens_stands_in_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for table in screen_keys.TABLES.values():
        for binding in table:
            assert f"| {binding.tooltip} | `{binding.id}` |" in page


def test_ids_are_given_once() -> None:
    assert len(keys.all_ids()) == len(set(keys.all_ids()))


@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=["80x24", "160x48"])
@pytest.mark.parametrize("name", PICTURES)
def test_the_screen_looks_as_before(
    project: Path, snap_compare: Callable[..., bool], name: str, size: tuple[int, int]
) -> None:
    with open_store(project) as store:
        found = StoredFinding(
            1, 1, 4, 3, "numbers", "error", 0, 2, None, None, "缺少数字 50亿", "5 billion", "k"
        )
        findings.replace_findings(store, [found])

    async def drive(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await press(pilot, *PICTURES[name])

    assert snap_compare(ReviewApp(project, "mei"), terminal_size=size, run_before=drive)
