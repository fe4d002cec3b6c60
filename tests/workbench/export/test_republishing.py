"""Documents come out again with their headings, lists and paragraphs in place."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document as WordDocument

from db import documents, translations
from db.records import Route, Translation
from db.store import Store, open_store
from tests.fakes import make_file, make_paragraph
from tests.workbench.conftest import CommandLine
from workbench.export.republishing import UNTRANSLATED, export_documents, translated_document
from workbench.formats.html_document import write_html_document
from workbench.formats.markdown import escaped, write_markdown
from workbench.formats.translated import Block, TranslatedDocument
from workbench.intake.reading import read_file

BLOCKS = [
    ("heading", ["高新区公告"]),
    ("body", ["第一句。", "第二句。"]),
    ("list item", ["甲项"]),
    ("list item", ["乙项"]),
    ("heading", ["附件"]),
    ("body", ["第三句。"]),
]
ENGLISH = {
    "高新区公告": "Notice of the zone",
    "第一句。": "First [sentence] #1.",
    "第二句。": "Second one.",
    "甲项": "Item A",
    "乙项": "Item B",
    "附件": "Annex",
}


@pytest.fixture
def published(store: Store) -> Store:
    """Store a document with two headings, a list and a menu, whose last sentence has no translation."""
    paragraphs = [replace(make_paragraph(texts, "zh"), kind=kind) for kind, texts in BLOCKS]
    menu = replace(make_paragraph(["首页 | 新闻"], "zh"), route=Route.SKIP, segments=())
    file = make_file([["x"]], title="公告")
    (document,) = file.documents
    documents.add_file(
        store, "/in/公告.txt", replace(file, documents=(replace(document, paragraphs=(menu, *paragraphs)),))
    )
    translations.save(
        store,
        [
            Translation(source, target, "en", "e/1", -0.5, True, ("loop",) * (target == "Item B"))
            for source, target in ENGLISH.items()
        ],
    )
    return store


def test_blocks_keep_their_kind_and_order(published: Store) -> None:
    (document,) = documents.list_documents(published)
    made = translated_document(published, document)
    assert [(block.kind, block.target_text) for block in made.blocks] == [
        ("heading", "Notice of the zone"),
        ("body", "First [sentence] #1. Second one."),
        ("list item", "Item A"),
        ("list item", "Item B"),
        ("heading", "Annex"),
        ("body", "第三句。"),
    ]
    assert [block.note for block in made.blocks] == ["", "", "", "loop", "", UNTRANSLATED]
    assert made.notice == "Draft: machine translation by e/1, not checked."


def test_what_people_translated_is_no_draft(published: Store) -> None:
    (document,) = documents.list_documents(published)
    units = translations.for_document(published, document.id, target_language="en")
    translations.save(published, [replace(unit, is_draft=False) for unit in units if unit is not None])
    assert translated_document(published, document).notice == ""


def test_word_has_headings_lists_and_paragraphs(published: Store, tmp_path: Path) -> None:
    (path,) = export_documents(published, "docx", tmp_path / "a.docx")
    made = WordDocument(str(path))
    assert [(p.style.name, p.text) for p in made.paragraphs[1:]] == [
        ("Heading 1", "Notice of the zone"),
        ("Normal", "First [sentence] #1. Second one."),
        ("List Bullet", "Item A"),
        ("List Bullet", "Item B"),
        ("Heading 2", "Annex"),
        ("Normal", "第三句。"),
    ]
    assert made.paragraphs[0].text.startswith("Draft")


def test_word_side_by_side_has_a_row_a_block(published: Store, tmp_path: Path) -> None:
    (path,) = export_documents(published, "docx", tmp_path / "a.docx", with_source=True)
    (table,) = WordDocument(str(path)).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["中文", "English"]
    assert rows[1] == ["高新区公告", "Notice of the zone"]
    assert rows[2] == ["第一句。第二句。", "First [sentence] #1. Second one."]
    assert rows[4] == ["乙项", "Item B\n(loop)"]
    assert len(rows) == 7


@pytest.mark.parametrize("name", ["docx", "md", "html"])
def test_the_workbench_reads_its_own_documents_with_their_kinds(
    published: Store, tmp_path: Path, name: str
) -> None:
    (path,) = export_documents(published, name, tmp_path / f"a.{name}")
    (document,) = read_file(path).documents[:1]
    kinds = {paragraph.text: paragraph.kind for paragraph in document.paragraphs}
    assert kinds["Item A"] == kinds["Item B"] == "list item"
    assert kinds["Notice of the zone"] == kinds["Annex"] == "heading"
    assert kinds["First [sentence] #1. Second one."] == "body"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# not a heading", "\\# not a heading"),
        ("- no item", "\\- no item"),
        ("1. no item", "1\\. no item"),
        ("2024 was good", "2024 was good"),
        ("a * b | c_d <x>", "a \\* b \\| c\\_d &lt;x\\>"),
        ("two\nlines", "two lines"),
    ],
)
def test_markdown_takes_text_for_text(text: str, line: str) -> None:
    assert escaped(text) == line


@pytest.mark.parametrize("write", [write_markdown, write_html_document])
def test_side_by_side_escapes_what_is_markup(write, tmp_path: Path) -> None:
    document = TranslatedDocument("<t>", "zh-Hans", (Block("body", "<script>", "a | <b>"),), is_draft=False)
    assert write(tmp_path / "a", document, with_source=True) == 1
    text = (tmp_path / "a").read_text(encoding="utf-8")
    assert "<script>" not in text
    assert "a \\| &lt;b\\>" in text or "a | &lt;b&gt;" in text


def test_several_documents_go_into_a_folder(published: Store, tmp_path: Path) -> None:
    documents.add_file(published, "/in/b.txt", make_file([["乙。"]], title="乙"))
    written = export_documents(published, "md", tmp_path / "out")
    assert [path.name for path in written] == ["公告-1.md", "b-2.md"]
    assert all(path.is_file() for path in written)


def test_the_command_exports_one_document(
    published: Store, database: Path, command_line: CommandLine, tmp_path: Path
) -> None:
    out = tmp_path / "a.docx"
    assert command_line("export", "docx", out, "--document", "公告", "--db", database).code == 0
    assert zipfile.is_zipfile(out)
    page = tmp_path / "a.html"
    assert command_line("export", "html", page, "--side-by-side", "--db", database).code == 0
    assert "中文" in page.read_text(encoding="utf-8")
    assert command_line("export", "tmx", page, "--document", "公告", "--db", database).code == 2
    assert command_line("export", "md", "-", "--document", "公告", "--db", database).code == 2
    assert command_line("export", "docx", page, "--document", "none", "--db", database).code == 7
    with open_store(tmp_path / "empty.db"):
        pass
    assert command_line("export", "md", page, "--db", tmp_path / "empty.db").code == 7
