"""Translation memories: TMX and XLIFF, each unit as a row of two languages."""

from collections import Counter
from collections.abc import Iterator

from workbench.errors import InputError
from workbench.formats.tmx import CODE_ELEMENTS
from workbench.formats.units import language_of_code
from workbench.intake.blocks import BlockWriter, Extract
from workbench.intake.readers.safe_xml import Node, local_name, parse

_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_CODE = CODE_ELEMENTS | {"x", "bx", "ex", "bpt", "ept", "sc", "ec", "note"}
Row = dict[str, str]
"""Text by primary language tag."""


def read_tmx(name: str, content: bytes) -> Extract:
    """Give the variants of each unit in the two main languages of the memory, unit by unit."""
    root = parse(name, content)
    if local_name(root) != "tmx":
        raise InputError(
            f"{name}: the root element is <{local_name(root)}>, not <tmx>; check the file's type"
        )
    return _rows(name, _tmx_rows(root))


def _tmx_rows(root: Node) -> Iterator[Row]:
    for unit in (element for element in root.iter() if local_name(element) == "tu"):
        row: Row = {}
        for variant in (child for child in unit if local_name(child) == "tuv"):
            code = variant.get(_XML_LANGUAGE) or variant.get("lang") or ""
            texts = [_text(child) for child in variant if local_name(child) == "seg"]
            row.setdefault(_primary(code), " ".join(texts))
        yield row


def read_xliff(name: str, content: bytes) -> Extract:
    """Give source and target of each unit, of XLIFF 1.2 and of 2.0 to 2.2."""
    root = parse(name, content)
    if local_name(root) != "xliff":
        raise InputError(
            f"{name}: the root element is <{local_name(root)}>, not <xliff>; check the file's type"
        )
    return _rows(name, _xliff_rows(root))


def _xliff_rows(root: Node) -> Iterator[Row]:
    languages = (root.get("srcLang", ""), root.get("trgLang", ""))
    for element in root.iter():
        tag = local_name(element)
        if tag == "file" and element.get("source-language"):
            languages = (element.get("source-language", ""), element.get("target-language", ""))
        elif tag in ("trans-unit", "segment"):
            row: Row = {}
            for child in element:
                if local_name(child) in ("source", "target"):
                    code = child.get(_XML_LANGUAGE) or languages[local_name(child) == "target"]
                    row.setdefault(_primary(code), _text(child))
            yield row


def _primary(code: str) -> str:
    return language_of_code(code).split("-", 1)[0] or "und"


def _rows(name: str, rows: Iterator[Row]) -> Extract:
    kept = list(rows)
    counts = Counter(language for row in kept for language, text in row.items() if text.strip())
    if not counts:
        raise InputError(f"{name}: there is no text in its units; check how it was exported")
    chosen = [language for language in ("zh", "en") if language in counts] or [counts.most_common(1)[0][0]]
    writer = BlockWriter()
    for number, row in enumerate(kept):
        for language in chosen:
            text = row.get(language, "").replace("\n", " ")
            writer.add(text, kind="table row", language=language, row=number)
    return writer.extract()


def _text(element: Node) -> str:
    """Give an element's text without that of codes inside it."""
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and local_name(child) not in _CODE:
            pieces.append(_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
