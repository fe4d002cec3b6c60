"""What is visibly wrong with a translation from Chinese, from the two texts alone.

Each fault has a name that is stored with the translation as a warning. The checks are made for machine
output, whose errors are gross; they do not judge wording. Numbers are compared by value, so that 3.6亿 and
360 million agree.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest

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
VALUE_TOLERANCE = 0.02  # 3.57亿 may be rounded to 360 million

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_PLACEHOLDER = re.compile(r"⟦\d+⟧")
_UNKNOWN = re.compile(r"⁇|<unk>|\ufffd")
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_LATIN_NAME = re.compile(r"(?<![A-Za-z])(?=[A-Za-z\d]*[A-Za-z])[A-Za-z\d]{2,}(?![A-Za-z])")
_NUMBER = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_SOURCE_NUMBER = re.compile(rf"(?<![A-Za-z\d.])({_NUMBER.pattern})(?![A-Za-z\d])\s*([十百千万亿兆]*)")
_TARGET_SCALE = re.compile(r"[\s-]*(hundred|thousand|million|billion|trillion|bn|mn|m|k)?\b", re.IGNORECASE)
_SOURCE_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "兆": 10**12}
_TARGET_SCALES = {
    "hundred": 100,
    "thousand": 10**3,
    "k": 10**3,
    "million": 10**6,
    "mn": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
}
_SMALL_NUMBERS = (
    "zero one|first|once|january two|second|twice|february three|third|march four|fourth|april "
    "five|fifth|may six|sixth|june seven|seventh|july eight|eighth|august nine|ninth|september "
    "ten|tenth|october eleven|eleventh|november twelve|twelfth|december thirteen|thirteenth "
    "fourteen|fourteenth fifteen|fifteenth sixteen|sixteenth seventeen|seventeenth eighteen|eighteenth "
    "nineteen|nineteenth twenty|twentieth"
)
_NUMBER_WORDS = {
    word: value for value, words in enumerate(_SMALL_NUMBERS.split(" ")) for word in words.split("|")
} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "half": 50,
}


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
        NUMBERS_LOST: bool(lost_numbers(source, target)),
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


def lost_numbers(source: str, target: str) -> list[str]:
    """Give the source's numbers in Arabic digits that no number of the target equals, with or without their
    scale."""
    plain = _PLACEHOLDER.sub(" ", target)
    values = list(_target_values(plain))
    lost = []
    for found in _SOURCE_NUMBER.finditer(_PLACEHOLDER.sub(" ", source)):
        value = float(found[1].replace(",", ""))
        scale = 1
        for character in found[2]:
            scale *= _SOURCE_SCALES[character]
        candidates = (value, value * scale)
        if not any(_is_close(candidate, known) for candidate in candidates for known in values):
            lost.append(found[0].strip())
    return lost


def lost_names(source: str, target: str) -> list[str]:
    """Give the source's words in Latin letters that the target does not have, whatever their case."""
    words = {word.lower() for word in _LATIN_NAME.findall(target)}
    joined = re.sub(r"[^a-z\d]", "", target.lower())
    return [
        name
        for name in dict.fromkeys(_LATIN_NAME.findall(source))
        if name.lower() not in words and name.lower() not in joined
    ]


def _target_values(target: str) -> Iterator[float]:
    for found in _NUMBER.finditer(target):
        value = float(found[0].replace(",", ""))
        yield value
        scale = _TARGET_SCALE.match(target, found.end())
        if scale is not None and scale[1]:
            yield value * _TARGET_SCALES[scale[1].lower()]
    words = [word.lower() for word in re.findall(r"[A-Za-z]+", target)]
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        if (number := _NUMBER_WORDS.get(word)) is not None:
            yield float(number)
            yield float(number * _TARGET_SCALES.get(following, 1))
        elif word in _TARGET_SCALES and len(word) > 2:
            yield float(_TARGET_SCALES[word])


def _is_close(value: float, known: float) -> bool:
    if value == known:
        return True
    return value >= 1000 and value != int(value) % 10000 and abs(value - known) <= VALUE_TOLERANCE * value


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
