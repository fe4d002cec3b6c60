"""Places come back as they were kept; a broken file keeps nobody from working."""

from pathlib import Path

import pytest

from workbench.errors import InputError
from workbench.review.review_places import PLACES_NAME, Place, Settings, keep_place, read_place, read_settings


def test_a_place_comes_back(tmp_path: Path) -> None:
    place = Place(pair_id=3, key=(4, 5), filter="open rows", side="source", doubt_first=True)
    keep_place(tmp_path / "one.db", "mei", place, tmp_path)
    keep_place(tmp_path / "two.db", "mei", Place(pair_id=9), tmp_path)
    assert read_place(tmp_path / "one.db", "mei", tmp_path) == place
    assert read_place(tmp_path / "one.db", "li", tmp_path) is None


@pytest.mark.parametrize("text", ["", "[]", "{", '{"mei@X": {"pair_id": "a"}}', '{"mei@X": {"other": 1}}'])
def test_a_broken_file_is_as_none(tmp_path: Path, text: str) -> None:
    database = tmp_path / "one.db"
    (tmp_path / PLACES_NAME).write_text(text.replace("X", str(database)), encoding="utf-8")
    assert read_place(database, "mei", tmp_path) is None
    keep_place(database, "mei", Place(pair_id=1), tmp_path)
    assert read_place(database, "mei", tmp_path) == Place(pair_id=1)


def test_settings_are_read(tmp_path: Path) -> None:
    path = tmp_path / "review.toml"
    assert read_settings(path) == Settings()
    path.write_text('theme = "nord"\n[keys]\n"bead.merge" = "z,ctrl+l"\n', encoding="utf-8")
    assert read_settings(path) == Settings({"bead.merge": "z,ctrl+l"}, "nord")


@pytest.mark.parametrize("text", ["theme = ", "theme = 3", "keys = 1", "[keys]\na = 1"])
def test_settings_that_are_wrong_are_refused_with_the_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "review.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"review\.toml"):
        read_settings(path)


def test_a_folder_that_cannot_be_written_keeps_nobody_from_working(tmp_path: Path) -> None:
    folder = tmp_path / "file"
    folder.write_text("in the way", encoding="utf-8")
    keep_place(tmp_path / "one.db", "mei", Place(pair_id=1), folder)
    assert read_place(tmp_path / "one.db", "mei", folder) is None
