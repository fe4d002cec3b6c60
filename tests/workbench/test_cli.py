"""The command line: data on stdout, one line on stderr, exit codes as documented, and no traceback."""

import importlib
import re
import shlex
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import pytest

from db import documents
from db.migrations import all_migrations
from db.store import open_store
from tests.workbench.conftest import CommandLine, Engines
from workbench import cli, errors


def every_command() -> Iterator[tuple[str, click.Command]]:
    """Yield every command with the words that call it, those in groups too."""
    context = click.Context(cli.workbench)
    for name in cli.workbench.list_commands(context):
        command = cli.workbench.get_command(context, name)
        assert command is not None, name
        yield name, command
        if isinstance(command, click.Group):
            for inner in command.list_commands(context):
                found = command.get_command(context, inner)
                assert found is not None
                yield f"{name} {inner}", found


COMMANDS = dict(every_command())


def test_all_promised_commands_are_there() -> None:
    promised = {"run", "review", "detect", "segment", "translate", "align", "score", "export", "models"}
    promised |= {f"models {name}" for name in ("list", "install", "verify", "path")}
    assert promised <= COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_help_shows_an_example(command_line: CommandLine, name: str) -> None:
    outcome = command_line(*name.split(), "--help")
    assert outcome.code == 0
    assert re.search(rf"^ *Example: workbench {name}\b", outcome.out, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_can_be_parsed(name: str) -> None:
    command = COMMANDS[name]
    text = re.search(r"Example: workbench (.*)", f"{command.help} {command.epilog}", re.DOTALL)
    assert text is not None
    words = shlex.split(text[1].removesuffix(" None").split(">")[0])[len(name.split()) :]
    if not isinstance(command, click.Group):
        command.make_context(name, words)


def test_the_exit_codes_are_those_of_the_table() -> None:
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", errors.__doc__ or "", re.MULTILINE)}
    classes = [item for item in vars(errors).values() if isinstance(item, type)]
    assert {error.exit_code for error in classes} <= listed
    assert cli.INTERRUPTED_EXIT_CODE in listed


@pytest.fixture
def models_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let translation packages live in an empty folder."""
    folder = tmp_path / "packages"
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(folder))
    return folder


BINARY = bytes(range(256)) * 30


def _newer_database(path: Path) -> None:
    with open_store(path) as store, store.atomic():
        all_migrations()._record_applied(store.database, "9999_from_the_future")


def _other_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (text)")
        connection.commit()


def _zip(path: Path, names: list[str]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "{}")


@pytest.fixture(scope="session")
def bad_inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder with everything that goes wrong, to copy."""
    folder = tmp_path_factory.mktemp("bad inputs")
    (folder / "good.txt").write_text("云洲高新区召开大会。\n", encoding="utf-8")
    (folder / "empty.txt").touch()
    (folder / "blank.txt").write_text(" \n\n\u3000\n", encoding="utf-8")
    (folder / "binary.txt").write_bytes(BINARY)
    (folder / "gbk.txt").write_bytes(
        "云洲高新区召开大会，强调要加快建设世界一流的高科技园区。\n".encode("gb18030")
    )
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + BINARY)
    (folder / "no-text").mkdir()
    (folder / "no-text" / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + BINARY)
    _newer_database(folder / "newer.db")
    _other_database(folder / "other.db")
    with open_store(folder / "new.db"):
        pass
    (folder / "text.argosmodel").write_text("no package", encoding="utf-8")
    _zip(folder / "empty.argosmodel", [])
    _zip(folder / "unsafe.argosmodel", ["../../etc/passwd"])
    _zip(folder / "hollow.argosmodel", ["zh_en/metadata.json"])
    (folder / "beads").write_text("[0]:[0]\n", encoding="utf-8")
    return folder


