"""Check: words of change agree around each figure: up or down, by or to, year on year or month on month."""

import re
from enum import Enum

from workbench.quality.comparison import compare
from workbench.quality.context import Context
from workbench.quality.findings import Finding, Severity
from workbench.quality.folding import fold_chinese
from workbench.quality.quantities import Kind, Quantity, english_quantity

NAME = "changes"


class Direction(Enum):
    """Which way a figure moved."""

    UP = "up"
    DOWN = "down"


_UP = "增长|增加|提高|提升|上升|上涨|攀升|扩大|加快|回升|上浮|上调|增幅|涨幅|增|涨"
_DOWN = "下降|减少|降低|下滑|下跌|回落|缩短|压缩|压减|下调|收窄|缩减|负增长|下浮|放缓|减缓|降幅|跌幅|降|跌"
_BETWEEN = r"(?:了|约|近|超过|超|逾|达到|达|幅度?|同比|环比|将近|接近|又|再)*"
_CHINESE_CHANGE = re.compile(
    rf"(?P<word>负增长|{_UP}|{_DOWN}){_BETWEEN}(?P<to>到|至|为)?(?:了|约|近|超过|超|逾|原来的|接近)*\s*$"
)
_NEGATED = re.compile(r"(?:不|未|没有|没|少|难以|停止)$")

_ENGLISH_UP = (
    r"rose|ris(?:e|es|en|ing)|increas(?:e|ed|es|ing)|grew|grow(?:s|n|ing|th)?|up|gain(?:ed|s|ing)?"
    r"|climb(?:ed|s|ing)?"
    r"|jump(?:ed|s|ing)?|surg(?:e|ed|es|ing)|soar(?:ed|s|ing)?|expand(?:ed|s|ing)?|widen(?:ed|s|ing)?"
    r"|rais(?:e|ed|es|ing)"
)
_ENGLISH_DOWN = (
    r"fell|fall(?:s|en|ing)?|drop(?:ped|s|ping)?|declin(?:e|ed|es|ing)|decreas(?:e|ed|es|ing)|down"
    r"|reduc(?:e|ed|es|ing|tion)"
    r"|cut(?:s|ting)?|lower(?:ed|s|ing)?|shr[aiu]nk(?:ing|s)?|slump(?:ed|s|ing)?|slid|shorten(?:ed|s|ing)?"
    r"|narrow(?:ed|s|ing)?|contract(?:ed|s|ing)?|plung(?:e|ed|es|ing)|slow(?:ed|s|ing)?|tumbl(?:e|ed|es|ing)"
)
_FILLER = (
    r"(?:\s+(?:by|to|of|a|an|the|about|around|nearly|almost|more|than|over|some|approximately|further"
    r"|another|at least|less|only|just|as much as|year[- ]on[- ]year|month[- ]on[- ]month|[a-z]+ly"
    r"|RMB|CNY|US\$|\$|¥))*\s*"
)
_ENGLISH_CHANGE = re.compile(
    rf"\b(?P<word>{_ENGLISH_UP}|{_ENGLISH_DOWN})\b(?P<filler>{_FILLER})$", re.IGNORECASE
)
_AFTER_UP = re.compile(
    r"\s*(?:year[- ]on[- ]year\s+|annual\s+)?(?:increase|growth|rise|gain|higher|faster)\b", re.I
)
_AFTER_DOWN = re.compile(
    r"\s*(?:year[- ]on[- ]year\s+|annual\s+)?(?:decrease|decline|drop|fall|reduction|lower|slower)\b", re.I
)

_CHINESE_YEAR = re.compile("同比|[比较](?:上年|去年)|与(?:上年|去年)同期相比|(?:上年|去年)同期")
_CHINESE_MONTH = re.compile("环比|[比较](?:上个?月|上个?季度)")
_ENGLISH_YEAR = re.compile(
    r"year[- ]on[- ]year|year[- ]over[- ]year|\by-?o-?y\b|\byears?\s+(?:earlier|ago|before)|\bannual"
    r"|(?:last|previous|prior|preceding)\s+year|same\s+(?:period|time|month|quarter)|corresponding\s+period"
    r"|from\s+20\d\d|than\s+in\s+20\d\d|over\s+20\d\d|compared\s+(?:with|to)\s+20\d\d|a\s+year\b",
    re.IGNORECASE,
)
_ENGLISH_MONTH = re.compile(
    r"month[- ]on[- ]month|month[- ]over[- ]month|quarter[- ]on[- ]quarter|quarter[- ]over[- ]quarter"
    r"|\b[mq]-?o-?[mq]\b"
    r"|(?:last|previous|prior|preceding)\s+(?:month|quarter)|(?:month|quarter)\s+(?:earlier|before)|sequential",
    re.IGNORECASE,
)


