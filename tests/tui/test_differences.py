"""Differences are told by words, in order, without regard to case."""

from hypothesis import given
from hypothesis import strategies as st

from tui.differences import different_words, occurrences


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


@given(st.text(max_size=40), st.text(min_size=1, max_size=5), st.text(max_size=40))
def test_every_occurrence_lies_in_the_text(before: str, wanted: str, after: str) -> None:
    text = before + wanted + after
    found = occurrences(text, wanted)
    assert found
    assert all(0 <= start < end <= len(text) for start, end in found)
