"""The statistics of a pair are drawn from its beads and events, and its report is written on demand."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.tui.databases import build_pair
from tests.tui.driving import opened, press, reviewing_pair, screen_text
from tui.screens.statistics import StatisticsScreen
from workbench.cli import workbench


async def test_path_posteriors_and_progress_are_shown(project: Path) -> None:
    async with reviewing_pair(project, size=(100, 80)) as pilot:
        await press(pilot, "space", "space", "x", "f6")
        assert isinstance(pilot.app.screen, StatisticsScreen)
        text = screen_text(pilot)
        for words in (
            "3 sure · 2 middling · 2 doubtful · 2 without a counterpart",
            "0.9–1.0",
            "7 open on",
            "4 on",
            "✓ accepted",
            "mei has checked 3 of 7 rows singly, 2 were right",
        ):
            assert words in text


async def test_the_whole_project_is_shown_over_time_and_printed(project: Path) -> None:
    async with reviewing_pair(project, size=(100, 40)) as pilot:
        await press(pilot, "space", "space", "x", "u", "f6", "p")
        text = screen_text(pilot)
        for words in ("the whole project", "7 open on", "5 on", "2/7"):
            assert words in text
        await press(pilot, "p")
        assert "pair 1 of" in screen_text(pilot)
    outcome = CliRunner().invoke(workbench, ["history", "--progress", "--json", "--db", str(project)])
    lines = [json.loads(line) for line in outcome.stdout.rstrip("\n").split("\n")]
    assert [line["open"] for line in lines] == [7, 6, 5, 4, 5]
    of_pair = CliRunner().invoke(workbench, ["history", "1", "--progress", "--db", str(project)])
    assert [line.split("\t")[1] for line in of_pair.stdout.rstrip("\n").split("\n")] == list("76545")


async def test_the_report_is_written_where_the_reviewer_says(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(project) as pilot:
        await press(pilot, "f6", "w", "enter")
        assert "灵潭" in (tmp_path / "pair-1.html").read_text(encoding="utf-8")
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, StatisticsScreen)


async def test_a_pair_without_decisions_says_so_and_tab_stays_on_the_only_pair(tmp_path: Path) -> None:
    path = build_pair(tmp_path / "one.db")
    async with opened(path, size=(80, 70)) as pilot:
        await press(pilot, "f6", "tab", "shift+tab")
        text = screen_text(pilot)
        assert "pair 1 of 1" in text
        assert "nobody has decided on anything yet" in text
