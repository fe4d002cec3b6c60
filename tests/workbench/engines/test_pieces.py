"""Long text is cut at clauses, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.engines.pieces import (
    MINIMUM_CLAUSES_CHARACTERS,
    join_pieces,
    split_clauses,
    split_long,
    split_text,
)

CLAUSES = st.text(st.sampled_from("高新区发展，。；：、,.!?” 12a"), max_size=120)


@given(CLAUSES, st.integers(1, 30))
def test_pieces_joined_are_the_text_and_every_piece_fits(text: str, limit: int) -> None:
    pieces = split_text(text, lambda piece: len(piece) <= limit)
    assert "".join(pieces) == text
    assert all(len(piece) <= limit for piece in pieces)


@given(CLAUSES)
def test_clauses_joined_are_the_text(text: str) -> None:
    pieces = split_clauses(text)
    assert "".join(pieces) == text
    assert 1 <= len(pieces) <= 2
    assert all(pieces) or pieces == [""]


@given(CLAUSES, st.integers(1, 60))
def test_the_clauses_of_a_long_text_joined_are_the_text(text: str, longest: int) -> None:
    parts = split_long(text, longest)
    assert "".join(parts) == text
    assert len(parts) == 1 or min(map(len, parts)) >= MINIMUM_CLAUSES_CHARACTERS
    assert len(parts) == 1 or len(text) > longest


def test_a_long_text_is_cut_at_clause_ends_only() -> None:
    text = "今天上午大会在高新区开幕，很多企业前来参加，大家说好"
    assert split_long(text, len(text)) == [text]
    assert split_long(text, 20) == ["今天上午大会在高新区开幕，", "很多企业前来参加，大家说好"]
    assert split_long(text.replace("，", "并且"), 20) == [text.replace("，", "并且")]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("今天开幕，很多人来。明天闭幕，再见。", ["今天开幕，很多人来。", "明天闭幕，再见。"]),
        ("今天开幕，很多人；明天闭幕，再见面", ["今天开幕，很多人；", "明天闭幕，再见面"]),
        ("今天上午开幕，明天下午闭幕", ["今天上午开幕，", "明天下午闭幕"]),
        ("今天上午开幕明天下午闭幕", ["今天上午开幕明天下午闭幕"]),
        ("今天上午开幕明天下午闭幕再会", ["今天上午开幕明", "天下午闭幕再会"]),
    ],
)
def test_cuts_prefer_sentence_ends_then_semicolons_then_commas(text: str, pieces: list[str]) -> None:
    assert split_text(text, lambda piece: len(piece) <= 12) == pieces


def test_a_sentence_end_keeps_its_closing_quotation_mark() -> None:
    pieces = split_text("他说：“今天开幕。”我们明天再来看。", lambda text: len(text) <= 11)
    assert pieces == ["他说：“今天开幕。”", "我们明天再来看。"]


def test_a_number_is_not_cut_at_its_comma() -> None:
    assert split_clauses("共有企业1,234家") == ["共有企业1,234家"]


@pytest.mark.parametrize(
    ("sources", "targets", "expected"),
    [
        (
            ["今天开幕，", "很多人。"],
            ["Today.", "The crowd."],
            "Today, the crowd.",
        ),
        (
            ["今天开幕。", "很多人。"],
            ["Today.", "The crowd."],
            "Today. The crowd.",
        ),
        (["今天，", "很多人。"], ["Today.", "Nanjing came."], "Today, Nanjing came."),
        (["今天，", "，"], ["Today.", ""], "Today."),
        (["今天"], [""], ""),
    ],
)
def test_joined_pieces_read_as_one_sentence(sources: list[str], targets: list[str], expected: str) -> None:
    assert join_pieces(sources, targets) == expected
