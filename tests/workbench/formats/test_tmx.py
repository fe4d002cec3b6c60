"""TMX that other tools read, and reading what other tools write."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.workbench.formats.strategies import UNITS
from workbench.errors import InputError, OutputError
from workbench.formats.tmx import read_tmx, write_tmx
from workbench.formats.units import Unit

HEADER_ATTRIBUTES = {
    "creationtool",
    "creationtoolversion",
    "segtype",
    "o-tmf",
    "adminlang",
    "srclang",
    "datatype",
}
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
UNIT = Unit(
    "高新区", "high-tech zone", origin="hand", score=0.5, note="a & b", created_at="2024-05-01T08:00:00Z"
)


def parsed(path: Path) -> etree._Element:
    parser = etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False, huge_tree=True)
    return etree.parse(str(path), parser).getroot()


def check_structure(path: Path) -> None:
    """The rules of tmx14.dtd for what we write."""
    root = parsed(path)
    assert root.tag == "tmx"
    assert root.get("version") == "1.4"
    assert [child.tag for child in root] == ["header", "body"]
    assert set(root[0].attrib) >= HEADER_ATTRIBUTES
    for unit in root[1]:
        assert unit.tag == "tu"
        names = [child.tag for child in unit]
        assert names == sorted(names, key=["note", "prop", "tuv"].index)
        assert names.count("tuv") == 2
        languages = [variant.get(XML_LANGUAGE) for variant in unit.iterfind("tuv")]
        assert unit.get("srclang", root[0].get("srclang")) == languages[0]
        for variant in unit.iterfind("tuv"):
            assert [child.tag for child in variant] == ["seg"]
            assert len(variant[0]) == 0


@settings(deadline=None, max_examples=60)
@given(st.lists(UNITS, max_size=5))
def test_units_come_back_and_the_structure_is_tmx(units: list[Unit]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "memory.tmx"
        assert write_tmx(path, units) == len(units)
        check_structure(path)
        assert list(read_tmx(path)) == units
        texts = [seg.text or "" for seg in parsed(path).iter("seg")]
        assert texts == [text for unit in units for text in (unit.source_text, unit.target_text)]


def test_characters_that_xml_cannot_hold_are_dropped(tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    write_tmx(path, [Unit("a\x00\x0b高\ud800", "b\ufffe")])
    check_structure(path)
    assert [(unit.source_text, unit.target_text) for unit in read_tmx(path)] == [("a高", "b")]


def test_an_error_among_the_units_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    write_tmx(path, [UNIT])
    before = path.read_bytes()

    def units():
        yield UNIT
        raise RuntimeError("the store went away")

    with pytest.raises(RuntimeError):
        write_tmx(path, units())
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing" / "memory.tmx"):
        with pytest.raises(OutputError) as caught:
            write_tmx(path, [UNIT])
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)


FOREIGN = """<?xml version="1.0" encoding="{encoding}"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="{source}" /><body><tu>
<tuv lang="EN-GB"><seg>A <bpt i="1">&lt;b&gt;</bpt>bold<ept i="1">&lt;/b&gt;</ept> <hi>plan</hi></seg></tuv>
<tuv xml:lang="{code}"><prop type="x">y</prop><seg>大胆的计划</seg></tuv>
</tu></body></tmx>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    ("source", "code", "language"),
    [
        ("ZH-CN", "zh_CN", "zh"),
        ("*all*", "cmn", "zh"),
        ("zh", "zh-TW", "zh-Hant"),
        ("zh-hans", "zh-Hans-CN", "zh"),
    ],
)
def test_files_of_other_tools_are_read(
    tmp_path: Path, encoding: str, source: str, code: str, language: str
) -> None:
    path = tmp_path / "foreign.tmx"
    path.write_text(FOREIGN.format(encoding=encoding, source=source, code=code), encoding=encoding)
    assert list(read_tmx(path)) == [
        Unit("大胆的计划", "A bold plan", source_language=language, target_language="en")
    ]


def test_the_source_language_of_the_header_decides_the_direction(tmp_path: Path) -> None:
    path = tmp_path / "foreign.tmx"
    path.write_text(FOREIGN.format(encoding="utf-8", source="en-US", code="zh-CN"), encoding="utf-8")
    assert [(unit.source_language, unit.target_language) for unit in read_tmx(path)] == [("en", "zh")]


BOMB = """<?xml version="1.0"?><!DOCTYPE tmx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>
<tmx version="1.4"><header srclang="zh"/><body><tu>
<tuv xml:lang="zh"><seg>&b;</seg></tuv></tu></body></tmx>"""
FETCH = """<?xml version="1.0"?><!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<tmx version="1.4"><header srclang="zh"/><body><tu>
<tuv xml:lang="zh"><seg>&a;</seg></tuv></tu></body></tmx>"""
UNKNOWN = """<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="zh"/><body><tu>
<tuv xml:lang="zh"><seg>&nbsp;</seg></tuv></tu></body></tmx>"""


@pytest.mark.parametrize(
    "content",
    [
        BOMB,
        FETCH,
        UNKNOWN,
        "",
        "no markup",
        "<tmx><header/>",
        '<?xml version="1.0" encoding="x-nope"?><tmx/>',
    ],
)
def test_hostile_and_broken_files_are_refused_in_one_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "bad.tmx"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        list(read_tmx(path))
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        list(read_tmx(tmp_path / "none.tmx"))


def test_memory_does_not_grow_with_the_number_of_units(tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "memory.tmx"
    tracemalloc.start()
    write_tmx(path, (replace(UNIT, source_text=f"第{number}条" * 20) for number in range(5000)))
    count = sum(1 for _ in read_tmx(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 5000
    assert peak < path.stat().st_size / 2
