"""Dates, quarters, plan periods and days of the week in an English text."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from workbench.quality.date_mentions import MONTHS, DateKind, DateMention, Make, first_matches
from workbench.quality.folding import fold_width

_WEEKDAY_NAMES = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_ORDINAL_NAMES = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_LATER_ORDINAL_NAMES = "thirteenth fourteenth fifteenth sixteenth seventeenth"
_CARDINAL_NAMES = "zero one two three four five six seven eight nine ten eleven twelve"

WEEKDAYS = tuple(_WEEKDAY_NAMES.split())
_ORDINALS = ("zeroth", *_ORDINAL_NAMES.split(), *_LATER_ORDINAL_NAMES.split())
_CARDINALS = tuple(_CARDINAL_NAMES.split())

_MONTH = (
    "(?:"
    + "|".join(f"{name[:3]}(?:{name[3:]})?" if len(name) > 3 else name for name in MONTHS)
    + r"|Sept)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_TO = r"\s*(?:-|–|—|to|through|until|and)\s*"
_YEAR = r"(?:19|20)\d{2}"

Facts = Iterator[tuple[DateKind, tuple[int, ...]]]


def _month_number(text: str) -> int:
    return next(n for n, name in enumerate(MONTHS, 1) if name.startswith(text[:3]))


def _day_number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _days(match: re.Match[str]) -> Facts:
    month = _month_number(match["month"])
    yield DateKind.DAY, (month, _day_number(match["day"]))
    if match["last_day"]:
        yield DateKind.DAY, (month, _day_number(match["last_day"]))
    if match["year"]:
        yield DateKind.YEAR, (int(match["year"]),)


def _year_days(match: re.Match[str]) -> Facts:
    yield DateKind.YEAR, (int(match[1]),)
    yield DateKind.DAY, (int(match[2]), int(match[3]))


_PARTS = {"early": 1, "beginning": 1, "start": 1, "mid": 2, "middle": 2, "late": 3}


def _month(match: re.Match[str]) -> Facts:
    month = _month_number(match["month"])
    yield DateKind.MONTH, (month,)
    if match["part"]:
        yield DateKind.MONTH_PART, (month, _PARTS[re.split(r"[\s-]", match["part"].lower())[0]])
    if match["year"]:
        yield DateKind.YEAR, (int(match["year"]),)


def _first_months(match: re.Match[str]) -> Facts:
    word = match[1].lower()
    last = int(word) if word.isdigit() else _CARDINALS.index(word)
    yield DateKind.MONTH, (1,)
    yield DateKind.MONTH, (last,)


def _quarter(match: re.Match[str]) -> Facts:
    word = match[1].lower()
    yield DateKind.QUARTER, (int(word[0]) if word[0].isdigit() else _ORDINALS.index(word),)


def _plan(match: re.Match[str]) -> Facts:
    word = (match[1] or match[2]).lower()
    yield DateKind.PLAN, (_day_number(word) if word[0].isdigit() else _ORDINALS.index(word),)


def _years(match: re.Match[str]) -> Facts:
    yield DateKind.YEAR, (int(match[1]),)
    last = match[2]
    yield DateKind.YEAR, (int(last if len(last) == 4 else match[1][:2] + last),)


_DECADE_WORDS = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")


def _decade(match: re.Match[str]) -> Facts:
    text = (match[1] or match[2] or match[3]).lower()
    if text in _DECADE_WORDS:
        yield DateKind.DECADE, (1920 + 10 * _DECADE_WORDS.index(text),)
    else:
        yield DateKind.DECADE, (int(text) if len(text) == 4 else 1900 + int(text),)


_COUNT_WORDS = "|".join(_CARDINALS[1:])
_QUARTER_WORDS = r"first|second|third|fourth|1st|2nd|3rd|4th"
_PLAN_WORDS = "|".join(_ORDINALS[9:])

_PATTERNS: tuple[tuple[re.Pattern[str], Make], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (r"(?<!\d)((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", _year_days),
        (
            rf"\b(?P<month>{_MONTH})\s+(?P<day>{_DAY})\b(?!,\d{{3}}\b)(?:{_TO}(?P<last_day>{_DAY})\b(?![:%]|\s*(?:percent|am|pm|a\.m|p\.m)))?"
            rf"(?:,?\s+(?P<year>{_YEAR})\b)?",
            _days,
        ),
        (
            rf"\b(?P<day>{_DAY})(?:{_TO}(?P<last_day>{_DAY}))?\s+(?:of\s+)?(?P<month>{_MONTH})(?![a-z])"
            rf"(?:,?\s+(?P<year>{_YEAR})\b)?",
            _days,
        ),
        (rf"\b(?:[Ff]irst|[Ii]nitial)\s+({_COUNT_WORDS}|\d{{1,2}})\s+months\b", _first_months),
        (
            r"\b[Ff]irst\s+(two|three)\s+quarters\b",
            lambda m: iter([(DateKind.QUARTERS, (2 if m[1] == "two" else 3,))]),
        ),
        (rf"\b((?i:{_QUARTER_WORDS}))[\s-]+quarter\b", _quarter),
        (r"\bQ([1-4])\b", _quarter),
        (r"\b(?:[Ff]irst|1st)[\s-]+half\b|\bH1\b", lambda m: iter([(DateKind.HALF, (1,))])),
        (r"\b(?:[Ss]econd|2nd|[Ll]atter)[\s-]+half\b|\bH2\b", lambda m: iter([(DateKind.HALF, (2,))])),
        (
            rf"\b(\d{{1,2}}th|(?i:{_PLAN_WORDS}))\s+(?:[Ff]ive|5)[-\s]+[Yy]ear\b|\b(\d{{1,2}}th)\s+FYP\b",
            _plan,
        ),
        (
            rf"\b({_YEAR})\s*(?:-|–|—|to|through)\s*({_YEAR}|\d{{2}})\b(?![%,.]\d|\s*(?:percent|million|billion))",
            _years,
        ),
        (r"\b((?:1\d|20)\d0)'?s\b|'(\d0)s\b|\bthe\s+(" + "|".join(_DECADE_WORDS) + r")\b", _decade),
        (
            r"(?P<part>\b[Ee]arly(?:\s+in)?|\b[Bb]eginning\s+of|\b[Ss]tart\s+of|\b[Mm]id(?:dle\s+of)?|\b[Ll]ate)[\s-]+"
            rf"(?P<month>{_MONTH})(?![a-z])(?:,?\s+(?:of\s+)?(?P<year>{_YEAR})\b)?",
            _month,
        ),
        (
            rf"(?P<part>)\b(?P<month>(?!May\b){_MONTH}(?![a-z])|(?<=[a-z]\s)May(?![a-z]))"
            rf"(?:,?\s+(?:of\s+)?(?P<year>{_YEAR})\b)?",
            _month,
        ),
        (
            r"\b(" + "|".join(WEEKDAYS) + r")\b",
            lambda m: iter([(DateKind.WEEKDAY, (WEEKDAYS.index(m[1]) + 1,))]),
        ),
        (r"\b\d{1,2}(?::\d{2})?\s*(?:a\.m\.|p\.m\.|[AaPp][Mm]\b)|\b\d{1,2}:\d{2}\b", lambda m: iter(())),
        (
            rf"(?<![\d,.$¥€£A-Za-z-])({_YEAR})"
            r"(?!\d|[,.]\d|\s*(?:%|percent|per cent|million|billion|trillion)|[A-Za-z])",
            lambda m: iter([(DateKind.YEAR, (int(m[1]),))]),
        ),
    )
)
_HAS_DATE = re.compile(
    rf"\d|day\b|quarter|half|months|year|nineties|eighties|seventies|sixties|fifties|(?:{'|'.join(MONTHS)})"
)
_CERTAIN_YEAR = re.compile(
    r"(?:\b(?:in|since|from|of|by|until|till|before|after|during|year|for|to|than|early|late|mid|around|between|and|with)"
    r"[\s-]+(?:the\s+)?(?:year\s+)?|[(（\-–—/,]\s?)$",
    re.IGNORECASE,
)


@lru_cache(maxsize=64)
def english_dates(text: str) -> tuple[DateMention, ...]:
    """Find the dates in an English text, in order; clock times come without a value.

    A bare number from 1900 to 2099 is a weak year unless a preposition or a bracket stands before it.
    """
    folded = fold_width(text)
    if not _HAS_DATE.search(folded):
        return ()
    return tuple(_weaken(mention, folded) for mention in first_matches(folded, _PATTERNS))


def _weaken(mention: DateMention, text: str) -> DateMention:
    if mention.kind is not DateKind.YEAR or mention.end - mention.start != 4:
        return mention
    before, after = text[: mention.start], text[mention.end :]
    is_certain = _CERTAIN_YEAR.search(before) or re.match(r"\s*[)）\-–—,.]|$", after)
    counts_something = re.match(r"\s+(?:[a-z-]+\s)?[a-z]+s\b(?<!was)(?<!is)(?<!has)", after) is not None
    return mention if is_certain and not counts_something else replace(mention, is_weak=True)
