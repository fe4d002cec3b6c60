"""Each reader gives the words of its format, in order, with what the format says of them."""

import pytest

from db.records import Paragraph, Route
from tests.workbench.intake.readers.makers import (
    make_docx,
    make_epub,
    make_marked_docx,
    make_open_document,
    make_pdf,
    make_slides,
    make_workbook,
    make_zip,
)
from workbench.intake.reading import read_content

PAGE = """<html><head><title>园区开工_云洲网</title><meta name="PubDate" content="2024-03-18 09:20">
<meta name="ContentSource" content="融媒体中心"></head><body>
<div class="nav"><a href="/">首页</a><a href="/n">新闻</a></div>
<div class="content"><h1>总部基地开工建设</h1><p>3月16日上午，项目正式开工。<br>现场一片<b>繁忙</b>。</p>
<!-- note --><ul><li>占地186亩</li><li>投资32亿元</li></ul>
<table><tr><th>指标</th><th>数值</th></tr><tr><td>产值</td><td>60亿元</td></tr></table>
<p>项目分两期实施，一期计划于2025年竣工投产，二期建成后年产值将突破60亿元，新增岗位2800个。</p></div>
<div id="footer"><p>版权所有 云洲网</p></div></body></html>"""

MARKDOWN = """---
title: 园区简报
date: 2024-05-06
---
# 一季度运行

全区经济**平稳**运行，
工业[增长](http://example.com/a)较快。

- 第一项任务
- 第二项任务

| 指标 | 增速 |
|---|---|
| 工业 | 9.8% |

```python
print("code")
```

结尾一段。
"""

SUBTITLES = """1
00:00:01,000 --> 00:00:03,000
今年以来，
The zone has grown

2
00:00:03,200 --> 00:00:05,000
<i>园区发展很快。</i>
fast this year.

3
00:01:00,000 --> 00:01:02,000
谢谢大家！
"""

CATALOGUE = r"""
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\n"

#, fuzzy
msgctxt "news"
msgid "Work "
"began."
msgstr "园区开工。"

msgid "Exports rose."
msgid_plural "All exports rose."
msgstr[0] "出口增长。"

#~ msgid "Gone."
#~ msgstr "没了。"
"""

TMX = """<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><header/><body>
<tu><tuv xml:lang="zh-CN"><seg>园区<bpt i="1">&lt;b&gt;</bpt>开工<ept i="1">&lt;/b&gt;</ept>。</seg></tuv>
<tuv xml:lang="en-US"><seg>Work on the park began.</seg></tuv></tu>
<tu><tuv lang="EN"><seg>Exports rose.</seg></tuv><tuv
lang="ZH_cn"><seg>出口增长。</seg></tuv></tu></body></tmx>"""

