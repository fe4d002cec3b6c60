"""XLIFF, Moses, JSON Lines and the page side by side."""

from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.workbench.formats.strategies import UNITS
from workbench.errors import InputError, OutputError
from workbench.formats.html import write_html
from workbench.formats.jsonl import read_jsonl, write_jsonl
from workbench.formats.moses import read_moses, write_moses
from workbench.formats.units import Unit
from workbench.formats.xliff import read_xliff, write_xliff, write_xliff_1

ONE_PAIR = UNITS.map(lambda unit: replace(unit, target_language="en"))
"""Units in both scripts, as one database holds them."""
HOSTILE = "<script>alert('x')</script> & \"q\" \x00\ud800"


@pytest.mark.parametrize(
    ("units", "write", "read"),
    [
        (st.lists(ONE_PAIR, min_size=1, max_size=5), write_xliff, read_xliff),
        (st.lists(UNITS, max_size=5), write_xliff_1, read_xliff),
        (st.lists(UNITS, max_size=5), write_jsonl, read_jsonl),
    ],
    ids=["xliff 2.1", "xliff 1.2", "jsonl"],
)
def test_units_come_back(units: st.SearchStrategy[list[Unit]], write: Callable, read: Callable) -> None:
    @settings(deadline=None, max_examples=50)
    @given(units)
    def check(drawn: list[Unit]) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "units"
            assert write(path, drawn) == len(drawn)
            assert list(read(path)) == drawn

    check()


@settings(deadline=None, max_examples=30)
@given(st.lists(ONE_PAIR, min_size=1, max_size=4))
def test_xliff_has_the_structure_of_the_standards(units: list[Unit]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "units.xlf"
        write_xliff(path, units)
        root = etree.parse(str(path)).getroot()
        space = "{urn:oasis:names:tc:xliff:document:2.0}"
        assert (root.tag, root.get("version")) == (f"{space}xliff", "2.1")
        assert root.get("srcLang") == {"zh": "zh-CN", "zh-Hant": "zh-TW"}[units[0].source_language]
        assert root.get("trgLang") == "en-US"
        identifiers = [element.get("id") for element in root.iter(f"{space}unit")]
        assert len(set(identifiers)) == len(identifiers) == len(units)
        for segment in root.iter(f"{space}segment"):
            assert segment.get("state") in {"initial", "translated", "reviewed", "final"}
            assert [child.tag for child in segment] == [f"{space}source", f"{space}target"]
        write_xliff_1(path, units)
        root = etree.parse(str(path)).getroot()
        space = "{urn:oasis:names:tc:xliff:document:1.2}"
        for file in root:
            assert {"original", "source-language", "target-language", "datatype"} <= set(file.attrib)
        for unit in root.iter(f"{space}trans-unit"):
            final = unit.find(f"{space}target").get("state") == "final"
            assert (unit.get("approved") == "yes") == final


def test_xliff_of_other_tools_is_read(tmp_path: Path) -> None:
    path = tmp_path / "foreign.xlf"
    path.write_text(
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="zh-Hant" '
        'trgLang="en-GB"><file id="a"><group id="g"><unit id="1"><segment state="final">'
        '<source>計<mrk id="m">畫</mrk></source>'
        "<target>Plan</target></segment><segment><source>無</source></segment></unit></group></file></xliff>",
        encoding="utf-8",
    )
    assert list(read_xliff(path)) == [
        Unit("計畫", "Plan", "zh-Hant", "en", state="accepted"),
        Unit("無", "", "zh-Hant", "en"),
    ]
    path.write_text("<html/>", encoding="utf-8")
    with pytest.raises(InputError, match="html"):
        list(read_xliff(path))


def test_xliff_2_refuses_two_pairs_of_languages_and_none(tmp_path: Path) -> None:
    path = tmp_path / "units.xlf"
    for units in ([], [Unit("a", "b"), Unit("a", "b", target_language="de")]):
        with pytest.raises(OutputError):
            write_xliff(path, units)
    assert list(tmp_path.iterdir()) == []


def test_moses_refuses_two_pairs_of_languages_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="unit 1 is not zh -> en"):
        write_moses(tmp_path / "corpus", [Unit("a", "b"), Unit("a", "b", target_language="de")])
    assert list(tmp_path.iterdir()) == []


@settings(deadline=None, max_examples=50)
@given(st.lists(ONE_PAIR, max_size=5))
def test_moses_files_have_equal_lines_and_no_blank_side(units: list[Unit]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "corpus"
        count = write_moses(path, units)
        sides = [(Path(folder) / f"corpus.{ending}").read_bytes() for ending in ("zh", "en", "ids")]
        assert [side.count(b"\n") for side in sides] == [count] * 3
        assert not [line for side in sides[:2] for line in side.decode().split("\n")[:-1] if not line.strip()]
        if count:
            languages = {"source_language": "zh", "target_language": "en"}
            read = list(read_moses(Path(folder) / "corpus.zh", Path(folder) / "corpus.en", **languages))
            kept = [unit for unit in units if unit.source_text.strip() and unit.target_text.strip()]
            assert [unit.source_text for unit in read] == [" ".join(u.source_text.split()) for u in kept]


def test_moses_files_of_unequal_length_are_refused(tmp_path: Path) -> None:
    for name, text in (("zh", "一\n二\n"), ("en", "one\n")):
        (tmp_path / f"c.{name}").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="2 lines"):
        list(read_moses(tmp_path / "c.zh", tmp_path / "c.en", source_language="zh", target_language="en"))


@pytest.mark.parametrize("line", ["{", "[]", '{"source_text": 1, "target_text": ""}', '{"source_text": "a"}'])
def test_a_broken_line_of_json_is_refused_with_its_place(tmp_path: Path, line: str) -> None:
    path = tmp_path / "units.jsonl"
    write_jsonl(path, [Unit("高", "high")])
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(InputError, match=":2:"):
        list(read_jsonl(path))


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.cells: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "td":
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.cells and self.tags[-1] == "td":
            self.cells[-1] += data


def test_text_on_the_page_is_text_and_nothing_is_fetched(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    units = [Unit(HOSTILE, "b", document="<d>"), Unit("c", HOSTILE, is_draft=True, document="<d>")]
    assert write_html(path, units, title=HOSTILE) == 2
    page = path.read_text(encoding="utf-8")
    parser = _Texts()
    parser.feed(page)
    assert "script" not in parser.tags
    assert not {"link", "img", "iframe"} & set(parser.tags)
    assert parser.cells[0].startswith("<script>alert('x')</script> & \"q\"")
    assert page.count('class="draft"') == 1
