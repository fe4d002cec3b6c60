"""Dates, quarters, plan periods and days of the week in a Chinese text."""

import re
from collections.abc import Iterator
from functools import lru_cache

from workbench.quality.date_mentions import DateKind, DateMention, Make, first_matches
from workbench.quality.folding import fold_chinese

_TO = r"\s*(?:[-—–~～]+|至|到)\s*"
_HAN = "〇零一二三四五六七八九"
_ZERO = re.compile(rf"(?<=[{_HAN[2:]}〇○])[○OoＯ](?=[{_HAN}○OoＯ年])")  # typed for 〇: 二○二四年, 二O二四年
_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = rf"(?:(?:19|20)\d{{2}}|[一二][{_HAN}]{{3}})"

Facts = Iterator[tuple[DateKind, tuple[int, ...]]]


def _number(text: str) -> int:
    """Read a number below 100, or a year written digit by digit."""
    if text.isascii():
        return int(text)
    if len(text) == 4:
        return int("".join(str(max(_HAN.index(character) - 1, 0)) for character in text))
    tens, ten, units = text.partition("十")
    if not ten:
        return max(_HAN.index(text[0]) - 1, 0)
    return (max(_HAN.index(tens) - 1, 0) if tens else 1) * 10 + (_number(units) if units else 0)


def _days(match: re.Match[str]) -> Facts:
    month = _number(match["month"])
    yield DateKind.DAY, (month, _number(match["day"]))
    if match["last_day"]:
        last_month = _number(match["last_month"]) if match["last_month"] else month
        yield DateKind.DAY, (last_month, _number(match["last_day"]))


def _year_days(match: re.Match[str]) -> Facts:
    yield DateKind.YEAR, (int(match[1]),)
    yield DateKind.DAY, (int(match[2]), int(match[3]))


def _year_month(match: re.Match[str]) -> Facts:
    yield DateKind.YEAR, (int(match[1]),)
    yield DateKind.MONTH, (int(match[2]),)


def _numbers(kind: DateKind) -> Make:
    def make(match: re.Match[str]) -> Facts:
        for group in match.groups():
            if group:
                yield kind, (_number(group),)

    return make


_PARTS = {"上旬": 1, "初": 1, "中旬": 2, "下旬": 3}


def _month(match: re.Match[str]) -> Facts:
    month = _number(match[1])
    yield DateKind.MONTH, (month,)
    if match[2]:
        yield DateKind.MONTH_PART, (month, _PARTS[match[2]])


def _first_months(match: re.Match[str]) -> Facts:
    yield DateKind.MONTH, (1,)
    yield DateKind.MONTH, (_number(match[1]),)


def _constant(kind: DateKind, *value: int) -> Make:
    def make(match: re.Match[str]) -> Facts:
        yield kind, value

    return make


def _plan(match: re.Match[str]) -> Facts:
    yield DateKind.PLAN, (10 + _number(match[1] or match[2]),)


def _decade(match: re.Match[str]) -> Facts:
    decade = _number(match["decade"])
    century = (_number(match["century"]) - 1) * 100 if match["century"] else 1900
    yield DateKind.DECADE, (century + decade,)


def _weekday(match: re.Match[str]) -> Facts:
    yield DateKind.WEEKDAY, ("一二三四五六日天".index(match[1]) + 1 if match[1] != "天" else 7,)


def _nothing(match: re.Match[str]) -> Facts:
    return iter(())


_PATTERNS: tuple[tuple[re.Pattern[str], Make], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (r"(?<!\d)((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", _year_days),
        (r"(?<![\d.])((?:19|20)\d{2})\.(1[0-2]|[1-9])(?![\d.%万亿])", _year_month),
        (r"(?<!\d)\d{1,2}·\d{1,2}(?!\d)", _nothing),
        (r"(?<![\d.])((?:19|20)\d{2})(?=\s*[春夏秋冬全国世界中版款届\"”》）])", _numbers(DateKind.YEAR)),
        (rf"(?<!\d)({_YEAR})年?{_TO}({_YEAR})\s*年", _numbers(DateKind.YEAR)),
        (rf"(?<![\d{_HAN}])({_YEAR})\s*(?:年度|年|财年)", _numbers(DateKind.YEAR)),
        (
            rf"(?P<month>{_N})\s*月\s*(?P<day>{_N})\s*[日号]?"
            rf"(?:{_TO}(?:(?P<last_month>{_N})\s*月\s*)?(?P<last_day>{_N})\s*[日号])",
            _days,
        ),
        (rf"(?P<month>{_N})\s*月\s*(?P<day>{_N})\s*[日号](?P<last_month>)(?P<last_day>)", _days),
        (rf"({_N})\s*月?(?:份)?{_TO}({_N})\s*月(?:份)?", _numbers(DateKind.MONTH)),
        (rf"前\s*({_N})\s*个?月", _first_months),
        (rf"({_N})\s*月(?:份)?(上旬|中旬|下旬|初)?", _month),
        (r"前([二两三])个?季度", lambda m: iter([(DateKind.QUARTERS, (3 if m[1] == "三" else 2,))])),
        (r"第?([一二三四1-4])[、和及]第?([一二三四1-4])季度", _numbers(DateKind.QUARTER)),
        (r"第?([一二三四1-4])季度", _numbers(DateKind.QUARTER)),
        (r"首季度?(?!度?[军赛])", _constant(DateKind.QUARTER, 1)),
        (r"上半年", _constant(DateKind.HALF, 1)),
        (r"下半年", _constant(DateKind.HALF, 2)),
        (
            r"(?<![二三四五六七八九])十([一二三四五])五(?![万亿千百十%年月日家个名人项位成])|第十([一二三四五])个五年",
            _plan,
        ),
        (
            rf"(?:(?P<century>{_N})\s*世纪\s*|上个?世纪\s*)?(?P<decade>\d0|[一二三四五六七八九]十)\s*年代",
            _decade,
        ),
        (r"(?:周|星期|礼拜)([一二三四五六日天])(?![次个回期边到年岁])", _weekday),
        (r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?", _nothing),
        (
            r"(?:上午|下午|晚上|凌晨|早上|早|晚|中午|傍晚|日)\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})[点时](?:\d{1,2}分|半|整)?",
            _nothing,
        ),
        (r"\d{1,2}时(?:\d{1,2}分)?(?!间|代|速|长|效)", _nothing),
        (rf"{_N}日?{_TO}{_N}日(?!元|均|产)", _nothing),
        (rf"(?<![\d.]){_N}日(?!元|均|产|内)", _nothing),
    )
)


@lru_cache(maxsize=64)
def chinese_dates(text: str) -> tuple[DateMention, ...]:
    """Find the dates in a Chinese text, in order; clock times and lone days come without a value."""
    return tuple(first_matches(_ZERO.sub("〇", fold_chinese(text)), _PATTERNS))
