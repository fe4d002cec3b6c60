"""Figures of both languages are read as the same values."""

import numpy as np
import pytest

from aligners.lexical import read_figures, same_figures

CASES = [
    ("digits with units", "投资3.5亿元，占地1200万平方米", [3.5e8, 1.2e7]),
    ("English units", "RMB 350 million on 12,000,000 sq m", [3.5e8, 1.2e7]),
    ("full width digits", "２０２４年", [2024]),
    ("Chinese numerals", "三十八家企业，一百零五项，二〇二四年", [38, 105, 2024]),
    ("large Chinese numerals", "三亿五千万元", [3.5e8]),
    ("a unit in Chinese after digits is read once", "8百万", [8e6]),
    ("English words", "thirty-eight firms and six hundred jobs", [38, 600]),
    ("months", "In March and October", [3, 10]),
    ("small counts are passed over", "一位, one of two, 2 and 1", []),
    ("decimal and percent", "增长12.5%", [12.5]),
    ("nothing", "没有数字 no figures", []),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_figures_are_read_as_values(text: str, expected: list[float]) -> None:
    assert sorted(read_figures(text)) == pytest.approx(sorted(expected))


def test_rounded_figures_are_the_same_and_others_are_not() -> None:
    same = same_figures(np.array([8_614_000_000.0, 2024.0]), np.array([8.61e9, 2025.0, 2040.0]))
    assert same.tolist() == [[True, False, False], [False, True, False]]
