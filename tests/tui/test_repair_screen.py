"""Segments are cut and joined beside their raw text."""

from pathlib import Path

import pytest

from tests.tui.driving import press, reviewing_pair, screen_text, states
from tests.workbench.review.test_repairing import build
from tui.screens.repair import RepairScreen, cut_place
from workbench.review import repairing


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    return build(tmp_path / "one.db")


def texts(path: Path, document_id: int) -> list[str]:
    return [segment.text for segment in repairing.open_text(path, document_id).segments]


async def test_a_segment_is_cut_where_the_reviewer_puts_a_bar(pair: Path) -> None:
    async with reviewing_pair(pair) as pilot:
        await press(pilot, "space", "ctrl+r")
        assert isinstance(pilot.app.screen, RepairScreen)
        assert "As it came in the file" in screen_text(pilot)
        await press(pilot, "home", "s", "home", "right", "right", "vertical_line", "enter")
        assert texts(pair, 1)[:2] == ["甲乙", "丙。"]
        assert states(pair)[0] == "accepted"


async def test_segments_are_joined_and_taken_apart_on_either_side(pair: Path) -> None:
    async with reviewing_pair(pair) as pilot:
        await press(pilot, "ctrl+r", "home", "m")
        assert texts(pair, 1)[0] == "甲乙丙。丁 戊。"
        await press(pilot, "tab", "home", "m")
        assert any("merge the rows first" in str(note.message) for note in pilot.app._notifications)
        assert len(texts(pair, 2)) == 4


@pytest.mark.parametrize(
    ("text", "marked", "place"),
    [("abc", "a|bc", 1), ("abc", "abc|", 3), ("a|b", "a||b", 2), ("abc", "abc", None), ("abc", "a|xc", None)],
)
def test_the_place_of_a_cut_is_where_the_bar_was_put(text: str, marked: str, place: int | None) -> None:
    assert cut_place(text, marked) == place
