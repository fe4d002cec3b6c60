"""Excel workbooks and PowerPoint presentations: the parts of Office Open XML packages (ECMA-376) in order."""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence

from workbench.errors import InputError
from workbench.intake.blocks import BlockWriter, Extract
from workbench.intake.readers.packages import open_package, read_member
from workbench.intake.readers.safe_xml import Node, local_name, parse
from workbench.intake.readers.tables import add_rows

MAX_COLUMNS = 16_384  # what Excel allows
_RELATIONS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_TITLES = frozenset({"title", "ctrTitle"})
_NO_WORDS = frozenset({"rPh", "phoneticPr"})  # how a word is pronounced
_REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]+")


def read_workbook(name: str, content: bytes) -> Extract:
    """Give the rows of all sheets that are not hidden, as those of a table file are given.

    Numbers and dates stand as the file stores them. Raises InputError where the workbook is damaged.
    """
    package = open_package(name, content)
    shared: list[str] = []
    if "xl/sharedStrings.xml" in package.namelist():
        strings = parse(name, read_member(name, package, "xl/sharedStrings.xml"))
        shared = [_words(item) for item in strings if local_name(item) == "si"]
    writer = BlockWriter()
    row_count = 0
    for sheet in _parts(name, package, "xl/workbook.xml", "sheet"):
        rows = [_cells(name, row, shared) for row in _named(sheet, "row")]
        add_rows(writer, rows, first_row=row_count)
        row_count += len(rows)
    return writer.extract()


def read_slides(name: str, content: bytes) -> Extract:
    """Give the paragraphs of all slides that are not hidden: titles as headings, tables row by row.

    Raises InputError where the presentation is damaged.
    """
    package = open_package(name, content)
    writer = BlockWriter()
    for slide in _parts(name, package, "ppt/presentation.xml", "sldId"):
        if slide.get("show") in ("0", "false"):
            continue
        for shape in slide.iter():
            if local_name(shape) == "sp":
                is_title = any(place.get("type") in _TITLES for place in _named(shape, "ph"))
                for paragraph in _named(shape, "p"):
                    writer.add(_words(paragraph), kind="heading" if is_title else "body")
            elif local_name(shape) == "tr":
                cells = [
                    " ".join(filter(None, map(_words, _named(cell, "p")))) for cell in _named(shape, "tc")
                ]
                writer.add("\t".join(cells), kind="table row" if sum(map(bool, cells)) > 1 else "body")
    return writer.extract()


def _parts(name: str, package: zipfile.ZipFile, main: str, tag: str) -> Iterator[Node]:
    """Yield the roots of the parts that the elements `tag` of the main part name, in their order."""
    folder, file = posixpath.split(main)
    relations = parse(name, read_member(name, package, f"{folder}/_rels/{file}.rels"))
    targets = {
        relation.get("Id"): relation.get("Target") or "" for relation in _named(relations, "Relationship")
    }
    for element in _named(parse(name, read_member(name, package, main)), tag):
        identifier = next((element.get(key) for key in _RELATIONS if element.get(key)), None)
        if element.get("state", "visible") == "visible" and targets.get(identifier):
            path = posixpath.normpath(posixpath.join("/", folder, targets[identifier])).lstrip("/")
            yield parse(name, read_member(name, package, path))


def _cells(name: str, row: Node, shared: Sequence[str]) -> list[str]:
    """Give a row's cells by their columns; those that the file leaves out are empty."""
    cells: list[str] = []
    for cell in _named(row, "c"):
        place = _REFERENCE.fullmatch(cell.get("r") or "")
        column = len(cells) if place is None else _column(place.group(1))
        if column >= MAX_COLUMNS:
            raise InputError(
                f"{name}: a cell stands at {cell.get('r')}, beyond the last column; repair the file"
            )
        cells += [""] * (column + 1 - len(cells))
        cells[column] = _cell(name, cell, shared)
    return cells


def _column(letters: str) -> int:
    """Give the index of a column: A is 0, Z 25, AA 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _cell(name: str, cell: Node, shared: Sequence[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _words(cell)
    value = "".join(text for found in _named(cell, "v") for text in found.itertext())
    if cell.get("t") != "s":
        return value
    if not value.isascii() or not value.isdigit() or int(value) >= len(shared):
        raise InputError(f"{name}: cell {cell.get('r')} names a text that is not there; repair the file")
    return shared[int(value)]


def _words(element: Node) -> str:
    """Give the text of all runs inside an element; a line break is a space."""
    pieces = []
    for run in element.iter():
        if local_name(run) == "t" and not any(
            local_name(above) in _NO_WORDS for above in run.iterancestors()
        ):
            pieces.append(run.text or "")
        elif local_name(run) == "br":
            pieces.append(" ")
    return "".join(pieces).strip()


def _named(element: Node, tag: str) -> Iterator[Node]:
    return (found for found in element.iter() if local_name(found) == tag)