BAD_INPUTS: list[tuple[str, int, str]] = [
    # the command (names are in the folder above), its exit code, what stderr names
    ("run missing.txt --db fresh.db", 3, "missing.txt"),
    ("run empty.txt --db new.db", 3, "empty.txt"),
    ("run blank.txt --db new.db", 3, "blank.txt"),
    ("run binary.txt --db new.db", 3, "binary.txt"),
    ("run picture.png --db fresh.db", 3, "picture.png"),
    ("run no-text --db fresh.db", 3, "no-text"),
    ("run good.txt --db new.db --encoding no-such", 3, "no-such"),
    ("run good.txt --db new.db --encoding utf-16", 3, "good.txt"),
    ("run gbk.txt --db new.db --encoding utf-8", 3, "gbk.txt"),
    ("run good.txt --db newer.db", 4, "newer.db"),
    ("run good.txt --db other.db", 4, "other.db"),
    ("run good.txt --db good.txt", 4, "good.txt"),
    ("run good.txt --db no-text", 4, "no-text"),
    ("run good.txt --db missing/fresh.db", 4, "missing"),
    ("run good.txt --db new.db --aligner no-such", 3, "no-such"),
    ("detect missing.txt", 3, "missing.txt"),
    ("detect empty.txt", 3, "empty.txt"),
    ("detect binary.txt", 3, "binary.txt"),
    ("detect no-text", 3, "no-text"),
    ("segment missing.txt", 3, "missing.txt"),
    ("segment blank.txt", 3, "blank.txt"),
    ("segment picture.png", 3, "picture.png"),
    ("translate --text missing.txt", 3, "missing.txt"),
    ("translate --text binary.txt", 3, "binary.txt"),
    ("translate --text gbk.txt", 3, "gbk.txt"),
    ("translate --text no-text", 3, "no-text"),
    ("translate --db missing.db", 4, "missing.db"),
    ("align --source missing.txt --target good.txt", 3, "missing.txt"),
    ("align --source good.txt --target empty.txt", 3, "empty.txt"),
    ("align --source gbk.txt --target good.txt", 3, "gbk.txt"),
    ("align --source good.txt --target good.txt --aligner no-such", 3, "no-such"),
    ("align --db missing.db", 4, "missing.db"),
    ("align --db newer.db", 4, "newer.db"),
    ("score missing beads", 3, "missing"),
    ("score beads good.txt", 3, "good.txt"),
    ("score empty.txt beads", 3, "empty.txt"),
    ("documents --db missing.db", 4, "missing.db"),
    ("documents --db new.db --paragraphs 7", 7, "7"),
    ("documents --db other.db", 4, "other.db"),
    ("export tmx out.tmx --db missing.db", 4, "missing.db"),
    ("export tmx missing/out.tmx --db new.db", 6, "missing"),
    ("export sqlite missing/out.sqlite --db new.db", 6, "missing"),
    ("export tsv no-text --db new.db", 6, "no-text"),
    ("export sqlite new.db --db new.db", 6, "new.db"),
    ("export tmx new.db --db new.db", 6, "new.db"),
    ("memory import missing.tmx --db new.db", 3, "missing.tmx"),
    ("memory import good.txt --db new.db", 3, "good.txt"),
    ("memory import empty.txt --db new.db", 3, "empty.txt"),
    ("memory search 云洲 --db missing.db", 4, "missing.db"),
    ("memory export missing/out.tmx --db new.db", 6, "missing"),
    ("memory export new.db --db new.db", 6, "new.db"),
    ("glossary import missing.tsv --db new.db", 3, "missing.tsv"),
    ("glossary import binary.txt --db new.db", 3, "binary.txt"),
    ("glossary import empty.txt --db new.db", 3, "empty.txt"),
    ("check --db missing.db", 4, "missing.db"),
    ("check --source missing.txt --target good.txt", 3, "missing.txt"),
    ("check --source gbk.txt --target good.txt", 3, "gbk.txt"),
    ("check --source good.txt --target blank.txt", 3, "blank.txt"),
    ("models install missing.argosmodel", 5, "missing.argosmodel"),
    ("models install text.argosmodel", 5, "text.argosmodel"),
    ("models install empty.argosmodel", 5, "empty.argosmodel"),
    ("models install unsafe.argosmodel", 5, "unsafe.argosmodel"),
    ("models install hollow.argosmodel", 5, "hollow.argosmodel"),
    ("models install no-text", 5, "no-text"),
]


