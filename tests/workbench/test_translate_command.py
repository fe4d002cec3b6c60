"""`workbench translate`: its options, and what it says of bad ones."""

import json
import sys
from pathlib import Path

import pytest

from db import documents, memory
from db.memory import MemoryUnit
from db.store import open_store
from tests.fakes import FakeTranslator, make_file
from tests.workbench.conftest import CommandLine, Engines
from workbench.engines import registry
from workbench.engines.protocols import Translated


@pytest.fixture
def filled(database: Path) -> Path:
    """Make a database of two documents, with a memory that has one of their sentences."""
    with open_store(database) as store:
        documents.add_file(store, "/a.txt", make_file([["甲。", "项目总投资3亿元。"]], title="甲"))
        documents.add_file(store, "/b.txt", make_file([["乙。"]], title="乙"))
        memory.add_units(store, [MemoryUnit("项目总投资3亿元。", "RMB 300 million.", "zh", "en", "old.tmx")])
    return database


def test_what_came_from_the_memory_is_told(command_line: CommandLine, engines: Engines, filled: Path) -> None:
    row = json.loads(command_line("translate", "--db", filled, "--json").out)
    assert (row["translated"], row["remembered"], row["warned"]) == (3, 1, 0)
    assert row["engine"] == "fake/1"
    assert row["segments_per_second"] > 0
    assert engines.translator.seen == ["乙。", "甲。"]


def test_the_memory_is_left_out_at_zero_percent(
    command_line: CommandLine, engines: Engines, filled: Path
) -> None:
    outcome = command_line("translate", "--db", filled, "--memory", "0")
    assert outcome.out == "3 segments translated by fake/1, 0 of them from the memory, 0 with a warning\n"


def test_one_document_can_be_translated_and_done_again(
    command_line: CommandLine, engines: Engines, filled: Path
) -> None:
    for _ in range(2):
        command_line("translate", "--db", filled, "--document", "乙", "--force")
    assert engines.translator.seen == ["乙。", "乙。"]
    assert command_line("translate", "--db", filled, "--document", "none").code == 7


@pytest.mark.parametrize(
    "arguments",
    [
        ["--n-best", "3"],
        ["--n-best", "0", "--text", "x"],
        ["--text", "x", "--force"],
        ["--text", "x", "--document", "1"],
        ["--text", "x", "--engine", "a", "--engine", "b"],
        ["--device", "tpu"],
        ["--memory", "101"],
    ],
)
def test_options_that_do_not_go_together_are_refused(command_line: CommandLine, arguments: list[str]) -> None:
    assert command_line("translate", *arguments).code == 2


def test_an_engine_that_is_not_there_is_one_line(command_line: CommandLine, filled: Path) -> None:
    outcome = command_line("translate", "--db", filled, "--engine", "no-such")
    assert outcome.code == 5
    assert outcome.err.startswith("workbench: no engine 'no-such'; there are compact")
    assert outcome.err.count("\n") == 1


def test_several_engines_translate_one_after_another(
    command_line: CommandLine, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "load_engine", lambda name, **_: FakeTranslator(f"{name}/1"))
    arguments = ["--engine", "a", "--engine", "b", "--engine", "a", "--memory", "0", "--json"]
    outcome = command_line("translate", "--db", filled, *arguments)
    rows = [json.loads(line) for line in outcome.out.splitlines()]
    assert [(row["engine"], row["translated"]) for row in rows] == [("a/1", 3), ("b/1", 3)]
    drafts = [
        json.loads(line) for line in command_line("drafts", "1", "--db", filled, "--json").out.splitlines()
    ]
    assert all(set(row["drafts"]) == {"a/1", "b/1"} for row in drafts)


@pytest.mark.parametrize("way", ["option", "environment"])
def test_the_device_reaches_the_engine(
    command_line: CommandLine,
    engines: Engines,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
) -> None:
    asked: list[str] = []
    load = sys.modules["workbench.engines.translator"].load_translator

    def recording(*, device: str, **options: object) -> FakeTranslator:
        asked.append(device)
        loaded: FakeTranslator = load(**options)
        return loaded

    monkeypatch.setattr(sys.modules["workbench.engines.translator"], "load_translator", recording)
    (tmp_path / "a.zh").write_text("甲\n", encoding="utf-8")
    if way == "environment":
        monkeypatch.setenv("WORKBENCH_DEVICE", "cuda")
    arguments = ["--device", "cuda"] if way == "option" else []
    assert command_line("translate", "--text", tmp_path / "a.zh", *arguments).out == "[甲]\n"
    assert asked == ["cuda"]


def test_a_device_of_the_environment_that_is_none_is_one_line(
    command_line: CommandLine, engines: Engines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_DEVICE", "gpu")
    (tmp_path / "a.zh").write_text("甲\n", encoding="utf-8")
    outcome = command_line("translate", "--text", tmp_path / "a.zh")
    assert outcome.code == 3
    assert outcome.err == "workbench: WORKBENCH_DEVICE: 'gpu' is none of auto, cpu, cuda\n"


def test_lines_with_a_warning_are_counted_beside_the_data(
    command_line: CommandLine, engines: Engines, tmp_path: Path
) -> None:
    (tmp_path / "a.zh").write_text("甲\n\n", encoding="utf-8")
    outcome = command_line("translate", "--text", tmp_path / "a.zh")
    assert outcome.out == "[甲]\n[]\n"
    assert outcome.err == "1 of 2 lines with a warning; --json names them\n"


def test_alternatives_come_with_number_and_score(
    command_line: CommandLine, engines: Engines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.zh"
    path.write_text("甲\n乙\n", encoding="utf-8")
    assert command_line("translate", "--text", path, "--n-best", "2").code == 5
    monkeypatch.setattr(
        type(engines.translator),
        "alternatives",
        lambda _, text, count: [Translated(f"{text}{n}", -n) for n in range(count)],
        raising=False,
    )
    outcome = command_line("translate", "--text", path, "--n-best", "2")
    assert outcome.out.splitlines() == ["1\t0.000\t甲0", "1\t-1.000\t甲1", "2\t0.000\t乙0", "2\t-1.000\t乙1"]
    rows = [
        json.loads(line)
        for line in command_line("translate", "--text", path, "--n-best", "1", "--json").out.splitlines()
    ]
    assert [row["alternatives"][0]["target"] for row in rows] == ["甲0", "乙0"]


def test_the_engines_are_listed(command_line: CommandLine) -> None:
    rows = [json.loads(line) for line in command_line("models", "engines", "--json").out.splitlines()]
    assert rows[0]["name"] == "compact"
