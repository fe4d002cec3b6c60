"""Which figures and dates of a Chinese text its machine translation lacks, or says otherwise.

The judgement is that of the checks of numbers and dates. A machine leaves figures out by mistake, not by
choice, so a date in digits that is missing counts, too. Most translations have every figure as releases write
it, which is seen at once; only the others are read in full.
"""

import re
from functools import lru_cache

from workbench.quality import dates, numbers
from workbench.quality.comparison import source_figures
from workbench.quality.context import NOTHING_KNOWN
from workbench.quality.date_mentions import DateKind, DateMention
from workbench.quality.dates_chinese import chinese_dates
from workbench.quality.findings import Finding, Severity
from workbench.quality.folding import fold_width
from workbench.quality.quantities import Kind, Quantity, english_number

_DIGIT = re.compile(r"[\d０-９]")
_DAY = re.compile(r"(\d{1,2})日")
_BEFORE = r"(?<![\d.,])"
_AFTER = r"(?!\d|[,.]\d|\s*(?:%|percent|per cent|hundred|thousand|million|billion|trillion)\b)(?!\s*%)"
_OTHER_MONEY = r"(?!\s*(?:yen|dollars?|US|U\.S\.|Hong Kong|euros?|pounds?)\b)"
_ENDINGS = {
    Kind.COUNT: _AFTER,
    Kind.ORDINAL: r"(?:st|nd|rd|th)?" + _AFTER,
    Kind.PERCENT: r"\s*(?:%|percent\b)(?!age)",
}


def lost_figures(source: str, target: str) -> list[str]:
    """Give the figures and dates of the Chinese `source`, as they stand there, that `target` does not say."""
    expected = _usual_renderings(source)
    if expected is not None and all(pattern.search(target) for pattern in expected):
        return []
    found = [*numbers.check(source, target, NOTHING_KNOWN), *dates.check(source, target, NOTHING_KNOWN)]
    spans = {finding.source_span for finding in found if _is_loss(finding, source)}
    spans |= {day.span for day in chinese_dates(source) if _is_lost_day(day, source, target)}
    return [source[span[0] : span[1]].strip() for span in sorted(span for span in spans if span is not None)]


def _is_loss(finding: Finding, source: str) -> bool:
    if finding.source_span is None:
        return False
    is_date_in_digits = finding.check == dates.NAME and _DIGIT.search(source[slice(*finding.source_span)])
    return finding.severity is not Severity.INFORMATION or bool(is_date_in_digits)


def _is_lost_day(mention: DateMention, source: str, target: str) -> bool:
    """Tell whether a day without its month (18日) is missing."""
    pattern = _of_date(mention, source) if mention.kind is DateKind.NONE else None
    return bool(pattern) and re.search(pattern or "", fold_width(target)) is None


@lru_cache(maxsize=1024)
def _usual_renderings(source: str) -> tuple[re.Pattern[str], ...] | None:
    """Give patterns of which each translation that says all figures has a match, None where one is unsure."""
    patterns = [
        *(_of_figure(quantity) for quantity in source_figures(source) if not quantity.is_weak),
        *(_of_date(mention, source) for mention in chinese_dates(source)),
    ]
    sure = [pattern for pattern in patterns if pattern is not None]
    return tuple(re.compile(pattern) for pattern in sure if pattern) if len(sure) == len(patterns) else None


def _of_figure(quantity: Quantity) -> str | None:
    ending = _ENDINGS.get(quantity.kind)
    if ending is None:
        return None
    other_money = _OTHER_MONEY if quantity.currency == "CNY" else ""
    return _BEFORE + re.escape(english_number(quantity.value)).replace(",", ",?") + ending + other_money


def _of_date(mention: DateMention, source: str) -> str | None:
    """Give a pattern of a date, an empty one of what need not be said (clock times)."""
    if mention.kind is DateKind.NONE:
        day = _DAY.fullmatch(fold_width(source[slice(*mention.span)]))
        return "" if day is None else rf"(?<!\d){day[1]}(?!\d)"
    if mention.kind not in (DateKind.YEAR, DateKind.MONTH, DateKind.DAY):
        return None
    return rf"(?<![A-Za-z\d]){re.escape(dates.english_date(mention))}(?![A-Za-z\d])"
