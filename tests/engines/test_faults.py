"""What counts as visibly wrong, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.engines import faults
from workbench.engines.faults import find_faults, has_loop, lost_names, lost_numbers, weight

CASES = [
    ("good", "高新区今天发布公告。", "The high-tech zone published a notice today.", ()),
    ("nothing", "高新区今天发布公告。", "", ("empty",)),
    ("only marks", "高新区今天发布公告。", " . ", ("empty",)),
    ("Han", "高新区今天发布公告。", "The 高新区 published a notice today.", ("han-left",)),
    ("unknown piece", "高新区今天发布公告。", "The ⁇ zone published a notice.", ("unknown",)),
    (
        "one word again and again",
        "全场热烈鼓掌，掌声经久不息。",
        "The hall applause applause applause applause applause.",
        ("loop",),
    ),
    (
        "a phrase again and again",
        "会议强调要推进高质量发展工作。",
        "the high-quality development of the high-quality development of the high-quality development of the",
        ("loop",),
    ),
    ("far too short", "今年以来高新区不断优化营商环境推动企业发展。", "This year.", ("too-short",)),
    ("long", "高新区今天发布公告。", "It " + "made a new notice public to read " * 2, ()),
    (
        "too long",
        "高新区今天发布公告。",
        "It " + "made a new notice known to all of the people here " * 2,
        ("too-long",),
    ),
    ("a word for a word", "公告", "Notice", ()),
    ("number kept", "增长8.3%。", "Up by 8.3 percent.", ()),
    ("number gone", "增长8.3%。", "Growth was up.", ("numbers-lost",)),
    ("name kept", "AI企业落户。", "AI companies settle here.", ()),
    ("name gone", "华为HUAWEI落户园区。", "The company settles in the park.", ("names-lost",)),
    ("placeholder kept", "⟦1⟧落户园区。", "⟦1⟧ settles in the park.", ()),
    ("placeholder gone", "⟦1⟧落户园区。", "It settles in the park.", ("placeholder-lost",)),
    ("placeholder twice", "⟦1⟧落户园区。", "⟦1⟧ settles in ⟦1⟧.", ("placeholder-lost",)),
]


@pytest.mark.parametrize(
    ("source", "target", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_faults_have_their_names(source: str, target: str, expected: tuple[str, ...]) -> None:
    assert find_faults(source, target) == expected


def test_an_output_that_hit_the_limit_is_truncated() -> None:
    assert find_faults("高新区", "High-tech zone", is_truncated=True) == ("truncated",)


NUMBERS_KEPT = [
    ("投资3.6亿元", "an investment of 360 million yuan"),
    ("投资3.6亿元", "RMB 0.36 billion"),
    ("投资3.57亿元", "about 360 million yuan"),
    ("产值1200亿元", "output of 120 billion yuan"),
    ("产值1.2万亿元", "1.2 trillion yuan"),
    ("5万人", "50,000 people"),
    ("5万人", "fifty thousand people"),
    ("30家企业", "thirty companies"),
    ("3家企业", "three companies"),
    ("5月8日", "May 8"),
    ("2024年12月", "December 2024"),
    ("第2次会议", "the second meeting"),
    ("1,234.5公里", "1,234.5 km"),
    ("１２３家", "123 firms"),
    ("100多家", "more than a hundred"),
    ("增长12.0%", "12%"),
    ("5G基站", "5G base stations"),
]
NUMBERS_LOST = [
    ("投资3.6亿元", "an investment of 36 million yuan", "3.6亿"),
    ("2024年", "in 2023", "2024"),
    ("增长8.3%", "up 8.5 percent", "8.3"),
    ("30家企业", "thirteen companies", "30"),
    ("4000家", "4100 companies", "4000"),
]


@pytest.mark.parametrize(("source", "target"), NUMBERS_KEPT)
def test_numbers_are_compared_by_value(source: str, target: str) -> None:
    assert lost_numbers(source, target) == []


@pytest.mark.parametrize(("source", "target", "lost"), NUMBERS_LOST)
def test_a_changed_number_is_lost(source: str, target: str, lost: str) -> None:
    assert lost_numbers(source, target) == [lost]


def test_names_are_found_in_any_case_and_across_hyphens() -> None:
    assert lost_names("Wi-Fi和iPhone以及COVID19", "WIFI, an IPHONE and Covid-19") == []
    assert lost_names("与ABB签约", "signed with Siemens") == ["ABB"]


@pytest.mark.parametrize(
    "text",
    [
        "Step by step, day by day, year by year, hand in hand.",
        "No, no, no!",
        "The zone's plan and the city's plan and the province's plan are one.",
    ],
)
def test_plain_repetition_is_no_loop(text: str) -> None:
    assert not has_loop(text)


@given(st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1, max_size=8))
def test_any_run_said_five_times_is_a_loop(words: list[str]) -> None:
    assert has_loop(" ".join(words * 5))


@given(st.text(max_size=60), st.text(max_size=60))
def test_every_fault_has_a_weight_and_no_text_breaks_the_checks(source: str, target: str) -> None:
    found = find_faults(source, target)
    assert set(found) <= set(faults.WEIGHTS)
    assert (weight(found) > 0) == bool(found)
