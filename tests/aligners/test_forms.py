"""What the form of a sentence says."""

import pytest

from aligners.forms import BULLET, NO_MARK, is_heading, read_forms, read_mark

MARKS = [
    ("a Chinese numeral", "一、支持对象", 1),
    ("a numeral in brackets", "（十二）鼓励加大研发投入。", 12),
    ("an ordinal predicate", "二是创新跃升行动。", 2),
    ("a digit", "3.企业应当对申报材料的真实性负责。", 3),
    ("an article", "第二十一条 本办法自发布之日起施行。", 21),
    ("an English article", "Article 14 These Measures apply to all.", 14),
    ("a Roman numeral", "IV. What is paid", 4),
    ("an ordinal word", "The fourth campaign aims at a better environment.", 4),
    ("a bullet", "●拓野新能源", BULLET),
    ("a decimal", "2.3 percent more were sold.", NO_MARK),
    ("a sum", "3.5亿元", NO_MARK),
    ("a pronoun", "I went home.", NO_MARK),
    ("a blank", "", NO_MARK),
]


@pytest.mark.parametrize(("sentence", "mark"), [case[1:] for case in MARKS], ids=[case[0] for case in MARKS])
def test_marks_are_read_as_numbers(sentence: str, mark: int) -> None:
    assert read_mark(sentence) == mark


@pytest.mark.parametrize("mark", range(1, 100))
def test_chinese_numerals_to_ninety_nine_are_read(mark: int) -> None:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(mark, 10)
    numeral = ("" if tens == 0 else ("十" if tens == 1 else digits[tens] + "十")) + (
        digits[ones] if ones else ""
    )
    assert read_mark(f"{numeral}、总则") == mark


def test_headings_end_without_a_stop() -> None:
    assert is_heading("支持措施")
    assert is_heading("Notes (in part)")
    assert not is_heading("他说：“好。”")
    assert not is_heading("")


def test_parts_of_forms_are_the_forms_of_parts() -> None:
    text = ["一、总则", "“好。”", "Article 2 Scope", ""]
    whole = read_forms(text).part(1, 3)
    part = read_forms(text[1:3])
    assert whole.marks.tolist() == part.marks.tolist()
    assert whole.is_heading.tolist() == part.is_heading.tolist()
    assert whole.ends_quote.tolist() == part.ends_quote.tolist() == [True, False]
