"""The doctor tells what works from what does not."""

import json
import socket
from pathlib import Path

import pytest

from tests.workbench.conftest import CommandLine, Engines
from workbench import errors, examining


def looked(command_line: CommandLine, database: Path) -> tuple[int, dict[str, tuple[bool, str]]]:
    outcome = command_line("doctor", "--json", "--db", database)
    rows = [json.loads(line) for line in outcome.out.split("\n")[:-1]]
    return outcome.code, {row["name"]: (row["is_good"], row["detail"]) for row in rows}


@pytest.fixture
def one_and_another(monkeypatch: pytest.MonkeyPatch, engines: Engines) -> None:
    """Give the fake encoder a trial in which it sees the translation by its mark."""
    monkeypatch.setattr(examining, "TRIAL", ("园区开工#a1。", "Work began #a1.", "天气很好#b7。"))


@pytest.fixture
def no_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "packages"))


@pytest.mark.usefixtures("one_and_another", "no_package")
def test_everything_is_good_on_a_fresh_machine_and_nothing_is_made(
    command_line: CommandLine, tmp_path: Path
) -> None:
    code, checks = looked(command_line, tmp_path / "none.db")
    assert (code, all(is_good for is_good, _ in checks.values())) == (0, True)
    assert "installed at the first use" in checks["translation"][1]
    assert "not there yet" in checks["database"][1]
    assert not (tmp_path / "none.db").exists()
    assert command_line("doctor", "--db", tmp_path / "none.db").out.count("good  ") == len(checks)


@pytest.mark.usefixtures("one_and_another", "no_package")
def test_a_database_that_is_none_and_a_missing_package_are_bad(
    command_line: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.engines import models

    def missing() -> Path:
        raise errors.ModelError("the package that ships is missing")

    monkeypatch.setattr(models, "shipped_package", missing)
    (tmp_path / "text.db").write_text("no database" * 100)
    code, checks = looked(command_line, tmp_path / "text.db")
    assert code == errors.ModelError.exit_code
    assert checks["database"] == (False, f"{tmp_path / 'text.db'}: not an SQLite database")
    assert checks["translation"] == (False, "the package that ships is missing")


@pytest.mark.usefixtures("no_package")
def test_a_part_that_asks_for_the_network_is_told_on(
    engines: Engines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask() -> str:
        with socket.socket(socket.AF_UNIX) as asking, pytest.raises(OSError, match="No such file"):
            asking.connect(str(tmp_path / "nobody"))
        return "asked"

    monkeypatch.setattr(examining, "_glossary", ask)
    *_, network = examining.examine(tmp_path / "none.db")
    assert (network.name, network.is_good) == ("network", False)
