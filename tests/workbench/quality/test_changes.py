"""Words of change."""

import pytest

from workbench.quality.changes import check
from workbench.quality.context import NOTHING_KNOWN

WRONG = [
    ("出口同比下降5.6%。", "Exports rose 5.6 percent year on year."),
    ("成本降低40%。", "Costs are up by 40 percent."),
    ("利润增长8.9%。", "It was an 8.9 percent decline in profits."),
    ("订单增加到400台。", "Orders increased by 400 units."),
    ("收入增加了2亿元。", "Revenue increased to 200 million yuan."),
    ("增加值同比增长4.2%。", "Value added rose 4.2 percent month on month."),
    ("价格环比上涨0.7%。", "Prices were up 0.7 percent year on year."),
]
RIGHT = [
    ("出口同比下降5.6%。", "Exports fell 5.6 percent year on year."),
    ("降幅收窄2.1个百分点。", "The decline narrowed by 2.1 percentage points."),
    ("增速由6.5%回落至5.9%。", "Growth slowed from 6.5 percent to 5.9 percent."),
    ("订单增长50%，增至300台。", "Orders grew by 50 percent to 300 units."),
    (
        "同比增长8%，环比下降3%。",
        "It was up 8 percent on the year and down 3 percent from the previous month.",
    ),
    ("能耗没有下降5%。", "Energy use did not fall: it rose 5 percent."),
    ("增幅为4.6%。", "It increased by 4.6 percent."),
]


@pytest.mark.parametrize(("source", "target"), WRONG)
def test_the_wrong_direction_preposition_or_period_is_found(source, target):
    assert [finding.severity.value for finding in check(source, target, NOTHING_KNOWN)] == ["error"]


@pytest.mark.parametrize(("source", "target"), RIGHT)
def test_right_words_of_change_are_left_alone(source, target):
    assert check(source, target, NOTHING_KNOWN) == []


def test_the_other_preposition_is_suggested_with_the_figure():
    (finding,) = check("订单增加到400台。", "Orders increased by 400 units.", NOTHING_KNOWN)
    assert finding.suggestion == "to 400"
