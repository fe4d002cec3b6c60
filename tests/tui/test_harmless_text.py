"""Text from documents never acts: not as markup, not on the terminal, not on the layout."""

import io
import sys
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.databases import build_pair
from tests.tui.driving import beads, opened, press, reviewing_pair, screen_text
from tui.panels import change_text
from tui.screens.edit import EditArea
from tui.widgets.bead_view import BeadView
from workbench.review import reviewing
from workbench.review.reviewing import Change

MARKUP = "[记者] [bold red]不是标记[/bold red] [/] [@click=app.quit()]点[/]"
ESCAPES = "清屏\x1b[2J\x1b]0;title\x07\x1b[31m红\r覆盖\x9b5m"
HIDDEN = "零\u200b宽\u2060\ufeff反\u202e序\u2066隔\u2069离\u061c"
MARKS = "a" + "\u0301" * 300 + " e\u0301"
LONG_SOURCE = "高新区管委会" * 1700
LONG_TARGET = "administration " * 700
SOURCE = ("[标题]", MARKUP, ESCAPES, HIDDEN, MARKS, LONG_SOURCE, "行分隔\u2028段分隔\u2029\x85尾")
TARGET = (
    "[b]Title[/b]",
    "[/not closed",
    "bell\x07 tab\t",
    "rtl שלום عربي",
    "👩‍👩‍👧 ✓\ufe0f",
    LONG_TARGET,
    "end\x00",
)
BEADS = tuple((n, n + 1, n, n + 1, 0.5) for n in range(len(SOURCE)))
ACTING = [*(chr(code) for code in (*range(0x20), 0x7F, *range(0x80, 0xA0)) if code != 0x0A)]
HIDING = [*"\u200b\u2060\ufeff\u202e\u2066\u2069\u061c\u200d\u2028\u2029"]


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    return build_pair(tmp_path / "hostile.db", SOURCE, TARGET, BEADS)


def assert_harmless(pilot: Pilot[None]) -> None:
    text = screen_text(pilot)
    assert not [character for character in [*ACTING, *HIDING] if character in text]
    widths = {strip.cell_length for strip in pilot.app.screen._compositor.render_strips()}
    assert widths == {pilot.app.size.width}


@pytest.mark.parametrize("size", [(80, 24), (160, 48), (30, 10)])
async def test_hostile_text_is_shown_as_text(hostile: Path, size: tuple[int, int]) -> None:
    async with reviewing_pair(hostile, size=size) as pilot:
        for _ in range(6):
            assert_harmless(pilot)
            await press(pilot, "pagedown")
        await press(pilot, "g")
        if size[0] == 160:
            assert "[bold red]不是标记[/bold red]" in screen_text(pilot)
            assert "清屏␛[2J␛]0;title␇␛[31m红␍覆盖‹U+009B›5m" in screen_text(pilot)
            assert "零‹U+200B›宽‹U+2060›‹U+FEFF›反‹U+202E›序" in screen_text(pilot)


async def test_hostile_titles_are_shown_as_text(hostile: Path) -> None:
    async with opened(hostile) as pilot:
        assert "[标题]" in screen_text(pilot)
        assert "[b]Title[/b]" in screen_text(pilot)
        assert_harmless(pilot)


async def test_dialogs_show_hostile_text_and_do_not_change_it(hostile: Path) -> None:
    before = beads(hostile)
    async with reviewing_pair(hostile) as pilot:
        view = pilot.app.screen.query_one(BeadView)
        for row, texts in enumerate(zip(SOURCE, TARGET, strict=True)):
            view.move_cursor(row)
            for side, text in zip("hl", texts, strict=True):
                await press(pilot, side, "e")
                assert pilot.app.screen.query_one(EditArea).text.split() == text.split()
                assert_harmless(pilot)
                await press(pilot, "enter")
            await press(pilot, "s")
            assert_harmless(pilot)
            await press(pilot, "escape")
    assert beads(hostile) == before


async def test_a_row_higher_than_the_window_is_read_to_its_end(hostile: Path) -> None:
    async with reviewing_pair(hostile) as pilot:
        view = pilot.app.screen.query_one(BeadView)
        await press(pilot, "ctrl+g", "6", "enter")
        seen = screen_text(pilot)
        presses = 0
        while view.cursor == 5 and presses < 200:
            await pilot.press("down")
            await pilot.pause()
            presses += 1
            seen += screen_text(pilot)
        assert view.cursor == 6
        assert seen.count("administration") >= LONG_TARGET.count("administration")


async def test_no_control_sequence_of_a_document_reaches_the_terminal(
    hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.StringIO()
    async with reviewing_pair(hostile, size=(160, 48)) as pilot:
        console = pilot.app.console
        for strip in pilot.app.screen._compositor.render_strips():
            written.write(strip.render(console))
    assert "\x1b[2J" not in written.getvalue()
    assert "\x1b]0;" not in written.getvalue()
    assert sys.stdout is not None


@pytest.mark.parametrize(
    "keys", [("f9", *"红", "enter"), ("j", "j", "t"), ("J", "J", "b"), ("slash", *"红", "enter")]
)
async def test_hostile_text_is_harmless_in_searches_terms_and_marks(
    hostile: Path, keys: tuple[str, ...]
) -> None:
    async with reviewing_pair(hostile) as pilot:
        await press(pilot, *keys)
        assert_harmless(pilot)
        await press(pilot, "down", "pagedown")
        assert_harmless(pilot)


def test_what_aligning_anew_would_change_is_shown_as_text(hostile: Path) -> None:
    pair = reviewing.open_pair(hostile, 1)
    text = change_text([Change(pair.beads[:4], pair.beads[:4])], pair).plain
    assert "[bold red]不是标记[/bold red]" in text
    assert not [character for character in [*ACTING, *HIDING] if character in text]
