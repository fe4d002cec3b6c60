"""Figures in an English text as exact values: RMB 360 million, one-third, doubled, 15th, dozens of."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from workbench.quality.folding import fold_width
from workbench.quality.numerals import (
    ENGLISH_SCALES,
    ENGLISH_WORDS,
    ORDINAL_WORDS,
    english_numeral,
    english_ordinal,
)
from workbench.quality.quantities import HUNDRED, Hedge, Kind, Quantity
from workbench.quality.spans import Mask

YEARS_IN_DECADE = 10

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?|(?<![\w.])\.\d+"
_SMALL = "|".join(sorted(ENGLISH_WORDS, key=len, reverse=True))
_WORDS = (
    rf"(?:(?:(?:{_SMALL})(?:[\s-](?:{_SMALL}))*|an?)\s+hundred"
    rf"(?:\s+and\s+(?:{_SMALL})(?:[\s-](?:{_SMALL}))?)?|(?:{_SMALL})(?:[\s-](?:{_SMALL}))*)(?:\s+thousand(?:\s+(?:{_SMALL})(?:\s+hundred)?)?)?"
)
_SCALES = {
    **ENGLISH_SCALES,
    "mn": 10**6, "mln": 10**6, "m": 10**6, "bn": 10**9, "bln": 10**9, "b": 10**9, "tn": 10**12,
    "trn": 10**12, "k": 1000, "K": 1000, "M": 10**6, "B": 10**9, "T": 10**12, "dozen": 12,
    "lakh": 10**5, "crore": 10**7,
}  # fmt: skip
_SCALE = (
    r"(?i:hundred|thousand|million|billion|trillion|lakh|crore|dozen)\b"
    r"|(?:mn|mln|bn|bln|tn|trn|k|K|m|M|b|B|T)\b"
)

_PREFIXES = {
    "RMB": "CNY", "CNY": "CNY", "Rmb": "CNY", "¥": "CNY", "￥": "CNY", "yuan": "CNY", "US$": "USD",
    "AU$": "AUD", "C$": "CAD",
    "USD": "USD", "$": "$", "HK$": "HKD", "HKD": "HKD", "€": "EUR", "EUR": "EUR", "£": "GBP", "GBP": "GBP",
    "NT$": "TWD", "S$": "SGD", "A$": "AUD", "JPY": "JPY",
}  # fmt: skip
_PREFIX = "|".join(re.escape(prefix) for prefix in sorted(_PREFIXES, key=len, reverse=True))
_SUFFIXES = (
    (re.compile(r"(?:in\s+)?(?:yuan|renminbi|RMB|CNY)\b"), "CNY"),
    (re.compile(r"(?:HK|Hong Kong)[\s-]dollars?\b|HKD\b"), "HKD"),
    (re.compile(r"U\.?S\.?[\s-]+dollars?\b|USD\b"), "USD"),
    (re.compile(r"dollars?\b"), "$"),
    (re.compile(r"euros?\b|EUR\b"), "EUR"),
    (re.compile(r"(?:Japanese\s+)?yen\b"), "JPY"),
    (re.compile(r"pounds?\s+sterling\b|British\s+pounds?\b"), "GBP"),
)
_FIGURE = re.compile(
    rf"(?P<prefix>(?:{_PREFIX})\s?)?(?P<number>{_DIGITS}|\b(?i:{_WORDS})\b)"
    rf"(?:[\s-]?(?P<scale>{_SCALE}))?(?P<ordinal>(?:st|nd|rd|th)\b)?"
)
_UNITS = (
    (re.compile(r"[\s-]*(?:percent(?:age)?[\s-]points?|p\.?p\.?(?![a-z])|ppts?\b)"), Kind.POINTS),
    (re.compile(r"[\s-]*(?:basis[\s-]points?|bps?\b)"), Kind.BASIS_POINTS),
    (re.compile(r"\s*%|[\s-]+(?:per\s?cent\b|pct\b)"), Kind.PERCENT),
    (re.compile(r"[\s-]?fold\b"), Kind.MULTIPLE),
    (re.compile(r"[\s-]+times\b(?!\s+(?:a|per|each|every)\s)"), Kind.MULTIPLE),
    (re.compile(r"[\s-]+(?i:decades?)\b"), Kind.COUNT),
)
_LETTERS = re.compile(
    r"(?:[kKMGTmcnu]?(?:m|g|W|Wh|V|Hz|B|b|L|l|t|A|h)|kWp|MWp|GWp|mAh|km2|m2|m3|bp|bps|pp|mu|min|s|km/h|sqm)(?![A-Za-z])"
    r"|fold\b|x\b|pct\b|percent\b|yuan\b"
)

_FRACTIONS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
    "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "eighth": 8, "eighths": 8, "tenth": 10, "tenths": 10,
}  # fmt: skip
_SURE_FRACTION = re.compile(
    r"\b(?P<above>two|three|four|five|seven|nine|2|3|4)[\s-](?P<below>thirds|quarters|fourths|fifths|sixths|eighths|tenths)\b"
    r"|\b(?P<one>one)[\s-](?P<part>half|third|quarter|fourth|fifth|sixth|eighth|tenth)\b",
    re.IGNORECASE,
)
_LIKELY_FRACTION = re.compile(
    r"(?:\ba|(?<=by))\s+(?P<below>third|quarter|fifth|tenth)\b(?=\s+(?:of|less|more|from|to|on)\b|\s*[.,;)]|$)"
    r"(?!\s+of\s+(?:the|this|last)\s+(?:year|century))",
    re.IGNORECASE,
)
_HALF = re.compile(
    r"(?<!and a )(?<!first )(?<!second )(?<!latter )(?<!other )\b(?:half|halved|halving|halve|halves)\b"
    r"(?!-|\s+(?:year|an?\s+(?:million|billion|century|year|hour|day|month|dozen|mile)|million|billion|dozen|hour|day))",
    re.IGNORECASE,
)
_HALF_SCALE = re.compile(
    r"\b(?:half\s+an?|a\s+half)\s+(?P<scale>million|billion|trillion|dozen)\b", re.IGNORECASE
)
_PART_OF_POINT = re.compile(
    r"\b(?:an?\s+)?(?P<part>half|quarter|three[\s-]quarters)(?:\s+of)?\s+an?\s+"
    r"(?P<unit>percentage\s+point|percent|per\s+cent)\b",
    re.IGNORECASE,
)
_SLASH = re.compile(r"(?<![\d/.])(?P<above>\d)/(?P<below>\d{1,2})(?![\d/%])")
_OUT_OF = re.compile(
    rf"\b(?P<above>{_SMALL}|\d)\s+(?:out\s+of|in)\s+(?:every\s+)?(?P<below>ten|10|five|5|four|4|three|3)\b",
    re.IGNORECASE,
)
_MULTIPLES = {
    "doubl": 2, "tripl": 3, "trebl": 3, "quadrupl": 4, "quintupl": 5, "sextupl": 6,
}  # fmt: skip
_MULTIPLE_WORD = re.compile(
    r"\b(?P<stem>doubl|tripl|trebl|quadrupl|quintupl|sextupl)(?:e|ed|es|ing)\b(?!-digit|\s+(?:digit|first|eleven|11|carbon))",
    re.IGNORECASE,
)
_FOLD_WORD = re.compile(rf"\b(?P<number>{_SMALL})-?fold\b", re.IGNORECASE)
_TWO_WORDS = re.compile(r"\b(?:both|a\s+pair|a\s+couple|dual|twin|pairs?|couple)\b", re.IGNORECASE)
_TWICE = re.compile(r"\btwice\b", re.IGNORECASE)
_SCALE_PLURAL = re.compile(
    r"\b(?:(?P<lead>tens|hundreds|dozens|scores|several\s+hundred|several\s+thousand|several|thousands)\s+(?:of\s+)?)?"
    r"(?P<scale>thousands|millions|billions|trillions|thousand|million|billion|trillion)\b"
    r"|\b(?P<only>(?:dozens|tens|scores)(?=\s+of\b)|hundreds)\b|\bseveral\s+(?P<some>hundred|dozen)\b",
    re.IGNORECASE,
)
_LEADS = {"tens": 10, "dozens": 10, "scores": 10, "hundreds": 100, "several hundred": 100, "thousands": 1000,
          "several thousand": 1000, "several": 1}  # fmt: skip
_ARTICLE_SCALE = re.compile(
    r"\b(?:an?|the)\s+(?P<scale>hundred|thousand|million|billion|trillion|dozen)\b"
    r"|\b(?:an?|the|past|last|next|this|each|every)\s+(?P<decade>decade)\b",
    re.IGNORECASE,
)
_ORDINAL_WORD = re.compile(
    rf"\b(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-)?(?:{'|'.join(ORDINAL_WORDS)})\b",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"(?:more than|over|above|exceed(?:ed|ing|s)?|at least|no less than|not less than|no fewer than"
    r"|surpass(?:ed|ing|es)?|top(?:ped|ping|s)?|past|upwards of|in excess of|as (?:many|much|high) as"
    r"|beyond|crossed|broke|well over)"
    r"\s+(?:the\s+)?(?:(?:" + _PREFIX + r")\s?)?$",
    re.IGNORECASE,
)
_UNDER = re.compile(
    r"(?:nearly|almost|close to|less than|fewer than|under|below|up to|approaching|within"
    r"|not exceeding|short of)"
    r"\s+(?:the\s+)?(?:(?:" + _PREFIX + r")\s?)?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:about|around|approximately|some|roughly|circa|or so|an estimated)\s+(?:(?:" + _PREFIX + r")\s?)?$",
    re.IGNORECASE,
)
_RISES_BY_TIMES = re.compile(
    r"\b(?:increas|ris|rose|grew|grow|up|expand|jump|surg|more|higher)\w*\b[^.,;]{0,25}$", re.I
)


def english_figures(text: str, taken: Iterable[tuple[int, int]] = ()) -> list[Quantity]:
    """Find the figures in an English text, in order. Spans in `taken` (dates, codes) are not looked at."""
    folded = fold_width(text)
    mask = Mask(len(text), taken)
    found = [
        quantity
        for find in (
            _fractions,
            _halves,
            _multiples,
            _article_scales,
            _ordinal_words,
            _plain,
            _scale_plurals,
            _twos,
        )
        for quantity in find(folded, mask)
    ]
    return _share_across_ranges(sorted(found, key=lambda quantity: quantity.start), folded)


def _hedge(text: str, start: int, end: int) -> Hedge:
    before = text[max(0, start - 30) : start]
    if _OVER.search(before) or re.match(r"\+|\s+(?:or more|and above|plus)\b", text[end : end + 12]):
        return Hedge.OVER
    if _UNDER.search(before):
        return Hedge.UNDER
    return Hedge.ABOUT if _ABOUT.search(before) else Hedge.NONE


def _make(text: str, span: tuple[int, int], value: Fraction, kind: Kind, step: Fraction) -> Quantity:
    return Quantity(*span, value, kind, step, hedge=_hedge(text, *span))


def _fractions(text: str, mask: Mask) -> Iterator[Quantity]:
    for match in mask.free(_PART_OF_POINT, text):
        mask.take(*match.span())
        value = {"h": Fraction(1, 2), "q": Fraction(1, 4)}.get(match["part"][0].lower(), Fraction(3, 4))
        kind = Kind.POINTS if "point" in match["unit"].lower() else Kind.PERCENT
        yield _make(text, match.span(), value, kind, Fraction(0))
    for pattern in (_OUT_OF, _SURE_FRACTION, _LIKELY_FRACTION, _SLASH):
        for match in mask.free(pattern, text):
            groups = match.groupdict()
            above = english_numeral(groups.get("above") or "one")
            below = groups.get("below") or groups.get("part") or ""
            parts = _FRACTIONS.get(below.lower()) or english_numeral(below)
            above = Fraction(groups["above"]) if (groups.get("above") or "").isdigit() else above
            parts = Fraction(below) if below.isdigit() else parts
            if not above or not parts or above >= parts:
                continue
            is_weak = pattern is _OUT_OF  # "seven out of ten" are two figures as well
            if not is_weak:
                mask.take(*match.span())
            value = above * HUNDRED / parts
            yield replace(_make(text, match.span(), value, Kind.PERCENT, Fraction(0)), is_weak=is_weak)


def _halves(text: str, mask: Mask) -> Iterator[Quantity]:
    for match in mask.free(_HALF_SCALE, text):
        mask.take(*match.span())
        scale = _SCALES[match["scale"].lower()]
        yield _make(text, match.span(), Fraction(scale, 2), Kind.COUNT, Fraction(scale, 10))
    for match in mask.free(_HALF, text):
        mask.take(*match.span())
        yield _make(text, match.span(), Fraction(50), Kind.PERCENT, Fraction(0))


def _multiples(text: str, mask: Mask) -> Iterator[Quantity]:
    for match in mask.free(_MULTIPLE_WORD, text):
        mask.take(*match.span())
        value = Fraction(_MULTIPLES[match["stem"].lower()])
        is_weak = match.group().lower() in ("double", "triple")
        yield replace(_make(text, match.span(), value, Kind.MULTIPLE, Fraction(1)), is_weak=is_weak)
    for match in mask.free(_FOLD_WORD, text):
        value_in_words = english_numeral(match["number"])
        assert value_in_words is not None
        mask.take(*match.span())
        fold = _make(text, match.span(), value_in_words, Kind.MULTIPLE, Fraction(1))
        yield replace(fold, readings=(value_in_words + 1,))


def _article_scales(text: str, mask: Mask) -> Iterator[Quantity]:
    for match in mask.free(_ARTICLE_SCALE, text):
        after = text[match.end() :]
        if re.match(rf"\s+(?:and\s+)?(?:{_SMALL}|thousand|million|billion)\b", after, re.IGNORECASE):
            continue  # the start of a longer numeral
        scale = Fraction(YEARS_IN_DECADE if match["decade"] else _SCALES[match["scale"].lower()])
        mask.take(*match.span())
        yield replace(
            _make(text, match.span(), scale, Kind.COUNT, scale), currency=_suffix(text, match.end())
        )


def _plain(text: str, mask: Mask) -> Iterator[Quantity]:
    for match in mask.free(_FIGURE, text):
        quantity = None if _is_code(text, match) else _read_figure(text, match)
        if quantity is not None:
            mask.take(quantity.start, quantity.end)
            yield quantity


def _is_code(text: str, match: re.Match[str]) -> bool:
    """Tell 5G, B11 and GPT-4 apart from figures with a unit in letters (12km, 500kV)."""
    if not match["number"][-1].isdigit():
        return False
    before = text[max(0, match.start("number") - 3) : match.start("number")]
    if (
        not match["prefix"]
        and not match["scale"]
        and re.search(r"[A-Za-z]-?$", before)
        and not re.search(r"(?:No|MB|NY|SD|KD)\.?$", before)
    ):
        return re.search(r"(?:mid|sub|pre|post|top|Top|non)-$", before) is None
    after = text[match.end() :]
    has_letters = bool(re.match(r"[A-Za-z]", after)) and not match["scale"] and not match["ordinal"]
    return has_letters and not _LETTERS.match(after)


def _read_figure(text: str, match: re.Match[str]) -> Quantity | None:
    number, scale_word = match["number"], match["scale"]
    is_letter = scale_word in ("m", "M", "b", "B", "T") and not match["prefix"]  # 35m: million or metres
    letter_scale, scale_word = (_scale(scale_word), None) if is_letter else (1, scale_word)
    end = match.end("scale") if scale_word else match.end("number")
    scale = _scale(scale_word)
    in_digits = number[-1].isdigit()
    value = Fraction(number.replace(",", "")) if in_digits else english_numeral(number)
    if value is None:
        return None
    step = Fraction(scale, 10 ** len(number.partition(".")[2])) if in_digits else Fraction(scale)
    span = (match.start(), end)
    if match["ordinal"] and not scale_word:
        return Quantity(match.start(), match.end(), value, Kind.ORDINAL, Fraction(1))
    is_weak = not in_digits and value <= 2 and not scale_word
    base = replace(_make(text, span, value * scale, Kind.COUNT, step), is_weak=is_weak)
    if is_letter:
        return replace(base, readings=(value * letter_scale,))
    if match["prefix"]:
        return replace(base, currency=_PREFIXES[match["prefix"].strip()], is_weak=False)
    return _with_unit(text, base)


def _scale(word: str | None) -> int:
    if word is None:
        return 1
    return _SCALES[word] if word in _SCALES else _SCALES[word.lower()]


def _with_unit(text: str, base: Quantity) -> Quantity:
    for pattern, kind in _UNITS:
        unit = pattern.match(text, base.end)
        if unit is None:
            continue
        found = replace(base, end=unit.end(), kind=kind, is_weak=False)
        if kind is Kind.COUNT:
            return replace(found, value=base.value * YEARS_IN_DECADE, readings=(base.value,))
        if kind is Kind.MULTIPLE:
            could_be_added = "fold" in unit.group() or _RISES_BY_TIMES.search(text[: base.start])
            is_compared = re.match(
                r"\s+(?:more|higher|larger|greater|faster|bigger|longer)\b", text[unit.end() :]
            )
            if could_be_added or is_compared:
                return replace(found, readings=(base.value + 1,))
        if kind is Kind.PERCENT and re.match(r"\s+of\b", text[unit.end() :]):
            return replace(found, is_growth=False)
        return found
    return replace(base, currency=_suffix(text, base.end))


def _suffix(text: str, end: int) -> str:
    start = end + len(re.match(r"[\s-]*", text[end:]).group())  # type: ignore[union-attr]
    return next((currency for pattern, currency in _SUFFIXES if pattern.match(text, start)), "")


def _scale_plurals(text: str, mask: Mask) -> Iterator[Quantity]:
    for match in mask.free(_SCALE_PLURAL, text):
        if match["only"] or match["some"]:
            word = (match["only"] or match["some"]).lower()
            value = 100 if word.startswith("hundred") else 10
        else:
            lead, scale = (match["lead"] or "").lower(), match["scale"].lower()
            if not lead and not scale.endswith("s"):
                continue
            value = _LEADS[" ".join(lead.split())] if lead else 1
            value *= _SCALES[scale.removesuffix("s")]
        mask.take(*match.span())
        yield _make(text, match.span(), Fraction(value), Kind.MAGNITUDE, Fraction(1))


def _ordinal_words(text: str, mask: Mask) -> Iterator[Quantity]:
    for match in mask.free(_ORDINAL_WORD, text):
        value = english_ordinal(match.group())
        if value is not None:
            mask.take(*match.span())
            ordinal = _make(text, match.span(), Fraction(value), Kind.ORDINAL, Fraction(1))
            yield replace(ordinal, is_weak=value <= 1)


def _twos(text: str, mask: Mask) -> Iterator[Quantity]:
    for match in mask.free(_TWICE, text):
        mask.take(*match.span())
        twice = _make(text, match.span(), Fraction(2), Kind.MULTIPLE, Fraction(1))
        yield replace(twice, is_weak=True)
    for match in mask.free(_TWO_WORDS, text):
        mask.take(*match.span())
        yield replace(_make(text, match.span(), Fraction(2), Kind.COUNT, Fraction(1)), is_weak=True)


_RANGE = re.compile(r"\s*(?:-|–|—|~|to|and|or)\s*", re.IGNORECASE)
_SHARED_SCALE = re.compile(r"((?i:million|billion|trillion|thousand)|mn|mln|bn|tn|k)\b")


def _share_across_ranges(found: list[Quantity], text: str) -> list[Quantity]:
    """Let the first figure of a range have the unit of the second: 8-10 percent and RMB 2 to 3 million."""
    shared = list(found)
    for n, (first, second) in enumerate(pairwise(found)):
        between = text[first.end : second.start]
        if first.kind is not Kind.COUNT or not _RANGE.fullmatch(between):
            continue
        is_joined_by_and = "and" in between
        if is_joined_by_and and not re.search(r"\bbetween\s+\S{0,6}$", text[: first.start], re.IGNORECASE):
            continue
        if second.kind in (Kind.PERCENT, Kind.POINTS, Kind.BASIS_POINTS, Kind.MULTIPLE):
            shared[n] = replace(first, kind=second.kind)
            continue
        scale = _SHARED_SCALE.search(text[second.start : second.end])
        if scale and not _SHARED_SCALE.search(text[first.start : first.end]):
            factor = _scale(scale[1])
            shared[n] = replace(first, readings=(first.value * factor,))
    return shared
