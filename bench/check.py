"""`python -m bench check`: how far the checks of figures, dates and words of change can be trusted.

Prints precision and recall on the table of right and wrong pairs, recall by kind of slip, false alarms on
pairs that are translated right, and the recall on slips that a fixed random seed puts into those pairs. The
development sets of public corpora are read where they are there; their references have slips of their own.
A pair counts as flagged where one of the checks finds an error or a warning.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from workbench.inputs import read_lines
from workbench.quality.comparison import compare
from workbench.quality.findings import Severity
from workbench.quality.lost_figures import lost_figures
from workbench.quality.quantities import Kind, Quantity, english_number
from workbench.quality.registry import run_checks

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "tests" / "data" / "magnitudes.tsv"
RIGHT_PAIRS = ROOT / "tests" / "data" / "government.tsv"
FIGURE_CHECKS = frozenset({"numbers", "changes", "dates"})
SEED = 20240501

Pair = tuple[str, str]


def is_flagged(source: str, target: str) -> bool:
    """Tell whether a check of figures, dates or words of change finds an error or a warning."""
    findings = run_checks(source, target, only=FIGURE_CHECKS)
    return any(finding.severity is not Severity.INFORMATION for finding in findings)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures; the exit code is 0 where the goals of the table are met."""
    parser = argparse.ArgumentParser(
        prog="python -m bench check", description=__doc__.split("\n", maxsplit=1)[0]
    )
    parser.add_argument(
        "--pairs", type=Path, action="append", default=[], help="more right pairs: TSV, zh and en"
    )
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    parser.add_argument("--errors", action="store_true", help="print the pairs that are judged wrongly")
    options = parser.parse_args(argv)
    goals_met = print_table(show_errors=options.errors)
    for path in (RIGHT_PAIRS, *options.pairs):
        pairs = list(read_pairs(path))
        print_false_alarms(path.name, pairs, show_errors=options.errors)
        print_slips(path.name, pairs)
    for source in sorted((options.corpora / "dev").glob("*.zh")):
        pairs = list(zip(read_lines(source), read_lines(source.with_suffix(".en")), strict=True))
        print_false_alarms(source.stem, pairs, show_errors=options.errors)
    return 0 if goals_met else 1


def read_pairs(path: Path) -> Iterator[Pair]:
    """Yield the pairs of a file of Chinese and English with a tab between them."""
    for line in read_lines(path):
        source, tab, target = line.partition("\t")
        if tab and source.strip() and target.strip():
            yield source, target


def print_table(*, show_errors: bool) -> bool:
    """Print precision and recall on the table; tell whether they reach .98 and .95."""
    rows = [line.split("\t") for line in read_lines(TABLE)[1:]]
    started = time.perf_counter()
    judged = [
        (verdict, kind, is_flagged(source, target), source, target) for verdict, kind, source, target in rows
    ]
    seconds = time.perf_counter() - started
    kinds = Counter(kind for verdict, kind, *_ in judged if verdict == "wrong")
    found = Counter(kind for verdict, kind, flagged, *_ in judged if verdict == "wrong" and flagged)
    false = sum(flagged for verdict, _, flagged, *_ in judged if verdict == "right")
    precision = found.total() / (found.total() + false)
    recall = found.total() / kinds.total()
    print(f"{TABLE.name}: {len(rows) - kinds.total()} right and {kinds.total()} wrong pairs, {seconds:.2f} s")
    print(f"  precision {precision:.3f} (goal .98)  recall {recall:.3f} (goal .95)")
    for kind, total in kinds.most_common():
        print(f"  {kind:<10} {found[kind]:>3} of {total} slips found")
    if show_errors:
        for verdict, kind, flagged, source, target in judged:
            if flagged != (verdict == "wrong"):
                print(f"  {verdict} {kind}\t{source}\t{target}")
    return precision >= 0.98 and recall >= 0.95


