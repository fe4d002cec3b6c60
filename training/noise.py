"""Make a small share of the training pairs look like the text that arrives: spaces, lost stops,
placeholders.

Traditional characters need no noise: the vocabulary's normalisation writes them as Simplified ones (see
vocabulary.py). Placeholders ⟦1⟧…⟦9⟧ let the workbench protect a term: the model learns to carry them over
by seeing a name or number that stands on both sides replaced on both sides (source factors without
attention, after Dinu et al. 2019, in plain text).
"""

from __future__ import annotations

import re

import numpy as np

PLACEHOLDERS = tuple(f"⟦{number}⟧" for number in range(1, 10))
PLACEHOLDER_SHARE = 0.05
LOST_STOP_SHARE = 0.06
SPACE_SHARE = 0.03

_SHARED = re.compile(r"(?<![A-Za-z\d.,])(?:\d[\d,.]*\d|[A-Za-z][A-Za-z]+(?: [A-Z][A-Za-z]+)*)(?![A-Za-z\d])")
_HAN_PAIR = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
_FINAL_STOP = re.compile(r"[。.!！;；]$")


def with_placeholders(
    source: str, target: str, *, names: dict[str, str], rng: np.random.Generator
) -> tuple[str, str]:
    """Replace up to three terms that stand once on both sides by ⟦1⟧, ⟦2⟧, ⟦3⟧; the pair as it is when
    there is none.

    Terms are numbers of two digits and more, Latin words, and `names` (Chinese name → English name).
    """
    terms = [(term, term) for term in dict.fromkeys(_SHARED.findall(source))]
    terms += [(part, names[part]) for part in _substrings(source) if part in names]
    usable = [(a, b) for a, b in terms if source.count(a) == 1 and len(_whole(b).findall(target)) == 1]
    rng.shuffle(usable)
    count = 0
    for in_source, in_target in usable[:3]:
        if in_source in source and _whole(in_target).search(target):
            source = source.replace(in_source, PLACEHOLDERS[count])
            target = _whole(in_target).sub(PLACEHOLDERS[count], target)
            count += 1
    return source, target


def _substrings(text: str) -> list[str]:
    return [text[start : start + size] for size in range(6, 1, -1) for start in range(len(text) - size + 1)]


def _whole(term: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w⟦.,]){re.escape(term)}(?![\w⟧])")


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
        return with_placeholders(source, target, names=names, rng=rng)
    if draw < PLACEHOLDER_SHARE + LOST_STOP_SHARE:
        return without_final_stop(source), target
    if draw < PLACEHOLDER_SHARE + LOST_STOP_SHARE + SPACE_SHARE:
        return with_spaces(source, rng=rng), target
    return source, target
