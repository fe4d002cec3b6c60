"""Word documents of translations: the English in the layout of the original, or side by side with it."""

from pathlib import Path
from typing import Any

from workbench.formats.translated import (
    ITEM,
    SOURCE_HEADING,
    TARGET_HEADING,
    Block,
    TranslatedDocument,
    heading_levels,
)
from workbench.formats.units import replacing_bytes
from workbench.formats.xml_stream import legal

ITEM_STYLE = "List Bullet"
NOTICE_STYLE = "Intense Quote"
TABLE_STYLE = "Table Grid"
EAST_ASIAN_FONT = "SimSun"


def write_docx(path: Path, document: TranslatedDocument, *, with_source: bool = False) -> int:
    """Write a document, with the Chinese beside the English where asked for; give the number of blocks.

    Raises OutputError.
    """
    from docx import Document

    made = Document()
    _set_fonts(made)
    made.core_properties.title = legal(document.title)
    made.core_properties.comments = legal(document.notice)
    if document.notice:
        made.add_paragraph(legal(document.notice), style=NOTICE_STYLE)
    if with_source:
        _add_table(made, document)
    else:
        for block, level in zip(document.blocks, heading_levels(document), strict=True):
            made.add_paragraph(legal(block.target_text), style=_style(block, level))
    with replacing_bytes(path) as file:
        made.save(file)
    return len(document.blocks)


def _add_table(made: Any, document: TranslatedDocument) -> None:  # noqa: ANN401 (python-docx has no types)
    table = made.add_table(rows=1, cols=2, style=TABLE_STYLE)
    for cell, name in zip(table.rows[0].cells, (SOURCE_HEADING, TARGET_HEADING), strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    for block, level in zip(document.blocks, heading_levels(document), strict=True):
        cells = table.add_row().cells
        for cell, text in zip(cells, (block.source_text, block.target_text), strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.style = _style(block, level)
            paragraph.add_run(legal(text))
        if block.note:
            cells[1].add_paragraph().add_run(legal(f"({block.note})")).italic = True


def _style(block: Block, level: int) -> str:
    if level:
        return f"Heading {level}"
    return ITEM_STYLE if block.kind == ITEM else "Normal"


def _set_fonts(made: Any) -> None:  # noqa: ANN401 (python-docx has no types)
    """Name a font for Chinese characters, which Word else takes from the machine's settings."""
    from docx.oxml.ns import qn

    fonts = made.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), EAST_ASIAN_FONT)
