"""Pictures have the size asked for, and every dot is in its place."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.drawing import BRAILLE, Dot, bar, bars, dots

SHARE = st.floats(0, 1)


@given(st.lists(st.tuples(SHARE, SHARE), max_size=20), st.integers(1, 60), st.integers(1, 30))
def test_a_picture_has_the_size_asked_for(places: list[tuple[float, float]], width: int, height: int) -> None:
    lines = dots([Dot(x, y) for x, y in places], width, height).plain.split("\n")[:-1]
    assert len(lines) == max(height, 3)
    assert {cell_len(line) for line in lines} == {max(width, 3)}


def test_a_dot_stands_in_its_cell_and_in_its_place_in_it() -> None:
    def at(x: float, y: float) -> list[str]:
        return dots([Dot(x, y)], 4, 4).plain.split("\n")[1:3]

    assert at(0, 0) == ["│" + chr(BRAILLE + 0x01) + " │", "│  │"]
    assert at(0.99, 0.99) == ["│  │", "│ " + chr(BRAILLE + 0x80) + "│"]
    assert at(0.3, 0.2) == ["│" + chr(BRAILLE + 0x10) + " │", "│  │"]


@given(st.lists(st.tuples(SHARE, SHARE), max_size=30, unique=True))
def test_dots_are_drawn_once_for_each_place_that_differs(places: list[tuple[float, float]]) -> None:
    text = dots([Dot(x, y) for x, y in places], 12, 7).plain
    drawn = sum((ord(character) - BRAILLE).bit_count() for character in text if ord(character) >= BRAILLE)
    cells = {(min(int(x * 20), 19), min(int(y * 20), 19)) for x, y in places}
    assert drawn == len(cells)


def test_the_dot_of_more_weight_gives_the_style() -> None:
    picture = dots([Dot(0, 0, "red", 2), Dot(0, 0.1, "green", 0)], 3, 3)
    assert [str(span.style) for span in picture.spans] == ["red"]


@given(SHARE, st.integers(1, 50))
def test_a_bar_fills_its_width_and_shows_what_is_not_nothing(share: float, width: int) -> None:
    drawn = bar(share, width)
    assert cell_len(drawn) == width
    assert bool(drawn.strip()) == (share > 0)


def test_bars_are_as_wide_as_asked_and_say_their_counts() -> None:
    lines = bars(["a", "bb"], [3, 12], ["", ""], 30).plain.split("\n")[:-1]
    assert [cell_len(line) for line in lines] == [30, 30]
    assert [line.split()[-1] for line in lines] == ["3", "12"]
