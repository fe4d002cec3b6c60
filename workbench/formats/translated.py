"""Translated documents: what the writers of docx, Markdown and HTML take.

A block is a heading, a list item or a paragraph of the original, with its English. Where the English is no
translation that somebody has accepted, the document says at its top that it is a draft.
"""

from dataclasses import dataclass

HEADING, ITEM = "heading", "list item"
SOURCE_HEADING, TARGET_HEADING = "中文", "English"


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a document in both languages. `note` names what is wrong with the English, if anything."""

    kind: str
    source_text: str
    target_text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class TranslatedDocument:
    """A document with its English; `engines` names where that comes from. Languages are BCP 47 tags."""

    title: str
    source_language: str
    blocks: tuple[Block, ...]
    is_draft: bool
    engines: tuple[str, ...] = ()

    @property
    def notice(self) -> str:
        """The line that stands at the top of a draft, empty for what is none."""
        if not self.is_draft:
            return ""
        by = f" by {', '.join(self.engines)}" if self.engines else ""
        return f"Draft: machine translation{by}, not checked."


def heading_levels(document: TranslatedDocument) -> list[int]:
    """Give the level of each block's heading, 0 for what is none: the first heading is 1, the others 2.

    The levels of the original are not kept in the database.
    """
    levels: list[int] = []
    for block in document.blocks:
        levels.append(0 if block.kind != HEADING else 2 if any(levels) else 1)
    return levels
