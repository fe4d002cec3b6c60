"""Wrapping loses nothing but white space, and never goes over the width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.layout import begins_sentence, columns, crop, sentence_block, wrap
from tui.visible_text import visible

TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from("灵潭高新区，。“”（）「」 abc.12%\t\u3000")), max_size=200
)


def lines(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, width)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [""]),
        ("the quick brown fox", ["the quick", "brown fox"]),
        ("高新区管委会，主任", ["高新区管", "委会，主", "任"]),
        ("高新区管委，会主任", ["高新区管", "委，会主", "任"]),
        ("（见附件）「专精特", ["（见附", "件）「专", "精特"]),
        ("abcdefghijklmn op", ["abcdefghi", "jklmn op"]),
        ("3.6亿元 of 50亿", ["3.6亿元", "of 50亿"]),
    ],
)
def test_lines_break_where_readers_expect(text: str, expected: list[str]) -> None:
    assert lines(text, 9) == expected


@given(TEXTS, st.integers(2, 60))
def test_no_line_is_wider_than_the_column(text: str, width: int) -> None:
    assert all(cell_len(line) <= width for line in lines(visible(text), width))


@given(TEXTS, st.integers(2, 60))
def test_only_white_space_is_left_out(text: str, width: int) -> None:
    assert "".join("".join(lines(text, width)).split()) == "".join(text.split())


@given(st.integers(20, 300), st.integers(0, 200_000), st.floats(0, 1))
def test_columns_fill_the_width(width: int, row_count: int, source_share: float) -> None:
    widths = columns(width, row_count, source_share=source_share)
    assert widths.gutter + widths.text + 1 == max(width, widths.gutter + widths.middle + 7)
    assert widths.source >= 2
    assert widths.target >= 2


@given(TEXTS, st.integers(1, 40))
def test_a_cropped_text_fits(text: str, width: int) -> None:
    assert cell_len(crop(visible(text), width)) <= width


@given(st.lists(TEXTS, min_size=1, max_size=5), st.integers(2, 60))
def test_each_sentence_begins_on_a_line_of_its_own(sentences: list[str], width: int) -> None:
    breaks = tuple(len("".join(sentences[:number])) for number in range(1, len(sentences)))
    made = sentence_block("text", "".join(sentences), width, breaks=breaks)
    shown = [made.text[start:end] for start, end in made.lines]
    assert shown == [line for sentence in sentences for line in lines(sentence, width)]
    firsts = [number for number in range(len(shown)) if begins_sentence((made,), number)]
    assert len(firsts) == len(sentences) - 1
