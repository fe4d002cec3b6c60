"""TMX 1.4, the exchange format of translation memories (LISA OSCAR, 2005; tmx14.dtd).

What a unit knows beyond its two texts stands in `note` and in properties of our own (`x-state`, `x-origin`,
`x-score`, `x-draft`, `x-document`), before the variants as the DTD asks. There is no white space inside
`seg`: blanks count there. Characters that XML cannot hold are dropped.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from xml.etree.ElementTree import Element

from workbench.formats.units import Unit, exchange_code, language_of_code, replacing
from workbench.formats.xml_stream import LANGUAGE_ATTRIBUTE, escaped, local_name, quoted, read_elements

TOOL = "Bitext Workbench"
ANY_LANGUAGE = "*all*"
DATE_FORMAT = "%Y%m%dT%H%M%SZ"
# these hold another format's code, not text
CODE_ELEMENTS = frozenset({"bpt", "ept", "ph", "it", "ut", "sub"})


def write_tmx(path: Path, units: Iterable[Unit], *, tool_version: str = "0.1.0") -> int:
    """Write the units as they come and give their number. Raises OutputError; see `units.replacing`."""
    source = iter(units)
    first = next(source, None)
    language = ANY_LANGUAGE if first is None else first.source_language
    count = 0
    with replacing(path) as file:
        file.write(_head(language, tool_version))
        for unit in chain([] if first is None else [first], source):
            file.write(_unit(unit, language))
            count += 1
        file.write("  </body>\n</tmx>\n")
    return count


def read_tmx(path: Path) -> Iterator[Unit]:
    """Yield a unit for each source variant and each other variant beside it, in the file's order.

    The source is the variant in the unit's or the header's `srclang`; where that is `*all*` the Chinese one,
    else the first. Languages are folded by `units.language_of_code`. Raises InputError, see
    `xml_stream.read_elements`.
    """
    header_language = ANY_LANGUAGE
    for element in read_elements(path, {"header", "tu"}):
        if local_name(element) == "header":
            header_language = element.get("srclang", ANY_LANGUAGE)
        else:
            yield from _units_of(element, element.get("srclang", header_language))


def _head(language: str, tool_version: str) -> str:
    code = language if language == ANY_LANGUAGE else exchange_code(language)
    created = datetime.now(UTC).strftime(DATE_FORMAT)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
        f"  <header creationtool={quoted(TOOL)} creationtoolversion={quoted(tool_version)} "
        f'segtype="sentence" o-tmf={quoted(TOOL)} adminlang="en-US" srclang={quoted(code)} '
        f'datatype="plaintext" creationdate={quoted(created)}/>\n  <body>\n'
    )


def _unit(unit: Unit, header_language: str) -> str:
    created = _tmx_date(unit.created_at)
    attributes = f" creationdate={quoted(created)}" if created else ""
    if unit.source_language != header_language:
        attributes += f" srclang={quoted(exchange_code(unit.source_language))}"
    properties = (
        ("x-state", unit.state),
        ("x-origin", unit.origin),
        ("x-score", "" if unit.score is None else repr(unit.score)),
        ("x-draft", "yes" if unit.is_draft else ""),
        ("x-document", unit.document),
        ("x-manual", "yes" if unit.is_manual else ""),
        ("x-bookmark", "yes" if unit.is_bookmarked else ""),
    )
    lines = [f"    <tu{attributes}>"]
    if unit.note:
        lines.append(f"      <note>{escaped(unit.note)}</note>")
    lines += [f'      <prop type="{name}">{escaped(value)}</prop>' for name, value in properties if value]
    for language, text in (
        (unit.source_language, unit.source_text),
        (unit.target_language, unit.target_text),
    ):
        code = quoted(exchange_code(language))
        lines.append(f"      <tuv xml:lang={code}><seg>{escaped(text)}</seg></tuv>")
    return "\n".join([*lines, "    </tu>\n"])


def _units_of(element: Element, source_code: str) -> Iterator[Unit]:
    variants = [
        (language_of_code(_code_of(variant)), _segment_text(variant)) for variant in element.iterfind("tuv")
    ]
    if not variants:
        return
    position = _source_position([language for language, _ in variants], source_code)
    source_language, source_text = variants.pop(position)
    properties = {found.get("type", ""): "".join(found.itertext()) for found in element.iterfind("prop")}
    for language, text in variants:
        yield Unit(
            source_text=source_text,
            target_text=text,
            source_language=source_language,
            target_language=language,
            state=properties.get("x-state", ""),
            origin=properties.get("x-origin", ""),
            score=_number(properties.get("x-score", "")),
            is_draft=properties.get("x-draft") == "yes",
            note="\n".join("".join(note.itertext()) for note in element.iterfind("note")),
            document=properties.get("x-document", ""),
            created_at=_iso_date(element.get("creationdate", "")),
            is_manual=properties.get("x-manual") == "yes",
            is_bookmarked=properties.get("x-bookmark") == "yes",
        )


def _source_position(languages: list[str], source_code: str) -> int:
    wanted = language_of_code(source_code) if source_code != ANY_LANGUAGE else "zh"
    for matches in (wanted.__eq__, lambda language: language.split("-")[0] == wanted.split("-")[0]):
        if position := next((index + 1 for index, language in enumerate(languages) if matches(language)), 0):
            return position - 1
    return 0


def _code_of(variant: Element) -> str:
    """Give `xml:lang`, or the `lang` of TMX 1.1."""
    return variant.get(LANGUAGE_ATTRIBUTE) or variant.get("lang") or "und"


def _segment_text(variant: Element) -> str:
    segment = variant.find("seg")
    return "" if segment is None else _text_of(segment)


def _text_of(element: Element) -> str:
    """Give the text of an element without the inline codes of other formats."""
    parts = [element.text or ""]
    for child in element:
        if local_name(child) not in CODE_ELEMENTS:
            parts.append(_text_of(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _tmx_date(moment: str) -> str:
    """Give an ISO 8601 moment as TMX writes it, in UTC; anything else gives an empty string."""
    try:
        return datetime.fromisoformat(moment).astimezone(UTC).strftime(DATE_FORMAT)
    except ValueError:
        return ""


def _iso_date(moment: str) -> str:
    try:
        return datetime.strptime(moment, DATE_FORMAT).strftime("%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        return ""


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
