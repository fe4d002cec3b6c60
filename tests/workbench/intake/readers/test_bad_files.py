"""Whatever a file is, the user gets one line: where, what, and what to do."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workbench.intake.readers.makers import (
    make_docx,
    make_encrypted_pdf,
    make_epub,
    make_pdf,
    make_slides,
    make_zip,
)
from workbench.errors import InputError
from workbench.intake.reading import read_content, read_file

BOMB = """<?xml version="1.0"?><!DOCTYPE tmx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<tmx><body><tu><tuv lang="zh"><seg>&c;</seg></tuv></tu></body></tmx>"""
STOLEN = """<?xml version="1.0"?><!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<tmx><body><tu><tuv lang="zh"><seg>&x;</seg></tuv></tu></body></tmx>"""
ENDLESS = [
    "园区发展。", "园", "zone ", "(。", "產(chǎn)", "一、",
    "2024-01-01 ", "a.b", "> ", "&<p>", "文章属性•【a】",
]  # fmt: skip


def linked_zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        member = zipfile.ZipInfo("link.txt")
        member.external_attr = 0o120777 << 16
        package.writestr(member, "/etc/hostname")
    return stream.getvalue()


def lying_zip() -> bytes:
    """Say in the directory that a member of two megabytes has ten bytes."""
    content = bytearray(make_zip({"a.txt": b"a" * (2 << 20)}))
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 10)
    return bytes(content)


def sheet_that_names(cell: str) -> bytes:
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return make_zip(
        {
            "xl/workbook.xml": f'<workbook xmlns:r="{relations}"><sheet r:id="a"/></workbook>',
            "xl/_rels/workbook.xml.rels": '<a><Relationship Id="a" Target="a.xml"/></a>',
            "xl/a.xml": f"<worksheet><row>{cell}</row></worksheet>",
        }
    )


BAD = {
    "half.docx": (make_docx()[:3000], "damaged or cut short"),
    "other.docx": (make_zip({"a.txt": "x"}), "no whole Word document"),
    "text.docx": ("这不是文档。".encode(), "damaged or cut short"),
    "secret.pdf": (make_encrypted_pdf(), "encrypted"),
    "blank.pdf": (make_pdf(), "OCR"),
    "half.pdf": (make_pdf("Hello.")[:200], "damaged"),
    "text.pdf": ("这不是文档。".encode(), "damaged"),
    "half.epub": (make_epub()[:500], "damaged or cut short"),
    "other.epub": (make_zip({"a.txt": "x"}), "missing"),
    "other.xlsx": (make_zip({"a.txt": "x"}), "missing or damaged"),
    "text.xlsx": (sheet_that_names('<c r="A1" t="s"><v>7</v></c>'), "A1 names a text that is not there"),
    "wide.xlsx": (sheet_that_names('<c r="ZZZ1"><v>7</v></c>'), "beyond the last column"),
    "half.pptx": (make_slides()[:300], "damaged or cut short"),
    "sheet.odt": (make_zip({"content.xml": "<a/>"}), "no OpenDocument text"),
    "other.po": ("msgid 园区".encode(), "other.po:1: this is no line of a PO file"),
    "open.po": ('"园区"'.encode(), "open.po:1: this is no line"),
    "old.txt": (b"{\\rtf1 x}", "save it as .docx"),
    "out.zip": (make_zip({"../a.txt": "x"}), "leads outside"),
    "root.zip": (make_zip({"/a.txt": "x"}), "leads outside"),
    "windows.zip": (make_zip({"..\\a.txt": "x"}), "leads outside"),
    "link.zip": (linked_zip(), "is a link"),
    "bomb.zip": (make_zip({"a.txt": b"a" * (64 << 20)}), "bomb"),
    "lying.zip": (lying_zip(), "longer than it says|damaged"),
    "pictures.zip": (make_zip({"a.png": b"x"}), "no file in this archive"),
    "empty.zip": (make_zip({}), "no file in this archive"),
    "half.zip": (make_zip({"a.txt": "文字。" * 50})[:60], "damaged"),
    "inner.zip": (make_zip({"a.pdf": make_encrypted_pdf()}), "inner.zip: a.pdf: encrypted"),
    "broken.tmx": (b"<tmx><body>", "not well-formed"),
    "other.tmx": (b"<html/>", "not <tmx>"),
    "bomb.tmx": (BOMB.encode(), "entities"),
    "thief.tmx": (STOLEN.encode(), "entities"),
    "empty.tmx": (b"<tmx><body/></tmx>", "no text in its units"),
    "other.xlf": (b"<tmx/>", "not <xliff>"),
    "broken.csv": (b'"abc\n' + b"x" * 2_000_000, "not a table|field larger"),
    "empty.docx": (b"", "is empty"),
    "times.srt": (b"1\n00:00:01,000 --> 00:00:02,000\n\n", "no text"),
    "deep.html": (b"<div>" * 10_000 + "<p>园区开工。</p>".encode(), "nested"),
    "nul.txt": ("第一段。\0第二段。".encode(), "NUL"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_one_line(name: str) -> None:
    content, message = BAD[name]
    with pytest.raises(InputError, match=message) as caught:
        read_content(name, content)
    assert str(caught.value).startswith(f"{name}:")
    assert "\n" not in str(caught.value)
    assert "/etc" not in str(caught.value)


def test_a_page_nested_a_hundred_deep_is_read() -> None:
    page = "<div>" * 100 + "<p>园区开工。</p>" + "</div>" * 100
    documents = read_content("x.html", page.encode()).documents
    assert "园区开工。" in [p.text for document in documents for p in document.paragraphs]


def test_a_page_of_entities_is_read_as_text() -> None:
    page = BOMB.split("<tmx>", maxsplit=1)[0] + "<html><body><p>园区&c;开工了。</p></body></html>"
    documents = read_content("x.html", page.encode()).documents
    assert len("".join(p.text for document in documents for p in document.paragraphs)) < 400


@pytest.mark.parametrize("line", ENDLESS)
@pytest.mark.parametrize("name", ["x.txt", "x.md", "x.html"])
def test_a_single_line_without_end_does_not_hang(line: str, name: str) -> None:
    content = (line * (30_000 // len(line))).encode()
    try:
        source = read_content(name, content)
    except InputError as error:
        assert "\n" not in str(error)
        return
    assert source.documents


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    with pytest.raises(InputError, match="cannot be read"):
        read_file(loop)


NAMES = [f"x.{ending}" for ending in "txt md html srt tsv csv tmx xlf docx pdf epub zip".split()]  # noqa: SIM905
WHOLE = {
    "docx": make_docx(),
    "pdf": make_pdf("Hello there."),
    "epub": make_epub(),
    "zip": make_zip({"a.txt": "园区。"}),
    "tmx": BOMB.encode(),
    "utf-16": "园区。".encode("utf-16"),
    "gb18030": "园区。".encode("gb18030"),
}
contents = st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "ignore"))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(NAMES), contents)
def test_no_content_brings_a_reader_down(name: str, content: bytes) -> None:
    try:
        source = read_content(name, content)
    except InputError as error:
        assert "\n" not in str(error)
    else:
        assert source.content == content
        assert source.documents


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(NAMES), st.sampled_from(sorted(WHOLE)), st.integers(0, 5000), st.binary(max_size=8))
def test_no_damage_to_a_file_brings_a_reader_down(name: str, whole: str, place: int, noise: bytes) -> None:
    content = WHOLE[whole]
    place %= len(content)
    content = content[:place] + noise + content[place + len(noise) :]
    try:
        assert read_content(name, content).documents
    except InputError as error:
        assert "\n" not in str(error)
