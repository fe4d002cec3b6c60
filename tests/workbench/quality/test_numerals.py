"""Numerals in words."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.quality.numerals import chinese_numeral, english_numeral, english_ordinal

DIGITS = "零一二三四五六七八九"


def write_chinese(number: int) -> str:
    """Write a number below 10^12 in Chinese, as schools teach it."""
    groups = []
    rest = number
    for name in ("", "万", "亿"):
        rest, group = divmod(rest, 10_000)
        groups.append((group, name))
    text = ""
    for group, name in reversed(groups):
        if not group:
            continue
        if text and group < 1000:
            text += "零"
        text += write_group(group) + name
    return text or "零"


def write_group(group: int) -> str:
    text, gap = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, group = divmod(group, scale)
        if digit:
            text += ("零" if gap else "") + DIGITS[digit] + name
            gap = False
        elif text and group:
            gap = True
    return text


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_what_is_written_in_chinese_reads_back(number):
    assert chinese_numeral(write_chinese(number)) == number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("十二", 12),
        ("二十", 20),
        ("一千二百", 1200),
        ("一千零五", 1005),
        ("二〇二四", 2024),
        ("三点六", Fraction(18, 5)),
        ("九十九点八", Fraction(499, 5)),
        ("叁佰贰拾万", 3_200_000),
        ("两万三", 23_000),
        ("三亿五千万", 350_000_000),
        ("一万三千亿", 1_300_000_000_000),
        ("三四", None),
        ("三点十", None),
        ("", None),
    ],
)
def test_chinese_numerals_have_their_value(text, expected):
    assert chinese_numeral(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("twenty-four", 24),
        ("two hundred and five", 205),
        ("three hundred thousand", 300_000),
        ("a hundred", 100),
        ("one million two hundred thousand", 1_200_000),
        ("and", None),
        ("apple", None),
    ],
)
def test_english_numerals_have_their_value(text, expected):
    assert english_numeral(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("first", 1), ("twelfth", 12), ("twentieth", 20), ("twenty-fifth", 25), ("sixth", 6), ("month", None)],
)
def test_english_ordinals_have_their_value(text, expected):
    assert english_ordinal(text) == expected
