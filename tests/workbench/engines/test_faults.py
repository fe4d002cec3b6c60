"""What counts as visibly wrong, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.engines import faults
from workbench.engines.faults import find_faults, has_loop, weight

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
    ("a numeral gone", "新增十二家企业。", "New companies were added.", ("numbers-lost",)),
    ("another year", "2024年开工。", "Work began in 2023.", ("numbers-lost",)),
    ("marks are no numbers", "⟦1⟧增长8.3%。", "⟦1⟧ grew by 8.3%.", ()),
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
