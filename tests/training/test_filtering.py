"""The filter's rules, each on pairs it must keep and pairs it must refuse."""

import numpy as np
import pytest

from training.corpora import clean
from training.filtering import DevelopmentOverlap, FilterReport, alike_pairs, broken_rule, filter_pairs

GOOD = [
    ("terms may be short", "区委", "District Committee"),
    ("a sentence", "全区生产总值增长6.2%。", "The zone's GDP grew by 6.2 percent."),
    ("a magnitude may change the figure", "投资392.7亿元。", "An investment of 39.27 billion yuan."),
    (
        "a Latin name may stand in the source",
        "苹果公司的 Tim Cook 昨天访问了北京。",
        "Apple's Tim Cook visited Beijing yesterday.",
    ),
    ("thousands may be separated", "共有12500人参加。", "A total of 12,500 people took part."),
]
BAD = [
    ("length", "字" * 181, "word " * 100),
    ("ratio", "我们昨天在北京的人民大会堂举行了会议。", "We met there."),
    ("source script", "字 This is no Chinese at all", "This is no Chinese at all, but one character."),
    ("source script", "これは日本語です", "This is Japanese."),
    ("target script", "这是一个例子。", "This is 例子."),
    ("numbers", "他于1985年6月12日出生在南京。", "He was born in Nanjing in 1958."),
    (
        "digits",
        "请拨打服务电话咨询有关事项。",
        "Please call the service number 025 8888 9999 for any such matter.",
    ),
    ("markup", "打开文件 config_file 并修改", "Open config_file and edit it"),
]


@pytest.mark.parametrize(("source", "target"), [row[1:] for row in GOOD], ids=[row[0] for row in GOOD])
def test_a_good_pair_breaks_no_rule(source, target):
    assert broken_rule(source, target) is None


@pytest.mark.parametrize(("rule", "source", "target"), BAD)
def test_a_bad_pair_is_refused_under_the_right_rule(rule, source, target):
    assert broken_rule(source, target) == rule


def test_a_shared_run_is_recognised_wherever_it_starts():
    line = "近日刚搬至旧金山的一位厨师本周被发现死于当地一家商场的楼梯间里"
    overlap = DevelopmentOverlap([line], language="zh")
    assert all(f"{'甲乙丙丁戊己庚辛'[:shift]}{line}" in overlap for shift in range(9))
    assert "近日刚搬至旧金山的一位教师买了房。" not in overlap


def test_a_whole_short_line_is_recognised_without_its_punctuation():
    overlap = DevelopmentOverlap(["Oh, no!"], language="en")
    assert "Oh no" in overlap
    assert "Oh no, not again" not in overlap


def test_duplicates_and_development_lines_are_counted_and_left_out():
    overlaps = (DevelopmentOverlap(["今天下雨。"], language="zh"), DevelopmentOverlap([], language="en"))
    pairs = [("他来了。", "He came."), ("他来了", "He came"), ("今天下雨。", "It rains today.")]
    report = FilterReport()
    kept = list(filter_pairs(pairs, report=report, seen=set(), overlaps=overlaps))
    assert kept == [("他来了。", "He came.")]
    assert report.refused == {"duplicate": 1, "development set": 1}
    assert (report.read, report.kept) == (3, 1)


def test_pairs_less_alike_than_asked_are_refused():
    directions = {"他来了。": 0.0, "He came.": 0.5, "下雨了。": 0.0, "The car is red.": 1.5}

    def encode(texts):
        return np.array(
            [[np.cos(directions[text]), np.sin(directions[text])] for text in texts], dtype=np.float32
        )

    report = FilterReport(read=2, kept=2)
    pairs = [("他来了。", "He came."), ("下雨了。", "The car is red.")]
    assert list(alike_pairs(pairs, encode=encode, minimum_cosine=0.3, report=report)) == pairs[:1]
    assert (report.kept, report.refused) == (1, {"cosine": 1})


def test_cleaning_drops_marks_that_are_no_text():
    assert clean("- `法律`\u200b  主张 :::") == "法律 主张"