XLIFF_1 = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file source-language="zh"
target-language="en" original="x" datatype="plaintext"><body><trans-unit id="1"><source>园区<x
id="1"/>开工。</source> <target>Work began.</target></trans-unit></body></file></xliff>"""

XLIFF_2 = """<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="zh-CN" trgLang="en">
<file id="f"><unit id="1"><segment><source>园区<pc id="1">开工</pc>。</source><target>Work
began.</target></segment> </unit></file></xliff>"""


def paragraphs(name: str, content: bytes | str) -> list[Paragraph]:
    source = read_content(name, content.encode() if isinstance(content, str) else content)
    for document in source.documents:
        for p in document.paragraphs:
            assert source.text[p.start] == p.text[0]
    return [p for document in source.documents for p in document.paragraphs]


def outline(found: list[Paragraph]) -> list[tuple[str, str, str]]:
    return [(p.kind, p.route.value, p.text) for p in found]


def test_a_page_keeps_every_block_and_marks_what_is_not_text() -> None:
    source = read_content("x.html", PAGE.encode())
    (document,) = source.documents
    assert (document.title, document.published_on, document.source_name) == (
        "总部基地开工建设",
        "2024-03-18",
        "融媒体中心",
    )
    found = outline(list(document.paragraphs))
    assert found[1:-2] == [
        ("heading", "translate", "总部基地开工建设"),
        ("body", "translate", "3月16日上午，项目正式开工。"),
        ("body", "translate", "现场一片繁忙。"),
        ("list item", "translate", "占地186亩"),
        ("list item", "translate", "投资32亿元"),
        ("table row", "translate", "指标\t数值"),
        ("table row", "translate", "产值\t60亿元"),
    ]
    assert [(route, text) for _, route, text in (found[0], found[-1])] == [
        ("skip", "首页新闻"),
        ("skip", "版权所有 云洲网"),
    ]


def test_markdown_loses_its_marks_and_keeps_its_kinds() -> None:
    source = read_content("x.md", MARKDOWN.encode())
    (document,) = source.documents
    assert (document.title, document.published_on) == ("园区简报", "2024-05-06")
    assert outline(list(document.paragraphs)) == [
        ("heading", "translate", "一季度运行"),
        ("body", "translate", "全区经济平稳运行，工业增长较快。"),
        ("list item", "translate", "第一项任务"),
        ("list item", "translate", "第二项任务"),
        ("table row", "translate", "指标\t增速"),
        ("table row", "translate", "工业\t9.8%"),
        ("boilerplate", "skip", 'print("code")'),
        ("body", "translate", "结尾一段。"),
    ]


def test_markdown_writes_characters_as_entities() -> None:
    text = "甲&lt;乙&gt;&amp;lt; 研发 R&D&#12290;&#x4E01;&copy 全区工业增长较快&#10;平稳。\n"
    ((_, _, found),) = outline(paragraphs("x.md", text.encode()))
    assert found == "甲<乙>&lt; 研发 R&D。丁&copy 全区工业增长较快 平稳。"


def test_a_word_document_keeps_order_kinds_tables_and_footers() -> None:
    assert outline(paragraphs("x.docx", make_docx())) == [
        ("heading", "translate", "云洲高新区工作简报"),
        ("body", "translate", "一季度，全区经济运行平稳。工业增长较快。"),
        ("list item", "translate", "优化营商环境"),
        ("table row", "translate", "指标\t增速"),
        ("table row", "translate", "工业增加值\t9.8%"),
        ("body", "translate", "表后一段。"),
        ("boilerplate", "skip", "内部资料"),
    ]


def test_a_word_document_gives_what_the_page_shows_once_and_its_notes() -> None:
    assert [p.text for p in paragraphs("x.docx", make_marked_docx())] == [
        "项目今天正式开工。",
        "据园区网站。",
    ]


def test_slides_come_in_the_order_shown_without_the_hidden_ones() -> None:
    assert outline(paragraphs("x.pptx", make_slides())) == [
        ("heading", "translate", "园区开工"),
        ("body", "translate", "投资32亿元 占地186亩"),
        ("table row", "translate", "产值\t60亿元"),
        ("body", "translate", "谢谢大家！"),
    ]


def test_an_open_document_keeps_order_kinds_tables_and_notes() -> None:
    (document,) = read_content("x.odt", make_open_document()).documents
    assert document.title == "简报"
    assert outline(list(document.paragraphs)) == [
        ("heading", "translate", "园区开工"),
        ("body", "translate", "项目今天开工。"),
        ("body", "translate", "据园区网站。"),
        ("list item", "translate", "投资32亿元"),
        ("table row", "translate", "产值\t60亿元"),
    ]


def test_the_lines_of_a_pdf_become_paragraphs_again() -> None:
    content = make_pdf(
        "The high-tech zone reported steady growth in the first quarter of the",
        "year, with exports and investment rising faster than in the province as",
        "a whole. Officials expect this to go on.",
    )
    (found,) = paragraphs("x.pdf", content)
    assert [s.text for s in found.segments] == [
        "The high-tech zone reported steady growth in the first quarter of the year, with exports and "
        "investment rising faster than in the province as a whole.",
        "Officials expect this to go on.",
    ]


def test_a_book_comes_in_reading_order() -> None:
    source = read_content("x.epub", make_epub())
    (document,) = source.documents
    assert (document.title, document.published_on) == ("园区志", "2024-05-06")
    assert [p.text for p in document.paragraphs] == [
        "第一章 缘起",
        "园区始建于一九九二年。",
        "第二章 发展",
        "三十年来，园区不断壮大。",
    ]


def test_cues_become_sentences_of_two_sides() -> None:
    chinese, english = read_content("x.srt", SUBTITLES.encode()).documents
    assert [p.text for p in chinese.paragraphs] == ["今年以来，园区发展很快。", "谢谢大家！"]
    assert [p.text for p in english.paragraphs] == ["The zone has grown fast this year."]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.tmx", TMX),
        ("x.xlf", XLIFF_1),
        ("x.xliff", XLIFF_2),
        ("x.po", CATALOGUE),
        ("x.xlsx", make_workbook()),
        ("x.tsv", "zh\ten\n园区开工。\tWork began.\n出口增长。\tExports rose.\n"),
        ("x.tsv", "1\t园区开工。\tWork began.\n2\t出口增长。\tExports rose.\n"),
        ("x.csv", '中文,英文\n"园区开工。","Work began."\n出口增长。,Exports rose.\n'),
        ("x.csv", "english;chinese\nWork began.;园区开工。\nExports rose.;出口增长。\n"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 8 else "",
)
def test_rows_of_two_languages_become_two_sides_in_the_same_order(name: str, content: bytes | str) -> None:
    content = content.encode() if isinstance(content, str) else content
    sides = {document.language: document for document in read_content(name, content).documents}
    chinese = [p.text for p in sides["zh"].paragraphs if p.route is Route.TRANSLATE]
    english = [p.text for p in sides["en"].paragraphs if p.route is Route.REFERENCE]
    assert chinese == ["园区开工。", "出口增长。"][: len(chinese)]
    assert len(chinese) == len(english) > 0


def test_a_table_without_two_languages_gives_rows() -> None:
    assert outline(paragraphs("x.tsv", "企业\t行业\n启衡医疗\t机器人\n")) == [
        ("table row", "translate", "企业\t行业"),
        ("table row", "translate", "启衡医疗\t机器人"),
    ]


def test_each_file_of_an_archive_is_a_document_in_its_own_encoding() -> None:
    content = make_zip(
        {
            "b.txt": "园区二期工程已经全面竣工并投入使用。".encode("gb18030"),
            "a.md": "# 一期\n\n园区一期工程早已竣工。",
            "sub/c.html": PAGE,
            "__MACOSX/x.txt": "x",
            ".hidden.txt": "x",
            "picture.png": b"\x89PNG",
        }
    )
    source = read_content("x.zip", content)
    assert [document.title for document in source.documents] == ["一期", "", "总部基地开工建设"]
    assert "gb18030" in source.encoding_reason
    (single,) = read_content("c.html", PAGE.encode()).documents
    found = source.documents[2]
    names = ("title", "published_on", "source_name")
    assert [getattr(found, name) for name in names] == [getattr(single, name) for name in names]
    assert found.published_on


@pytest.mark.parametrize("separator", ["\r\n", "\r", "\u2028", "\x0b", "\x0c"])
def test_other_line_ends_part_paragraphs_too(separator: str) -> None:
    assert [p.text for p in paragraphs("x.txt", f"第一段。{separator}第二段。")] == ["第一段。", "第二段。"]


def test_the_side_of_short_rows_is_what_the_file_declares() -> None:
    content = TMX.replace("Exports rose.", "OK").replace("出口增长。", "好")
    documents = read_content("x.tmx", content.encode()).documents
    assert sorted(len(document.paragraphs) for document in documents) == [2, 2]


def test_standard_input_is_told_by_its_first_bytes() -> None:
    assert read_content("-", PAGE.encode()).format == "html"
    assert read_content("-", make_pdf("Hello there.")).format == "pdf"
    assert read_content("-", "园区发展很快。".encode()).format == "text"


def test_a_page_without_marks_of_structure_loses_its_links_and_bottom() -> None:
    page = (
        "<html><head><title>园区新闻-云洲网</title></head><body><div>　　3月5日，"
        "园区召开会议，部署全年工作。<br>"
        "　　会议强调，要抓好落实，确保完成全年目标任务，推动高质量发展取得新成效。</div>"
        "<div><a href='a'>相关一</a> <a href='b'>相关二</a></div>"
        "<div class='bottom'>主办：云洲网</div></body></html>"
    )
    (document,) = read_content("x.html", page.encode()).documents
    assert document.title == "园区新闻"
    assert [(p.route.value, p.kind) for p in document.paragraphs] == [
        ("translate", "body"),
        ("translate", "body"),
        ("skip", "navigation"),
        ("skip", "boilerplate"),
    ]
