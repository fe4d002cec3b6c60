"""A page with a translated document, in the layout of the original or side by side with it."""

from collections.abc import Iterator
from pathlib import Path

from workbench.formats.html_page import END, as_html, head
from workbench.formats.translated import (
    ITEM,
    SOURCE_HEADING,
    TARGET_HEADING,
    Block,
    TranslatedDocument,
    heading_levels,
)
from workbench.formats.units import replacing

STYLE = """.notice { background: #fff7e0; color: #946200; padding: .4rem .8rem; }
.note { color: #946200; }
td h1, td h2, td p, td ul { margin: .3rem 0; }
"""
TWO_COLUMNS, ONE_COLUMN = 72, 44  # rem


def write_html_document(path: Path, document: TranslatedDocument, *, with_source: bool = False) -> int:
    """Write a document, with the Chinese beside the English where asked for; give the number of blocks.

    Raises OutputError.
    """
    with replacing(path) as file:
        file.write(head(document.title, STYLE, width=TWO_COLUMNS if with_source else ONE_COLUMN))
        if document.notice:
            file.write(f'<p class="notice">{as_html(document.notice)}</p>\n')
        file.writelines(_table(document) if with_source else _flow(document))
        file.write(END)
    return len(document.blocks)


def _flow(document: TranslatedDocument) -> Iterator[str]:
    is_in_list = False
    for block, level in zip(document.blocks, heading_levels(document), strict=True):
        is_item = block.kind == ITEM
        if is_item != is_in_list:
            yield "<ul>\n" if is_item else "</ul>\n"
            is_in_list = is_item
        tag = f"h{level}" if level else "li" if is_item else "p"
        yield f"<{tag}>{as_html(block.target_text)}</{tag}>\n"
    if is_in_list:
        yield "</ul>\n"


def _table(document: TranslatedDocument) -> Iterator[str]:
    yield f"<table>\n<tr><th>{SOURCE_HEADING}</th><th>{TARGET_HEADING}</th></tr>\n"
    for block, level in zip(document.blocks, heading_levels(document), strict=True):
        note = f'<span class="note">{as_html(block.note)}</span>' if block.note else ""
        source = _element(block, level, block.source_text)
        target = _element(block, level, block.target_text)
        language = as_html(document.source_language)
        yield f'<tr><td lang="{language}">{source}</td><td lang="en">{target}{note}</td></tr>\n'
    yield "</table>\n"


def _element(block: Block, level: int, text: str) -> str:
    if level:
        return f"<h{level}>{as_html(text)}</h{level}>"
    return f"<ul><li>{as_html(text)}</li></ul>" if block.kind == ITEM else f"<p>{as_html(text)}</p>"
