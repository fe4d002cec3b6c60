"""Figures in Chinese characters go past the model where their English is sure, and only there."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.engines.protection import protect
from workbench.engines.spelt_figures import find_spelt_figures
from workbench.quality.lost_figures import lost_figures

SURE = [
    ("近两成企业", ("两成", "20%")),
    ("增长三成半", ("三成半", "35%")),
    ("百分之五的人", ("百分之五", "5%")),
    ("三分之一的职工", ("三分之一", "one third")),
    ("四分之三", ("四分之三", "three quarters")),
    ("提高两个百分点", ("两个百分点", "2 percentage points")),
    ("十五家上市公司", ("十五", "15")),
    ("三亿元", ("三亿", "300 million")),
    ("两万三千人", ("两万三千", "23,000")),
    ("二十多名专家", ("二十多", "more than 20")),
    ("上千亿元投资", ("上千亿", "more than 100 billion")),
    ("近百家企业", ("近百", "nearly 100")),
    ("超百家企业", ("超百", "more than 100")),
    ("数百亿元资金", ("数百亿", "tens of billions of")),
    ("几十家单位", ("几十", "dozens of")),
    ("亿元以上项目", ("亿元以上", "over 100 million yuan")),
    ("百亿级产业集群", ("百亿级", "10-billion-yuan")),
    ("打造千亿元级集群", ("千亿元级", "100-billion-yuan")),
    ("每万人口发明专利", ("每万", "per 10,000")),
    ("在十一月提交", ("十一月", "November")),
    ("五月四日", ("五月四日", "May 4")),
    ("二〇二四年", ("二〇二四年", "2024")),
    ("一九九八年起", ("一九九八年", "1998")),
    ("二○二四年工作", ("二○二四年", "2024")),
    ("二O二四年工作", ("二O二四年", "2024")),
    ("二〇二四年三月", ("二〇二四年三月", "March 2024")),
    ("二零二四年三月五日", ("二零二四年三月五日", "March 5, 2024")),
    ("2024年三月", ("2024年三月", "March 2024")),
    ("星期三前", ("星期三", "Wednesday")),
    ("二十世纪九十年代", ("二十世纪九十年代", "1990s")),
]
UNSURE = [
    ("small ones are the model's", "三家企业和一个人"),
    ("numerals in names", "二十大精神，十九届三中全会，十二届全国人大，世界五百强"),
    ("idioms", "一带一路，千方百计，三百六十行，成千上万，万众一心"),
    ("the past hundred years", "近百年历史"),
    ("roughly", "二十来个，十几家，二三十家"),
    ("ordinals and multiples", "第十五位，增长三倍，翻一番"),
    ("per hundred", "每百人"),
    ("figures in digits are others'", "3.6亿元，15家，20%"),
]


@pytest.mark.parametrize(("text", "expected"), SURE)
def test_a_sure_figure_has_one_english(text: str, expected: tuple[str, str]) -> None:
    assert [(text[part.start : part.end], part.english) for part in find_spelt_figures(text)] == [expected]


@pytest.mark.parametrize(("text", "expected"), SURE)
def test_the_english_says_what_the_check_of_figures_looks_for(text: str, expected: tuple[str, str]) -> None:
    assert lost_figures(text, f"They are {expected[1]} companies.") == []


@pytest.mark.parametrize(("why", "text"), UNSURE)
def test_an_unsure_figure_is_left_to_the_model(why: str, text: str) -> None:
    assert find_spelt_figures(text) == [], why


def test_a_spelt_figure_becomes_a_mark_with_its_measure_left_to_the_model() -> None:
    given_text = protect("新增十五家企业，投资3.6亿元")
    assert given_text.text == "新增⟦1⟧家企业，投资⟦2⟧元"
    assert given_text.unmask("⟦1⟧ firms, ⟦2⟧ yuan") == "15 firms, 360 million yuan"


@given(
    st.text(
        st.sampled_from("零〇一二两三五十百千万亿成半近上超数几多余个家元年倍第分之点0123.%"), max_size=24
    )
)
def test_figures_lie_in_the_text_without_overlap_and_without_those_in_digits(text: str) -> None:
    parts = find_spelt_figures(text)
    assert all(0 <= a.start < a.end <= len(text) and a.english for a in parts)
    assert not any(
        character.isdigit() and character.isascii() for a in parts for character in text[a.start : a.end]
    )
    spans = sorted((part.start, part.end) for part in parts)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
