"""Findings about figures: what they say, where they point, what they suggest."""

import pytest

from workbench.quality.context import NOTHING_KNOWN
from workbench.quality.findings import Severity
from workbench.quality.numbers import check


def found(source, target):
    return [(finding.severity, finding.suggestion) for finding in check(source, target, NOTHING_KNOWN)]


@pytest.mark.parametrize(
    ("source", "target", "severity", "suggestion"),
    [
        ("总投资3.6亿元。", "It cost RMB 36 million.", Severity.ERROR, "RMB 360 million"),
        ("总投资30亿元。", "It cost US$3 billion.", Severity.ERROR, "RMB 3 billion"),
        ("提高2个百分点。", "It rose by 2 percent.", Severity.ERROR, "2 percentage points"),
        ("产值增长两倍。", "Output doubled.", Severity.ERROR, "3 times"),
        ("共有86家企业参会。", "Many firms came.", Severity.WARNING, "86"),
        ("排名第15位。", "It ranks 51st.", Severity.ERROR, "15th"),
        ("2.共有86家企业。", "2. There are 68 companies.", Severity.ERROR, "86"),
        ("2.5万人到场。", "Some 2,500 people came.", Severity.ERROR, "25,000"),
        ("一万两千人。", "There were 1,200 people.", Severity.ERROR, "12,000"),
        ("设有五个专业委员会。", "It has special committees.", Severity.INFORMATION, "5"),
    ],
)
def test_a_slip_has_its_severity_and_a_suggestion(source, target, severity, suggestion):
    assert found(source, target) == [(severity, suggestion)]


def test_spans_point_at_the_figures():
    source, target = "总投资3.6亿元，新增就业120人。", "It cost RMB 36 million and made 120 jobs."
    (finding,) = check(source, target, NOTHING_KNOWN)
    assert source[slice(*finding.source_span)] == "3.6亿元"
    assert target[slice(*finding.target_span)] == "RMB 36 million"


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("1876.73亿元", "187.7 billion yuan"),
        ("1,356家", "more than 1,300 companies"),
        ("2980家", "nearly 3,000 companies"),
        ("近3000家", "2,986 companies"),
        ("超180亿元", "RMB 18.36 billion"),
        ("出货量增长1.5倍", "Shipments rose by 150 percent"),
        ("共有三次", "three times"),
        ("60年", "six decades"),
        ("近三成", "nearly one third"),
        ("2000万澳元", "$20 million"),
        ("二十两银子", "twenty taels of silver"),
        ("四十年的故事", "FOUR DECADES THE story spans"),
        ("振幅在百分之一至百分之五之间", "between one and five percent"),
        ("百万分之五的涨落", "five parts per million"),
        ("办理业务1.8万件", "By the end of May 18,000 cases had been handled."),
        ("2.经济发展局审核", "They will be examined by the bureau."),
        ("（12）加强管理", "Management will be strengthened."),
        ("3·人才是第一资源", "Talent is the primary resource."),
        ("退一万步说，这也不行", "Even then it would not do."),
        ("1小时", "an hour"),
    ],
)
def test_rounding_and_other_words_for_the_same_are_right(source, target):
    assert not [f for f in check(source, target, NOTHING_KNOWN) if f.severity is not Severity.INFORMATION]


def test_rounding_is_not_a_licence_to_change_digits():
    assert found("占比达58.7%", "It accounts for 57.8 percent")[0][0] is Severity.ERROR


def test_texts_that_share_no_figure_get_one_warning_and_no_list():
    source = "企业12家，员工340人，产值5.6亿元。"
    findings = check(source, "Some 77 trees, 98 lamps and 45 benches.", NOTHING_KNOWN)
    assert [finding.severity for finding in findings] == [Severity.WARNING]
    assert "belong together" in findings[0].message


def test_an_added_figure_is_information():
    findings = check("投资增加。", "Investment rose 12 percent.", NOTHING_KNOWN)
    assert [(f.severity, f.source_span) for f in findings] == [(Severity.INFORMATION, None)]
