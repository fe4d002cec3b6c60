"""The list of what needs work counts what there is, and leads there."""

import json
from pathlib import Path

from click.testing import CliRunner

from db.records import ReviewState
from tests.tui.driving import opened, press, screen_text, settle
from tui.screens.alignment import AlignmentScreen
from tui.screens.documents import DocumentsScreen
from workbench.cli import workbench
from workbench.review import reviewing, second_reading, work_left


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


def test_the_command_prints_the_same_list(project: Path) -> None:
    listed = work_left.tasks(project, reviewer="mei")
    options = ["--reviewer", "mei", "--db", str(project)]
    outcome = CliRunner().invoke(workbench, ["work", *options, "--json"])
    found = [json.loads(line) for line in outcome.stdout.rstrip("\n").split("\n")]
    assert [(row["count"], row["what"], row["pair"]) for row in found] == [
        (task.count, task.words, task.pair_id) for task in listed
    ]
    lines = CliRunner().invoke(workbench, ["work", *options]).stdout.rstrip("\n").split("\n")
    assert [int(line.split("\t")[0]) for line in lines] == [task.count for task in listed]
