"""Units go from one format to another, and nothing that both can hold is lost."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workbench.conftest import CommandLine
from tests.workbench.formats.strategies import UNITS
from tests.workbench.intake.readers.makers import make_workbook
from workbench.commands.convert import FORMATS
from workbench.converting import convert, read_units
from workbench.errors import InputError, OutputError
from workbench.formats.jsonl import read_jsonl, write_jsonl
from workbench.formats.registry import UNIT_FORMATS
from workbench.formats.units import Unit

PAIR = [Unit("园区开工。", "Work began."), Unit("出口增长。", "Exports rose.")]
TEXTS = [(unit.source_text, unit.target_text) for unit in PAIR]


@pytest.mark.parametrize("ending", ["tmx", "tsv", "csv", "xlf", "jsonl"])
def test_a_round_trip_through_a_format_changes_nothing(ending: str) -> None:
    units = UNITS.filter(lambda unit: unit.target_language == "en")

    @settings(deadline=None, max_examples=15)
    @given(st.lists(units, min_size=1, max_size=4))
    def check(drawn: list[Unit]) -> None:
        with TemporaryDirectory() as name:
            first, there, back = (Path(name) / f for f in ("a.jsonl", f"b.{ending}", "c.jsonl"))
            write_jsonl(first, drawn)
            assert convert(first, there) == convert(there, back) == len(drawn)
            assert list(read_jsonl(back)) == drawn

    check()


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pairs.xlsx", make_workbook()),
        (
            "tmx.xml",
            '<tmx version="1.4"><header srclang="zh"/><body>'
            + "".join(
                f'<tu><tuv xml:lang="zh"><seg>{unit.source_text}</seg></tuv>'
                f'<tuv xml:lang="en"><seg>{unit.target_text}</seg></tuv></tu>'
                for unit in PAIR
            )
            + "</body></tmx>",
        ),
        ("pairs.tsv", "1\t园区开工。\tWork began.\n2\t出口增长。\tExports rose.\n"),
        ("pairs.csv", "英文,中文\nWork began.,园区开工。\nOnly English.,\nExports rose.,出口增长。\n"),
        (
            "pairs.po",
            'msgid "Work began."\nmsgstr "园区开工。"\nmsgid "Exports rose."\nmsgstr "出口增长。"\n',
        ),
    ],
)
def test_rows_of_two_languages_become_units(tmp_path: Path, name: str, content: str | bytes) -> None:
    found = [(unit.source_text, unit.target_text) for unit in read_units(write(tmp_path, name, content))]
    assert sorted(found) == sorted(TEXTS)


def test_a_moses_pair_is_named_by_its_chinese_file(tmp_path: Path) -> None:
    write(tmp_path, "corpus.en", "Work began.\nExports rose.\n")
    chinese = write(tmp_path, "corpus.zh", "园区开工。\n出口增长。\n")
    assert list(read_units(chinese)) == PAIR
    with pytest.raises(InputError, match=r"none\.en"):
        list(read_units(write(tmp_path, "none.zh-Hant", "無")))


BAD: list[tuple[str, str, str, type[Exception], str]] = [
    ("a.docx", "x", "b.tmx", InputError, "no units are read"),
    ("a.tsv", "甲\t乙\n", "b.tmx", InputError, "no row with Chinese and English"),
    ("a.csv", "", "b.tmx", InputError, "is empty"),
    ("a.jsonl", "", "b.tmx", InputError, "no unit in it"),
    ("a.tmx", "<tmx>", "b.tsv", InputError, "not well-formed"),
    ("a.jsonl", '{"source_text": "a", "target_text": "b"}', "b.xyz", OutputError, "--to"),
    ("a.jsonl", '{"source_text": "a", "target_text": "b"}', "a.jsonl", OutputError, "the file to convert"),
]


@pytest.mark.parametrize(("name", "content", "target", "error", "message"), BAD)
def test_what_cannot_be_converted_is_said_in_one_line_and_leaves_nothing(
    tmp_path: Path, name: str, content: str, target: str, error: type[Exception], message: str
) -> None:
    source = write(tmp_path, name, content)
    with pytest.raises(error, match=message):
        convert(source, tmp_path / target)
    assert list(tmp_path.iterdir()) == [source]
    assert source.read_text() == content


def test_the_command_line_converts(command_line: CommandLine, tmp_path: Path) -> None:
    source = tmp_path / "pairs.jsonl"
    write_jsonl(source, PAIR)
    outcome = command_line("convert", source, tmp_path / "old.xlf", "--to", "xliff-1.2")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", f"{tmp_path / 'old.xlf'}: 2 units\n")
    assert "1.2" in (tmp_path / "old.xlf").read_text()
    assert command_line("convert", tmp_path / "none.tmx", tmp_path / "b.tmx").code == InputError.exit_code
    assert tuple(UNIT_FORMATS) == FORMATS


def test_a_memory_takes_what_can_be_converted(
    command_line: CommandLine, database: Path, tmp_path: Path
) -> None:
    table = write(tmp_path, "pairs.csv", "中文,英文\n园区开工。,Work began.\n出口增长。,Exports rose.\n")
    outcome = command_line("memory", "import", table, "--db", database)
    assert (outcome.code, outcome.err) == (0, f"2 new units of 2 in {table}\n")
