"""The list of what needs work counts what there is, and leads there."""

from pathlib import Path

from db.records import ReviewState
from tests.tui.driving import opened, press, screen_text, settle
from tui.screens.alignment import AlignmentScreen
from tui.screens.documents import DocumentsScreen
from workbench import reviewing, second_reading, work_left


async def test_each_line_leads_to_where_the_work_is(project: Path) -> None:
    async with opened(project) as pilot:
        pilot.app.action_open_screen("work")
        await settle(pilot)
        assert "open rows in" in screen_text(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, AlignmentScreen)
        pilot.app.action_open_screen("work")
        await settle(pilot)
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, DocumentsScreen)


def test_what_is_done_is_not_listed_and_second_readings_come_first(project: Path) -> None:
    pair = reviewing.open_pair(project, 1)
    reviewing.set_state(project, pair.run_id, pair.beads, state=ReviewState.ACCEPTED, reviewer="li")
    second_reading.draw(project, count=3, seed=1, reader="mei")
    listed = work_left.tasks(project, reviewer="mei")
    assert (listed[0].screen, listed[0].count) == ("second-reading", 3)
    assert all(task.pair_id is None for task in listed)
    assert {task.screen for task in listed} == {"second-reading", "documents", "translation"}
