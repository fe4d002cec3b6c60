"""Puts the figures of another text into a translation: 3.6亿元 for 5.2亿元 turns RMB 520 million into 360.

Only where it is safe: both Chinese texts have figures of the same kinds in the same order, each figure that
differs is the counterpart of exactly one in the English, and the outcome passes the checks of figures, words
of change and dates.
"""

import re
from collections.abc import Iterable

from workbench.quality import changes, dates, numbers
from workbench.quality.comparison import compare, source_figures
from workbench.quality.context import NOTHING_KNOWN
from workbench.quality.date_mentions import MONTHS, DateKind, DateMention
from workbench.quality.dates_chinese import chinese_dates
from workbench.quality.dates_english import english_dates
from workbench.quality.findings import Severity
from workbench.quality.quantities import Kind, Quantity, english_number

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:[\s-]?(?:million|billion|trillion|thousand)\b)?", re.IGNORECASE)
_MONTH = re.compile("|".join(MONTHS))

Edit = tuple[int, int, str]


def repair_figures(source: str, target: str, wanted: str) -> str | None:
    """Give `target`, the translation of `source`, with the figures of `wanted` in it.

    Returns None where the figures or dates differ in a way that cannot be put right safely, and `target`
    itself where they do not differ.
    """
    edits = _figure_edits(source, target, wanted)
    date_edits = _date_edits(source, target, wanted)
    if edits is None or date_edits is None:
        return None
    if not edits and not date_edits:
        return target
    repaired = target
    for start, end, text in sorted([*edits, *date_edits], reverse=True):
        repaired = repaired[:start] + text + repaired[end:]
    return repaired if _passes(wanted, repaired) else None


def _passes(source: str, target: str) -> bool:
    return not any(
        finding.severity is not Severity.INFORMATION
        for check in (numbers.check, changes.check, dates.check)
        for finding in check(source, target, NOTHING_KNOWN)
    )


def _figures(text: str) -> list[Quantity]:
    return [quantity for quantity in source_figures(text) if not quantity.is_weak]


def _figure_edits(source: str, target: str, wanted: str) -> list[Edit] | None:
    old, new = _figures(source), _figures(wanted)
    if [(q.kind, q.currency) for q in old] != [(q.kind, q.currency) for q in new]:
        return None
    counterparts = {a.span: b for a, b in compare(source, target).pairs}
    edits: list[Edit] = []
    for before, after in zip(old, new, strict=True):
        if before.value == after.value:
            continue
        place = counterparts.get(before.span)
        edit = None if place is None else _rewrite(target, place, after)
        if edit is None:
            return None
        edits.append(edit)
    return edits


def _rewrite(target: str, place: Quantity, figure: Quantity) -> Edit | None:
    """Write a figure where another stands; None where that one is in words."""
    number = _NUMBER.search(target, place.start, place.end)
    if number is None or place.kind not in (figure.kind, Kind.COUNT):
        return None
    return (*number.span(), english_number(figure.value))


def _dated(mentions: Iterable[DateMention]) -> list[DateMention]:
    return [mention for mention in mentions if mention.kind is not DateKind.NONE and not mention.is_weak]


def _date_edits(source: str, target: str, wanted: str) -> list[Edit] | None:
    old, new = _dated(chinese_dates(source)), _dated(chinese_dates(wanted))
    if [mention.kind for mention in old] != [mention.kind for mention in new]:
        return None
    edits: list[Edit] = []
    rendered = _dated(english_dates(target))
    for before, after in zip(old, new, strict=True):
        if before.value == after.value:
            continue
        places = [b for b in rendered if (b.kind, b.value) == (before.kind, before.value)]
        if len(places) != 1:
            return None
        found = _date_edit(target, places[0], before, after)
        if found is None:
            return None
        edits += found
    return edits


def _date_edit(target: str, place: DateMention, before: DateMention, after: DateMention) -> list[Edit] | None:
    text = target[place.start : place.end]
    if before.kind is DateKind.YEAR:
        at = text.find(str(before.value[0]))
        return None if at < 0 else [(place.start + at, place.start + at + 4, str(after.value[0]))]
    if before.kind is DateKind.DAY and len(re.findall(r"\b\d{1,2}(?:st|nd|rd|th)?\b", text)) == 1:
        month, day = _MONTH.search(text), re.search(r"\b\d{1,2}\b", text)
        if month is not None and day is not None:
            return [
                (place.start + month.start(), place.start + month.end(), MONTHS[after.value[0] - 1]),
                (place.start + day.start(), place.start + day.end(), str(after.value[1])),
            ]
    return None
