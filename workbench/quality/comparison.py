"""Which figures of the English side stand for which of the Chinese side, and which are left over."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from workbench.quality.date_mentions import DateMention
from workbench.quality.dates_chinese import chinese_dates
from workbench.quality.dates_english import english_dates
from workbench.quality.figures_chinese import chinese_figures
from workbench.quality.figures_english import english_figures
from workbench.quality.names import code_spans
from workbench.quality.quantities import Kind, Quantity, agree

READ_SOURCES = 1024  # texts whose figures are kept: an engine reads them before and after it translates
SMALLEST_NAMED = 2  # a smaller numeral in words is too common for its digits to be proof


@dataclass(frozen=True, slots=True)
class Comparison:
    """The figures of two texts: those that agree, in pairs, and those without a counterpart."""

    pairs: tuple[tuple[Quantity, Quantity], ...]
    source_left: tuple[Quantity, ...]
    target_left: tuple[Quantity, ...]


@lru_cache(maxsize=READ_SOURCES)
def source_figures(source: str) -> tuple[Quantity, ...]:
    """Find the figures in a Chinese text, in order, that are no part of a date, an address or a number of a
    document."""
    taken = [mention.span for mention in chinese_dates(source)] + code_spans(source)
    return tuple(chinese_figures(source, taken))


@lru_cache(maxsize=64)
def compare(source: str, target: str) -> Comparison:
    """Pair the figures of a Chinese text with those of its English version."""
    source_dates, target_dates = chinese_dates(source), english_dates(target)
    found = source_figures(source)
    certain = [mention.span for mention in target_dates if not mention.is_weak] + code_spans(target)
    rest = english_figures(target, certain)
    pairs = _pair(found, rest, len(source), len(target))
    paired_source = {id(a) for a, _ in pairs}
    paired_target = {id(b) for _, b in pairs}
    dated, also_dated = _dated(target_dates, source_dates), _dated(source_dates, target_dates)
    source_left = [
        a
        for a in found
        if id(a) not in paired_source
        and not any(agree(a, b) for _, b in pairs)
        and not (a.value in dated or _stands_in(source, a, target))
    ]
    target_left = [
        b
        for b in rest
        if id(b) not in paired_target
        and not any(agree(a, b) for a, _ in pairs)
        and not (b.value in also_dated or _stands_in(target, b, source))
    ]
    return Comparison(tuple(pairs), tuple(source_left), tuple(target_left))


def _dated(mentions: Sequence[DateMention], others: Sequence[DateMention]) -> set[int]:
    """Give the numbers in dates that the other text does not have as dates: it may have them as figures."""
    facts = {(mention.kind, mention.value) for mention in others}
    return {n for mention in mentions if (mention.kind, mention.value) not in facts for n in mention.value}


def _pair(
    found: Sequence[Quantity], rest: Sequence[Quantity], source_length: int, target_length: int
) -> list[tuple[Quantity, Quantity]]:
    """Pair greedily: equal values of one kind first, then near places."""
    candidates = sorted(
        (
            (
                a.value != b.value or a.kind is not b.kind,
                a.currency != b.currency,
                a.is_weak or b.is_weak,
                abs(a.start / source_length - b.start / target_length),
                n,
                m,
            )
            for n, a in enumerate(found)
            for m, b in enumerate(rest)
            if agree(a, b)
        ),
    )
    used_source: set[int] = set()
    used_target: set[int] = set()
    pairs = []
    for *_, n, m in candidates:
        if n not in used_source and m not in used_target:
            used_source.add(n)
            used_target.add(m)
            pairs.append((found[n], rest[m]))
    return sorted(pairs, key=lambda pair: pair[0].start)


def _stands_in(text: str, quantity: Quantity, other: str) -> bool:
    """Tell whether the digits of a figure stand in the other text within a code or a name (top-100, G20)."""
    if quantity.kind not in (Kind.COUNT, Kind.ORDINAL):
        return False
    written = text[quantity.start : quantity.end]
    digits = re.search(r"\d[\d,.]*\d|\d", written)
    if digits is None:  # 神舟十八号
        is_named = quantity.value > SMALLEST_NAMED and text[quantity.end : quantity.end + 1] == "号"
    else:
        is_named = digits.group().replace(",", "") == str(quantity.value)
    if not is_named:
        return False
    return (
        re.search(
            rf"(?<![\d.,]){re.escape(str(quantity.value))}(?![\d%]|[,.]\d|\s*(?:percent|million|billion|[万亿%]))",
            other,
        )
        is not None
    )
