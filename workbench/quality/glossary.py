"""Terms with their approved, tolerated and banned English renderings, and where they stand in a text."""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from workbench.quality.folding import fold_chinese
from workbench.quality.matcher import Matcher

COLUMNS = ("source", "approved", "tolerated", "banned", "category", "note")
ALTERNATIVES = "|"  # between renderings in a field


@dataclass(frozen=True, slots=True)
class Term:
    """A Chinese term. The first of `approved` is the rendering to use; the others are as good."""

    source: str
    approved: tuple[str, ...]
    tolerated: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()
    category: str = ""
    note: str = ""

    @property
    def rendering(self) -> str:
        """The English to use."""
        return self.approved[0]


@dataclass(frozen=True, slots=True)
class TermMatch:
    """`term` stands at `start:end` of a Chinese text."""

    start: int
    end: int
    term: Term


class Glossary:
    """A list of terms, with the longest match on the Chinese side, Traditional and Simplified alike."""

    def __init__(self, terms: Iterable[Term]) -> None:
        by_source = {fold_chinese(term.source): term for term in terms}
        self.terms: tuple[Term, ...] = tuple(by_source.values())
        self._matcher = Matcher(by_source.items())

    def find_terms(self, text: str) -> list[TermMatch]:
        """Find the terms in a Chinese text: the longest from the left, in order, without overlap."""
        return [TermMatch(*match) for match in self._matcher.find(fold_chinese(text))]


def parse_rows(rows: Iterable[Sequence[str]], category: str = "") -> list[Term]:
    """Read terms from rows of the columns source, approved, tolerated, banned, category, note.

    Only the first two must be there. A row without either is left out.
    """
    terms = []
    for row in rows:
        source, approved, tolerated, banned, own_category, note = (*row, "", "", "", "", "", "")[
            : len(COLUMNS)
        ]
        if source.strip() and approved.strip():
            terms.append(
                Term(
                    source.strip(),
                    _split(approved),
                    _split(tolerated),
                    _split(banned),
                    own_category.strip() or category,
                    note.strip(),
                )
            )
    return terms


def _split(field: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in field.split(ALTERNATIVES) if part.strip())


@cache
def shipped_terms() -> tuple[Term, ...]:
    """Give the terms that ship with the workbench, for government and high-tech zones."""
    text = (files("workbench.quality") / "data" / "glossary.tsv").read_text(encoding="utf-8")
    rows = csv.reader(text.split("\n"), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(parse_rows(row for n, row in enumerate(rows) if n > 0))


@cache
def rendering_pattern(rendering: str) -> re.Pattern[str]:
    """Give a pattern that finds a rendering in English: any case, hyphens as spaces, inflected forms."""
    words = [_inflected(word) for word in re.split(r"[\s-]+", rendering.strip()) if word]
    return re.compile(r"(?<![A-Za-z0-9])" + r"[\s-]+".join(words) + r"(?![A-Za-z0-9])", re.IGNORECASE)


_IRREGULAR = {
    "begin": "began|begun|beginning", "break": "broke|broken", "bring": "brought", "build": "built",
    "cut": "cutting", "draw": "drew|drawn", "drive": "drove|driven", "find": "found", "give": "gave|given",
    "go": "goes|went|gone", "grow": "grew|grown", "hold": "held", "keep": "kept", "lead": "led",
    "make": "made", "meet": "met", "pay": "paid", "plan": "planned|planning",
    "put": "putting", "run": "ran|running", "seek": "sought", "set": "setting", "speak": "spoke|spoken",
    "take": "took|taken", "win": "won|winning", "leave": "left", "man": "men", "woman": "women",
    "person": "people", "child": "children",
}  # fmt: skip
_SPELLINGS = (
    (re.compile(r"(cent|met|lit|fib)(?:er|re)(s?)$"), r"\1(?:er|re)\2"),
    (re.compile(r"cente?red$"), "cente?red"),
    (re.compile(r"([a-z]{3})i[sz](e[sd]?|ing|ation)$"), r"\1i[sz]\2"),
    (re.compile(r"programme$|program$"), "program(?:me)?"),
    (re.compile(r"(lab|harb|neighb)(?:ou|o)r(s|hood)?$"), r"\1ou?r\2"),
    (re.compile(r"licen[cs]e$"), "licen[cs]e"),
)  # British and American


def _inflected(word: str) -> str:
    """Allow the plural of a noun, the forms of a verb, British and American spelling."""
    escaped = re.escape(word).replace("’", "'").replace("'", "['’]")
    for pattern, both in _SPELLINGS:
        escaped = pattern.sub(both, escaped)
    if not word.isalpha() or len(word) < 2:
        return escaped
    others = f"|{_IRREGULAR[word.lower()]}" if word.lower() in _IRREGULAR else ""
    if len(word) < 3:
        return f"(?:{escaped}{others})"
    if word.endswith("y"):
        return f"(?:{escaped[:-1]}(?:y|ies|ied|ying){others})"
    if word.endswith("e") and escaped == word:
        return f"(?:{escaped[:-1]}(?:e|es|ed|ing){others})"
    return f"(?:{escaped}(?:s|es|ed|d|ing)?{others})"
