"""Every decision can be made from the command line, and bad requests say what was expected."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.tui.databases import build_project
from workbench.cli import workbench
from workbench.errors import InputError
from workbench.review import reviewing
from workbench.review.deciding import decide_by_name


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return build_project(tmp_path / "project.db")


def decide(path: Path, action: str, rows: str = "", *values: str) -> None:
    decide_by_name(path, 1, action, rows=rows, values=values, reviewer="mei")


def shapes(path: Path) -> list[str]:
    return [bead.shape for bead in reviewing.open_pair(path, 1).beads]


STATES = [("accept", "accepted"), ("reject", "rejected"), ("needs-review", "needs-review")]


@pytest.mark.parametrize(("action", "state"), STATES)
def test_states_are_set_on_a_range(path: Path, action: str, state: str) -> None:
    decide(path, action, "2-3")
    beads = reviewing.open_pair(path, 1).beads
    assert [bead.state.value for bead in beads[:4]] == ["proposed", state, state, "proposed"]


SHAPES = [
    (("merge", "1"), ["2-2", "2-1", "1-1", "0-1", "1-0", "1-2"]),
    (("merge", "1-3"), ["4-3", "1-1", "0-1", "1-0", "1-2"]),
    (("split", "7", "1", "1"), ["1-1", "1-1", "2-1", "1-1", "0-1", "1-0", "1-1", "0-1"]),
    (("first-up", "3", "source"), ["1-1", "2-1", "1-1", "1-1", "0-1", "1-0", "1-2"]),
    (("last-down", "3", "source"), ["1-1", "1-1", "1-1", "2-1", "0-1", "1-0", "1-2"]),
    (("shift-down", "1", "target"), ["1-0", "1-1", "2-1", "1-1", "0-1", "1-1", "1-2"]),
    (("shift-up", "2", "target"), ["1-2", "1-1", "2-1", "1-1", "1-0", "1-2"]),
    (("pin", "1-3", "2", "1"), ["1-0", "1-1", "2-2", "1-1", "0-1", "1-0", "1-2"]),
    (
        ("no-counterpart", "3", "source", "credit-line"),
        ["1-1", "1-1", "2-0", "0-1", "1-1", "0-1", "1-0", "1-2"],
    ),
]


@pytest.mark.parametrize(("arguments", "expected"), SHAPES, ids="-".join)
def test_shapes_are_changed_and_undone(path: Path, arguments: tuple[str, ...], expected: list[str]) -> None:
    before = reviewing.open_pair(path, 1).beads
    decide(path, *arguments)
    assert shapes(path) == expected
    decide(path, "undo")
    assert reviewing.open_pair(path, 1).beads == before
    decide(path, "redo")
    assert shapes(path) == expected


def test_texts_notes_and_bookmarks_are_kept(path: Path) -> None:
    decide(path, "edit", "2", "target", "[b]Output[/b] grew.")
    decide(path, "note", "3", "look again")
    decide(path, "bookmark", "4-5")
    beads = reviewing.open_pair(path, 1).beads
    assert beads[1].edited_target == "[b]Output[/b] grew."
    assert beads[2].note == "look again"
    assert [bead.is_bookmarked for bead in beads[3:6]] == [True, True, False]


def test_words_are_replaced_in_the_rows_that_hold_them(path: Path) -> None:
    decide(path, "replace", "1-7", "target", "yuan", "RMB")
    beads = reviewing.open_pair(path, 1).beads
    assert [bead.edited_target is not None for bead in beads] == [False, True, True, *[False] * 4]
    decide(path, "replace", "1-7", "target", "RMB", "yuan")
    beads = reviewing.open_pair(path, 1).beads
    assert [bead.state.value for bead in beads] == ["proposed"] * 7
    assert decide_by_name(path, 1, "replace", rows="1", values=("source", "无", "x"), reviewer="m") is None


def test_a_passage_that_moved_is_marked_on_both_sides(path: Path) -> None:
    decide(path, "moved", "6", "5")
    beads = reviewing.open_pair(path, 1).beads
    assert [(bead.reason, bead.state.value) for bead in beads[4:6]] == [("moved elsewhere", "accepted")] * 2


BAD = [
    ("fly", "1", ()),
    ("accept", "0", ()),
    ("accept", "2-99", ()),
    ("accept", "two", ()),
    ("accept", "1", ("x",)),
    ("split", "1", ("1",)),
    ("split", "1", ("one", "1")),
    ("first-up", "1", ("source",)),
    ("first-up", "2", ("left",)),
    ("note", "1-2", ("x",)),
    ("merge", "7", ()),
    ("pin", "1-3", ("0", "1")),
    ("pin", "1-3", ("1",)),
    ("no-counterpart", "1", ("source", "whim")),
    ("moved", "5", ("x",)),
    ("replace", "5", ("target", "x")),
]


@pytest.mark.parametrize(("action", "rows", "values"), BAD)
def test_bad_requests_change_nothing(path: Path, action: str, rows: str, values: tuple[str, ...]) -> None:
    before = reviewing.open_pair(path, 1).beads
    with pytest.raises(InputError):
        decide(path, action, rows, *values)
    assert reviewing.open_pair(path, 1).beads == before


def test_the_commands_decide_and_list(path: Path) -> None:
    run = CliRunner().invoke
    outcome = run(workbench, ["decide", "1", "accept", "1-2", "--db", str(path), "--reviewer", "mei"])
    assert (outcome.exit_code, outcome.stdout) == (0, "")
    outcome = run(workbench, ["rows", "1", "--doubt", "--json", "--db", str(path), "--reviewer", "mei"])
    records = [json.loads(line) for line in outcome.stdout.rstrip("\n").split("\n")]
    assert [record["posterior"] for record in records] == sorted(record["posterior"] for record in records)
    assert {record["row"] for record in records} == {3, 4, 5, 6, 7}
    lines = run(workbench, ["rows", "1", "--limit", "2", "--db", str(path)]).stdout.split("\n")
    assert lines[0].split("\t")[:4] == ["1", "accepted", "1-1", "0.99"]
    assert len(lines) == 3
