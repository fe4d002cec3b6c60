"""Markdown of translations: the English in the layout of the original, or a table side by side with it."""

import re
from pathlib import Path

from workbench.formats.translated import (
    ITEM,
    SOURCE_HEADING,
    TARGET_HEADING,
    TranslatedDocument,
    heading_levels,
)
from workbench.formats.units import replacing

_SPECIAL = re.compile(r"([\\`*_\[\]>|~])")
_AT_START = re.compile(r"^(\s*)([#+\-]|\d+(?=[.)]))")


def write_markdown(path: Path, document: TranslatedDocument, *, with_source: bool = False) -> int:
    """Write a document, with the Chinese beside the English where asked for; give the number of blocks.

    Raises OutputError.
    """
    with replacing(path) as file:
        if document.notice:
            file.write(f"> {escaped(document.notice)}\n\n")
        if with_source:
            file.write(f"| {SOURCE_HEADING} | {TARGET_HEADING} |\n| --- | --- |\n")
        was_item = False
        for block, level in zip(document.blocks, heading_levels(document), strict=True):
            is_item = block.kind == ITEM
            if with_source:
                mark = "**" if level else ""
                bullet = "• " if is_item else ""
                note = f" *({escaped(block.note)})*" if block.note else ""
                source, target = (
                    f"{mark}{bullet}{escaped(text)}{mark}" for text in (block.source_text, block.target_text)
                )
                file.write(f"| {source} | {target}{note} |\n")
                continue
            if was_item and not is_item:
                file.write("\n")
            lead = "#" * level + " " if level else "- " if is_item else ""
            file.write(f"{lead}{escaped(block.target_text)}\n" + ("" if is_item else "\n"))
            was_item = is_item
    return len(document.blocks)


def escaped(text: str) -> str:
    """Give text on one line, with a backslash before what Markdown would take for a mark of its own."""
    line = _SPECIAL.sub(r"\\\1", " ".join(text.split())).replace("&", "&amp;").replace("<", "&lt;")
    return _AT_START.sub(lambda found: f"{found[1]}{_kept(found[2])}", line)


def _kept(mark: str) -> str:
    return f"{mark}\\" if mark.isdigit() else f"\\{mark}"
