"""Figures in a Chinese text as exact values: 3.6亿元, 两成, 三分之一, 增长2倍, 个百分点, 近百家, 第15位."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from importlib.resources import files
from itertools import pairwise

from workbench.quality.folding import fold_chinese
from workbench.quality.numerals import CHINESE_DIGITS, chinese_numeral
from workbench.quality.quantities import HUNDRED, Hedge, Kind, Quantity
from workbench.quality.spans import Mask

_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|\d+(?:\.\d+)?"
_HAN_DIGITS = "零〇一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾"
_LATER = rf"(?!两)[{_HAN_DIGITS}百千万亿佰仟]|(?<=[百千万亿零])两(?=[百千万亿])"  # 二十两 are twenty taels
_HAN = rf"[{_HAN_DIGITS}](?:{_LATER})*(?:点[零〇一二三四五六七八九]+)?"
_SCALE = r"万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![米克瓦伏卡兆赫])|百(?!分)"
_SCALES = {
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
    "十": 10,
}
_NUMBER = rf"(?:{_ARABIC}|{_HAN})"

_CURRENCIES = {
    "元": "CNY", "块钱": "CNY", "人民币": "CNY", "美元": "USD", "美金": "USD", "欧元": "EUR", "港元": "HKD",
    "港币": "HKD", "日元": "JPY", "英镑": "GBP", "韩元": "KRW", "新台币": "TWD", "新加坡元": "SGD",
    "澳元": "AUD", "加元": "CAD", "瑞士法郎": "CHF", "卢布": "RUB",
}  # fmt: skip
_CLASSIFIERS = (
    "家个名项件人位台套辆座条所间处片户亩天届期年批种类款艘棵株吨斤米平度站艘场宗支只颗幅篇部省市县区镇村国州"
)
_UNIT = (
    r"\s*(?P<unit>个?百分点|个?基点|%|‰|成(?![为立功员果长本都绩熟交效份分就千形品])(?P<half>半)?|倍|番|"
    + "|".join(_CURRENCIES)
    + ")?"
)
_UNITS = (
    ("斤", (Fraction(1, 2), Fraction(1, 2000))),  # kilograms, tonnes
    ("亩", (Fraction(1, 15), Fraction(1, 1500), Fraction(2000, 3))),  # hectares, square kilometres and metres
    ("里", (Fraction(1, 2),)),  # kilometres
)
_UNIT_LETTERS = re.compile(
    r"(?:[kKMGTmcnu]?(?:m|g|W|Wh|V|Hz|L|l|t|A|h)|[kKMGTP]B|kWp|MWp|GWp|mAh|km2|m2|m3|bp|mu|min|s)(?![A-Za-z])"
)

_FIGURE = re.compile(
    rf"(?P<number>{_NUMBER})\s*(?P<more>余|多|几)?\s*(?:个(?=亿(?!元)))?(?P<scale>{_SCALE})?"
    rf"(?:(?P<rest>\d+)(?P<rest_scale>千万|百万|十万|万|千))?(?P<more_after>余|多)?" + _UNIT
)
_PERCENT_WORDS = re.compile(rf"(?<![十百千])(?P<base>百|千|万)分之(?P<number>{_NUMBER})")
_FRACTION_WORDS = re.compile(rf"(?P<below>{_NUMBER})分之(?P<above>{_NUMBER})")
_SLASH = re.compile(r"(?<![\d/.])(?P<above>\d)/(?P<below>\d{1,2})(?![\d/%])")
_ORDINAL = re.compile(rf"第\s*(?P<number>{_NUMBER})(?=(?P<next>.?))")
_DOUBLINGS = re.compile(r"翻(?:了)?(?P<about>近|超过|超)?(?P<number>[一两二三四五])番")
_HALF = re.compile(r"一半|减半|(?:超过|过|近|超|约)半数?(?=[^年月日天个小导])|半数")
_BARE = re.compile(
    rf"(?P<before>每|近|超过|超|逾|上|突破|破|达|过|约)(?P<scale>{_SCALE})(?P<more>余|多)?(?=[{_CLASSIFIERS}元美欧港余多大])"
)
_ROUND = re.compile(
    rf"(?<![\d零〇一二两三四五六七八九十百千万亿数几每])(?P<scale>{_SCALE})(?:[余多](?=[{_CLASSIFIERS}元])|(?=元(?:以上|级)))"
)
_PER = re.compile(r"每(?P<scale>百|千|万|十万|百万|亿)(?=[名人户家件平元])")
_SEVERAL = re.compile(
    rf"(?P<before>数|几|好几)(?P<scale>{_SCALE}|十)(?:余|多)?(?=[{_CLASSIFIERS}元美欧港年次余多倍])"
)

_LIST_ITEM = re.compile(r"\s*(?:\d{1,2}\s*[.、．·)）](?!\d)|[(（]\s*\d{1,2}\s*[)）])")

_OVER = re.compile(r"(?:超过|超|逾|突破|多达|高于|大于|不少于|不低于|至少|高达|达|破|过|上)(?:了)?$")
_UNDER = re.compile(r"(?:近|接近|将近|不到|不足|低于|少于|未满|逼近)$")
_ABOUT = re.compile(r"(?:约|大约|约为|左右|大概|大致)$")
_AFTER_OVER = re.compile(r"\s*[^,。;、]{0,3}?(?:以上|多|余)")
_GROWS = re.compile(
    r"(?:增长|增加|提高|提升|扩大|上升|上涨|高出|多出|增幅|涨幅|增|涨|升|多|超出)(?:了|近|不止|约|超过|超|逾|将近|达|接近|出)*$"
)


def chinese_figures(text: str, taken: Iterable[tuple[int, int]] = ()) -> list[Quantity]:
    """Find the figures in a Chinese text, in order. Spans in `taken` (dates, codes) are not looked at."""
    folded = fold_chinese(text)
    mask = Mask(len(text), taken)
    for match in _set_phrases().finditer(folded):
        mask.take(match.start(), match.end())
    found = [
        quantity
        for find in (_percent_words, _fraction_words, _doublings, _halves, _several, _bare, _ordinals, _plain)
        for quantity in find(folded, mask)
    ]
    return _share_across_ranges(sorted(found, key=lambda quantity: quantity.start), folded)


@cache
def _set_phrases() -> re.Pattern[str]:
    lines = (files("workbench.quality") / "data" / "set_phrases.tsv").read_text(encoding="utf-8").split("\n")
    phrases = sorted((line.split("\t")[0] for line in lines[1:] if line), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, phrases)))


def _value(text: str) -> Fraction | None:
    return Fraction(text.replace(",", "")) if text[0].isdigit() and text.isascii() else chinese_numeral(text)


def _step(text: str, scale: int) -> Fraction:
    """Give the size of the last digit that is written: 0.1 for `3.6`, 10 for 二十, 1 for `20`."""
    if text.isascii():
        return Fraction(scale, 10 ** len(text.partition(".")[2]))
    if "点" in text:
        return Fraction(scale, 10 ** len(re.sub(r"[^零〇一二三四五六七八九]", "", text.partition("点")[2])))
    return Fraction(scale) * next(
        (_SCALES[character] for character in reversed(text) if character in "百千万亿"), 1
    )


def _hedge(text: str, start: int, end: int, more: bool = False) -> Hedge:
    before = text[max(0, start - 4) : start]
    if more or _OVER.search(before) or _AFTER_OVER.match(text, end):
        return Hedge.OVER
    if _UNDER.search(before):
        return Hedge.UNDER
    return Hedge.ABOUT if _ABOUT.search(before) else Hedge.NONE


def _make(match: re.Match[str], value: Fraction, kind: Kind, text: str, **details: object) -> Quantity:
    quantity = Quantity(match.start(), match.end(), value, kind, Fraction(1))
    return replace(quantity, hedge=_hedge(text, match.start(), match.end()), **details)  # type: ignore[arg-type]


def _percent_words(text: str, mask: Mask) -> Iterator[Quantity]:
    for match in mask.free(_PERCENT_WORDS, text):
        value = _value(match["number"])
        if value is not None:
            base = {"百": 100, "千": 1000, "万": 10000}[match["base"]]
            mask.take(*match.span())
            step = _step(match["number"], 1) * HUNDRED / base
            yield replace(_make(match, value * HUNDRED / base, Kind.PERCENT, text), step=step)


def _fraction_words(text: str, mask: Mask) -> Iterator[Quantity]:
    for match in (*mask.free(_FRACTION_WORDS, text), *mask.free(_SLASH, text)):
        above, below = _value(match["above"]), _value(match["below"])
        if above is not None and below and above < below:
            mask.take(*match.span())
            yield replace(_make(match, above * HUNDRED / below, Kind.PERCENT, text), step=Fraction(0))


def _doublings(text: str, mask: Mask) -> Iterator[Quantity]:
    for match in mask.free(_DOUBLINGS, text):
        mask.take(*match.span())
        value = Fraction(2) ** CHINESE_DIGITS[match["number"]]
        hedge = Hedge.UNDER if match["about"] == "近" else _hedge(text, match.start(), match.end())
        yield replace(_make(match, value, Kind.MULTIPLE, text), hedge=hedge)


def _halves(text: str, mask: Mask) -> Iterator[Quantity]:
    for match in mask.free(_HALF, text):
        mask.take(*match.span())
        yield replace(_make(match, Fraction(50), Kind.PERCENT, text), step=Fraction(0))


def _several(text: str, mask: Mask) -> Iterator[Quantity]:
    for match in mask.free(_SEVERAL, text):
        mask.take(*match.span())
        yield _make(match, Fraction(_SCALES[match["scale"]]), Kind.MAGNITUDE, text)


def _bare(text: str, mask: Mask) -> Iterator[Quantity]:
    for match in mask.free(_PER, text):
        mask.take(*match.span())
        yield _make(match, Fraction(_SCALES[match["scale"]]), Kind.COUNT, text)
    for match in (*mask.free(_ROUND, text), *mask.free(_BARE, text)):
        mask.take(*match.span("scale"))
        hedge = Hedge.UNDER if match.groupdict().get("before") == "近" else Hedge.OVER
        value = Fraction(_SCALES[match["scale"]])
        start, end = match.span("scale")
        money = next((c for word, c in _CURRENCIES.items() if text.startswith(word, end)), "")
        yield Quantity(start, end, value, Kind.COUNT, value, currency=money, hedge=hedge)


def _ordinals(text: str, mask: Mask) -> Iterator[Quantity]:
    for match in mask.free(_ORDINAL, text):
        value = _value(match["number"])
        if value is not None:
            mask.take(*match.span())
            yield _make(match, value, Kind.ORDINAL, text, is_weak=value <= 1)


def _plain(text: str, mask: Mask) -> Iterator[Quantity]:
    for match in mask.free(_FIGURE, text):
        if _is_code(text, match) or (quantity := _read_figure(text, match)) is None:
            continue
        mask.take(*match.span())
        yield quantity


def _is_code(text: str, match: re.Match[str]) -> bool:
    """Tell 5G, B11 and A轮3D apart from figures with a unit in letters (12km, 500kV)."""
    before, after = text[: match.start()][-2:], text[match.end("number") :]
    has_unit = bool(match["scale"] or match["unit"])
    if (
        not has_unit
        and re.search(r"[A-Za-z]-?$", before)
        and not re.search(r"(?:MB|NY|SD|No)$", text[: match.start()])
    ):
        return True
    return bool(re.match(r"[A-Za-z]", after)) and not _UNIT_LETTERS.match(after)


def _read_figure(text: str, match: re.Match[str]) -> Quantity | None:
    number, unit = match["number"], match["unit"]
    value = _value(number)
    if value is None or number in ("零", "〇"):
        return None
    scale = _SCALES[match["scale"]] if match["scale"] else 1
    value, step = value * scale, _step(number, scale)
    if match["rest"]:
        rest_scale = _SCALES[match["rest_scale"]]
        value, step = value + int(match["rest"]) * rest_scale, Fraction(rest_scale)
    more = bool(match["more"] or match["more_after"])
    base = Quantity(
        match.start(),
        match.end(),
        value,
        Kind.COUNT,
        step,
        hedge=_hedge(text, match.start(), match.end(), more),
        is_weak=_is_weak(text, match, value),
    )
    if unit is None:
        return replace(base, readings=_converted(text[match.end() :], value))
    if unit in _CURRENCIES:
        return replace(base, currency=_CURRENCIES[unit], is_weak=False)
    return _with_unit(text, match, base)


def _converted(after: str, value: Fraction) -> tuple[Fraction, ...]:
    """Give a value in Chinese units in those that English releases use instead: 1000斤 is 500 kilograms."""
    return next((tuple(value * x for x in factors) for unit, factors in _UNITS if after.startswith(unit)), ())


def _with_unit(text: str, match: re.Match[str], base: Quantity) -> Quantity | None:
    unit, value = match["unit"], base.value
    if unit.endswith("百分点"):
        return replace(base, kind=Kind.POINTS, is_weak=False)
    if unit.endswith("基点"):
        return replace(base, kind=Kind.BASIS_POINTS, is_weak=False)
    if unit in "%‰":
        share = 1 if unit == "%" else Fraction(1, 10)
        return replace(base, kind=Kind.PERCENT, value=value * share, step=base.step * share, is_weak=False)
    if unit.startswith("成"):
        tenths = value * 10 + (5 if match["half"] else 0)
        return replace(base, kind=Kind.PERCENT, value=tenths, step=Fraction(1), is_weak=False)
    if unit == "番":
        return None
    is_growth = bool(_GROWS.search(text[: match.start()]))
    return replace(
        base, kind=Kind.MULTIPLE, value=value + 1 if is_growth or value == 1 else value, is_weak=False
    )


def _is_weak(text: str, match: re.Match[str], value: Fraction) -> bool:
    """Tell small numerals in characters that Chinese uses idiomatically, and numbers of headings and list
    items, from those that count something."""
    if match["number"] == "1" and not match["scale"]:
        return True  # 1小时 is "an hour"
    if _LIST_ITEM.match(text) and not text[: match.start()].strip("(（ "):
        return True
    if match["number"].isascii() or match["scale"] or value > 10:
        return False
    return value <= 2 or text[match.end() : match.end() + 1] not in _CLASSIFIERS


_RANGE = re.compile(r"\s*(?:[-—–~～]+|至|到)\s*$")


def _share_across_ranges(found: list[Quantity], text: str) -> list[Quantity]:
    """Let the first figure of a range have the unit of the second: 8～10% and 3至5万元."""
    shared = list(found)
    for n, (first, second) in enumerate(pairwise(found)):
        between = text[first.end : second.start]
        if first.kind is not Kind.COUNT or not _RANGE.fullmatch(between):
            continue
        if second.kind in (Kind.PERCENT, Kind.POINTS, Kind.BASIS_POINTS, Kind.MULTIPLE):
            shared[n] = replace(first, kind=second.kind)
        elif first.value < second.value and (scale := _scale_of(text, second)) > 1 and first.value < scale:
            readings = (*first.readings, first.value * scale)
            shared[n] = replace(first, readings=readings, currency=first.currency or second.currency)
    return shared


def _scale_of(text: str, quantity: Quantity) -> int:
    match = re.match(rf"{_NUMBER}\s*(?:余|多)?({_SCALE})?", text[quantity.start : quantity.end])
    return _SCALES[match[1]] if match and match[1] else 1
