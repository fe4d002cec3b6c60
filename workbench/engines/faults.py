"""What is visibly wrong with a translation from Chinese, from the two texts alone.

Each fault has a name that is stored with the translation as a warning. The checks are made for machine
output, whose errors are gross; they do not judge wording. Figures and dates are read by the checks of
quality, so that 3.6亿 and 360 million agree.
"""

import re
from collections import Counter

from workbench.quality.names import lost_names

EMPTY = "empty"
LOOP = "loop"
TRUNCATED = "truncated"
PLACEHOLDER_LOST = "placeholder-lost"
HAN_LEFT = "han-left"
UNKNOWN = "unknown"
TOO_SHORT = "too-short"
TOO_LONG = "too-long"
NUMBERS_LOST = "numbers-lost"
NAMES_LOST = "names-lost"
TERMS_LOST = "terms-lost"
REPEATED = "term-repeated"

WEIGHTS = {
    EMPTY: 16,
    LOOP: 8,
    TRUNCATED: 8,
    PLACEHOLDER_LOST: 8,
    HAN_LEFT: 4,
    UNKNOWN: 4,
    TOO_SHORT: 4,
    TOO_LONG: 4,
    NUMBERS_LOST: 2,
    NAMES_LOST: 2,
    TERMS_LOST: 2,
    REPEATED: 1,
}
"""How much worse each fault makes a candidate; the best candidate has the smallest sum."""

# English characters for a Chinese one: news and government text of the training corpora lies within for 99
# in 100.
SHORTEST_RATIO, LONGEST_RATIO = 1.0, 9.0
RATIO_FROM_CHARACTERS = 8  # shorter sources say nothing about length

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_PLACEHOLDER = re.compile(r"⟦\d+⟧")
_MAY_BE_FIGURE = re.compile(r"[\d〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟半倍]")
_UNKNOWN = re.compile(r"⁇|<unk>|\ufffd")
_WORD = re.compile(r"\w+(?:['’]\w+)?")


def find_faults(
    source: str,
    target: str,
    *,
    is_truncated: bool = False,
    is_repeated: bool = False,
    is_term_lost: bool = False,
) -> tuple[str, ...]:
    """Name what is wrong with `target` as an English translation of the Chinese `source`, worst first.

    What the texts do not show is told: whether the output was cut off, says a number or name once too often,
    or lacks the rendering of a glossary term.
    """
    if not _WORD.search(target):
        return (EMPTY,)
    found = {
        LOOP: has_loop(target) and not has_loop(source),
        TRUNCATED: is_truncated,
        PLACEHOLDER_LOST: Counter(_PLACEHOLDER.findall(source)) != Counter(_PLACEHOLDER.findall(target)),
        HAN_LEFT: _HAN.search(target) is not None,
        UNKNOWN: _UNKNOWN.search(target) is not None and _UNKNOWN.search(source) is None,
        TOO_SHORT: _ratio(source, target) < SHORTEST_RATIO,
        TOO_LONG: _ratio(source, target) > LONGEST_RATIO,
        NUMBERS_LOST: _loses_figures(source, target),
        NAMES_LOST: bool(lost_names(source, target)),
        TERMS_LOST: is_term_lost,
        REPEATED: is_repeated,
    }
    return tuple(name for name, is_there in found.items() if is_there)


def weight(faults: tuple[str, ...]) -> int:
    """Give the sum of the faults' weights: 0 for none."""
    return sum(WEIGHTS[fault] for fault in faults)


def contains_han(text: str) -> bool:
    """True where a Chinese character stands in the text."""
    return _HAN.search(text) is not None


def has_loop(text: str) -> bool:
    """True where a run of one to eight words follows itself three times over (four times for a single word),
    or more than half of the three-word runs of a longer text have been there before."""
    words = [word.lower() for word in _WORD.findall(text)]
    for size in range(1, 9):
        limit = size * (3 if size == 1 else 2)
        run = 0
        for place in range(size, len(words)):
            run = run + 1 if words[place] == words[place - size] else 0
            if run >= limit:
                return True
    runs = list(zip(words, words[1:], words[2:], strict=False))
    return len(runs) >= 12 and 2 * len(set(runs)) < len(runs)


def _loses_figures(source: str, target: str) -> bool:
    """Compare the figures of two texts, marks left aside; a source that can have none is not read."""
    if not _MAY_BE_FIGURE.search(source):
        return False
    from workbench.quality.lost_figures import lost_figures  # reading figures takes a while to load

    return bool(lost_figures(_PLACEHOLDER.sub(" ", source), _PLACEHOLDER.sub(" ", target)))


def _ratio(source: str, target: str) -> float:
    """Give the target's characters for one of the source, or a ratio that is right where the source is
    short."""
    length = len(_WORD.sub(lambda word: word[0], source).strip())
    if length < RATIO_FROM_CHARACTERS:
        return (
            SHORTEST_RATIO
            if len(target) <= 12 * RATIO_FROM_CHARACTERS
            else len(target) / RATIO_FROM_CHARACTERS
        )
    return len(target) / length
