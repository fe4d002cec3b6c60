"""What the form of a sentence says, before its meaning: enumeration marks, headings, closing quotation marks.

Official texts number their sections, and their translations often keep the numbers (一、 and 1., 第三条 and
Article 3, 二是 and the second). Headings end without a stop. Both are read from the characters alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NO_MARK = 0
BULLET = -1
CHINESE_ORDINALS = {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)}
ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}
ENGLISH_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10,
}  # fmt: skip
BULLETS = re.compile(r"\s*[●○■□▲△◆◇★☆•·▪►➢◎※*\-–—]\s*(?=\w)")
CHINESE_MARK = re.compile(
    r"\s*(?:第([一二三四五六七八九十]{1,3})[章节節条條款，、]|[（(]([一二三四五六七八九十]{1,3})[）)]"
    r"|([一二三四五六七八九十]{1,3})(?:[、.．，]|是(?=\w)|要(?=\w)))"
)
DIGIT_MARK = re.compile(
    r"\s*(?:第\s?(\d{1,3})[章节節条條款]|[（(](\d{1,2})[）)]|(\d{1,2})(?:[、．)）]|\.(?!\d)))"
)
ENGLISH_MARK = re.compile(
    r"\s*(?:(?:Article|Section|Chapter|Part)\s+(\d{1,3}|[IVX]{1,6})\b|([IVX]{1,5})[.)])", re.IGNORECASE
)
ORDINAL_WORD = re.compile(
    rf"\s*(?:\W|(?:the|a|in|and)\s)*({'|'.join(ENGLISH_ORDINALS)})(?:ly)?\b", re.IGNORECASE
)
STOPS = frozenset("。！？.!?…；;：:，,")
CLOSING = "”’」』）》〉】\"')»]"
CLOSING_QUOTES = '”」』"»'


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of n sentences; each array is (n,).

    `marks`: the number of an enumeration mark, `BULLET`, or `NO_MARK`; `is_heading`: ends without a stop;
    `ends_quote`: ends with a closing quotation mark.
    """

    marks: NDArray[np.int16]
    is_heading: NDArray[np.bool_]
    ends_quote: NDArray[np.bool_]

    def part(self, start: int, end: int) -> "Forms":
        """Give the sentences `start:end`."""
        return Forms(self.marks[start:end], self.is_heading[start:end], self.ends_quote[start:end])


def read_forms(text: Sequence[str]) -> Forms:
    """Read the forms of sentences in Chinese or English; a blank one has none."""
    stripped = [sentence.strip() for sentence in text]
    return Forms(
        np.array([read_mark(sentence) for sentence in stripped], dtype=np.int16),
        np.array([is_heading(sentence) for sentence in stripped], dtype=bool),
        np.array([sentence.endswith(tuple(CLOSING_QUOTES)) for sentence in stripped], dtype=bool),
    )


def read_mark(sentence: str) -> int:
    """Read the enumeration mark at the beginning of a sentence."""
    if BULLETS.match(sentence):
        return BULLET
    if match := CHINESE_MARK.match(sentence):
        return _chinese_value(match[1] or match[2] or match[3])
    if match := DIGIT_MARK.match(sentence):
        return int(match[1] or match[2] or match[3])
    if match := ENGLISH_MARK.match(sentence):
        word = match[1] or match[2]
        return int(word) if word.isdigit() else _roman_value(word.upper())
    if match := ORDINAL_WORD.match(sentence):
        return ENGLISH_ORDINALS[match[1].lower()]
    return NO_MARK


def is_heading(sentence: str) -> bool:
    """Say whether a sentence ends without a stop, closing marks passed over."""
    bare = sentence.rstrip(CLOSING)
    return bool(bare) and bare[-1] not in STOPS


def _chinese_value(numeral: str) -> int:
    """Read a numeral from one to ninety-nine."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return CHINESE_ORDINALS[numeral[-1]]
    return 10 * CHINESE_ORDINALS.get(tens, 1) + CHINESE_ORDINALS.get(ones, 0)


def _roman_value(numeral: str) -> int:
    """Read a Roman numeral of I, V and X."""
    values = [ROMAN_DIGITS[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
