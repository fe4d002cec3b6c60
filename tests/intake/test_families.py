# ruff: noqa: E501 (sentences stay whole)
"""Reprints of one article are one family; other texts are not drawn in."""

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.intake.families import find_families

ARTICLE = (
    "今年以来，云洲高新区坚持稳中求进工作总基调，全力以赴拼经济、抓项目、促创新，全区经济运行起步平稳、开局良好。"
    "初步核算，一季度实现地区生产总值128.6亿元，同比增长7.4%，比全市平均水平高1.9个百分点。工业生产较快增长，"
    "规模以上工业增加值同比增长9.8%。投资结构持续优化，新开工亿元以上项目17个。消费市场稳步回升。"
)
OTHER = (
    "3月16日上午，总投资32亿元的机器人总部基地项目正式开工。公司成立于2015年，主要从事协作机器人的研发和制造。"
    "项目分两期实施，一期计划于2025年竣工投产，达产后可年产协作机器人三万台。二期建成后年产值将突破六十亿元。"
)
TRADITIONAL = (
    "今年以來，雲洲高新區堅持穩中求進工作總基調，全力以赴拼經濟、抓項目、促創新，全區經濟運行起步平穩、開局良好。"
    "初步核算，一季度實現地區生產總值128.6億元，同比增長7.4%，比全市平均水平高1.9個百分點。工業生產較快增長，"
    "規模以上工業增加值同比增長9.8%。投資結構持續優化，新開工億元以上項目17個。消費市場穩步回升。"
)
RELEASE = (
    "The zone made a steady start to the year. Its output rose by 9.8 percent in the first quarter, and exports grew "
    "to RMB 3.84 billion. Officials expect the recovery to go on as new projects start in the second quarter."
)


def test_a_reprint_with_another_head_and_other_marks_is_the_same_article() -> None:
    reprint = "本报讯 " + ARTICLE.replace("，", ",").replace("。", "。 ")
    assert find_families([ARTICLE, OTHER, reprint, RELEASE]) == [(0, 2)]


def test_a_reprint_in_the_other_script_is_the_same_article() -> None:
    assert find_families([OTHER, TRADITIONAL, ARTICLE]) == [(1, 2)]


def test_english_reprints_are_found_and_families_are_kept_apart() -> None:
    assert find_families([RELEASE, ARTICLE, RELEASE.upper(), ARTICLE + "（完）"]) == [(0, 2), (1, 3)]


def test_the_same_report_of_another_quarter_is_another_article() -> None:
    later = (
        "二季度，全区经济延续回升态势，重点项目建设提速，企业订单增加。就业形势总体稳定。居民收入继续增长。"
        + ARTICLE[:60]
    )
    assert find_families([ARTICLE, later]) == []


def test_empty_and_short_texts_have_no_family() -> None:
    assert find_families(["", "", "好", "好", "……"]) == []


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([ARTICLE, OTHER, TRADITIONAL, RELEASE, "", "短"]), max_size=8))
def test_families_are_disjoint_and_in_order(texts: list[str]) -> None:
    families = find_families(texts)
    members = [position for family in families for position in family]
    assert len(members) == len(set(members))
    assert all(list(family) == sorted(family) and len(family) > 1 for family in families)
    same = {position for position, text in enumerate(texts) if len(text) > 6 and texts.count(text) > 1}
    assert same <= set(members)
