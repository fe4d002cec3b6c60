"""Tables that come back as they went out."""

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workbench.formats.strategies import UNITS
from workbench.errors import InputError
from workbench.formats.tabular import COLUMNS, read_csv, read_tsv, write_csv, write_tsv
from workbench.formats.units import Unit


@pytest.mark.parametrize(("write", "read"), [(write_tsv, read_tsv), (write_csv, read_csv)])
def test_units_come_back(write, read) -> None:
    @settings(deadline=None, max_examples=60)
    @given(st.lists(UNITS, max_size=5))
    def check(units: list[Unit]) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "table"
            assert write(path, units) == len(units)
            assert list(read(path)) == units

    check()


def test_a_spreadsheet_finds_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    texts = ["=1+1", "+8%", "-3", "@a", "'=x", "plain"]
    write_csv(path, [Unit(text, text) for text in texts])
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")]
    assert [unit.source_text for unit in read_csv(path)] == texts


def test_a_script_reads_one_unit_a_line(tmp_path: Path) -> None:
    path = tmp_path / "table.tsv"
    write_tsv(path, [Unit("增长8.3%", "up 8.3%", state="accepted", is_draft=True)])
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines[0].split("\t") == list(COLUMNS)
    assert lines[1].split("\t")[:5] == ["增长8.3%", "up 8.3%", "zh", "en", "accepted"]
    assert lines[2:] == [""]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", ":1:"),
        (b"source_text\tnothing\n", ":1:"),
        (b"source_text\ttarget_text\na\n", ":2:"),
        (b"source_text\ttarget_text\tscore\na\tb\tc\n", ":2:"),
        (b"source_text\ttarget_text\n\xff\xfe\n", "not UTF-8"),
    ],
)
def test_a_broken_table_is_refused_with_its_place(tmp_path: Path, content: bytes, place: str) -> None:
    path = tmp_path / "table.tsv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=place):
        list(read_tsv(path))
