"""Dates, quarters, plan periods, and words such as 今年."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.quality.context import NOTHING_KNOWN, Context
from workbench.quality.date_mentions import DateKind
from workbench.quality.dates import check, plan_years
from workbench.quality.dates_chinese import chinese_dates
from workbench.quality.dates_english import MONTHS, english_dates

D, Y, MO = DateKind.DAY, DateKind.YEAR, DateKind.MONTH

CHINESE = [
    ("2024年5月18日", [(Y, (2024,)), (D, (5, 18))]),
    ("二〇二四年十月一日", [(Y, (2024,)), (D, (10, 1))]),
    ("２０２４年５月", [(Y, (2024,)), (MO, (5,))]),
    ("9月10日至12日", [(D, (9, 10)), (D, (9, 12))]),
    ("9月28日至10月3日", [(D, (9, 28)), (D, (10, 3))]),
    ("2023—2025年", [(Y, (2023,)), (Y, (2025,))]),
    ("1-7月", [(MO, (1,)), (MO, (7,))]),
    ("前七个月", [(MO, (1,)), (MO, (7,))]),
    ("前三季度", [(DateKind.QUARTERS, (3,))]),
    ("一季度", [(DateKind.QUARTER, (1,))]),
    ("上半年", [(DateKind.HALF, (1,))]),
    ("“十四五”期间", [(DateKind.PLAN, (14,))]),
    ("十四五個項目", []),
    ("20世纪90年代", [(DateKind.DECADE, (1990,))]),
    ("本周五", [(DateKind.WEEKDAY, (5,))]),
    ("8月中旬", [(MO, (8,)), (DateKind.MONTH_PART, (8, 2))]),
    ("上午9点", [(DateKind.NONE, ())]),
    ("2024-05-18", [(Y, (2024,)), (D, (5, 18))]),
    ("3年", []),
    ("一周一次", []),
]
ENGLISH = [
    ("May 18, 2024", [(D, (5, 18)), (Y, (2024,))]),
    ("18 May 2024", [(D, (5, 18)), (Y, (2024,))]),
    ("Sept. 10-12", [(D, (9, 10)), (D, (9, 12))]),
    ("in mid-August", [(MO, (8,)), (DateKind.MONTH_PART, (8, 2))]),
    ("the first nine months", [(MO, (1,)), (MO, (9,))]),
    ("Q3", [(DateKind.QUARTER, (3,))]),
    ("the 14th Five-Year Plan", [(DateKind.PLAN, (14,))]),
    ("2021-25", [(Y, (2021,)), (Y, (2025,))]),
    ("the 1990s", [(DateKind.DECADE, (1990,))]),
    ("the nineties", [(DateKind.DECADE, (1990,))]),
    ("they may march", []),
    ("2,024 trees", []),
    ("at 9:30 a.m.", [(DateKind.NONE, ())]),
]


def facts(mentions):
    return [(mention.kind, mention.value) for mention in mentions]


@pytest.mark.parametrize(("text", "expected"), CHINESE)
def test_chinese_dates_are_read(text, expected):
    assert facts(chinese_dates(text)) == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_english_dates_are_read(text, expected):
    assert facts(english_dates(text)) == expected


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2049, 12, 31)))
def test_a_date_in_both_languages_agrees_and_the_next_day_does_not(day):
    source = f"会议于{day.year}年{day.month}月{day.day}日召开。"
    right = f"The meeting was held on {MONTHS[day.month - 1]} {day.day}, {day.year}."
    wrong = f"The meeting was held on {MONTHS[day.month - 1]} {day.day % 28 + 1}, {day.year}."
    assert check(source, right, NOTHING_KNOWN) == []
    if day.day != day.day % 28 + 1:
        assert [finding.severity.value for finding in check(source, wrong, NOTHING_KNOWN)] == ["error"]


@pytest.mark.parametrize(("plan", "years"), [(13, (2016, 2020)), (14, (2021, 2025)), (15, (2026, 2030))])
def test_plans_have_their_years(plan, years):
    assert plan_years(plan) == years


def test_wrong_years_of_a_plan_are_found():
    findings = check("“十四五”时期", "in the 14th Five-Year Plan period (2016-2020)", NOTHING_KNOWN)
    assert [(f.severity.value, f.suggestion) for f in findings] == [("error", "2021-2025")]


def test_this_year_is_resolved_from_the_day_of_publication():
    context = Context(published_on=date(2024, 3, 1))
    assert check("今年投资增长。", "Investment grew in 2024.", context) == []
    (finding,) = check("今年投资增长。", "Investment grew in 2023.", context)
    assert (finding.severity.value, finding.suggestion) == ("error", "2024")


def test_yesterday_may_be_a_date():
    context = Context(published_on=date(2024, 3, 1))
    assert check("论坛昨日开幕，共3天。", "The forum opened on February 29.", context) == []


def test_a_date_that_is_left_out_is_information():
    (finding,) = check("9月18日，论坛开幕。", "The forum opened.", NOTHING_KNOWN)
    assert (finding.severity.value, finding.suggestion) == ("information", "September 18")


def test_the_date_of_filing_is_not_compared():
    assert (
        check("10月12日，论坛开幕。", "YUNZHOU, October 13 -- The forum opened on October 12.", NOTHING_KNOWN)
        == []
    )


def test_half_a_year_may_be_six_months():
    assert check("上半年", "in the first six months", NOTHING_KNOWN) == []
    assert check("前三季度", "from January to September", NOTHING_KNOWN) == []
