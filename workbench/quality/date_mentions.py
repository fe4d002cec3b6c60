"""A date, or a part of one, as a text mentions it."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

_MONTH_NAMES = "January February March April May June July August September October November December"
MONTHS = tuple(_MONTH_NAMES.split())


class DateKind(StrEnum):
    """What is mentioned, with the numbers that a mention of it holds."""

    YEAR = "year"  # (year)
    MONTH = "month"  # (month)
    MONTH_PART = "part of a month"  # (month, 1 early, 2 middle, 3 late)
    DAY = "day"  # (month, day)
    QUARTER = "quarter"  # (1 to 4)
    QUARTERS = "first quarters"  # (how many)
    HALF = "half of a year"  # (1 or 2)
    PLAN = "five-year plan"  # (ordinal)
    DECADE = "decade"  # (first year)
    WEEKDAY = "day of the week"  # (1 Monday to 7 Sunday)
    NONE = "no date to compare"  # a clock time, a day without its month


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date at `start:end` of a text. A weak one may be a plain number ("2000")."""

    start: int
    end: int
    kind: DateKind
    value: tuple[int, ...]
    is_weak: bool = False

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands."""
        return (self.start, self.end)


Make = Callable[[re.Match[str]], Iterator[tuple[DateKind, tuple[int, ...]]]]


def first_matches(text: str, patterns: Sequence[tuple[re.Pattern[str], Make]]) -> list[DateMention]:
    """Find mentions pattern by pattern; what an earlier pattern took, a later one cannot take again."""
    found: list[DateMention] = []
    taken = [False] * len(text)
    for pattern, make in patterns:
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            taken[match.start() : match.end()] = [True] * (match.end() - match.start())
            facts: Iterable[tuple[DateKind, tuple[int, ...]]] = list(make(match)) or [(DateKind.NONE, ())]
            found += [DateMention(match.start(), match.end(), kind, value) for kind, value in facts]
    return sorted(found, key=lambda mention: mention.start)
