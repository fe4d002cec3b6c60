"""Differences are told by words, in order, without regard to case."""

from hypothesis import given
from hypothesis import strategies as st

from tui.differences import different_words


def words(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in spans]


def test_the_words_that_one_side_lacks_are_found() -> None:
    draft, english = (
        "The zone signed 18 projects, up 12.4%.",
        "the zone has signed eighteen projects, up 12.4 %",
    )
    first, second = different_words(draft, english)
    assert words(draft, first) == ["18"]
    assert words(english, second) == ["has", "eighteen"]


@given(st.text(max_size=80))
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert different_words(text, text) == ((), ())
