"""Figures and dates in Chinese characters that a mark can stand for (两成, 十五家, 星期三), in English.

They are read by the checks' own readers. Only what has one English wherever it stands becomes a mark: figures
of something that is counted or paid, shares, points, orders of magnitude, months, days and decades. Small
numerals, ordinals and multiples are left to the model, which turns them as the sentence needs.
"""

import re
from collections import Counter
from fractions import Fraction

from workbench.engines.placeholders import SAYS_MORE, MaskedTerm, english_day
from workbench.quality.numerals import CHINESE_GROUPS, CHINESE_SCALES
from workbench.quality.quantities import Kind, Quantity, english_number

SMALLEST = 11  # up to ten, the model writes words

_MAY_BE_SPELT = re.compile(r"[二两三四五六七八九十百千万亿]|[一半]成")
_MAY_BE_DATE = re.compile(
    r"[一二三四五六七八九十]月|星期|礼拜|周[一二三四五六日天]|[一二三四五六七八九]十年代|[〇零○OoＯ一二三四五六七八九]{4}年"
)
_DIGIT = re.compile(r"[\d０-９]")
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾百千万亿佰仟点]+")
_MORE = re.compile(r"[余多几]")
_COUNTED = re.compile(
    r"个(?!百分)|家|名|项|件|人|位|台|套|辆|座|条|所|间|处|片|户|亩|天|年(?![代级])|种|款|艘|棵|株|吨|斤|公|平方|米|站|场|只|颗|幅|篇"
    r"|岁|小时|分钟|秒|强|国家|次|余|多|[美欧日港]?元"
)
_HEDGES = (
    (re.compile(r"(?:超过|超|逾|上)$"), "more than"),
    (re.compile(r"(?<!最)(?:接近|将近|近)$"), "nearly"),
)
_PAST = re.compile(r"[年月日天周届]")  # 近百年 may be the past hundred years
_ORDER_VALUES = CHINESE_SCALES | CHINESE_GROUPS
_BARE_ORDER = re.compile(
    r"(?<![\d零〇一二两三四五六七八九十百千万亿数几近超上])(?:(?P<per>每)(?P<count>[十百]?万|千)(?=人)"
    r"|(?P<money>[十百千]?[万亿]|万亿)(?:(?P<level>元?级)|元(?:及|（含）)?以上))"
)
_FRACTIONS = {3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 8: "eighth", 10: "tenth"}
_WORDS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 7: "seven", 9: "nine"}
_ORDERS = {
    10: "dozens of",
    10**2: "hundreds of",
    10**3: "thousands of",
    10**4: "tens of thousands of",
    10**5: "hundreds of thousands of",
    10**6: "millions of",
    10**7: "tens of millions of",
    10**8: "hundreds of millions of",
    10**9: "billions of",
    10**10: "tens of billions of",
    10**11: "hundreds of billions of",
    10**12: "trillions of",
}


def find_spelt_figures(text: str) -> list[MaskedTerm]:
    """Return the figures and dates in characters whose English is sure; none of them overlap."""
    if not _MAY_BE_SPELT.search(text) and not _MAY_BE_DATE.search(text):
        return []
    from workbench.quality.comparison import source_figures  # reading figures takes a while to load

    found = (_masked(text, quantity) for quantity in source_figures(text) if not quantity.is_weak)
    dates = _spelt_dates(text) if _MAY_BE_DATE.search(text) else []
    return [*dates, *_bare_orders(text), *(part for part in found if part is not None)]


def _bare_orders(text: str) -> list[MaskedTerm]:
    """Give orders of magnitude that stand for a figure: 亿元以上, 百亿级, 每万人."""
    parts = []
    for found in _BARE_ORDER.finditer(text):
        start, end = found.span()
        value = Fraction(1)
        for character in found["count"] or found["money"]:
            value *= _ORDER_VALUES[character]
        english = english_number(value)
        if found["per"]:
            parts.append(MaskedTerm(start, end, f"per {english}"))
        elif found["level"]:
            parts.append(MaskedTerm(start, end, f"{english.replace(' ', '-')}-yuan"))
        else:
            parts.append(MaskedTerm(start, end, f"over {english} yuan"))
    return parts


def _spelt_dates(text: str) -> list[MaskedTerm]:
    """Give the years, months, days, weekdays and decades, a month or day with the year before it.

    What holds more than one date otherwise is left to the model.
    """
    from workbench.quality.date_mentions import DateKind
    from workbench.quality.dates import english_date
    from workbench.quality.dates_chinese import chinese_dates

    kinds = (DateKind.YEAR, DateKind.MONTH, DateKind.DAY, DateKind.WEEKDAY, DateKind.DECADE)
    kinds_of_a_year = (DateKind.MONTH, DateKind.DAY)
    mentions = chinese_dates(text)
    spans = Counter(mention.span for mention in mentions)
    parts: list[MaskedTerm] = []
    year: MaskedTerm | None = None
    for mention in mentions:
        if mention.kind not in kinds or mention.is_weak or spans[mention.span] > 1:
            continue
        part = MaskedTerm(*mention.span, english_date(mention).removeprefix("the "))
        is_spelt = not _DIGIT.search(text[part.start : part.end])
        if is_spelt and year is not None and year.end == part.start and mention.kind in kinds_of_a_year:
            parts = [known for known in parts if known is not year]
            part = MaskedTerm(year.start, part.end, english_day(part.english, year.english))
        if is_spelt:
            parts.append(part)
        year = part if mention.kind is DateKind.YEAR else None
    return parts


def _masked(text: str, quantity: Quantity) -> MaskedTerm | None:
    written = text[slice(*quantity.span)]
    if _DIGIT.search(written):
        return None
    if quantity.kind is Kind.PERCENT:
        english = _share(quantity)
        return None if english is None else MaskedTerm(*quantity.span, english)
    if quantity.kind is Kind.POINTS:
        return MaskedTerm(*quantity.span, f"{english_number(quantity.value)} percentage points")
    if quantity.kind is Kind.MAGNITUDE:
        order = _ORDERS.get(int(quantity.value))
        return None if order is None else MaskedTerm(*quantity.span, order)
    return _count(text, quantity) if quantity.kind is Kind.COUNT else None


def _share(quantity: Quantity) -> str | None:
    """Write a share as a percentage, or in words where it has no exact one or is a usual fraction."""
    if quantity.step:
        return f"{english_number(quantity.value)}%"
    share = quantity.value / 100
    above, below = _WORDS.get(share.numerator), _FRACTIONS.get(share.denominator)
    return f"{above} {below}{'' if above == 'one' else 's'}" if above and below else None


def _count(text: str, quantity: Quantity) -> MaskedTerm | None:
    """Give a figure of something that is counted, with the word before it that says "more than" or "nearly"
    where the numeral is a bare 百, 千, 万 or 亿."""
    numeral = _NUMERAL.match(text, quantity.start, quantity.end)
    if numeral is None or quantity.value < SMALLEST:
        return None
    start, end = numeral.span()
    english = english_number(quantity.value)
    if _MORE.match(text, end):
        end += 1
        english = english if SAYS_MORE.search(text[:start]) else f"more than {english}"
    if not _COUNTED.match(text, end):
        return None
    if numeral[0][0] not in "百千万亿":
        return MaskedTerm(start, end, english)
    for pattern, words in _HEDGES:
        if hedge := pattern.search(text[:start]):
            is_past = words == "nearly" and _PAST.match(text, end)
            english = english.removeprefix("more than ")
            return None if is_past else MaskedTerm(hedge.start(), end, f"{words} {english}")
    return None
