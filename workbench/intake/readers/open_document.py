"""OpenDocument text, as LibreOffice writes it (ODF 1.3, part 3: `content.xml`)."""

import zipfile
from collections.abc import Iterator

from workbench.errors import InputError
from workbench.intake.blocks import BlockWriter, Extract, Metadata
from workbench.intake.readers.packages import open_package, read_member
from workbench.intake.readers.safe_xml import Node, local_name, parse

_APART = frozenset({"annotation", "annotation-end", "tracked-changes", "ruby-text"})
"""What is not the text: comments, what a tracked change deleted, pronunciations."""
_BREAKS = {"tab": " ", "s": " ", "line-break": " "}


def read(name: str, content: bytes) -> Extract:
    """Give headings, paragraphs, list items and table rows in order; notes follow their paragraph.

    Raises InputError where the document is damaged or no text document.
    """
    package = open_package(name, content)
    root = parse(name, read_member(name, package, "content.xml"))
    bodies = [element for element in root.iter() if local_name(element) == "text" and _is_office(element)]
    if not bodies:
        raise InputError(f"{name}: this is no OpenDocument text; save it as .odt or .docx")
    writer = BlockWriter()
    _add(writer, bodies[0], kind="")
    return writer.extract(Metadata(title=_title(name, package)))


def _is_office(element: Node) -> bool:
    return "opendocument:xmlns:office" in element.tag


def _title(name: str, package: zipfile.ZipFile) -> str:
    if "meta.xml" not in package.namelist():
        return ""
    meta = parse(name, read_member(name, package, "meta.xml"))
    return next(((found.text or "").strip() for found in meta.iter() if local_name(found) == "title"), "")


def _add(writer: BlockWriter, parent: Node, *, kind: str) -> None:
    for element in parent.iterchildren():
        tag = local_name(element)
        if tag in ("h", "p"):
            writer.add(_text(element), kind="heading" if tag == "h" else kind)
            for note in _outermost(element, "note-body"):
                _add(writer, note, kind="")
        elif tag == "table":
            for row in _outermost(element, "table-row"):
                cells = [
                    " ".join(filter(None, map(_text, _outermost(cell, "p"))))
                    for cell in row.iterchildren()
                    if local_name(cell) == "table-cell"
                ]
                writer.add("\t".join(cells), kind="table row" if sum(map(bool, cells)) > 1 else "")
        elif tag not in _APART:
            _add(writer, element, kind="list item" if tag == "list-item" else kind)


def _outermost(element: Node, tag: str) -> Iterator[Node]:
    """Yield the elements of a name that do not stand inside another of it."""
    for child in element.iterchildren():
        if local_name(child) == tag:
            yield child
        else:
            yield from _outermost(child, tag)


def _text(element: Node) -> str:
    """Give a paragraph's text without its notes and comments."""
    pieces = [element.text or ""]
    for child in element.iterchildren():
        tag = local_name(child)
        if tag in _BREAKS:
            pieces.append(_BREAKS[tag])
        elif tag and tag not in _APART and tag != "note":
            pieces.append(_text(child))
        pieces.append(child.tail or "")
    return " ".join("".join(pieces).split("\n")).strip()
