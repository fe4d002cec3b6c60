"""A page with a translated document, in the layout of the original or side by side with it."""

import html
from collections.abc import Iterator
from pathlib import Path

from workbench.formats.translated import (
    ITEM,
    SOURCE_HEADING,
    TARGET_HEADING,
    Block,
    TranslatedDocument,
    heading_levels,
)
from workbench.formats.units import replacing
from workbench.formats.xml_stream import legal

HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font-family: "Noto Serif", "Noto Serif CJK SC", "Songti SC", SimSun, serif; margin: 2rem auto;
        max-width: {width}rem; line-height: 1.6; padding: 0 1rem; }}
.notice {{ background: #fff7e0; color: #946200; padding: .4rem .8rem; }}
.note {{ color: #946200; font-size: .85em; display: block; }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed; }}
th, td {{ vertical-align: top; text-align: left; padding: .2rem .8rem; border-bottom: 1px solid #ddd;
          overflow-wrap: anywhere; }}
td h1, td h2, td p, td ul {{ margin: .3rem 0; }}
@media print {{ body {{ margin: 0; max-width: none; }} tr {{ break-inside: avoid; }} }}
</style>
</head>
<body>
"""


def write_html_document(path: Path, document: TranslatedDocument, *, with_source: bool = False) -> int:
    """Write a document, with the Chinese beside the English where asked for; give the number of blocks.

    Raises OutputError.
    """
    with replacing(path) as file:
        file.write(HEAD.format(title=_escaped(document.title), width=72 if with_source else 44))
        if document.notice:
            file.write(f'<p class="notice">{_escaped(document.notice)}</p>\n')
        file.writelines(_table(document) if with_source else _flow(document))
        file.write("</body>\n</html>\n")
    return len(document.blocks)


def _flow(document: TranslatedDocument) -> Iterator[str]:
    is_in_list = False
    for block, level in zip(document.blocks, heading_levels(document), strict=True):
        is_item = block.kind == ITEM
        if is_item != is_in_list:
            yield "<ul>\n" if is_item else "</ul>\n"
            is_in_list = is_item
        tag = f"h{level}" if level else "li" if is_item else "p"
        yield f"<{tag}>{_escaped(block.target_text)}</{tag}>\n"
    if is_in_list:
        yield "</ul>\n"


def _table(document: TranslatedDocument) -> Iterator[str]:
    yield f"<table>\n<tr><th>{SOURCE_HEADING}</th><th>{TARGET_HEADING}</th></tr>\n"
    for block, level in zip(document.blocks, heading_levels(document), strict=True):
        note = f'<span class="note">{_escaped(block.note)}</span>' if block.note else ""
        source = _element(block, level, block.source_text)
        target = _element(block, level, block.target_text)
        language = _escaped(document.source_language)
        yield f'<tr><td lang="{language}">{source}</td><td lang="en">{target}{note}</td></tr>\n'
    yield "</table>\n"


def _element(block: Block, level: int, text: str) -> str:
    if level:
        return f"<h{level}>{_escaped(text)}</h{level}>"
    return f"<ul><li>{_escaped(text)}</li></ul>" if block.kind == ITEM else f"<p>{_escaped(text)}</p>"


def _escaped(text: str) -> str:
    return html.escape(legal(text))
