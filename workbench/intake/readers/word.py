"""Word documents; the only importer of python-docx."""

import io
import re
from collections.abc import Iterator
from typing import Any

from workbench.errors import InputError
from workbench.intake.blocks import BlockWriter, Extract, Metadata
from workbench.intake.readers.packages import check_members, open_package
from workbench.intake.readers.safe_xml import parse

Node = Any
"""An element of python-docx's XML, which has no types."""

_KINDS = (
    (re.compile(r"(?:heading|title|subtitle|标题|副标题)", re.IGNORECASE), "heading"),
    (re.compile(r"(?:list|列表|项目符号)", re.IGNORECASE), "list item"),
    (re.compile(r"(?:caption|题注)", re.IGNORECASE), "caption"),
)
_TEXT_TAGS = frozenset({"t", "tab", "br", "cr", "noBreakHyphen"})
_UNREAD = frozenset({"del", "moveFrom", "rt", "Fallback"})
"""What a tracked change took away, how a word is pronounced, and a shape's second form for old programs."""


def read(name: str, content: bytes) -> Extract:
    """Give the paragraphs and table rows of a document in order; headers and footers come last, marked.

    Text that a tracked change deleted or moved away and hidden text are left out, inserted text is kept; foot
    and end notes follow the text. Raises InputError for files that are no Word documents or are damaged.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml import etree

    check_members(name, open_package(name, content))
    try:
        document = docx.Document(io.BytesIO(content))
        writer = BlockWriter()
        for element in document.element.body.iterchildren():
            _add(writer, element, document)
        _add_notes(writer, document)
        _add_edges(writer, document)
        properties = document.core_properties
        metadata = Metadata(title=(properties.title or "").strip())
    except (
        PackageNotFoundError,
        KeyError,
        ValueError,
        AttributeError,
        OSError,
        etree.XMLSyntaxError,
    ) as error:
        raise InputError(
            f"{name}: this is no whole Word document ({error}); save it again as .docx"
        ) from error
    return writer.extract(metadata)


def _local(element: Node) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _add(writer: BlockWriter, element: Node, document: Node) -> None:
    tag = _local(element)
    if tag == "p":
        for piece in _text(element).split("\n"):
            writer.add(piece, kind=_kind(element, document))
    elif tag == "tbl":
        for row in _children(element, "tr"):
            cells = [
                " ".join(filter(None, map(_text, _descendants(cell, "p")))) for cell in _children(row, "tc")
            ]
            is_row = sum(map(bool, cells)) > 1
            writer.add("\t".join(cells) if is_row else "".join(cells), kind="table row" if is_row else "")
    elif tag in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
        for child in element.iterchildren():
            _add(writer, child, document)


def _children(element: Node, tag: str) -> Iterator[Node]:
    return (child for child in element.iterchildren() if _local(child) == tag)


def _descendants(element: Node, tag: str) -> Iterator[Node]:
    return (child for child in element.iter() if _local(child) == tag)


def _text(paragraph: Node) -> str:
    """Give a paragraph's text; tabs and line breaks as such, deleted and hidden runs left out."""
    pieces = []
    for element in paragraph.iter():
        tag = _local(element)
        if tag not in _TEXT_TAGS or _is_unread(element):
            continue
        if tag == "t":
            pieces.append(element.text or "")
        else:
            pieces.append({"tab": " ", "noBreakHyphen": "-"}.get(tag, "\n"))
    return "".join(pieces).strip()


def _is_unread(element: Node) -> bool:
    """Tell whether a piece of a run is not what a reader of the page sees."""
    if any(_local(above) in _UNREAD for above in element.iterancestors()):
        return True
    return any(
        _value(mark) not in ("0", "false", "off") for mark in _descendants(element.getparent(), "vanish")
    )


def _value(mark: Node) -> str:
    return next((value for key, value in mark.attrib.items() if key.endswith("}val")), "")


def _kind(paragraph: Node, document: Node) -> str:
    from docx.text.paragraph import Paragraph

    style = Paragraph(paragraph, document).style
    style_name = style.name if style is not None and style.name else ""
    for pattern, kind in _KINDS:
        if pattern.match(style_name):
            return kind
    return "list item" if next(_descendants(paragraph, "numPr"), None) is not None else ""


def _add_notes(writer: BlockWriter, document: Node) -> None:
    """Append the foot notes and the end notes; the lines that part them from the page are no notes."""
    for relation in document.part.rels.values():
        if relation.is_external or relation.reltype.rsplit("/", 1)[-1] not in ("footnotes", "endnotes"):
            continue
        for note in parse(document.part.partname, relation.target_part.blob).iterchildren():
            if not any(key.endswith("}type") for key in note.attrib):
                for paragraph in _descendants(note, "p"):
                    writer.add(_text(paragraph))


def _add_edges(writer: BlockWriter, document: Node) -> None:
    seen: set[str] = set()
    for section in document.sections:
        for edge, word in ((section.header, "header"), (section.footer, "footer")):
            for paragraph in edge.paragraphs:
                text = paragraph.text.strip()
                if text and text not in seen:
                    seen.add(text)
                    writer.add(text, furniture=f"{word} of the pages")
