"""The list says what there is to review, and what is not a translation of anything."""

import json
from pathlib import Path

from click.testing import CliRunner

from db.store import open_store
from tests.tui.driving import opened, press, screen_text
from tui.__main__ import review
from tui.screens.alignment import AlignmentScreen
from tui.screens.help import HelpScreen
from tui.screens.links import LinkScreen
from workbench.cli import workbench
from workbench.review import reviewing


async def test_pairs_stand_with_their_figures(project: Path) -> None:
    async with opened(project) as pilot:
        text = screen_text(pilot)
        for words in ("灵潭高新区一季度经济运行平稳", "parallel", "0.82", "0.86", "7/7", "0 % done"):
            assert words in text


async def test_a_document_without_a_counterpart_is_called_that(project: Path) -> None:
    async with opened(project) as pilot:
        await press(pilot, "down")
        text = screen_text(pilot)
        assert "not a translation of any document here" in text
        assert "0.12" in text
        assert "anchors a sentence 0.03" in text


async def test_candidate_links_are_decided_on(project: Path) -> None:
    async with opened(project) as pilot:
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, LinkScreen)
        await press(pilot, "space", "x")
        links = reviewing.candidate_links(project, 3)
        assert [item.link.state.value for item in links] == ["accepted", "rejected"]
        assert "Every link has been decided on" in screen_text(pilot)


async def test_a_note_on_a_link_keeps_its_state(project: Path) -> None:
    async with opened(project) as pilot:
        await press(pilot, "down", "enter", "c", "h", "m", "enter")
        link = reviewing.candidate_links(project, 3)[0].link
        assert (link.note, link.state.value) == ("hm", "proposed")


def test_links_are_decided_on_from_the_command_line_too(project: Path) -> None:
    def run(*words: str) -> tuple[int, str]:
        outcome = CliRunner().invoke(workbench, ["links", *words, "--db", str(project)])
        return outcome.exit_code, outcome.stdout

    _, listed = run("list", "3", "--json")
    best = json.loads(listed.split("\n", maxsplit=1)[0])
    assert run("decide", str(best["id"]), "accepted", "--note", "hm", "--reviewer", "mei") == (0, "")
    link = reviewing.candidate_links(project, 3)[0].link
    assert (link.id, link.note, link.state.value) == (best["id"], "hm", "accepted")
    assert run("list", "3")[1].split("\t")[2:4] == ["accepted", "hm"]
    assert run("decide", "999", "accepted")[0] != 0


async def test_a_click_opens_a_pair(project: Path) -> None:
    async with opened(project) as pilot:
        await pilot.click("#pairs", offset=(5, 2))
        await press(pilot)
        assert isinstance(pilot.app.screen, AlignmentScreen)


async def test_help_lists_the_keys_of_the_screen(project: Path) -> None:
    async with opened(project, size=(100, 90)) as pilot:
        await press(pilot, "enter", "f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        text = screen_text(pilot)
        assert "Make one row of this row and the next" in text
        assert "Go to the next row; in a long row" in text
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, AlignmentScreen)


async def test_the_palette_offers_every_action(project: Path) -> None:
    async with opened(project) as pilot:
        await press(pilot, "enter")
        titles = {command.title for command in pilot.app.get_system_commands(pilot.app.screen)}
        assert {"Accept", "Merge", "Split", "Undo", "Edit", "Next open", "Back"} <= titles


async def test_an_empty_project_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    with open_store(path):
        pass
    async with opened(path) as pilot:
        await press(pilot, "enter")
        assert "workbench run PATH" in screen_text(pilot)


def test_review_refuses_what_is_not_a_terminal(project: Path) -> None:
    outcome = CliRunner().invoke(review, ["--db", str(project)])
    assert "needs a terminal" in str(outcome.exception)


def test_every_binding_has_an_id_and_a_tooltip() -> None:
    from tui import keys

    tables = (keys.ALIGNMENT, keys.LINKS, keys.PAIR_TABLE, keys.PAIRS, keys.NAVIGATION, keys.APPLICATION)
    for binding in [*[binding for table in tables for binding in table], keys.BACK]:
        assert binding.id
        assert binding.tooltip
    assert len(keys.all_ids()) == len(set(keys.all_ids()))
