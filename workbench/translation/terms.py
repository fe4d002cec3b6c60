"""Terms: the glossary that ships with the workbench, with the user's own terms on top of it.

`load_glossary(store).find_terms(text)` gives the terms of a Chinese text with their places, for whoever
translates or checks it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from xml.etree.ElementTree import Element

from db import glossary as stored
from db.store import Store
from workbench.errors import InputError
from workbench.formats.units import language_of_code
from workbench.formats.xml_stream import LANGUAGE_ATTRIBUTE, local_name, read_elements
from workbench.inputs import read_lines
from workbench.languages import SOURCE_LANGUAGE, TARGET_LANGUAGE
from workbench.quality.folding import fold_chinese
from workbench.quality.glossary import COLUMNS, Glossary, Term, parse_rows, shipped_terms

USER_CATEGORY = "own"
_TBX_SUFFIXES = frozenset({".tbx", ".xml"})
_CONCEPTS = frozenset({"termEntry", "conceptEntry"})
_LANGUAGES = frozenset({"langSet", "langSec"})
_STATUS = "administrativeStatus"
_BANNED = frozenset({"deprecatedTerm-admn-sts", "supersededTerm-admn-sts"})
_ADMITTED = "admittedTerm-admn-sts"


def load_glossary(store: Store | None = None) -> Glossary:
    """Give the shipped glossary, with the terms of the database over it where there is one."""
    return Glossary([*shipped_terms(), *(() if store is None else user_terms(store))])


def user_terms(store: Store) -> list[Term]:
    """List the user's own terms."""
    return [
        Term(term.source, term.approved, term.tolerated, term.banned, term.category, term.note)
        for term in stored.list_terms(store)
    ]


def find_own_term(store: Store, source: str) -> Term | None:
    """Give the user's own term of a source, in either script, None where there is none."""
    folded = fold_chinese(source.strip())
    return next((term for term in user_terms(store) if fold_chinese(term.source) == folded), None)


def add_term(store: Store, term: Term) -> None:
    """Store one term; one of the same source, in either script, is replaced.

    Raises:
        InputError: a side is empty.
    """
    if not term.source.strip() or not any(rendering.strip() for rendering in term.approved):
        raise InputError("a term needs a Chinese side and an English one")
    stored.save_terms(store, [_to_store(term)])


def import_terms(store: Store, path: Path) -> int:
    """Store the terms of a TSV or TBX file in one transaction and return how many.

    A TSV file has the columns source, approved, tolerated, banned, category, note, of which the first two
    must be there, `|` between renderings; a heading line is known by its first word, `source`, and may name
    fewer columns, in another order.

    Entries of the file that have the same source, in either script, are one term with all their renderings.
    A term that is stored already is replaced.

    Raises:
        InputError: the file cannot be read, or holds no term.
    """
    terms = _merged(_read_tbx(path) if path.suffix.lower() in _TBX_SUFFIXES else _read_tsv(path))
    if not terms:
        raise InputError(f"{path}: no term in it; expected a line of {', '.join(COLUMNS[:2])} at least")
    return stored.save_terms(store, [_to_store(term) for term in terms])


def _merged(terms: Iterable[Term]) -> list[Term]:
    """Join the terms of one source; what one of them approves, another does not ban or merely tolerate."""
    by_source: dict[str, list[Term]] = {}
    for term in terms:
        by_source.setdefault(fold_chinese(term.source), []).append(term)
    merged = []
    for group in by_source.values():
        approved = tuple(dict.fromkeys(text for term in group for text in term.approved))
        tolerated = tuple(dict.fromkeys(t for term in group for t in term.tolerated if t not in approved))
        known = {*approved, *tolerated}
        banned = tuple(dict.fromkeys(text for term in group for text in term.banned if text not in known))
        notes = "; ".join(dict.fromkeys(term.note for term in group if term.note))
        merged.append(replace(group[0], approved=approved, tolerated=tolerated, banned=banned, note=notes))
    return merged


def _to_store(term: Term) -> stored.StoredTerm:
    return stored.StoredTerm(folded=fold_chinese(term.source), **asdict(term))


def _read_tsv(path: Path) -> Iterator[Term]:
    columns: Sequence[str] = COLUMNS
    for number, line in enumerate(read_lines(path), start=1):
        cells = line.split("\t")
        if not line.strip():
            continue
        if number == 1 and cells[0].strip().lower() == COLUMNS[0]:
            columns = _headings(cells, path)
            continue
        if any(cell.strip() for cell in cells[len(columns) :]):
            raise InputError(f"{path}:{number}: {len(cells)} columns, {len(columns)} at most are expected")
        named = dict(zip(columns, cells, strict=False))
        terms = parse_rows([[named.get(column, "") for column in COLUMNS]], USER_CATEGORY)
        if not terms:
            raise InputError(
                f"{path}:{number}: expected {COLUMNS[0]} and {COLUMNS[1]} with a tab between them"
            )
        yield terms[0]


def _headings(cells: Sequence[str], path: Path) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    unknown = next((name for name in names if name and name not in COLUMNS), None)
    if unknown is not None:
        raise InputError(f"{path}:1: no column is called {unknown!r}; there are {', '.join(COLUMNS)}")
    return names


def _read_tbx(path: Path) -> Iterator[Term]:
    """Read concepts of TBX 2 (`termEntry`) and TBX 3 (`conceptEntry`) that have both languages.

    The dialects Core, Min and Basic differ in what they say beyond terms and their status, which is passed
    over. ISO 30042: "TermBase eXchange".
    """
    for concept in read_elements(path, _CONCEPTS):
        sides: dict[str, list[tuple[str, str]]] = {}
        for section in _descendants(concept, _LANGUAGES):
            language = language_of_code(section.get(LANGUAGE_ATTRIBUTE, "")).split("-")[0]
            sides.setdefault(language, []).extend(_terms_of(section))
        renderings = sides.get(TARGET_LANGUAGE, [])
        approved = tuple(text for text, status in renderings if status not in {*_BANNED, _ADMITTED})
        admitted = tuple(text for text, status in renderings if status == _ADMITTED)
        banned = tuple(text for text, status in renderings if status in _BANNED)
        for source, status in sides.get(SOURCE_LANGUAGE, []):
            if status not in _BANNED and (approved or admitted):
                yield Term(source, approved or admitted, admitted if approved else (), banned, USER_CATEGORY)


def _terms_of(section: Element) -> Iterator[tuple[str, str]]:
    """Yield each term of a language section with its administrative status, empty where none is given."""
    for group in _descendants(section, {"tig", "ntig", "termSec"}):
        text = next(("".join(term.itertext()).strip() for term in _descendants(group, {"term"})), "")
        notes = _descendants(group, {"termNote", _STATUS})  # by attribute, or as an element of its own (DCT)
        status = next((n.text or "" for n in notes if _STATUS in (n.get("type"), local_name(n))), "")
        if text:
            yield text, status.strip()


def _descendants(element: Element, names: frozenset[str] | set[str]) -> Iterator[Element]:
    return (child for child in element.iter() if local_name(child) in names)