@pytest.mark.parametrize(("words", "code", "named"), BAD_INPUTS, ids=[case[0] for case in BAD_INPUTS])
def test_bad_input_ends_in_one_line_a_documented_code_and_no_new_file(
    command_line: CommandLine,
    engines: Engines,
    bad_inputs: Path,
    tmp_path: Path,
    models_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: str,
    code: int,
    named: str,
) -> None:
    folder = tmp_path / "in"
    shutil.copytree(bad_inputs, folder)
    monkeypatch.chdir(folder)
    before = snapshot(folder)
    outcome = command_line(*words.split())
    assert (outcome.code, outcome.out) == (code, "")
    (line,) = outcome.err.removesuffix("\n").split("\n")
    assert line.startswith("workbench: ")
    assert named in line
    assert "a fault of the workbench" not in line
    assert "Traceback" not in line
    assert snapshot(folder) == before
    assert not models_folder.exists() or list(models_folder.iterdir()) == []


def snapshot(folder: Path) -> dict[str, object]:
    """Give what is in a folder: the bytes of files, and what the database new.db holds."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        if path.name == "new.db":
            with open_store(path) as store:
                found[path.name] = (documents.list_documents(store), documents.current_hashes(store))
        elif path.is_file():
            found[str(path.relative_to(folder))] = path.read_bytes()
    return found


def test_no_package_at_all_is_said_in_one_line(
    command_line: CommandLine,
    models_folder: Path,
    folder: Path,
    database: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    models = importlib.import_module("workbench.engines.models")

    def missing() -> Path:
        raise errors.ModelError("translate-zh_en.argosmodel: the package that ships is missing")

    monkeypatch.setattr(models, "shipped_package", missing)
    (folder / "lines.txt").write_text("云洲。\n", encoding="utf-8")
    for words in (["translate", "--text", folder / "lines.txt"], ["run", folder, "--db", database]):
        outcome = command_line(*words)
        assert (outcome.code, outcome.out) == (errors.ModelError.exit_code, "")
        assert outcome.err.startswith("workbench: ")
        assert outcome.err.count("\n") == 1
    outcome = command_line("models", "list")
    assert (outcome.code, outcome.out) == (0, "")
    assert "no translation package is installed" in outcome.err


def test_a_file_that_cannot_be_read_is_left_out_with_a_line_and_the_others_are_done(
    command_line: CommandLine, engines: Engines, folder: Path, database: Path
) -> None:
    (folder / "empty.txt").touch()
    outcome = command_line("run", folder, "--db", database)
    assert outcome.code == errors.InputError.exit_code
    assert re.fullmatch(r"workbench: left out: .*empty\.txt: .*\n", outcome.err)
    assert "5 added, 1 failed" in outcome.out


def test_a_fault_of_ours_is_one_line_too(
    command_line: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("first\nsecond")

    monkeypatch.setattr("workbench.inputs.read_source", fail)
    outcome = command_line("detect", tmp_path / "a.txt")
    assert (outcome.code, outcome.out) == (1, "")
    assert (
        outcome.err == "workbench: a fault of the workbench, please report it: RuntimeError: first second\n"
    )


@pytest.mark.parametrize(
    "words", ["no-such-command", "run", "run --no-such-option", "align --source a.txt", "export nothing out"]
)
def test_a_wrong_command_line_is_code_2(command_line: CommandLine, words: str) -> None:
    outcome = command_line(*words.split())
    assert (outcome.code, outcome.out) == (2, "")
    assert "Error: " in outcome.err
