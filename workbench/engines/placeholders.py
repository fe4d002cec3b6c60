"""Marks that stand for a part of a text: it becomes ⟦1⟧, ⟦2⟧, …, and its English comes back afterwards.

The package that ships with the workbench is trained to carry these marks over (see `training/noise.py`),
which it does more surely than it copies digits. What a mark stands for is written in English by rule: 128.6亿
is 12.86 billion, 2024年4月22日 is April 22, 2024.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from workbench.quality import quantities
from workbench.quality.date_mentions import MONTHS
from workbench.quality.numerals import CHINESE_GROUPS, CHINESE_SCALES

MOST = 9  # marks that the vocabulary has
MARK = "⟦{}⟧"
SCALES = CHINESE_SCALES | CHINESE_GROUPS | {"兆": 10**12}

SAYS_MORE = re.compile(
    r"(?:超|超过|逾|突破|达)$"
)  # before a figure with 余 or 多, which need not say it again

_MARKS = re.compile(r"⟦(\d+)⟧")
_PLACED = re.compile(r"(?:\b(?P<preposition>[Oo]n|[Ii]n) )?(?P<mark>⟦(?P<number>\d+)⟧)")
_DATE = re.compile(rf"(?:{'|'.join(MONTHS)})(?P<day> \d{{1,2}})?(?:,? \d{{4}})?")
_ON, _IN = str.maketrans("iI", "oO"), str.maketrans("oO", "iI")
_SENTENCE_END = re.compile(r"(?:^|[.!?][\"'”’)]*\s)[\s\"'“‘]*$")
_SMALL_WORD = re.compile(r"[a-z]+(?![A-Za-z\d])")  # not iPhone, not 5G
_TERMS = re.compile(
    r"(?<!\d)(?P<century>1\d|2[01]) ?世纪 ?(?P<decade>[1-9]0) ?年代"
    r"|(?P<date>(?:(?P<year>\d{4}) ?年 ?)?(?<!\d)(?P<month>1[0-2]|0?[1-9]) ?月"
    r"(?: ?(?P<day>3[01]|[12]\d|0?[1-9]) ?[日号])?)"
    r"|(?<![A-Za-z\d.])(?P<code>\d+(?:-\d+)+)(?![A-Za-z\d-])"
    r"|(?<![A-Za-z\d.])(?P<number>\d+(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d{2,}|\d(?=[百千万亿兆]))"
    r"(?P<more>[余多](?=[百千万亿兆]))?(?: ?(?P<scale>[百千万亿兆]++))?(?P<more_after>[余多])?"
    r"(?P<unit>[%％]|个百分点)?(?![A-Za-z\d百千万亿兆])"
    r"|(?<![A-Za-z\d])(?P<name>(?=[A-Za-z\d]*[A-Za-z])[A-Za-z\d]{2,}"
    r"(?:[ -](?:(?=\d*[A-Za-z])[A-Za-z\d]+|\d+(?![\d,.]*\d| ?[百千万亿兆%％余多个元])))*)"  # not GDP 392亿
)


@dataclass(frozen=True, slots=True)
class MaskedTerm:
    """A part of a text, as character offsets, that a mark can stand for, and its English."""

    start: int
    end: int
    english: str


def has_marks(text: str) -> bool:
    """True where a text has marks of its own."""
    return _MARKS.search(text) is not None


def find_terms(text: str) -> list[MaskedTerm]:
    """Return the numbers, dates and Latin names of a Chinese text, in order."""
    return [MaskedTerm(found.start(), found.end(), _english(found)) for found in _TERMS.finditer(text)]


def unmask(text: str, english: Sequence[str]) -> str:
    """Put the English of each mark in its place; a mark that stands for nothing is dropped.

    What begins a sentence gets a capital letter. English is `in` a month and `on` a day.
    """

    def replaced(found: re.Match[str]) -> str:
        number, start = int(found["number"]), found.start("mark")
        preposition = found["preposition"] or ""
        if not 1 <= number <= len(english):
            return f"{preposition} " if preposition else ""
        before = text[start - 1 : start]
        after = text[found.end() : found.end() + 1]
        is_first = _SENTENCE_END.search(text[:start]) is not None
        rendering = _capitalised(english[number - 1]) if is_first else english[number - 1]
        if preposition and (date := _DATE.fullmatch(rendering)):
            preposition = preposition[0].translate(_ON if date["day"] else _IN) + "n"
        lead = f"{preposition} " if preposition else " " if before.isalnum() or before == "⟧" else ""
        return lead + rendering + (" " if after.isalnum() else "")

    return _PLACED.sub(replaced, text)


def _capitalised(text: str) -> str:
    """Give a text with a capital letter, where its first word is a word in small letters."""
    return text[:1].upper() + text[1:] if _SMALL_WORD.match(text) else text


def repeats_mark(text: str) -> bool:
    """True where a mark stands in the text twice."""
    marks = _MARKS.findall(text)
    return len(set(marks)) < len(marks)


def _english(found: re.Match[str]) -> str:
    if found["date"]:
        month = MONTHS[int(found["month"]) - 1]
        day = f" {int(found['day'])}" if found["day"] else ""
        return english_day(month + day, found["year"] or "")
    if found["century"]:
        return f"{int(found['century']) - 1}{found['decade']}s"
    if found["number"]:
        is_more = found["more"] or found["more_after"]
        more = "" if not is_more or SAYS_MORE.search(found.string[: found.start()]) else "more than "
        unit = {None: "", "个百分点": " percentage points"}.get(found["unit"], "%")
        return more + english_number(found["number"], found["scale"] or "") + unit
    return found[0]


def english_day(day: str, year: str) -> str:
    """Put a year to a month or a day: `April 22` and `2024` give `April 22, 2024`."""
    return f"{day}{',' if day[-1].isdigit() else ''} {year}" if year else day


def english_number(number: str, scale: str) -> str:
    """Write a number with a Chinese scale in English: `128.6`, `亿` gives `12.86 billion`."""
    if not scale:
        return number
    value = Fraction(number.replace(",", ""))
    for character in scale:
        value *= SCALES[character]
    return quantities.english_number(value)
