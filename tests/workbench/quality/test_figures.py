"""Figures as exact values, on both sides."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.quality.context import NOTHING_KNOWN
from workbench.quality.figures_chinese import chinese_figures
from workbench.quality.figures_english import english_figures
from workbench.quality.numbers import check
from workbench.quality.quantities import Hedge, Kind, english_number, ordinal

C, P, T, M = Kind.COUNT, Kind.PERCENT, Kind.POINTS, Kind.MULTIPLE

CHINESE = [
    ("3.6亿元", [(360_000_000, C, "CNY")]),
    ("２．３４万亿元", [(2_340_000_000_000, C, "CNY")]),
    ("3億5000萬美元", [(350_000_000, C, "USD")]),
    ("投资1.2 万亿元", [(1_200_000_000_000, C, "CNY")]),
    ("52,318元", [(52_318, C, "CNY")]),
    ("近亿元", [(100_000_000, C, "CNY")]),
    ("每万人86.5件", [(10_000, C, ""), (Fraction(173, 2), C, "")]),
    ("两成半", [(25, P, "")]),
    ("百分之九十九点八", [(Fraction(499, 5), P, "")]),
    ("千分之五", [(Fraction(1, 2), P, "")]),
    ("三分之一", [(Fraction(100, 3), P, "")]),
    ("一半以上", [(50, P, "")]),
    ("1.2个百分点", [(Fraction(6, 5), T, "")]),
    ("25个基点", [(25, Kind.BASIS_POINTS, "")]),
    ("增长2倍", [(3, M, "")]),
    ("增长到2倍", [(2, M, "")]),
    ("是五年前的2.5倍", [(5, C, ""), (Fraction(5, 2), M, "")]),
    ("翻两番", [(4, M, "")]),
    ("增长近一倍", [(2, M, "")]),
    ("第15位", [(15, Kind.ORDINAL, "")]),
    ("数千万元", [(10_000_000, Kind.MAGNITUDE, "")]),
    ("8～10%", [(8, P, ""), (10, P, "")]),
    ("全长34.5千米", [(Fraction(69, 2), C, "")]),
    ("5G基站和B11产线", []),
    ("千方百计", []),
    ("一网通办", []),
    ("京东方B11", []),
    ("", []),
]

ENGLISH = [
    ("RMB 360 million", [(360_000_000, C, "CNY")]),
    ("CNY 500m", [(500_000_000, C, "CNY")]),
    ("23.05bn yuan", [(23_050_000_000, C, "CNY")]),
    ("$70 Million", [(70_000_000, C, "$")]),
    ("HK$1.5 billion", [(1_500_000_000, C, "HKD")]),
    ("two thousand", [(2000, C, "")]),
    ("a dozen", [(12, C, "")]),
    ("half a million", [(500_000, C, "")]),
    ("hundreds of millions of yuan", [(100_000_000, Kind.MAGNITUDE, "")]),
    ("one-third", [(Fraction(100, 3), P, "")]),
    ("three quarters", [(75, P, "")]),
    ("halved", [(50, P, "")]),
    ("12.5 per cent", [(Fraction(25, 2), P, "")]),
    ("0.6 percentage point", [(Fraction(3, 5), T, "")]),
    ("half a percentage point", [(Fraction(1, 2), T, "")]),
    ("a quarter of a percent", [(Fraction(1, 4), P, "")]),
    ("35m posts", [(35, C, "")]),
    ("25 basis points", [(25, Kind.BASIS_POINTS, "")]),
    ("tripled", [(3, M, "")]),
    ("2.5-fold", [(Fraction(5, 2), M, "")]),
    ("twenty-fifth", [(25, Kind.ORDINAL, "")]),
    ("15th", [(15, Kind.ORDINAL, "")]),
    ("six decades", [(60, C, "")]),
    ("8-10 percent", [(8, P, ""), (10, P, "")]),
    ("No.12", [(12, C, "")]),
    ("GPT-4 and 5G", []),
    ("", []),
]


def summary(figures):
    return [(figure.value, figure.kind, figure.currency) for figure in figures]


@pytest.mark.parametrize(("text", "expected"), CHINESE)
def test_chinese_figures_have_value_kind_and_currency(text, expected):
    assert summary(chinese_figures(text)) == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english_figures_have_value_kind_and_currency(text, expected):
    assert summary(english_figures(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("more than 300", Hedge.OVER),
        ("nearly 300", Hedge.UNDER),
        ("about 300", Hedge.ABOUT),
        ("300", Hedge.NONE),
    ],
)
def test_hedges_are_read(text, expected):
    assert [figure.hedge for figure in english_figures(text)] == [expected]


@given(st.text(alphabet="0123456789.,%万亿千百十两三〇半成倍分之第翻番元美 近超每数a-", max_size=24))
def test_spans_lie_in_a_chinese_text_in_order_without_overlap(text):
    figures = chinese_figures(text)
    ends = [0]
    for figure in figures:
        assert ends[-1] <= figure.start < figure.end <= len(text)
        ends.append(figure.end)


@given(
    st.lists(
        st.sampled_from(
            ["1.5", "20", "RMB", "million", "one", "third", "half", "of", "percent", "a", "2-fold", "doubled",
             "hundreds", "$", "5G", "-", "to", "tenth", "twenty-five", "basis points", "million", "times"]
        ),
        max_size=8,
    )
)  # fmt: skip
def test_spans_lie_in_an_english_text(words):
    text = " ".join(words)
    assert all(0 <= figure.start < figure.end <= len(text) for figure in english_figures(text))


@given(st.integers(min_value=1, max_value=99_999), st.sampled_from(["万", "亿", "万亿"]))
def test_a_chinese_amount_agrees_with_its_english_and_not_with_ten_times_it(digits, scale):
    value = Fraction(digits, 10) * {"万": 10**4, "亿": 10**8, "万亿": 10**12}[scale]
    source = f"总投资{digits / 10:.1f}{scale}元。"
    right, wrong = (
        f"The investment is RMB {english_number(value)}.",
        f"It is RMB {english_number(value * 10)}.",
    )
    assert not check(source, right, NOTHING_KNOWN)
    assert [finding.severity.value for finding in check(source, wrong, NOTHING_KNOWN)] == ["error"]


@pytest.mark.parametrize(
    ("number", "expected"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (112, "112th")]
)
def test_ordinals_have_their_suffix(number, expected):
    assert ordinal(number) == expected
