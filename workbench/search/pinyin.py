"""Chinese characters by their pinyin, without tones; the only importer of pypinyin.

A query such as `gxq` (initials) or `gaoxinqu` (syllables, the last one may be only begun) becomes a pattern
of character classes: every reading of a character counts, so 行 is found by `xing` and by `hang`. For ü
one types v.
"""

import re
import unicodedata
from collections import defaultdict
from functools import cache

MOST_LETTERS = 40
MOST_PARSES = 16
_DIAERESIS = "\u0308"


@cache
def _characters_by_syllable() -> dict[str, str]:
    from pypinyin.constants import PINYIN_DICT

    found: dict[str, set[str]] = defaultdict(set)
    for code, readings in PINYIN_DICT.items():
        if 0x3400 <= code <= 0x9FFF:
            for reading in readings.split(","):
                found[_without_tone(reading)].add(chr(code))
    return {syllable: "".join(sorted(characters)) for syllable, characters in found.items()}


def _without_tone(reading: str) -> str:
    letters = unicodedata.normalize("NFD", reading).replace("u" + _DIAERESIS, "v")
    return "".join(letter for letter in letters if letter.isascii() and letter.isalpha())


@cache
def _class_of(prefix: str, *, is_whole: bool) -> str:
    """Give a character class of all that reads `prefix`, or begins with it; empty where nothing does."""
    table = _characters_by_syllable()
    if is_whole:
        characters = table.get(prefix, "")
    else:
        begun = (some for syllable, some in table.items() if syllable.startswith(prefix))
        characters = "".join(sorted(set().union(*begun)))
    return f"[{characters}]" if characters else ""


def pinyin_pattern(query: str) -> str:
    """Give a regular expression for the Chinese that `query` may stand for; empty where it is no pinyin.

    Spaces and apostrophes part syllables.
    """
    words = [word for word in re.split(r"[\s'’]+", query.lower().replace("ü", "v")) if word]
    letters = "".join(words)
    if not 2 <= len(letters) <= MOST_LETTERS or not re.fullmatch("[a-z]+", letters):
        return ""
    patterns = []
    initials = [_class_of(letter, is_whole=False) for letter in letters]
    if all(initials) and len(words) == 1:
        patterns.append("".join(initials))
    patterns += _syllable_patterns(words)
    return "|".join(patterns)


def _syllable_patterns(words: list[str]) -> list[str]:
    """Cut words into whole syllables in every way, the last word's last one whole or begun."""
    parses = [""]
    for number, word in enumerate(words):
        is_last = number == len(words) - 1
        parses = [start + rest for start in parses for rest in _cut(word, may_be_begun=is_last)][:MOST_PARSES]
    return parses


def _cut(word: str, *, may_be_begun: bool) -> list[str]:
    if not word:
        return [""]
    parses = []
    for length in range(min(6, len(word)), 0, -1):
        pattern = _class_of(word[:length], is_whole=True)
        if not pattern and length == len(word) and may_be_begun:
            pattern = _class_of(word, is_whole=False)
        if pattern:
            parses += [pattern + rest for rest in _cut(word[length:], may_be_begun=may_be_begun)]
        if len(parses) >= MOST_PARSES:
            break
    return parses
