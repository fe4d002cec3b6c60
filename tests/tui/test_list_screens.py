"""Findings, glossary, history and export do what their keys say, in the database and on the screen."""

from pathlib import Path

import pytest

from db import findings
from db.findings import StoredFinding
from db.store import open_store
from tests.tui.databases import build_pair
from tests.tui.driving import opened, press, reviewing_pair, screen_text
from tui.screens.alignment import AlignmentScreen
from tui.screens.history import HistoryScreen
from workbench import checking
from workbench.translation import term_status

HOSTILE = "[bold red]x[/] \x1b[31m\u202e\u200b"


def add_findings(path: Path, *, message: str = "missing number: 50亿") -> None:
    with open_store(path) as store:
        found = [
            StoredFinding(1, 1, 4, 3, "numbers", "error", 0, 2, None, None, message, "5 billion", "k1"),
            StoredFinding(1, None, 2, None, "terms", "warning", 0, 2, None, None, "a term", "", "k2"),
        ]
        findings.replace_findings(store, found)


async def test_a_finding_is_gone_to_in_its_row(project: Path) -> None:
    add_findings(project)
    async with opened(project) as pilot:
        await press(pilot, "f3")
        assert "missing number" in screen_text(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, AlignmentScreen)
        assert pilot.app.screen.view.cursor == 3


async def test_a_dismissed_finding_goes_and_can_be_brought_back(project: Path) -> None:
    add_findings(project)
    async with opened(project) as pilot:
        await press(pilot, "f3", "d")
        assert "missing number" not in screen_text(pilot)
        assert next(item.is_dismissed for item in checking.list_findings(project, with_dismissed=True))
        await press(pilot, "t")
        assert "✓ dismissed" in screen_text(pilot)
        await press(pilot, "d")
        assert not any(f.is_dismissed for f in checking.list_findings(project, with_dismissed=True))


async def test_a_reason_is_kept_with_a_dismissal(project: Path) -> None:
    add_findings(project)
    async with opened(project) as pilot:
        await press(pilot, "f3", "D", "o", "k", "enter")
    with open_store(project) as store:
        (row,) = store.rows("SELECT reviewer, reason FROM dismissal")
    assert row == {"reviewer": "mei", "reason": "ok"}


async def test_all_findings_are_shown_on_demand(project: Path) -> None:
    add_findings(project)
    async with opened(project) as pilot:
        await press(pilot, "f3")
        assert "a term" not in screen_text(pilot)
        await press(pilot, "a")
        assert "a term" in screen_text(pilot)


async def test_the_pair_is_checked_on_demand(project: Path) -> None:
    async with opened(project) as pilot:
        await press(pilot, "f3", "c")
        assert checking.list_findings(project)
        assert "numbers" in screen_text(pilot) or "omi" in screen_text(pilot)


async def test_a_filter_narrows_a_list_and_escape_drops_it(project: Path) -> None:
    async with opened(project) as pilot:
        await press(pilot, "f4", "slash", *"tax", "enter")
        text = screen_text(pilot)
        assert "with “tax”" in text
        assert "国家级高新区" not in text
        await press(pilot, "escape")
        assert "with “tax”" not in screen_text(pilot)
        await press(pilot, "escape")
        assert "1 pair" in screen_text(pilot)


async def test_a_term_is_added_changed_banned_and_removed(project: Path) -> None:
    async with opened(project) as pilot:
        await press(pilot, "f4", "a", *"甲乙丙", "enter", *"Alpha", "vertical_line", *"Beta", "enter")
        (line,) = term_status.term_lines(project, own_only=True)
        assert (line.term.source, line.term.approved) == ("甲乙丙", ("Alpha", "Beta"))
        await press(pilot, "home", "s", "j", "enter")
        (line,) = term_status.term_lines(project, own_only=True)
        assert (line.term.approved, line.term.banned) == (("Beta",), ("Alpha",))
        await press(pilot, "home", "x")
        assert term_status.term_lines(project, own_only=True) == []


async def test_history_shows_who_did_what_and_leads_to_the_row(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "a", "j", "j", "x", "u", "f7")
        assert isinstance(pilot.app.screen, HistoryScreen)
        assert [item.action for item in pilot.app.screen.items] == ["undo", "rejected", "accepted"]
        assert "(rejected)" in screen_text(pilot)
        await press(pilot, "end", "enter")
        assert isinstance(pilot.app.screen, AlignmentScreen)
        assert pilot.app.screen.view.cursor == 0


async def test_history_can_show_one_reviewer(project: Path) -> None:
    async with reviewing_pair(project, reviewer="li") as pilot:
        await press(pilot, "a")
    async with reviewing_pair(project) as pilot:
        await press(pilot, "j", "a", "f7", "r", "j", "enter")
        assert isinstance(pilot.app.screen, HistoryScreen)
        assert {item.reviewer for item in pilot.app.screen.items} == {"li"}


async def test_a_format_is_exported_where_the_reviewer_says(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(project, size=(160, 48)) as pilot:
        await press(pilot, "f8", "enter", "enter")
        assert (tmp_path / "project-aligned.tmx").exists()
        assert "5 units" in screen_text(pilot)
        written = (tmp_path / "project-aligned.tmx").stat().st_mtime_ns
        await press(pilot, "enter", "enter", "enter")  # it is there already: leave it as it is
        assert (tmp_path / "project-aligned.tmx").stat().st_mtime_ns == written


@pytest.mark.parametrize(
    ("keys", "name", "count"), [(["a"], "accepted", 1), (["d", "p", *"0.75", "enter"], "aligned", 3)]
)
async def test_only_what_is_accepted_or_sure_is_exported(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: list[str], name: str, count: int
) -> None:
    monkeypatch.chdir(tmp_path)
    async with reviewing_pair(project) as pilot:
        await press(pilot, "a", "f8", "down", *keys, "enter", "enter")
        written = (tmp_path / f"project-{name}.tsv").read_text(encoding="utf-8")
        assert written.count("\n") - 1 == count


async def test_a_least_posterior_that_is_none_changes_nothing(project: Path) -> None:
    async with opened(project) as pilot:
        await press(pilot, "f8", "a")
        for answer in ("1.5", "nan", "x"):
            await press(pilot, "p", *answer, "enter")
            assert "Export · aligned pairs that were accepted" in screen_text(pilot)
            assert "A number from 0 to 1 was expected" in screen_text(pilot)
        await press(pilot, "p", "enter")
        assert "accepted" not in screen_text(pilot).split("\n")[0]


async def test_an_export_that_fails_is_said_in_one_line(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(project, size=(160, 48)) as pilot:
        await press(pilot, "f8", "end", "enter", "ctrl+u", *"no/such/x.db", "enter")
        assert "cannot be written" in screen_text(pilot)


async def test_hostile_text_is_shown_as_signs_in_lists(tmp_path: Path) -> None:
    path = build_pair(tmp_path / "hostile.db", source=(HOSTILE, *"乙丙丁戊己庚"))
    add_findings(path, message=HOSTILE)
    async with opened(path, size=(160, 48)) as pilot:
        await press(pilot, "f3")
        text = screen_text(pilot)
        assert "[bold red]x[/]" in text
        assert "␛[31m" in text
        assert not set("\x1b\u202e\u200b") & set(text)
