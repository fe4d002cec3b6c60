"""Keys are given anew on the screen, hold at once, and are there the next time."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from tests.tui.driving import opened, press, screen_text
from tui.screens.glossary import GlossaryScreen
from workbench.errors import OutputError
from workbench.review import review_places
from workbench.review.review_places import Settings, read_settings
from workbench.review.settings_writing import write_settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the settings lie in a folder of the test's."""
    monkeypatch.setattr(review_places, "user_config_path", lambda _: tmp_path / "config")
    return tmp_path / "config" / "review.toml"


async def test_a_key_is_given_holds_at_once_and_is_kept(project: Path, settings: Path) -> None:
    async with opened(project) as pilot:
        await press(pilot, "f12", "slash", *"screen", "full_stop", *"gloss", "enter", "enter", "f10")
        assert read_settings().keys == {"screen.glossary": "f10"}
        await press(pilot, "escape", "escape", "f10")
        assert isinstance(pilot.app.screen, GlossaryScreen)


async def test_an_action_gets_its_own_key_back(project: Path, settings: Path) -> None:
    write_settings(Settings({"screen.glossary": "f10"}), settings)
    async with opened(project) as pilot:
        await press(pilot, "f12", "slash", *"screen", "full_stop", *"gloss", "enter")
        assert "f10 *" in screen_text(pilot)
        await press(pilot, "x")
        assert read_settings().keys == {}


async def test_a_theme_is_chosen_and_kept(project: Path, settings: Path) -> None:
    async with opened(project) as pilot:
        await press(pilot, "f12", "t", "home", "j", "enter")
        assert pilot.app.theme == read_settings().theme == "textual-light"


async def test_escape_leaves_a_key_as_it_is(project: Path, settings: Path) -> None:
    async with opened(project) as pilot:
        await press(pilot, "f12", "enter", "escape")
        assert not settings.exists()


KEYS = st.dictionaries(st.text(min_size=1, max_size=8), st.text(min_size=1, max_size=8), max_size=4)


@settings_of_hypothesis(deadline=None, max_examples=40)
@given(keys=KEYS)
def test_settings_come_back_as_they_were_written(
    keys: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("settings") / "review.toml"
    write_settings(Settings(keys, "nord"), path)
    assert read_settings(path) == Settings(keys, "nord")


def test_a_place_that_cannot_be_written_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        write_settings(Settings(), tmp_path / "file" / "review.toml")
