"""Check: dates, quarters, halves, plan periods and days of the week agree, 今年 and 昨日 resolved."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from workbench.quality.context import Context
from workbench.quality.date_mentions import MONTHS, DateKind, DateMention
from workbench.quality.dates_chinese import chinese_dates
from workbench.quality.dates_english import WEEKDAYS, english_dates
from workbench.quality.findings import Finding, Severity
from workbench.quality.folding import fold_chinese
from workbench.quality.quantities import ordinal

NAME = "dates"
FIRST_PLAN_YEAR = 1951  # the n-th Five-Year Plan runs from 1951 + 5 (n - 1) for five years, from the 6th on

_FAMILIES = (
    frozenset({DateKind.YEAR}),
    frozenset({DateKind.MONTH}),
    frozenset({DateKind.MONTH_PART}),
    frozenset({DateKind.DAY}),
    frozenset({DateKind.QUARTER, DateKind.QUARTERS}),
    frozenset({DateKind.HALF}),
    frozenset({DateKind.PLAN}),
    frozenset({DateKind.DECADE}),
    frozenset({DateKind.WEEKDAY}),
)
_RELATIVE_YEARS = (
    ("今年", 0),
    ("本年", 0),
    ("去年", -1),
    ("上年", -1),
    ("明年", 1),
    ("前年", -2),
    ("后年", 2),
)
_RELATIVE_DAYS = (
    ("今天", 0),
    ("今日", 0),
    ("昨天", -1),
    ("昨日", -1),
    ("明天", 1),
    ("明日", 1),
    ("前天", -2),
)
_EARLY_LATE = {1: "early ", 2: "mid-", 3: "late "}
_NUMBER_WORDS = ("", "first", "second", "third", "fourth")


def check(source: str, target: str, context: Context) -> list[Finding]:
    """Find dates that contradict (errors) and dates that the English leaves out (information)."""
    said, rendered = chinese_dates(source), english_dates(target)
    allowed = _implied(said) | _resolved(fold_chinese(source), context.published_on)
    given = _implied(rendered)
    findings = list(_plan_years(said, rendered))
    source_left = [a for a in said if (a.kind, a.value) not in given and a.kind is not DateKind.NONE]
    target_left = [
        b
        for b in rendered
        if (b.kind, b.value) not in allowed
        and b.kind is not DateKind.NONE
        and not b.is_weak
        and not _is_dateline(target, b)
    ]
    reported = {id(b) for finding in findings for b in rendered if b.span == finding.target_span}
    for family in _FAMILIES:
        wrong = [b for b in target_left if b.kind in family and id(b) not in reported]
        missing = [a for a in source_left if a.kind in family]
        for n, a in enumerate(missing):
            if n < len(wrong) and len(wrong) <= len(missing):
                findings.append(_contradiction(source, target, a, wrong[n]))
            elif not _may_be_left_out(a, said, given, source, target):
                findings.append(_left_out(source, a))
    return findings + list(_wrong_relative_year(source, context, target_left, findings))


_DATELINE = re.compile(r"\s*(?:\([^)]{1,30}\)\s*)?(?:--|—|–|-\s)")
_DATELINE_START = 60  # characters from the beginning of a text in which a dateline may stand


def _is_dateline(target: str, mention: DateMention) -> bool:
    """Tell the date on which a release was filed: `YUNZHOU, October 13, 2024 — `."""
    return mention.start < _DATELINE_START and _DATELINE.match(target, mention.end) is not None


def _implied(mentions: Sequence[DateMention]) -> set[tuple[DateKind, tuple[int, ...]]]:
    """Give all that mentions say: a day names its month, the first six months are a half and two quarters."""
    facts = {(mention.kind, mention.value) for mention in mentions}
    facts |= {(DateKind.MONTH, (value[0],)) for kind, value in facts if kind is DateKind.DAY}
    for first, last, same in (
        (1, 3, (DateKind.QUARTER, (1,))),
        (1, 6, (DateKind.HALF, (1,))),
        (1, 9, (DateKind.QUARTERS, (3,))),
        (7, 12, (DateKind.HALF, (2,))),
    ):
        months = {(DateKind.MONTH, (first,)), (DateKind.MONTH, (last,))}
        if months <= facts:
            facts.add(same)
        elif same in facts:
            facts |= months
    if (DateKind.QUARTERS, (2,)) in facts:
        facts.add((DateKind.HALF, (1,)))
    for kind, value in list(facts):
        if kind is DateKind.PLAN:
            first_year = plan_years(value[0])[0]
            facts |= {(DateKind.YEAR, (first_year + n,)) for n in (0, 4)}
    return facts


def plan_years(plan: int) -> tuple[int, int]:
    """Give the first and last year of a Five-Year Plan: (2021, 2025) for the 14th."""
    first = FIRST_PLAN_YEAR + 5 * (plan - 1) + 5
    return first, first + 4


def _resolved(source: str, published_on: date | None) -> set[tuple[DateKind, tuple[int, ...]]]:
    """Give the dates that 今年, 去年 and 昨日 stand for on the day of publication."""
    if published_on is None:
        return set()
    years = {(DateKind.YEAR, (published_on.year + n,)) for word, n in _RELATIVE_YEARS if word in source}
    days = [published_on + timedelta(days=n) for word, n in _RELATIVE_DAYS if word in source]
    lone = {int(match[1]) for match in re.finditer(r"(?<![\d月.])(\d{1,2})日", source)}
    days += [
        published_on + timedelta(days=n)
        for n in range(-31, 32)
        if (published_on + timedelta(days=n)).day in lone
    ]
    facts = years | {(DateKind.DAY, (day.month, day.day)) for day in days}
    return facts | {(DateKind.WEEKDAY, (day.isoweekday(),)) for day in days}


def _plan_years(said: Sequence[DateMention], rendered: Sequence[DateMention]) -> Iterator[Finding]:
    """Check the years that the English gives for a plan that both sides name."""
    for mention in rendered:
        if mention.kind is not DateKind.PLAN:
            continue
        source = next((a for a in said if (a.kind, a.value) == (mention.kind, mention.value)), None)
        years = [b for b in rendered if b.kind is DateKind.YEAR and 0 <= b.start - mention.end <= 25]
        right = plan_years(mention.value[0])
        given = {b.value[0] for b in years}
        own = {a.value[0] for a in said if a.kind is DateKind.YEAR}
        if source is not None and len(years) == 2 and not given <= {*right, *own}:
            message = f"the {ordinal(mention.value[0])} Five-Year Plan runs from {right[0]} to {right[1]}"
            suggestion = f"{right[0]}-{right[1]}"
            yield Finding(NAME, Severity.ERROR, source.span, years[0].span, message, suggestion)


def _contradiction(source: str, target: str, a: DateMention, b: DateMention) -> Finding:
    suggestion = english_date(a)
    message = f"{source[a.start : a.end]} is {suggestion}, the English says {target[b.start : b.end]}"
    return Finding(NAME, Severity.ERROR, a.span, b.span, message, suggestion)


def _left_out(source: str, mention: DateMention) -> Finding:
    suggestion = english_date(mention)
    message = f"{source[mention.start : mention.end]} ({suggestion}) is not in the English"
    return Finding(NAME, Severity.INFORMATION, mention.span, None, message, suggestion)


def _may_be_left_out(
    mention: DateMention,
    said: Sequence[DateMention],
    given: set[tuple[DateKind, tuple[int, ...]]],
    source: str,
    target: str,
) -> bool:
    if mention.kind is DateKind.MONTH_PART:
        return True
    if mention.kind is DateKind.YEAR and re.search(r"\b(?:this|last|next|current|previous) year\b", target):
        return True
    digits = str(mention.value[0])
    return mention.kind is DateKind.YEAR and digits in target


def _wrong_relative_year(
    source: str, context: Context, target_left: Sequence[DateMention], findings: list[Finding]
) -> Iterator[Finding]:
    """Find a year in the English that 今年 or 去年 cannot be."""
    if context.published_on is None:
        return
    words = [(word, n) for word, n in _RELATIVE_YEARS if word in source]
    years = [
        b for b in target_left if b.kind is DateKind.YEAR and abs(b.value[0] - context.published_on.year) <= 2
    ]
    if (
        len(words) == 1
        and len(years) == 1
        and all(finding.target_span != years[0].span for finding in findings)
    ):
        word, n = words[0]
        year = context.published_on.year + n
        start = source.index(word)
        message = (
            f"{word} is {year} in a text of {context.published_on}, the English says {years[0].value[0]}"
        )
        yield Finding(NAME, Severity.ERROR, (start, start + len(word)), years[0].span, message, str(year))


def english_date(mention: DateMention) -> str:
    """Write a date as English releases do."""
    match mention.kind, mention.value:
        case DateKind.YEAR, (year,):
            return str(year)
        case DateKind.MONTH, (month,):
            return _month(month)
        case DateKind.MONTH_PART, (month, part):
            return f"{_EARLY_LATE[part]}{_month(month)}"
        case DateKind.DAY, (month, day):
            return f"{_month(month)} {day}"
        case DateKind.QUARTER, (quarter,):
            return f"the {_NUMBER_WORDS[quarter]} quarter"
        case DateKind.QUARTERS, (quarters,):
            return f"the first {'two' if quarters == 2 else 'three'} quarters"
        case DateKind.HALF, (half,):
            return f"the {_NUMBER_WORDS[half]} half of the year"
        case DateKind.PLAN, (plan,):
            return f"the {ordinal(plan)} Five-Year Plan"
        case DateKind.DECADE, (decade,):
            return f"the {decade}s"
        case DateKind.WEEKDAY, (weekday,):
            return WEEKDAYS[weekday - 1]
        case _:
            return ""


def _month(number: int) -> str:
    return MONTHS[number - 1] if 1 <= number <= len(MONTHS) else f"month {number}"
