"""Figures and dates put right in a fuzzy match."""

import pytest

from workbench.quality.repair import repair_figures


@pytest.mark.parametrize(
    ("source", "target", "wanted", "expected"),
    [
        ("总投资3.6亿元。", "It cost RMB 360 million.", "总投资5.2亿元。", "It cost RMB 520 million."),
        ("总投资3.6亿元。", "It cost 360 million yuan.", "总投资12亿元。", "It cost 1.2 billion yuan."),
        ("增长5.8%。", "It grew 5.8 percent.", "增长6.1%。", "It grew 6.1 percent."),
        ("共有1200家。", "There are 1,200 firms.", "共有860家。", "There are 860 firms."),
        ("于5月18日开幕。", "It opened on May 18.", "于6月2日开幕。", "It opened on June 2."),
        ("自2024年起。", "From 2024 on.", "自2025年起。", "From 2025 on."),
        ("总投资3.6亿元。", "It cost RMB 360 million.", "总投资3.6亿元！", "It cost RMB 360 million."),
    ],
)
def test_what_differs_is_put_right(source, target, wanted, expected):
    assert repair_figures(source, target, wanted) == expected


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        ("共有三家企业。", "There are three firms.", "共有五家企业。"),
        ("总投资3.6亿元。", "It cost a lot.", "总投资5.2亿元。"),
        ("总投资3.6亿元。", "It cost RMB 360 million.", "总投资5.2亿元，占地120亩。"),
        ("总投资3.6亿元。", "It cost RMB 360 million.", "总投资5.2亿美元。"),
        ("增长5.8%。", "It grew 5.8 percent.", "下降6.1%。"),
    ],
)
def test_what_is_not_safe_is_refused(source, target, wanted):
    assert repair_figures(source, target, wanted) is None
