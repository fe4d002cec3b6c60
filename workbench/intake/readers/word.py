"""Word documents; the only importer of python-docx."""

import io
import re
from collections.abc import Iterator
from typing import Any

from workbench.errors import InputError
from workbench.intake.blocks import BlockWriter, Extract, Metadata
from workbench.intake.readers.packages import check_members, open_package

Node = Any
"""An element of python-docx's XML, which has no types."""

_KINDS = (
    (re.compile(r"(?:heading|title|subtitle|标题|副标题)", re.IGNORECASE), "heading"),
    (re.compile(r"(?:list|列表|项目符号)", re.IGNORECASE), "list item"),
    (re.compile(r"(?:caption|题注)", re.IGNORECASE), "caption"),
)
_TEXT_TAGS = frozenset({"t", "tab", "br", "cr", "noBreakHyphen"})


def read(name: str, content: bytes) -> Extract:
    """Give the paragraphs and table rows of a document in order; headers and footers come last, marked.

    Text that a tracked change deleted is left out, inserted text is kept. Raises InputError for files that
    are no Word documents or are damaged.
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
    """Give a paragraph's text; tabs and line breaks as such, deleted runs left out."""
    pieces = []
    for element in paragraph.iter():
        tag = _local(element)
        if tag not in _TEXT_TAGS or any(_local(above) == "del" for above in element.iterancestors()):
            continue
        if tag == "t":
            pieces.append(element.text or "")
        else:
            pieces.append({"tab": " ", "noBreakHyphen": "-"}.get(tag, "\n"))
    return "".join(pieces).strip()


def _kind(paragraph: Node, document: Node) -> str:
    from docx.text.paragraph import Paragraph

    style = Paragraph(paragraph, document).style
    style_name = style.name if style is not None and style.name else ""
    for pattern, kind in _KINDS:
        if pattern.match(style_name):
            return kind
    return "list item" if next(_descendants(paragraph, "numPr"), None) is not None else ""


def _add_edges(writer: BlockWriter, document: Node) -> None:
    seen: set[str] = set()
    for section in document.sections:
        for edge, word in ((section.header, "header"), (section.footer, "footer")):
            for paragraph in edge.paragraphs:
                text = paragraph.text.strip()
                if text and text not in seen:
                    seen.add(text)
                    writer.add(text, furniture=f"{word} of the pages")