def check(source: str, target: str, context: Context) -> list[Finding]:
    """Find figures that moved the other way, "by" for "to", and comparisons with another period."""
    folded = fold_chinese(source)
    findings: list[Finding] = []
    for a, b in compare(source, target).pairs:
        if a.is_weak or b.is_weak or Kind.ORDINAL in (a.kind, b.kind):
            continue
        findings += _direction(folded, target, a, b) or _by_or_to(folded, target, a, b)
    return findings + _period(folded, target)


def _direction(source: str, target: str, a: Quantity, b: Quantity) -> list[Finding]:
    said, rendered = _chinese_direction(source, a), _english_direction(target, b)
    if said is None or rendered is None or said is rendered:
        return []
    text = source[a.start : a.end]
    message = f"{text} goes {said.value} in the Chinese and {rendered.value} in the English"
    return [Finding(NAME, Severity.ERROR, a.span, b.span, message)]


def _clause_before(text: str, start: int) -> str:
    return re.split(r"[，。；,;:：、!?！？]|\.\s", text[max(0, start - 80) : start])[-1]


def _chinese_change(source: str, quantity: Quantity) -> re.Match[str] | None:
    clause = _clause_before(source, quantity.start)
    match = _CHINESE_CHANGE.search(clause)
    return None if match is None or _NEGATED.search(clause[: match.start()]) or "拖累" in clause else match


def _chinese_direction(source: str, quantity: Quantity) -> Direction | None:
    match = _chinese_change(source, quantity)
    if match is None:
        return None
    return Direction.DOWN if re.fullmatch(_DOWN, match["word"]) else Direction.UP


def _english_direction(target: str, quantity: Quantity) -> Direction | None:
    after = target[quantity.end : quantity.end + 40]
    if _AFTER_UP.match(after) or _AFTER_DOWN.match(after):
        return Direction.UP if _AFTER_UP.match(after) else Direction.DOWN
    match = _ENGLISH_CHANGE.search(_clause_before(target, quantity.start))
    if match is None:
        return None
    return Direction.DOWN if re.fullmatch(_ENGLISH_DOWN, match["word"], re.IGNORECASE) else Direction.UP


def _by_or_to(source: str, target: str, a: Quantity, b: Quantity) -> list[Finding]:
    said, rendered = _chinese_change(source, a), _ENGLISH_CHANGE.search(_clause_before(target, b.start))
    if said is None or rendered is None or Kind.MULTIPLE in (a.kind, b.kind):
        return []
    words = rendered["filler"].lower().split()
    if said["word"] in ("增幅", "涨幅", "降幅", "跌幅"):
        return []
    if said["to"] and "by" in words:
        right, wrong = "to", "by"
    elif not said["to"] and "to" in words:
        right, wrong = "by", "to"
    else:
        return []
    change = source[a.start - len(said.group().rstrip()) : a.end]
    message = f"{change} is a change {right} that figure, the English says {wrong}"
    return [Finding(NAME, Severity.ERROR, a.span, b.span, message, f"{right} {english_quantity(a)}")]


def _period(source: str, target: str) -> list[Finding]:
    pairs = (
        (_CHINESE_YEAR, _CHINESE_MONTH, _ENGLISH_YEAR, _ENGLISH_MONTH, "year on year", "the period before"),
        (_CHINESE_MONTH, _CHINESE_YEAR, _ENGLISH_MONTH, _ENGLISH_YEAR, "the period before", "year on year"),
    )
    for said, not_said, lacking, rendered, right, wrong in pairs:
        match, wrong_match = said.search(source), rendered.search(target)
        if match and wrong_match and not not_said.search(source) and not lacking.search(target):
            message = f"{match.group()} compares with {_long(right)}, the English with {_long(wrong)}"
            suggestion = right if right == "year on year" else "month on month"
            return [Finding(NAME, Severity.ERROR, match.span(), wrong_match.span(), message, suggestion)]
    return []


def _long(period: str) -> str:
    return "the year before" if period == "year on year" else period
