"""Check: figures, magnitudes, percentages and money say the same in both languages."""

import re
from fractions import Fraction

from workbench.quality.comparison import compare
from workbench.quality.context import Context
from workbench.quality.findings import Finding, Severity
from workbench.quality.quantities import (
    Kind,
    Quantity,
    differ_in_currency_only,
    english_number,
    english_quantity,
)

NAME = "numbers"
UNRELATED_FIGURES = (
    3  # with none in common and this many left on either side, the texts hardly belong together
)
SMALL = 10
TOO_FAR_APART = 10  # times; counts of unlike size hardly count the same thing

_RELATIVE = frozenset({Kind.PERCENT, Kind.POINTS, Kind.BASIS_POINTS})


def check(source: str, target: str, context: Context) -> list[Finding]:
    """Find figures that contradict (errors), are left out (warnings), or are added (information)."""
    compared = compare(source, target)
    source_left = [quantity for quantity in compared.source_left if not quantity.is_weak]
    target_left = [quantity for quantity in compared.target_left if not quantity.is_weak]
    if not compared.pairs and min(len(source_left), len(target_left)) >= UNRELATED_FIGURES:
        message = f"none of {len(source_left)} figures is in the English: do these texts belong together?"
        return [Finding(NAME, Severity.WARNING, source_left[0].span, target_left[0].span, message)]
    findings = []
    for a, b, known in _contradictions(source_left, target_left, source, target):
        source_left.remove(a)
        target_left.remove(b)
        suggestion = english_quantity(a)
        is_sure = bool(known) and (a.kind, b.kind) != (Kind.PERCENT, Kind.POINTS)
        severity = Severity.ERROR if is_sure else Severity.WARNING
        message = known or f"{_text(source, a)} is {suggestion}, the English says {_text(target, b)}"
        findings.append(Finding(NAME, severity, a.span, b.span, message, suggestion))
    findings += [_missing(source, quantity) for quantity in source_left]
    findings += [
        Finding(NAME, Severity.INFORMATION, None, b.span, f"{_text(target, b)} has no figure in the Chinese")
        for b in target_left
        if re.search(r"\d", _text(target, b))
    ]
    return sorted(findings, key=lambda finding: (finding.severity.rank, finding.source_span or (0, 0)))


def _text(text: str, quantity: Quantity) -> str:
    return text[quantity.start : quantity.end].strip()


def _missing(source: str, quantity: Quantity) -> Finding:
    text, suggestion = _text(source, quantity), english_quantity(quantity)
    is_small_word = (
        quantity.value <= SMALL and quantity.kind is Kind.COUNT and not re.search(r"[\d０-９]", text)
    )
    may_be_left_out = is_small_word or quantity.kind in (Kind.MAGNITUDE, Kind.ORDINAL)
    severity = Severity.INFORMATION if may_be_left_out else Severity.WARNING
    counted = source[quantity.end : quantity.end + 1]
    name = (
        f"{text}{counted}" if quantity.kind is Kind.COUNT and re.match(r"[\u4e00-\u9fff]", counted) else text
    )
    said = name if text == suggestion else f"{name} ({suggestion})"
    return Finding(NAME, severity, quantity.span, None, f"{said} is not in the English", suggestion)


def _contradictions(
    source_left: list[Quantity], target_left: list[Quantity], source: str, target: str
) -> list[tuple[Quantity, Quantity, str]]:
    """Pair leftovers that are about the same thing, the surest first; the message is empty for a guess."""
    ranked = []
    for a in source_left:
        for b in target_left:
            rank, message = _relation(a, b, source_left, target_left)
            if rank is not None:
                distance = abs(a.start / len(source) - b.start / len(target))
                ranked.append((rank, distance, a.start, b.start, a, b, message))
    chosen: list[tuple[Quantity, Quantity, str]] = []
    for _, _, _, _, a, b, message in sorted(ranked, key=lambda row: row[:4]):
        if all(a is not x and b is not y for x, y, _ in chosen):
            chosen.append((a, b, _explain(message, a, b, source, target)))
    return chosen


def _explain(message: str, a: Quantity, b: Quantity, source: str, target: str) -> str:
    return message.format(
        source=_text(source, a),
        target=_text(target, b),
        right=english_quantity(a),
        factor=english_number(max(a.value / b.value, b.value / a.value)) if a.value and b.value else "",
    )


_DIFFERENT_MONEY = "{source} is {right}, the English has another currency: {target}"
_POINTS = "{source} is {right}; the English says {target}: percent and percentage points are not the same"
_FACTOR = "{source} is {right}, the English says {target}: off by a factor of {factor}"
_DIFFERENT = "{source} is {right}, the English says {target}"


def _relation(
    a: Quantity, b: Quantity, source_left: list[Quantity], target_left: list[Quantity]
) -> tuple[int | None, str]:
    """Say how sure it is that a target figure is a wrong rendering of a source figure (0 surest), and why."""
    if differ_in_currency_only(a, b):
        return 0, _DIFFERENT_MONEY
    if a.currency and b.currency and a.currency != b.currency:
        return None, ""
    if {a.kind, b.kind} <= _RELATIVE and a.kind is not b.kind:
        return (0, _POINTS) if a.value == b.value else (None, "")
    if a.kind is b.kind or {a.kind, b.kind} == {Kind.COUNT, Kind.ORDINAL}:
        if _is_power_of_ten(a.value, b.value):
            return 1, _FACTOR
        if _has_similar_digits(a.value, b.value):
            return 2, _DIFFERENT
    if not _comparable(a.kind, b.kind):
        return None, ""
    same_kind_source = [x for x in source_left if _comparable(x.kind, b.kind) and _same_money(x, b)]
    same_kind_target = [y for y in target_left if _comparable(a.kind, y.kind) and _same_money(a, y)]
    if len(same_kind_source) == len(same_kind_target) == 1 and _same_money(a, b):
        is_sure = a.kind is not Kind.COUNT or bool(a.currency)
        small, large = sorted((a.value, b.value))
        if not is_sure and large >= TOO_FAR_APART * max(small, Fraction(1)):
            return None, ""
        return 3, _DIFFERENT if is_sure else ""
    if a.kind is b.kind and len(same_kind_source) == len(same_kind_target) and _same_money(a, b):
        is_same_place = same_kind_source.index(a) == same_kind_target.index(b)
        return (4, "") if is_same_place else (None, "")
    return None, ""


def _same_money(a: Quantity, b: Quantity) -> bool:
    return bool(a.currency) == bool(b.currency)


def _comparable(a: Kind, b: Kind) -> bool:
    if a is b:
        return True
    return {a, b} == {Kind.MULTIPLE, Kind.PERCENT}


def _is_power_of_ten(a: Fraction, b: Fraction) -> bool:
    if a <= 0 or b <= 0 or a == b:
        return False
    ratio = max(a / b, b / a)
    return (
        ratio.denominator == 1 and set(str(ratio.numerator)[1:]) == {"0"} and str(ratio.numerator)[0] == "1"
    )


def _has_similar_digits(a: Fraction, b: Fraction) -> bool:
    """Tell typing slips: the same digits in another order, or one digit of three or more exchanged."""
    first, second = _significant(a), _significant(b)
    if len(first) < 2 or first == second:
        return False
    if sorted(first) == sorted(second):
        return True
    differing = sum(x != y for x, y in zip(first, second, strict=False))
    return len(first) == len(second) >= 3 and differing == 1


def _significant(value: Fraction) -> str:
    return re.sub(r"[^\d]", "", f"{float(value):.10g}").strip("0")
