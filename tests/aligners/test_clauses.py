"""Clauses are cut at commas and their kin, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligners.clauses import MOST_CLAUSES, split_clauses

CASES = [
    ("no cut", "他走了。", ["他走了。"]),
    ("Chinese marks", "他说：“我在深圳，但是他不来。”", ["他说：", "“我在深圳，", "但是他不来。”"]),
    ("one word goes on", "好，我们走。", ["好，我们走。"]),
    ("one word at the end goes back", "他们走了，好。", ["他们走了，好。"]),
    ("English", "When it rains, we stay in; then we go.", ["When it rains, ", "we stay in; ", "then we go."]),
    ("figures stay whole", "It cost 1,000.5 yuan in all.", ["It cost 1,000.5 yuan in all."]),
    ("blank", "  ", ["  "]),
    ("marks alone", "，，。", ["，，。"]),
]


@pytest.mark.parametrize(
    ("sentence", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_clauses_are_cut_at_their_marks(sentence: str, expected: list[str]) -> None:
    assert split_clauses(sentence) == expected


@given(st.text(alphabet=st.sampled_from(list("甲乙 ab1，。；“”,.;:!\"'"))))
def test_joined_clauses_are_the_sentence(sentence: str) -> None:
    clauses = split_clauses(sentence)
    assert "".join(clauses) == sentence
    assert all(clauses) or clauses == [""]


def test_a_line_of_very_many_clauses_is_cut_into_few() -> None:
    line = "甲乙，" * 1000
    clauses = split_clauses(line)
    assert "".join(clauses) == line
    assert MOST_CLAUSES // 2 < len(clauses) <= MOST_CLAUSES
