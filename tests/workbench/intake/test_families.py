# ruff: noqa: E501 (sentences stay whole)
"""A reprint finds its original; other texts, and reports that share their wording only, are not drawn in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.intake.families import find_originals, fold, make_signature

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
NEXT_QUARTER = (
    ARTICLE.replace("128.6", "137.2").replace("7.4%", "6.9%").replace("1.9", "1.2").replace("9.8%", "8.1%")
)


def originals(*texts: str) -> dict[int, int]:
    """Map each reprint to its original, by their places among the texts."""
    signatures = [(place, make_signature(text)) for place, text in enumerate(texts)]
    return {place: found for place, (found, _) in find_originals(signatures, texts.__getitem__).items()}


@pytest.mark.parametrize(
    ("name", "texts", "expected"),
    [
        (
            "another head, other marks",
            [ARTICLE, OTHER, "本报讯 " + ARTICLE.replace("，", ","), RELEASE],
            {2: 0},
        ),
        ("the other script", [OTHER, TRADITIONAL, ARTICLE], {2: 1}),
        ("two families", [RELEASE, ARTICLE, RELEASE.upper(), ARTICLE + "（完）"], {2: 0, 3: 1}),
        ("a date before it", [ARTICLE, "2024年4月18日 " + ARTICLE], {1: 0}),
        ("full-width digits", [ARTICLE, ARTICLE.replace("17个", "１７个")], {1: 0}),
        ("the report of another quarter", [ARTICLE, NEXT_QUARTER], {}),
        ("three copies have one original", [ARTICLE, ARTICLE, OTHER, ARTICLE], {1: 0, 3: 0}),
        ("empty and short texts", ["", "", "好", "好", "……", "版权所有", "版权所有"], {}),
    ],
)
def test_a_reprint_is_told_from_another_article(
    name: str, texts: list[str], expected: dict[int, int]
) -> None:
    assert originals(*texts) == expected, name


def test_similarity_is_the_share_of_shingles_that_both_texts_have() -> None:
    texts = [ARTICLE, ARTICLE + "编者按：本文有删节。"]
    signatures = [(place, make_signature(text)) for place, text in enumerate(texts)]
    sets = [{fold(text)[n : n + 6] for n in range(len(fold(text)) - 5)} for text in texts]
    share = len(sets[0] & sets[1]) / len(sets[0] | sets[1])
    assert find_originals(signatures, texts.__getitem__) == {1: (0, share)}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([ARTICLE, OTHER, TRADITIONAL, RELEASE, NEXT_QUARTER, "", "短"]), max_size=8))
def test_an_original_comes_first_and_is_no_reprint(texts: list[str]) -> None:
    found = originals(*texts)
    assert all(original < place and original not in found for place, original in found.items())
    for place, text in enumerate(texts):
        is_copy = len(fold(text)) > 40 and text in texts[:place]
        assert not is_copy or place in found


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        ("同比增长7.4%。", "同比增长74%。", False),
        ("同比增长7.4%。", "同比增长7.4。", False),
        ("同比增长7.4%，", "同比增長７.４％。", True),
        ("共17、18两项", "共1718两项", False),
        ("用时1:30", "用时130", False),
        ("The Zone, today", "the zone today", True),
    ],
)
def test_folding_drops_marks_but_never_those_of_a_figure(first: str, second: str, is_same: bool) -> None:
    assert (fold(first) == fold(second)) is is_same
