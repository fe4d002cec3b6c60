"""Agreement of a predicted alignment with a gold one, strict and lax, as Vecalign and Bertalign report it.

Precision is over all predicted beads: a bead with an empty side is right where gold has the same bead.
Recall is over the gold beads that have both sides. Strict asks for the same bead; lax asks that source and
target both overlap with one gold link (Thompson & Koehn 2019; Liu & Zhu 2022). Several documents are scored
by adding their counts.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

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
    """Write an alignment as pairs of id tuples, moved passages in place of their gaps."""
    return bead_ids(alignment_beads(alignment))


def alignment_beads(alignment: Alignment) -> list[Bead]:
    """Give the beads of an alignment in the order of the source, moved passages in place of their gaps.

    A moved passage that touches a bead with both sides is left out, so that every id stands in one bead.
    """
    aligned = [bead for bead in alignment.beads if bead.has_both_sides]
    sources, targets = _held(aligned)
    links = [
        Bead(link.source_start, link.source_end, link.target_start, link.target_end, link.score)
        for link in alignment.links
        if link.kind is LinkKind.MOVED
        and sources.isdisjoint(range(link.source_start, link.source_end))
        and targets.isdisjoint(range(link.target_start, link.target_end))
    ]
    moved = _held(links)
    gaps = [gap for bead in alignment.beads if not bead.has_both_sides for gap in _without(bead, *moved)]
    return sorted([*aligned, *links, *gaps], key=lambda bead: (bead.source_start, bead.target_start))


def _held(beads: Iterable[Bead]) -> tuple[set[int], set[int]]:
    """Give the source and the target ids that beads hold."""
    ids = bead_ids(beads)
    return {n for source, _ in ids for n in source}, {n for _, target in ids for n in target}


def _without(bead: Bead, sources: set[int], targets: set[int]) -> Iterator[Bead]:
    """Yield what a bead with an empty side still holds when moved segments are taken out of it."""
    ids = range(bead.source_start, bead.source_end), range(bead.target_start, bead.target_end)
    if sources.isdisjoint(ids[0]) and targets.isdisjoint(ids[1]):
        yield bead
        return
    for n in ids[0]:
        if n not in sources:
            yield replace(bead, source_start=n, source_end=n + 1)
    for n in ids[1]:
        if n not in targets:
            yield replace(bead, target_start=n, target_end=n + 1)


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
