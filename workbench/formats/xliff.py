"""XLIFF 2.1 and 1.2 (OASIS), which translation editors read: one `file` element a document.

Review states become XLIFF's own: in 2.1 `state` on the segment, with our word in `subState`; in 1.2 `state`
on the target and `approved` on the unit. What else a unit knows stands in notes, one a field, which come
back when the file is read. Texts are data without inline codes; white space counts; characters that XML
cannot hold are dropped.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, groupby
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element

from workbench.errors import InputError, OutputError
from workbench.formats.units import Unit, differ, exchange_code, language_of_code, replacing
from workbench.formats.xml_stream import escaped, local_name, quoted, read_elements, read_root

NAMESPACE_2 = "urn:oasis:names:tc:xliff:document:2.0"  # that of 2.1 too
NAMESPACE_1 = "urn:oasis:names:tc:xliff:document:1.2"
SUBSTATE_PREFIX = "bitext:"

STATES_2 = {"accepted": "final", "edited": "final", "needs-review": "translated"}  # else initial
OURS_2 = {"final": "accepted", "reviewed": "accepted", "translated": "needs-review"}
STATES_1 = {"accepted": "final", "edited": "final", "rejected": "needs-translation"}
OURS_1 = {"final": "accepted", "signed-off": "accepted", "translated": "needs-review"}
SOURCE_LANGUAGE = "source-language"
FACTS = frozenset({"origin", "score", "draft", "created", "manual", "bookmark", SOURCE_LANGUAGE})
"""Our notes, by category."""
DRAFT_1 = "needs-review-translation"


def write_xliff(path: Path, units: Iterable[Unit]) -> int:
    """Write XLIFF 2.1 and give the number of units.

    The format allows one pair of languages a file, that of the first unit. A unit in another script of it
    says so in a note (`source-language`). Raises OutputError where the place cannot be written, where there
    is no unit, or where a unit is in other languages.
    """
    source = iter(units)
    first = next(source, None)
    if first is None:
        raise OutputError(f"{path}: nothing to write; XLIFF must hold a unit")
    pair = (first.source_language, first.target_language)
    head = (
        f'<xliff xmlns="{NAMESPACE_2}" version="2.1" '
        f"srcLang={quoted(exchange_code(pair[0]))} trgLang={quoted(exchange_code(pair[1]))}>\n"
    )

    def one_pair() -> Iterator[Unit]:
        for unit in chain([first], source):
            if any(map(differ, (unit.source_language, unit.target_language), pair)):
                raise OutputError(f"{path}: XLIFF 2 holds one pair of languages; export the others as TMX")
            yield unit

    def unit_2(unit: Unit, number: int) -> str:
        return _unit_2(unit, number, written_language=pair[0])

    with replacing(path) as file:
        return _write(file, head, one_pair(), _file_2, unit_2)


def write_xliff_1(path: Path, units: Iterable[Unit]) -> int:
    """Write XLIFF 1.2, for older tools, and give the number of units. Raises OutputError."""
    with replacing(path) as file:
        return _write(file, f'<xliff xmlns="{NAMESPACE_1}" version="1.2">\n', units, _file_1, _unit_1)


def read_xliff(path: Path) -> Iterator[Unit]:
    """Yield a unit for each segment of an XLIFF 1.2, 2.0 or 2.1 file that we or another tool wrote.

    Raises InputError where the file is something else, see `xml_stream.read_elements`.
    """
    root = read_root(path)
    if root.tag == f"{{{NAMESPACE_1}}}xliff":
        for element in read_elements(path, {"file"}):
            yield from _units_1(element)
    elif root.tag == f"{{{NAMESPACE_2}}}xliff":
        languages = (root.get("srcLang", "und"), root.get("trgLang", "und"))
        for element in read_elements(path, {"file"}):
            yield from _units_2(element, languages)
    else:
        raise InputError(f"{path}: neither XLIFF 1.2 nor 2.1, its root is '{local_name(root)}'")


def _write(
    file: IO[str],
    head: str,
    units: Iterable[Unit],
    file_tags: Callable[[Unit, int], tuple[str, str]],
    body: Callable[[Unit, int], str],
) -> int:
    file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{head}')
    count = 0

    def place(unit: Unit) -> tuple[str, str, str]:
        return (unit.document, unit.source_language, unit.target_language)

    for number, (_, group) in enumerate(groupby(units, key=place), start=1):
        members = iter(group)
        first = next(members)
        opening, closing = file_tags(first, number)
        file.write(opening)
        for unit in chain([first], members):
            count += 1
            file.write(body(unit, count))
        file.write(closing)
    file.write("</xliff>\n")
    return count


def _file_2(unit: Unit, number: int) -> tuple[str, str]:
    return f' <file id="f{number}" original={quoted(unit.document)} xml:space="preserve">\n', " </file>\n"


def _file_1(unit: Unit, number: int) -> tuple[str, str]:
    languages = (
        f"source-language={quoted(exchange_code(unit.source_language))} "
        f"target-language={quoted(exchange_code(unit.target_language))}"
    )
    opening = f' <file original={quoted(unit.document)} {languages} datatype="plaintext"><body>\n'
    return opening, " </body></file>\n"


def _unit_2(unit: Unit, number: int, *, written_language: str) -> str:
    facts = _facts(unit)
    if unit.source_language != written_language:
        facts.append((SOURCE_LANGUAGE, unit.source_language))
    notes = "".join(f'<note category="{name}">{escaped(text)}</note>' for name, text in facts)
    state = f' state="{STATES_2.get(unit.state, "initial")}"'
    if unit.state:
        state += f" subState={quoted(SUBSTATE_PREFIX + unit.state)}"
    return (
        f'  <unit id="u{number}">{f"<notes>{notes}</notes>" if notes else ""}<segment id="s{number}"{state}>'
        f"<source>{escaped(unit.source_text)}</source><target>{escaped(unit.target_text)}</target>"
        "</segment></unit>\n"
    )


def _unit_1(unit: Unit, number: int) -> str:
    facts = [*_facts(unit), *([("state", unit.state)] if unit.state else [])]
    notes = "".join(f'<note from="{name}">{escaped(text)}</note>' for name, text in facts)
    approved = ' approved="yes"' if STATES_1.get(unit.state) == "final" else ""
    return (
        f'  <trans-unit id="{number}"{approved} xml:space="preserve">'
        f"<source>{escaped(unit.source_text)}</source>"
        f'<target state="{STATES_1.get(unit.state, DRAFT_1)}">{escaped(unit.target_text)}</target>'
        f"{notes}</trans-unit>\n"
    )


def _facts(unit: Unit) -> list[tuple[str, str]]:
    facts = (
        ("note", unit.note),
        ("origin", unit.origin),
        ("score", "" if unit.score is None else repr(unit.score)),
        ("draft", "yes" if unit.is_draft else ""),
        ("created", unit.created_at),
        ("manual", "yes" if unit.is_manual else ""),
        ("bookmark", "yes" if unit.is_bookmarked else ""),
    )
    return [(name, text) for name, text in facts if text]


def _units_2(file: Element, languages: tuple[str, str]) -> Iterator[Unit]:
    for unit in file.iter(f"{{{NAMESPACE_2}}}unit"):
        notes = [
            (note.get("category", ""), "".join(note.itertext()))
            for note in unit.iterfind(f"{{{NAMESPACE_2}}}notes/{{{NAMESPACE_2}}}note")
        ]
        for segment in unit.iterfind(f"{{{NAMESPACE_2}}}segment"):
            sub_state = segment.get("subState", "")
            state = sub_state.removeprefix(SUBSTATE_PREFIX) if sub_state.startswith(SUBSTATE_PREFIX) else None
            yield _read(
                segment,
                NAMESPACE_2,
                languages,
                document=file.get("original", ""),
                state=OURS_2.get(segment.get("state", ""), "") if state is None else state,
                notes=notes,
            )


def _units_1(file: Element) -> Iterator[Unit]:
    languages = (file.get("source-language", "und"), file.get("target-language", "und"))
    for unit in file.iter(f"{{{NAMESPACE_1}}}trans-unit"):
        notes = [
            (note.get("from", ""), "".join(note.itertext()))
            for note in unit.iterfind(f"{{{NAMESPACE_1}}}note")
        ]
        target = unit.find(f"{{{NAMESPACE_1}}}target")
        state = "accepted" if unit.get("approved") == "yes" else ""
        if target is not None and not state:
            state = OURS_1.get(target.get("state", ""), "")
        ours = next((text for name, text in notes if name == "state"), state)
        is_ours = any(name in {*FACTS, "state"} for name, _ in notes)
        yield _read(
            unit,
            NAMESPACE_1,
            languages,
            document=file.get("original", ""),
            state=ours if is_ours else state,
            notes=notes,
        )


def _read(
    element: Element,
    namespace: str,
    languages: tuple[str, str],
    *,
    document: str,
    state: str,
    notes: list[tuple[str, str]],
) -> Unit:
    """Make a unit of an element that has a source and perhaps a target; notes of other tools become its
    note."""
    facts = {name: text for name, text in notes if name in FACTS}
    texts = [element.find(f"{{{namespace}}}{name}") for name in ("source", "target")]
    source_text, target_text = ("" if text is None else "".join(text.itertext()) for text in texts)
    try:
        score = float(facts["score"]) if "score" in facts else None
    except ValueError:
        score = None
    return Unit(
        source_text=source_text,
        target_text=target_text,
        source_language=language_of_code(facts.get(SOURCE_LANGUAGE, languages[0])),
        target_language=language_of_code(languages[1]),
        state=state,
        origin=facts.get("origin", ""),
        score=score,
        is_draft=facts.get("draft") == "yes",
        note="\n".join(text for name, text in notes if name not in {*facts, "state"}),
        document=document,
        created_at=facts.get("created", ""),
        is_manual=facts.get("manual") == "yes",
        is_bookmarked=facts.get("bookmark") == "yes",
    )
