"""Gold alignments to learn from and to measure with, their vectors, and copies with passages missing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from aligners.beads import Vectors
from aligners.evaluation import IdBead, read_alignment
from aligners.fitting import PairVectors
from aligners.spans import encode_texts
from workbench.engines.encoder import load_encoder
from workbench.engines.protocols import SentenceEncoder

HOLE_SHARE = 0.3
"""The share of the target's sentences that goes missing."""
DROP_SHARE = 0.05
"""How often a bead loses a side where changes are sprinkled."""
INSERTION_SHARE = 0.04
"""How often sentences from elsewhere stand before a bead where changes are sprinkled."""


SWAP_SHARE = 0.3
"""How many excerpts are shown with source and target exchanged."""


@dataclass(frozen=True, slots=True)
class GoldPair:
    """Two texts, a sentence an entry, and the beads between them, counted from 0 and in order."""

    name: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    gold: tuple[IdBead, ...]
    is_excerpt: bool = False


def read_lines(path: Path) -> tuple[str, ...]:
    """Read a text of one sentence a line; only a line feed ends a line."""
    return tuple(path.read_text(encoding="utf-8").removesuffix("\n").split("\n"))


def read_novels(folder: Path) -> list[GoldPair]:
    """Read `novels/NNN.{zh,en,gold}`; each is a chapter of another book."""
    return [
        GoldPair(
            path.stem,
            read_lines(path.with_suffix(".zh")),
            read_lines(path.with_suffix(".en")),
            tuple(read_alignment(read_lines(path))),
        )
        for path in sorted((folder / "novels").glob("*.gold"))
    ]


def read_articles(folder: Path) -> list[GoldPair]:
    """Read `medical/docN.{zh,en}` and `align.txt`, with the spaces between tokens taken out.

    A line of `align.txt` is `docN<TAB>source ids <=> target ids`, counted from 1, `omitted` for none.
    """
    beads: dict[str, list[IdBead]] = {}
    for line in read_lines(folder / "medical" / "align.txt"):
        name, pair = line.split("\t")[:2]
        source, target = (
            () if "omitted" in side else tuple(int(number) - 1 for number in side.split(","))
            for side in pair.split("<=>")
        )
        beads.setdefault(name, []).append((source, target))
    return [
        GoldPair(
            name,
            tuple(line.replace(" ", "") for line in read_lines(folder / "medical" / f"{name}.zh")),
            tuple(_untokenised(line) for line in read_lines(folder / "medical" / f"{name}.en")),
            tuple(gold),
        )
        for name, gold in beads.items()
    ]


def _untokenised(line: str) -> str:
    """Join what a tokeniser has parted: `platinum @-@ based .` becomes `platinum-based.`"""
    return re.sub(r" ([.,;:!?%)])", r"\1", line.replace(" @-@ ", "-")).replace("( ", "(")


def is_monotone(pair: GoldPair) -> bool:
    """Say whether the gold beads are in order and cover both texts."""
    source = [number for ids, _ in pair.gold for number in ids]
    target = [number for _, ids in pair.gold for number in ids]
    return source == list(range(len(pair.source))) and target == list(range(len(pair.target)))


@cache
def vectors_of(pair: GoldPair) -> PairVectors:
    """Encode and centre a pair."""
    source, target = encode_texts(pair.source, pair.target, encode)
    if pair.is_excerpt:
        source, target = (replace(text, is_start=False, is_end=False) for text in (source, target))
    return PairVectors(source, target, pair.gold)


def drop_targets(pair: GoldPair, dropped: set[int]) -> GoldPair:
    """Take target sentences away, from the text and from the gold beads; a bead that loses all becomes a gap.

    A gap of several source sentences becomes one gap a sentence.
    """
    kept = [number for number in range(len(pair.target)) if number not in dropped]
    new = {old: number for number, old in enumerate(kept)}
    gold: list[IdBead] = []
    for source, target in pair.gold:
        rest = tuple(new[number] for number in target if number in new)
        if rest or not target:
            gold.append((source, rest))
        else:
            gold += [((number,), ()) for number in source]
    beads = tuple(bead for bead in gold if bead[0] or bead[1])
    return replace(pair, target=tuple(pair.target[number] for number in kept), gold=beads)