def print_false_alarms(name: str, pairs: Sequence[Pair], *, show_errors: bool) -> None:
    """Print how many pairs that should be right are flagged."""
    flagged = [pair for pair in pairs if is_flagged(*pair)]
    with_figures = sum(bool(compare(*pair).pairs) for pair in pairs)
    lost = sum(bool(lost_figures(*pair)) for pair in pairs)
    print(f"{name}: {len(flagged)} of {len(pairs)} right pairs flagged ({with_figures} of them with figures)")
    print(f"  as machine output, {lost} of them would be said to have lost a figure")
    if show_errors:
        for source, target in flagged:
            print(f"  {source}\t{target}")


def print_slips(name: str, pairs: Iterable[Pair]) -> None:
    """Print how many slips are found of those put into right pairs, one a pair and kind."""
    rng = random.Random(SEED)
    made: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for source, target in pairs:
        if is_flagged(source, target):
            continue
        for kind, slip in SLIPS.items():
            spoilt = spoil(source, target, slip, rng)
            if spoilt is not None:
                made[kind] += 1
                found[kind] += is_flagged(source, spoilt)
    if made:
        print(f"{name}: {found.total()} of {made.total()} slips found ({found.total() / made.total():.3f})")
    for kind, total in made.most_common():
        print(f"  {kind:<18} {found[kind]:>4} of {total}")


Slip = Callable[[str, Quantity, random.Random], str | None]


def spoil(source: str, target: str, slip: Slip, rng: random.Random) -> str | None:
    """Put a slip into one figure of an English text that stands for one of the Chinese text."""
    candidates = [
        (b, text)
        for a, b in compare(source, target).pairs
        if not a.is_weak and (text := slip(target[b.start : b.end], b, rng)) is not None
    ]
    if not candidates:
        return None
    place, text = rng.choice(candidates)
    return target[: place.start] + text + target[place.end :]


def _number_of(text: str) -> str | None:
    digits = "".join(character for character in text if character in "0123456789.,").strip(".,")
    return digits or None


def _times_ten(text: str, quantity: Quantity, rng: random.Random) -> str | None:
    number = _number_of(text)
    if number is None or quantity.kind is not Kind.COUNT:
        return None
    value = quantity.value * 10
    scaled = any(word in text for word in ("million", "billion", "trillion"))
    return (
        text[: text.index(number)] + english_number(value)
        if scaled
        else text.replace(number, f"{float(value):,.10g}")
    )


def _wrong_scale(text: str, quantity: Quantity, rng: random.Random) -> str | None:
    for right, wrong in (("million", "billion"), ("billion", "million"), ("trillion", "billion")):
        if right in text:
            return text.replace(right, wrong)
    return None


def _swapped_digits(text: str, quantity: Quantity, rng: random.Random) -> str | None:
    places = [n for n in range(len(text) - 1) if text[n : n + 2].isdigit() and text[n] != text[n + 1] != "0"]
    if not places or quantity.kind is Kind.ORDINAL:
        return None
    n = rng.choice(places)
    return text[:n] + text[n + 1] + text[n] + text[n + 2 :]


def _other_digit(text: str, quantity: Quantity, rng: random.Random) -> str | None:
    places = [n for n, character in enumerate(text) if character in "123456789"]
    if not places:
        return None
    n = rng.choice(places)
    return text[:n] + rng.choice([digit for digit in "123456789" if digit != text[n]]) + text[n + 1 :]


def _left_out(text: str, quantity: Quantity, rng: random.Random) -> str | None:
    return "several" if quantity.kind is Kind.COUNT and _number_of(text) else None


def _percent_for_points(text: str, quantity: Quantity, rng: random.Random) -> str | None:
    if quantity.kind is not Kind.POINTS or "percentage point" not in text:
        return None
    return text.replace("percentage points", "percent").replace("percentage point", "percent")


SLIPS: dict[str, Slip] = {
    "ten times as much": _times_ten,
    "wrong scale word": _wrong_scale,
    "digits swapped": _swapped_digits,
    "one other digit": _other_digit,
    "left out": _left_out,
    "percent for points": _percent_for_points,
}
