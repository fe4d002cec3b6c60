"""Agreement of a predicted alignment with a gold one, strict and lax, as Vecalign and Bertalign report it.

Precision is over all predicted beads: a bead with an empty side is right where gold has the same bead.
Recall is over the gold beads that have both sides. Strict asks for the same bead; lax asks that source and
target both overlap with one gold link (Thompson & Koehn 2019; Liu & Zhu 2022). Several documents are scored
by adding their counts.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aligners.beads import Alignment, Bead, LinkKind
from aligners.errors import GoldFormatError

IdBead = tuple[tuple[int, ...], tuple[int, ...]]
"""Source ids and target ids, counted from 0; either may be empty."""

LINE = re.compile(r"\s*\[([^\]\[]*)\]\s*:\s*\[([^\]\[]*)\]\s*(?::[^:\[\]]*)?")


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts of agreement, from which precision, recall and F1 in [0, 1] follow; scores add up."""

    predicted: int = 0
    predicted_strict: int = 0
    predicted_lax: int = 0
    gold: int = 0
    gold_strict: int = 0
    gold_lax: int = 0

    def __add__(self, other: "Scores") -> "Scores":
        return Scores(
            self.predicted + other.predicted,
            self.predicted_strict + other.predicted_strict,
            self.predicted_lax + other.predicted_lax,
            self.gold + other.gold,
            self.gold_strict + other.gold_strict,
            self.gold_lax + other.gold_lax,
        )

    @property
    def strict_precision(self) -> float:
        """The share of predicted beads that are gold beads; 0 where nothing was predicted."""
        return _share(self.predicted_strict, self.predicted)

    @property
    def strict_recall(self) -> float:
        """The share of two-sided gold beads that were predicted; 0 where gold has none."""
        return _share(self.gold_strict, self.gold)

    @property
    def strict_f1(self) -> float:
        """The harmonic mean of strict precision and strict recall."""
        return _harmonic_mean(self.strict_precision, self.strict_recall)

    @property
    def lax_precision(self) -> float:
        """The share of predicted beads that are gold beads or overlap with a gold link on both sides."""
        return _share(self.predicted_lax, self.predicted)

    @property
    def lax_recall(self) -> float:
        """The share of two-sided gold beads that overlap with a predicted link on both sides."""
        return _share(self.gold_lax, self.gold)

    @property
    def lax_f1(self) -> float:
        """The harmonic mean of lax precision and lax recall."""
        return _harmonic_mean(self.lax_precision, self.lax_recall)


def score_alignment(gold: Iterable[IdBead], predicted: Iterable[IdBead]) -> Scores:
    """Count how far `predicted` agrees with `gold`; beads without any id, and repeated ones, are left out."""
    gold_beads = {bead for bead in gold if bead[0] or bead[1]}
    predicted_beads = {bead for bead in predicted if bead[0] or bead[1]}
    two_sided_gold = {bead for bead in gold_beads if bead[0] and bead[1]}
    return Scores(
        predicted=len(predicted_beads),
        predicted_strict=len(predicted_beads & gold_beads),
        predicted_lax=_count_lax(predicted_beads, gold_beads),
        gold=len(two_sided_gold),
        gold_strict=len(two_sided_gold & predicted_beads),
        gold_lax=_count_lax(two_sided_gold, predicted_beads),
    )


def bead_ids(beads: Iterable[Bead]) -> list[IdBead]:
    """Write beads as pairs of id tuples."""
    return [
        (tuple(range(b.source_start, b.source_end)), tuple(range(b.target_start, b.target_end)))
        for b in beads
    ]


def alignment_ids(alignment: Alignment) -> list[IdBead]:
    """Write an alignment as pairs of id tuples: its beads, and its moved links in place of their gaps."""
    links = [link for link in alignment.links if link.kind is LinkKind.MOVED]
    moved = [
        (tuple(range(link.source_start, link.source_end)), tuple(range(link.target_start, link.target_end)))
        for link in links
    ]
    sources = {number for ids, _ in moved for number in ids}
    targets = {number for _, ids in moved for number in ids}
    kept = [
        (source, target)
        for source, target in bead_ids(alignment.beads)
        if (source and target) or not (sources.issuperset(source) and targets.issuperset(target))
    ]
    return sorted(kept + moved)


def read_alignment(lines: Iterable[str]) -> list[IdBead]:
    """Read `[0, 1]:[2]` or `[0,1]:[2]:score` lines; lines of white space are passed over.

    Raises GoldFormatError with the line number, counted from 1, where a line is something else or an id is
    given twice on one side.
    """
    beads: list[IdBead] = []
    seen: tuple[set[int], set[int]] = (set(), set())
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        match = LINE.fullmatch(line.strip())
        if match is None:
            raise GoldFormatError(
                f"line {number}: {line.strip()[:60]!r} is not '[source ids]:[target ids]' or "
                "'[source ids]:[target ids]:score'"
            )
        sides = (_read_ids(match[1], number), _read_ids(match[2], number))
        for known, ids in zip(seen, sides, strict=True):
            for identifier in ids:
                if identifier in known:
                    raise GoldFormatError(f"line {number}: id {identifier} stands in two places on one side")
                known.add(identifier)
        beads.append(sides)
    return beads


def write_alignment(beads: Sequence[Bead]) -> list[str]:
    """Write beads as `[source ids]:[target ids]:posterior` lines, ids from 0, four decimals, no line ends."""
    return [
        f"{list(source)}:{list(target)}:{bead.posterior:.4f}"
        for bead, (source, target) in zip(beads, bead_ids(beads), strict=True)
    ]


def _read_ids(text: str, number: int) -> tuple[int, ...]:
    """Read `0, 1, 2`; the empty text gives no ids."""
    if not text.strip():
        return ()
    ids = []
    for word in text.split(","):
        if not (word.strip().isascii() and word.strip().isdigit()):
            raise GoldFormatError(f"line {number}: {word.strip()!r} is not an id counted from 0")
        ids.append(int(word))
    return tuple(ids)


def _count_lax(beads: set[IdBead], others: set[IdBead]) -> int:
    """Count the beads that stand in `others` or overlap on both sides with a link of `others`."""
    linked: defaultdict[int, set[int]] = defaultdict(set)
    for source, target in others:
        for identifier in source:
            linked[identifier].update(target)
    count = 0
    for source, target in beads:
        overlaps = any(not linked[i].isdisjoint(target) for i in source if i in linked)
        count += (source, target) in others or overlaps
    return count


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _harmonic_mean(first: float, second: float) -> float:
    return 2 * first * second / (first + second) if first + second else 0.0