def insert_targets(pair: GoldPair, strangers: Sequence[str], rng: np.random.Generator) -> GoldPair:
    """Put runs of one or two sentences from elsewhere between the beads, as gaps of one sentence each."""
    target: list[str] = []
    gold: list[IdBead] = []
    for source, ids in pair.gold:
        if rng.random() < INSERTION_SHARE:
            for _ in range(int(rng.integers(1, 3))):
                gold.append(((), (len(target),)))
                target.append(strangers[int(rng.integers(0, len(strangers)))])
        gold.append((source, tuple(range(len(target), len(target) + len(ids)))))
        target += [pair.target[number] for number in ids]
    return replace(pair, target=tuple(target), gold=tuple(gold))


def with_sprinkled_changes(
    pair: GoldPair, strangers: tuple[Sequence[str], Sequence[str]], rng: np.random.Generator
) -> GoldPair:
    """Drop the counterparts of some beads and insert sentences from elsewhere, on both sides.

    `strangers` are sentences of other texts in the source and in the target language.
    """
    for language in (1, 0):
        lost = [number for _, target in pair.gold if rng.random() < DROP_SHARE for number in target]
        pair = swap(insert_targets(drop_targets(pair, set(lost)), strangers[language], rng))
    return pair


def excerpts(pair: GoldPair, rng: np.random.Generator) -> list[GoldPair]:
    """Cut a pair into short ones of 8 to 40 beads."""
    result = []
    start = 0
    while start < len(pair.gold):
        beads = pair.gold[start : start + int(rng.integers(8, 41))]
        first = [min((ids[side][0] for ids in beads if ids[side]), default=0) for side in (0, 1)]
        end = [max((ids[side][-1] + 1 for ids in beads if ids[side]), default=0) for side in (0, 1)]
        moved = tuple(
            (tuple(i - first[0] for i in source), tuple(j - first[1] for j in target))
            for source, target in beads
        )
        result.append(
            GoldPair(
                f"{pair.name}:{start}",
                pair.source[first[0] : end[0]],
                pair.target[first[1] : end[1]],
                moved,
                is_excerpt=True,
            )
        )
        start += len(beads)
    return result


def swap(pair: GoldPair) -> GoldPair:
    """Exchange source and target."""
    gold = tuple((target, source) for source, target in pair.gold)
    return replace(pair, source=pair.target, target=pair.source, gold=gold)


def with_holes(pair: GoldPair, rng: np.random.Generator) -> GoldPair:
    """Drop passages of 5 to 20 target sentences until `HOLE_SHARE` of them are gone."""
    dropped: set[int] = set()
    while len(dropped) < HOLE_SHARE * len(pair.target):
        start = int(rng.integers(0, len(pair.target)))
        dropped.update(range(start, min(start + int(rng.integers(5, 21)), len(pair.target))))
    return drop_targets(pair, dropped)


def with_one_hole(pair: GoldPair, rng: np.random.Generator) -> GoldPair:
    """Drop one passage of `HOLE_SHARE` of the target."""
    size = round(HOLE_SHARE * len(pair.target))
    start = int(rng.integers(0, len(pair.target) - size + 1))
    return drop_targets(pair, set(range(start, start + size)))


def encode(sentences: Sequence[str]) -> Vectors:
    """Encode with the embedded encoder; each distinct sentence once in a process."""
    new = [sentence for sentence in dict.fromkeys(sentences) if sentence not in _KNOWN]
    if new:
        _KNOWN.update(zip(new, _encoder().encode(new), strict=True))
    return np.stack([_KNOWN[sentence] for sentence in sentences])


_KNOWN: dict[str, Vectors] = {}


@cache
def _encoder() -> SentenceEncoder:
    return load_encoder()


def changed_excerpts(
    pair: GoldPair, strangers: tuple[Sequence[str], Sequence[str]], rng: np.random.Generator
) -> list[GoldPair]:
    """Cut a pair into short ones with sprinkled changes, some of them with source and target exchanged."""
    changed = [with_sprinkled_changes(excerpt, strangers, rng) for excerpt in excerpts(pair, rng)]
    return [swap(excerpt) if rng.random() < SWAP_SHARE else excerpt for excerpt in changed]
