"""A figure in a text as an exact value, and when two figures say the same.

Values are `fractions.Fraction`: a third of something has no exact decimal. `step` is the size of the last
digit that the text gives (0.1 billion for "187.7 billion"): the room that rounding leaves.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

OVER_SHARE = Fraction(9, 10)  # "more than 1,300" may stand for 1,356 but not for 2,000
ABOUT_SHARE = Fraction(1, 20)  # "about 18,000" may stand for 17,860
HUNDRED = Fraction(100)
DOLLARS = frozenset({"USD", "HKD", "AUD", "CAD", "SGD", "TWD"})  # what "$" alone may mean
UNIT_ROOM = 50  # 1/50: what rounding may change when 亩 becomes hectares
MOST_DECIMALS, ROUNDED_DECIMALS = 12, 4  # of a value that is written out, and of one without an end
FRACTION_ROOM = 4  # percent; "nearly one third" is said for 近三成


class Kind(StrEnum):
    """What a figure counts. The value of a percentage is 3 for 3 %, of a multiple 2 for "doubled"."""

    COUNT = "count"
    ORDINAL = "ordinal"
    PERCENT = "percent"
    POINTS = "percentage points"
    BASIS_POINTS = "basis points"
    MULTIPLE = "multiple"
    MAGNITUDE = "order of magnitude"  # "hundreds of millions"


class Hedge(StrEnum):
    """On which side of the figure the real one lies, where the text says so."""

    NONE = ""
    OVER = "over"
    UNDER = "under"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure at `start:end` of a text.

    `readings` are further values that the same words may mean ("rose 3 times": 3 or 4). A weak quantity is
    one that idiomatic translation often drops or adds (一个, "one"): it can match, but proves nothing alone.
    """

    start: int
    end: int
    value: Fraction
    kind: Kind
    step: Fraction
    currency: str = ""
    readings: tuple[Fraction, ...] = ()
    hedge: Hedge = Hedge.NONE
    is_weak: bool = False
    is_growth: bool = (
        True  # of percentages: added to what was there ("up 20 %"), not a share of it ("20 % of")
    )

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands."""
        return (self.start, self.end)

    @property
    def values(self) -> tuple[Fraction, ...]:
        """All values that the words may mean, the likeliest first."""
        return (self.value, *self.readings)


def agree(source: Quantity, target: Quantity) -> bool:
    """Tell whether an English figure may stand for a Chinese one: same kind, same value but for rounding."""
    return not _is_other_money(source, target) and _same_figure(source, target)


def differ_in_currency_only(source: Quantity, target: Quantity) -> bool:
    """Tell whether the figures are the same but the money is not."""
    return _is_other_money(source, target) and _same_figure(source, target)


def _is_other_money(source: Quantity, target: Quantity) -> bool:
    if not source.currency or not target.currency or source.currency == target.currency:
        return False
    return not (target.currency == "$" and source.currency in DOLLARS)


def _same_figure(source: Quantity, target: Quantity) -> bool:
    kinds = (source.kind, target.kind)
    if source.kind is target.kind or kinds in _INTERCHANGEABLE:
        exact = any(_close(a, b, source, target) for a in source.values for b in target.values)
        return exact or any(abs(a - b) * UNIT_ROOM <= b for a in source.readings for b in target.values)
    if kinds == (Kind.POINTS, Kind.BASIS_POINTS):
        return source.value * 100 == target.value
    if kinds == (Kind.BASIS_POINTS, Kind.POINTS):
        return source.value == target.value * 100
    if kinds == (Kind.MULTIPLE, Kind.PERCENT):
        percent = 1 + target.value / HUNDRED if target.is_growth else target.value / HUNDRED
        return percent in source.values
    if kinds == (Kind.PERCENT, Kind.MULTIPLE):
        return any(_percent_is_multiple(source.value, factor, target.hedge) for factor in target.values)
    return False


_INTERCHANGEABLE = frozenset(
    {
        (Kind.COUNT, Kind.ORDINAL),
        (Kind.ORDINAL, Kind.COUNT),
        (Kind.COUNT, Kind.MULTIPLE),  # 三次, "three times"
        (Kind.COUNT, Kind.MAGNITUDE),
        (Kind.MAGNITUDE, Kind.COUNT),
    }
)


def _percent_is_multiple(percent: Fraction, factor: Fraction, hedge: Hedge) -> bool:
    grown = 1 + percent / HUNDRED
    if hedge is Hedge.OVER:
        return factor <= grown < factor + 1
    if hedge in (Hedge.UNDER, Hedge.ABOUT):
        return abs(grown - factor) <= factor / 10
    return grown == factor


def _close(a: Fraction, b: Fraction, source: Quantity, target: Quantity) -> bool:
    """Allow what rounding to fewer digits, or "more than" and "nearly" with a rounder figure, may change."""
    if a == b:
        return True
    if source.kind is Kind.MULTIPLE:
        return False
    if target.kind is Kind.PERCENT and not target.step and target.hedge is not Hedge.NONE:
        return abs(a - b) <= FRACTION_ROOM
    if target.step > source.step and abs(a - b) < target.step:
        return abs(a - b) <= target.step / 2 or target.hedge is not Hedge.NONE or b < a
    if _roundness(a) > _roundness(b) and source.hedge in (Hedge.OVER, Hedge.UNDER):
        low, high = sorted((a, a / OVER_SHARE if source.hedge is Hedge.OVER else a * OVER_SHARE))
        return low <= b <= high
    if _roundness(b) <= max(_roundness(a), source.step):
        return False
    if target.hedge is Hedge.OVER:
        return a * OVER_SHARE <= b < a
    return target.hedge in (Hedge.UNDER, Hedge.ABOUT) and abs(a - b) <= b * ABOUT_SHARE


def _roundness(value: Fraction) -> Fraction:
    """Give the largest power of ten that divides a whole value: 100 for 1,300; 0 for one with decimals."""
    if value.denominator != 1 or not value:
        return Fraction(0)
    digits = str(abs(value.numerator))
    return Fraction(10) ** (len(digits) - len(digits.rstrip("0")))


_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))


def english_number(value: Fraction) -> str:
    """Write a value as English releases do: `360 million`, `12,000`, `8.6`."""
    for scale, word in _SCALES:
        if abs(value) >= scale and (value / scale * 1000).denominator == 1:
            return f"{_decimal(value / scale)} {word}"
    return _decimal(value)


def _decimal(value: Fraction) -> str:
    """Write a value exactly where it has an end within twelve decimals, else with four."""
    if value.denominator == 1:
        return f"{value.numerator:,}"
    is_exact = 10**MOST_DECIMALS % value.denominator == 0
    decimals = MOST_DECIMALS if is_exact else ROUNDED_DECIMALS
    digits = f"{abs(round(value * 10**decimals)):0{decimals + 1}d}"
    sign, whole = "-" if value < 0 else "", int(digits[:-decimals])
    return f"{sign}{whole:,}.{digits[-decimals:]}".rstrip("0").rstrip(".")


def english_quantity(quantity: Quantity) -> str:
    """Write a figure with its unit of account in English."""
    number = english_number(quantity.value)
    if quantity.kind is Kind.PERCENT:
        return f"{number} percent"
    if quantity.kind is Kind.POINTS:
        return f"{number} percentage point{'' if quantity.value == 1 else 's'}"
    if quantity.kind is Kind.BASIS_POINTS:
        return f"{number} basis points"
    if quantity.kind is Kind.MULTIPLE:
        return f"{number} times"
    if quantity.kind is Kind.ORDINAL:
        return ordinal(quantity.value)
    if quantity.currency:
        return f"{'RMB' if quantity.currency == 'CNY' else quantity.currency} {number}"
    return number


def ordinal(value: Fraction | int) -> str:
    """Write 1 as `1st`, 12 as `12th`."""
    number = int(value)
    suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"
