"""Numbers, names and glossary terms go out as marks and come back in English."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.engines.placeholders import english_number, repeats_mark, unmask
from workbench.engines.protection import protect
from workbench.quality.glossary import Glossary, Term
from workbench.quality.lost_figures import lost_figures
from workbench.quality.names import lost_names

MASKED = [
    ("地区生产总值128.6亿元，增长7.4%。", "地区生产总值⟦1⟧元，增长⟦2⟧。", ["12.86 billion", "7.4%"]),
    ("高1.9个百分点", "高⟦1⟧", ["1.9 percentage points"]),
    ("2024年4月22日开幕", "⟦1⟧开幕", ["April 22, 2024"]),
    ("9月18日至9月24日", "⟦1⟧至⟦2⟧", ["September 18", "September 24"]),
    ("2024年12月", "⟦1⟧", ["December 2024"]),
    ("2024年新增5万人", "⟦1⟧年新增⟦2⟧人", ["2024", "50,000"]),
    ("电话0000-5550167", "电话⟦1⟧", ["0000-5550167"]),
    ("华为HUAWEI的5G基站", "华为⟦1⟧的⟦2⟧基站", ["HUAWEI", "5G"]),
    ("实现GDP 1,234.5亿元", "实现⟦1⟧ ⟦2⟧元", ["GDP", "123.45 billion"]),
    ("GDP 392亿元，占GDP 10%", "⟦1⟧ ⟦2⟧元，占⟦3⟧ ⟦4⟧", ["GDP", "39.2 billion", "GDP", "10%"]),
    ("iPhone 15和Windows 11发布", "⟦1⟧和⟦2⟧发布", ["iPhone 15", "Windows 11"]),
    ("共1,560家", "共⟦1⟧家", ["1,560"]),
    ("收集 120 万个签名", "收集 ⟦1⟧个签名", ["1.2 million"]),
    ("产生3000多万张", "产生⟦1⟧张", ["more than 30 million"]),
    ("投资1亿余元，800多人", "投资⟦1⟧元，⟦2⟧人", ["more than 100 million", "more than 800"]),
    ("超过800多人", "超过⟦1⟧人", ["800"]),
    ("于19 世纪 30 年代", "于⟦1⟧", ["1830s"]),
    ("3家企业和B座", "⟦1⟧家企业和B座", ["3"]),
    ("第3家，1个人，2次，3、4家，5个月", "第3家，1个人，2次，3、4家，5个月", []),
    ("投资4个亿", "投资4个亿", []),
    ("新增4家企业的5G项目", "新增⟦1⟧家企业的⟦2⟧项目", ["4", "5G"]),
    ("国科发区〔2022〕13号", "国科发区⟦1⟧", ["[2022] No. 13"]),
    ("政办发(2024)第7号文件", "政办发⟦1⟧文件", ["[2024] No. 7"]),
    ("⟦1⟧增长8.3%", "⟦1⟧增长8.3%", []),
    ("1万万2", "1万万2", []),
    ("没有数字", "没有数字", []),
]


@pytest.mark.parametrize(("text", "masked", "english"), MASKED)
def test_what_is_masked_and_what_it_stands_for(text: str, masked: str, english: list[str]) -> None:
    given_text = protect(text)
    assert (given_text.text, list(given_text.english)) == (masked, english)


@pytest.mark.parametrize(
    ("number", "scale", "expected"),
    [
        ("128.6", "亿", "12.86 billion"),
        ("3.6", "亿", "360 million"),
        ("4000", "万", "40 million"),
        ("1.2", "万亿", "1.2 trillion"),
        ("5", "万", "50,000"),
        ("12", "百", "1,200"),
        ("2024", "", "2024"),
        ("0.5", "万", "5,000"),
    ],
)
def test_chinese_scales_in_english(number: str, scale: str, expected: str) -> None:
    assert english_number(number, scale) == expected


@given(st.text(st.sampled_from("高新区年月日亿万12345.,% AbG-"), max_size=40))
def test_no_more_than_nine_marks_and_nothing_lost(text: str) -> None:
    given_text = protect(text)
    assert len(given_text.english) <= 9
    restored = given_text.unmask(given_text.text)
    assert "⟦" not in restored
    end = 0
    for english in given_text.english:
        found = re.compile(re.escape(english), re.IGNORECASE).search(restored, end)
        assert found is not None, "what a mark stands for comes back, in the order of the text"
        end = found.end()
    assert lost_names(text, restored) == []


DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))
WRITTEN = [
    st.integers(11, 10**7).map(lambda n: f"共{n}家"),
    st.integers(1000, 10**7).map(lambda n: f"共{n:,}家"),
    st.tuples(st.integers(1, 99_999), st.sampled_from(["万", "亿", "万亿"])).map(
        lambda x: f"{x[0] / 10}{x[1]}元"
    ),
    st.integers(1, 99_999).map(lambda n: f"增长{n / 100:.2f}%"),
    st.integers(11, 999).map(lambda n: f"高{n / 10}个百分点"),
    DAYS.map(lambda day: f"{day.year}年{day.month}月{day.day}日"),
    DAYS.map(lambda day: f"{day.month}月{day.day}日"),
]


@given(st.lists(st.one_of(WRITTEN), max_size=6).map("，在".join))
def test_figures_that_went_past_the_model_are_not_lost(text: str) -> None:
    given_text = protect(text)
    restored = given_text.unmask(given_text.text)
    assert lost_figures(text, restored) == []


def test_marks_are_set_apart_from_words_and_strange_ones_dropped() -> None:
    assert unmask("up⟦1⟧in ⟦2⟧, ⟦7⟧.", ["8%", "May"]) == "up 8% in May, ."
    assert unmask("(⟦1⟧)", ["a"]) == "(a)"
    assert unmask("⟦1⟧5", ["April 2"]) == "April 2 5"
    assert (
        unmask("⟦1⟧ rose. ⟦2⟧⟦1⟧ fell", ["tax revenue", "iPhone"])
        == "Tax revenue rose. iPhone tax revenue fell"
    )
    assert repeats_mark("⟦1⟧ ⟦2⟧ ⟦1⟧")
    assert not repeats_mark("⟦1⟧ ⟦2⟧")


@pytest.mark.parametrize(
    ("output", "english", "expected"),
    [
        ("On ⟦1⟧, it grew", ["March 2024"], "In March 2024, it grew"),
        ("held in ⟦1⟧", ["March 5, 2024"], "held on March 5, 2024"),
        ("held on ⟦1⟧", ["May"], "held in May"),
        ("in ⟦1⟧ and on ⟦2⟧", ["May", "May 5"], "in May and on May 5"),
        ("in ⟦1⟧ ⟦2⟧ firms", ["May", "15"], "in May 15 firms"),
        ("based on ⟦1⟧", ["20 firms"], "based on 20 firms"),
        ("in ⟦9⟧", ["May"], "in "),
    ],
)
def test_a_month_has_in_before_it_and_a_day_on(output: str, english: list[str], expected: str) -> None:
    assert unmask(output, english) == expected


@pytest.mark.parametrize(
    ("source", "output", "expected"),
    [
        ("投资18亿元", "18 ⟦1⟧ yen", "18 1.8 billion yuan"),
        ("投资18亿元", "($⟦1⟧ yuan)", "(1.8 billion yuan)"),
        ("投资18亿元", "$⟦1⟧.", "1.8 billion yuan."),
        ("投资18亿元", "RMB ⟦1⟧ in 2024", "RMB 1.8 billion in 2024"),
        ("投资18亿日元", "⟦1⟧ yen", "1.8 billion yen"),
        ("投资18亿日元", "RMB ⟦1⟧", "1.8 billion yen"),
        ("投资18亿美元", "$⟦1⟧", "$1.8 billion"),
        ("投资18亿美元", "US$⟦1⟧ dollars", "US$1.8 billion dollars"),
        ("投资18亿港元", "HK$⟦1⟧, ⟦1⟧ yuan", "HK$1.8 billion, 1.8 billion Hong Kong dollars"),
        ("约合人民币18亿元", "⟦1⟧ projects", "1.8 billion projects"),
    ],
)
def test_money_keeps_its_currency(source: str, output: str, expected: str) -> None:
    assert protect(source).unmask(output) == expected


GLOSSARY = Glossary(
    [
        Term("高新区", ("high-tech zone",), category="zone"),
        Term("管委会", ("Administrative Committee",), category="body"),
        Term("高新区管委会", ("Administrative Committee of the zone", "Zone Committee"), category="own"),
        Term("平方米", ("square meter", "sq m"), category="unit"),
        Term("推进", ("advance",), category="verb"),
        Term("5G基站", ("5G base station",), category="own"),
    ]
)

WITH_TERMS = [
    ("the longest term", "高新区管委会公告", "⟦1⟧公告", ["Administrative Committee of the zone"]),
    ("terms and numbers in order", "管委会新增5万人", "⟦1⟧新增⟦2⟧人", ["Administrative Committee", "50,000"]),
    ("a number with its unit", "共8.6万平方米。", "共⟦1⟧。", ["86,000 square meters"]),
    ("a counter between them", "降25个平方米", "降⟦1⟧", ["25 square meters"]),
    ("a single digit with its unit", "每家1平方米", "每家⟦1⟧", ["1 square meter"]),
    ("a unit without a number", "每平方米", "每平方米", []),
    ("verbs are the model's", "推进高新区建设", "推进⟦1⟧建设", ["high-tech zone"]),
    ("a term that holds a name", "新建5G基站", "新建⟦1⟧", ["5G base station"]),
    ("Traditional characters", "高新區", "⟦1⟧", ["high-tech zone"]),
]


@pytest.mark.parametrize(("name", "text", "masked", "english"), WITH_TERMS)
def test_terms_go_past_the_model(name: str, text: str, masked: str, english: list[str]) -> None:
    given_text = protect(text, GLOSSARY)
    assert (given_text.text, list(given_text.english)) == (masked, english), name


def test_a_model_that_carries_no_marks_gets_the_text_and_is_checked() -> None:
    given_text = protect("高新区管委会推进", GLOSSARY, with_marks=False)
    assert (given_text.text, given_text.english) == ("高新区管委会推进", ())
    assert given_text.lost_terms("The committee advances.") == (GLOSSARY.terms[2],)
    assert given_text.lost_terms("The zone committee advances.") == ()
