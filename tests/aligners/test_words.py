"""Words are cut, and their endings taken off, so that forms of one word are one."""

from hypothesis import given
from hypothesis import strategies as st

from aligners.words import SHORTEST_STEM, english_words, longest_words, stem


def test_forms_of_a_word_are_one() -> None:
    assert {stem(word) for word in ("launch", "launched", "launches", "launching")} == {"launch"}
    assert stem("stopped") == stem("stops") == stem("stop")


def test_words_that_mean_something_are_listed_once() -> None:
    assert english_words("The ports of the port, and a PORT.") == ["port"]


def test_the_longest_known_words_are_taken_from_the_left() -> None:
    known = {"高新", "高新区", "区", "新区"}
    assert longest_words("在高新区和新区，高新区", known, 3) == ["高新区", "新区"]


@given(st.text(max_size=30), st.sets(st.text(min_size=1, max_size=4), max_size=8))
def test_only_known_words_are_found_and_all_of_them_stand_in_the_text(text: str, known: set[str]) -> None:
    found = longest_words(text, known, 4)
    assert set(found) <= known
    assert all(word in text for word in found)


@given(st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=1, max_size=20))
def test_a_stem_is_no_longer_than_the_word_and_no_shorter_than_it_may_be(word: str) -> None:
    assert min(len(word), SHORTEST_STEM) <= len(stem(word)) <= len(word)
