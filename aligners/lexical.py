"""What sentences say in so many words: figures, read as values, so that 3.5亿元 and 350 million yuan are one.

Small counts that either language likes to leave out or to spell (one, 一, two, 两) are no evidence and are
passed over.
"""

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

CHINESE_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
CHINESE_UNITS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8}
ENGLISH_UNITS = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
ENGLISH_NUMBERS = {
    "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
MONTHS = {
    "January": 1, "February": 2, "March": 3, "April": 4, "May": 5, "June": 6, "July": 7, "August": 8,
    "September": 9, "October": 10, "November": 11, "December": 12,
}  # fmt: skip
FULL_WIDTH = str.maketrans("０１２３４５６７８９．，两兩〇", "0123456789.,二二零")
DIGITS = re.compile(
    r"(\d+(?:,\d{3})*(?:\.\d+)?)\s?"
    r"([十百千万萬亿億]+|(?:hundred|thousand|million|billion|trillion)\b)?"
)
CHINESE_NUMERAL = re.compile(r"[零一二三四五六七八九十百千万萬亿億]{2,}")
WORDS = re.compile(r"[A-Za-z]+")
MAY_HOLD_FIGURES = re.compile(r"\d|[零一二三四五六七八九十百千万萬亿億两兩〇]{2}")
VALUE_WORDS = frozenset(ENGLISH_NUMBERS) | {month.lower() for month in MONTHS}
LEAST_VALUE = 3.0
RELATIVE_TOLERANCE = 0.006
"""Figures that differ by less are one figure, rounded."""


def read_figures(text: str) -> list[float]:
    """Read the figures of a sentence in Chinese or English from `LEAST_VALUE` up, in no particular order."""
    figures: list[float] = []
    if MAY_HOLD_FIGURES.search(text):
        plain = text.translate(FULL_WIDTH)
        figures = [*_digits(plain), *_chinese_numerals(plain)]
    if not VALUE_WORDS.isdisjoint(map(str.lower, WORDS.findall(text))):
        figures += _english_numbers(text)
    return [figure for figure in figures if figure >= LEAST_VALUE]


def same_figures(source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Compare each with each: (source figure, target figure)."""
    larger = np.maximum(source[:, None], target[None, :])
    same: NDArray[np.bool_] = np.abs(source[:, None] - target[None, :]) <= RELATIVE_TOLERANCE * larger
    return same


def _digits(text: str) -> Iterator[float]:
    for match in DIGITS.finditer(text):
        value = float(match[1].replace(",", ""))
        unit = match[2] or ""
        if unit in ENGLISH_UNITS:
            value *= ENGLISH_UNITS[unit]
        else:
            for character in unit:
                value *= CHINESE_UNITS[character]
        yield value


def _chinese_numerals(text: str) -> Iterator[float]:
    for match in CHINESE_NUMERAL.finditer(text):
        if match.start() and text[match.start() - 1].isdigit():
            continue  # the unit of a figure in digits
        numeral = match[0]
        if not any(character in CHINESE_UNITS for character in numeral):
            yield float("".join(str(CHINESE_DIGITS[character]) for character in numeral))
            continue
        total = section = digit = 0
        for character in numeral:
            unit = CHINESE_UNITS.get(character)
            if unit is None:
                digit = CHINESE_DIGITS[character]
            elif unit < 10_000:
                section += (digit or 1) * unit
                digit = 0
            else:
                total = (
                    (total + section + digit) * unit if unit == 10**8 else total + (section + digit) * unit
                )
                section = digit = 0
        yield float(total + section + digit)


def _english_numbers(text: str) -> Iterator[float]:
    value = 0.0
    for match in WORDS.finditer(text):
        word = match[0]
        lowered = word.lower()
        if lowered in ENGLISH_NUMBERS:
            value += ENGLISH_NUMBERS[lowered]
        elif lowered in ENGLISH_UNITS and value:
            value *= ENGLISH_UNITS[lowered]
        elif value and lowered != "and":
            yield value
            value = 0.0
        if word in MONTHS:
            yield float(MONTHS[word])
    if value:
        yield value
