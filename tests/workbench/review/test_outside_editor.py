"""A text goes to the user's editor and comes back, and nothing of it stays behind."""

import sys
from pathlib import Path

import pytest

from workbench.errors import InputError
from workbench.review.outside_editor import edit_outside

TEXT = "第一条 'a' \"b\" $(c) [bold]\nsecond"


def editor(tmp_path: Path, body: str) -> dict[str, str]:
    script = tmp_path / "my editor.py"
    script.write_text(f"import pathlib, sys\npath = pathlib.Path(sys.argv[-1])\n{body}\n", encoding="utf-8")
    return {"EDITOR": f"'{sys.executable}' '{script}' --wait"}


def test_what_the_editor_saves_comes_back(tmp_path: Path) -> None:
    body = 'path.write_text(path.read_text("utf-8") + " and more\\n", encoding="utf-8")'
    assert edit_outside(TEXT, editor(tmp_path, body)) == f"{TEXT} and more"


def test_a_text_that_is_saved_as_it_was_is_the_same_text(tmp_path: Path) -> None:
    for text in (TEXT, "", "ends with a line break\n", "\ud800"):
        assert edit_outside(text, editor(tmp_path, "pass")) == text


def test_the_file_is_for_its_owner_only_and_goes(tmp_path: Path) -> None:
    told = tmp_path / "told"
    body = f'pathlib.Path({str(told)!r}).write_text(f"{{path.parent.stat().st_mode & 0o777:o}} {{path}}")'
    edit_outside(TEXT, editor(tmp_path, body))
    mode, _, path = told.read_text(encoding="utf-8").partition(" ")
    assert mode == "700"
    assert not Path(path).exists()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("sys.exit(3)", "ended with 3"),
        ("path.unlink()", "left no text"),
        ("path.write_bytes(bytes([255, 254]))", "not UTF-8"),
    ],
)
def test_an_editor_that_fails_changes_nothing(tmp_path: Path, body: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        edit_outside(TEXT, editor(tmp_path, body))


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, r"set \$EDITOR"),
        ({"EDITOR": "no-such-editor-here"}, "cannot be started"),
        ({"EDITOR": "nano 'half"}, "No closing quotation"),
    ],
)
def test_without_an_editor_it_is_said_what_to_do(environment: dict[str, str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        edit_outside(TEXT, environment)
