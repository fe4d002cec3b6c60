"""The segmenter against its golden tables, and what must hold for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workbench.intake.tables import MARK, rows
from workbench.intake.segmenter import clause_breaks, clauses, segment

TABLES = [
    ("segmentation_zh_hans.tsv", "zh"),
    ("segmentation_zh_hant.tsv", "zh"),
    ("segmentation_en.tsv", "en"),
]
CASES = [
    pytest.param(text, language, id=f"{table[13:-4]}: {name}")
    for table, language in TABLES
    for name, text in rows(table)
]
texts = st.text(
    alphabet=st.sampled_from(
        list("产业发展很快。！？…，；：“”‘’「」（）《》\"'().!? \n\t　1９2一二三、①AbcNo.U.S.")
    ),
    max_size=120,
)


@pytest.mark.parametrize(("marked", "language"), CASES)
def test_a_golden_case_is_cut_where_its_marks_stand(marked: str, language: str) -> None:
    expected = [piece.strip() for piece in marked.split(MARK)]
    assert [found.text for found in segment(marked.replace(MARK, ""), language)] == expected


@pytest.mark.parametrize(("table", "language"), TABLES)
def test_each_table_has_at_least_150_cases(table: str, language: str) -> None:
    names = [name for name, _ in rows(table)]
    assert len(names) >= 150
    assert len(set(names)) == len(names), language


@given(texts | st.text(max_size=200), st.sampled_from(["zh", "en", "fr", "und"]))
def test_only_white_space_lies_outside_the_spans(text: str, language: str) -> None:
    found = segment(text, language)
    assert all(text[s.start : s.end] == s.text and s.text == s.text.strip() and s.text for s in found)
    edges = [0, *(offset for s in found for offset in (s.start, s.end)), len(text)]
    assert edges == sorted(edges)
    outside = "".join(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
    assert not outside.strip()


def test_short_sentences_offer_no_clause_breaks() -> None:
    assert clause_breaks("春江水暖，万物更新。", "zh") == ()


def test_a_long_sentence_offers_breaks_after_its_commas_but_not_in_brackets_or_figures() -> None:
    text = (
        "近年来，全区深入实施创新驱动发展战略（含科技、人才、教育，下同），财政投入达到1,234,567万元，"
        "先后建成国家级孵化器三家、省级众创空间二十一家，吸引了来自十七个国家的三百二十余名专家学者前来创业。"
    )
    breaks = clause_breaks(text, "zh")
    pieces = [text[a:b] for a, b in zip((0, *breaks), (*breaks, len(text)), strict=True)]
    assert pieces == [
        "近年来，全区深入实施创新驱动发展战略（含科技、人才、教育，下同），",
        "财政投入达到1,234,567万元，",
        "先后建成国家级孵化器三家、省级众创空间二十一家，",
        "吸引了来自十七个国家的三百二十余名专家学者前来创业。",
    ]


@given(st.text(alphabet="产业，；:,（）ab ", max_size=400), st.sampled_from(["zh", "en"]))
def test_clause_breaks_lie_inside_the_text_in_order(text: str, language: str) -> None:
    breaks = clause_breaks(text, language)
    assert list(breaks) == sorted(set(breaks))
    assert all(0 < offset < len(text) for offset in breaks)


@given(texts | st.text(alphabet="产业，；:,（）ab ", max_size=400), st.sampled_from(["zh", "en"]))
def test_clauses_leave_only_white_space_outside(text: str, language: str) -> None:
    found = clauses(text, language)
    assert all(text[piece.start : piece.end] == piece.text for piece in found)
    assert "".join("".join(piece.text.split()) for piece in found) == "".join(text.split())
    if len(text) <= 80:
        assert len(found) <= 1


@pytest.mark.parametrize("piece", ["e.g. ", "a。", "“快！", "（。", "a\n\n", "1.产", ". ", '"!', "。”", "… "])
def test_a_long_line_without_rest_is_cut(piece: str) -> None:
    text = piece * (50_000 // len(piece))
    assert 0 < sum(len(found.text) for found in segment(text, "zh")) <= len(text)
