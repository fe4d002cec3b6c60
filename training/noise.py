"""Make a small share of the training pairs look like the text that arrives: spaces, lost stops,
placeholders.

Traditional characters need no noise: the vocabulary's normalisation writes them as Simplified ones (see
vocabulary.py). Placeholders ⟦1⟧…⟦9⟧ let the workbench protect a term: the model learns to carry them over
by seeing a name or number that stands on both sides replaced on both sides (source factors without
attention, after Dinu et al. 2019, in plain text).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from workbench.engines.placeholders import find_terms

PLACEHOLDERS = tuple(f"⟦{number}⟧" for number in range(1, 10))
PLACEHOLDER_SHARE = 0.5  # of the pairs; most have no term that stands once on both sides and stay as they are
NAMES_SHARE = (
    0.1  # of the pairs with placeholders: the engine masks every number, but only a glossary's names
)
NAMES_MOST = 2  # names replaced in one pair
LOST_STOP_SHARE = 0.06
SPACE_SHARE = 0.03

_HAN_PAIR = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
_FINAL_STOP = re.compile(r"[。.!！;；]$")
_PERCENT = r"(?:%| ?per ?cent)"
_DAY = re.compile(r"(?P<month>[A-Z][a-z]+) (?P<day>\d{1,2})(?P<year>, \d{4})?$")


def with_placeholders(
    source: str, target: str, *, names: dict[str, str], rng: np.random.Generator
) -> tuple[str, str]:
    """Replace terms that stand once on both sides by ⟦1⟧…⟦9⟧, numbered in the source's order; the pair as it
    is when there is none.

    Terms are those the engine masks (numbers with their scale, percentages, dates, Latin names) and at most
    NAMES_MOST of `names` (Chinese name → English name).
    """
    terms = [*_masked_terms(source), *_some_names(source, names, rng=rng)]
    places: list[Places] = []
    for start, end, pattern in sorted(terms, key=lambda term: (term[0] - term[1], term[0])):
        found = [match.span() for match in pattern.finditer(target)]
        if len(found) == 1 and not any(_overlap((start, end, *found[0]), other) for other in places):
            places.append((start, end, *found[0]))
    chosen = sorted(places)[: len(PLACEHOLDERS)]
    marks = dict(zip(chosen, PLACEHOLDERS, strict=False))
    return (
        _replaced(source, [(term[0], term[1], marks[term]) for term in chosen]),
        _replaced(target, sorted((term[2], term[3], marks[term]) for term in chosen)),
    )


Term = tuple[int, int, "re.Pattern[str]"]  # start and end in the source, its English in the target
Places = tuple[int, int, int, int]  # start and end in the source, start and end in the target


def _overlap(one: Places, other: Places) -> bool:
    return (one[0] < other[1] and other[0] < one[1]) or (one[2] < other[3] and other[2] < one[3])


def _masked_terms(source: str) -> list[Term]:
    if any(mark in source for mark in PLACEHOLDERS):
        return []
    return [(term.start, term.end, _whole(_renderings(term.english))) for term in find_terms(source)]


def _some_names(source: str, names: dict[str, str], *, rng: np.random.Generator) -> list[Term]:
    parts = list(dict.fromkeys(part for part in _substrings(source) if part in names))
    rng.shuffle(parts)
    return [
        (source.index(part), source.index(part) + len(part), _whole(re.escape(names[part])))
        for part in parts[:NAMES_MOST]
        if source.count(part) == 1
    ]


def _renderings(english: str) -> str:
    """Return a pattern of the ways in which English writes a masked number, percentage or date."""
    day = _DAY.match(english)
    if day is not None:
        month, number, year = day["month"], day["day"], (day["year"] or "").removeprefix(", ")
        after = rf",? {year}" if year else ""
        return rf"(?:{month} {number}(?:st|nd|rd|th)?{after}|{number}(?:st|nd|rd|th)?(?: of)? {month}{after})"
    if english.endswith("%"):
        return re.escape(english.removesuffix("%")) + _PERCENT
    if english.isdigit() and len(english) > 3:
        return rf"(?:{english}|{int(english):,})"
    return re.escape(english)


def _replaced(text: str, parts: Sequence[tuple[int, int, str]]) -> str:
    kept, end = [], 0
    for start, stop, mark in parts:
        kept += [text[end:start], mark]
        end = stop
    return "".join(kept) + text[end:]


def _substrings(text: str) -> list[str]:
    return [text[start : start + size] for size in range(6, 1, -1) for start in range(len(text) - size + 1)]


def _whole(term: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w⟦.,])(?:{term})(?![\w⟧])(?![.,]\d)")


def without_final_stop(text: str) -> str:
    """Return the text without its last full stop, exclamation mark or semicolon."""
    return _FINAL_STOP.sub("", text)


def with_spaces(text: str, *, rng: np.random.Generator) -> str:
    """Put spaces between some neighbouring Han characters, as extraction from PDF files does."""
    rate = rng.choice([0.05, 0.3, 1.0])
    return _HAN_PAIR.sub(lambda _: " " if rng.random() < rate else "", text)


def add_noise(
    source: str, target: str, *, names: dict[str, str], rng: np.random.Generator
) -> tuple[str, str]:
    """Return the pair, changed in one way for a small share of the calls (shares above)."""
    draw = rng.random()
    if draw < PLACEHOLDER_SHARE:
        usable = names if draw < PLACEHOLDER_SHARE * NAMES_SHARE else {}
        return with_placeholders(source, target, names=usable, rng=rng)
    if draw < PLACEHOLDER_SHARE + LOST_STOP_SHARE:
        return without_final_stop(source), target
    if draw < PLACEHOLDER_SHARE + LOST_STOP_SHARE + SPACE_SHARE:
        return with_spaces(source, rng=rng), target
    return source, target
