"""Wrapping text into columns of terminal cells, and the widths of those columns.

Width is counted in cells: a Chinese character takes two. Lines are given as half-open ranges of code points,
so that a caller can carry styles (a found word, a difference) over from the text to its lines.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from rich.cells import cell_len, get_character_cell_size

from tui.differences import Spans

Breaks = tuple[int, ...]
"""Code points of a text at which its second and later sentences begin."""

MIDDLE_WIDTH = 9
"""Cells between the two columns: one for space, the bead's shape and its posterior (` 2-1 .97 `)."""

RIGHT_MARGIN = 1
"""Cells between the target column and the scroll bar."""

_NO_LINE_START = frozenset("，。、；：！？）」』】》〉”’…％")
_NO_LINE_END = frozenset("（「『【《〈“‘")
_VARIATION = "\ufe0f"  # makes some characters before it wide


class _Cells(dict[str, int]):
    """Cells of characters, looked up once each; never too few where several are drawn as one."""

    def __missing__(self, character: str) -> int:
        cells = self[character] = 1 if character == _VARIATION else get_character_cell_size(character)
        return cells


_CELLS = _Cells()


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths in cells, from left to right; with the right margin they add up to the width of the view."""

    gutter: int
    source: int
    middle: int
    target: int

    @property
    def text(self) -> int:
        """Cells from the start of the source column to the end of the target column."""
        return self.source + self.middle + self.target


def columns(width: int, row_count: int, *, source_share: float = 0.5) -> Columns:
    """Share `width` cells out: a gutter for cursor, row number and state, then the two text columns.

    `source_share` is the source's part of all text, in cells: rows are lowest when columns are as wide as
    their texts are long. It is kept between a third and two thirds.
    """
    gutter = 2 + max(3, len(str(row_count))) + 3
    text = max(width - gutter - MIDDLE_WIDTH - RIGHT_MARGIN, 6)
    source = round(text * min(max(source_share, 1 / 3), 2 / 3))
    return Columns(gutter=gutter, source=source, middle=MIDDLE_WIDTH, target=text - source)


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """Cut `text` into lines of at most `width` cells; an empty text has one empty line.

    Chinese breaks between characters, but not before a closing or after an opening mark; other text breaks
    at white space. What is wider than a line is cut where it fills it. White space at a break is left out.
    """
    width = max(width, 2)
    size = len(text)
    ends = range(1, size + 1) if _is_narrow(text) else list(accumulate(map(_CELLS.__getitem__, text)))
    lines: list[tuple[int, int]] = []
    start = _skip_space(text, 0)
    while start < size:
        stop = bisect_right(ends, (ends[start - 1] if start else 0) + width, start)
        cut = stop if stop == size else _break_before(text, start, stop)
        end = cut
        while text[end - 1].isspace():
            end -= 1
        lines.append((start, end))
        start = _skip_space(text, cut)
    return lines or [(0, 0)]


def _is_narrow(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _skip_space(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _break_before(text: str, start: int, stop: int) -> int:
    """Give the last place up to `stop` where a line may end, or `stop` where there is none after `start`."""
    for place in range(stop, start, -1):
        before, after = text[place - 1], text[place]
        if before.isspace() or after.isspace():
            return place
        is_kept = after in _NO_LINE_START or before in _NO_LINE_END
        if not is_kept and (_CELLS[before] == 2 or _CELLS[after] == 2):
            return place
    return stop


@dataclass(frozen=True, slots=True)
class Block:
    """A text of one kind in a column, with its lines; `kind` names its colour, `marks` stand out."""

    kind: str
    text: str
    lines: tuple[tuple[int, int], ...]
    marks: Spans = ()
    sentence_lines: frozenset[int] = frozenset()
    """Lines on which a second or later sentence begins."""

    def pieces(self, start: int, end: int) -> Iterator[tuple[str, bool]]:
        """Cut `text[start:end]` where marks begin and end; true with a piece that is marked."""
        place = start
        for mark_start, mark_end in self.marks:
            if mark_end > place and mark_start < end:
                yield self.text[place : max(mark_start, place)], False
                yield self.text[max(mark_start, place) : min(mark_end, end)], True
                place = min(mark_end, end)
        yield self.text[place:end], False


@dataclass(frozen=True, slots=True)
class Laid:
    """A row as it is drawn: blocks below each other in each column, then blocks across both."""

    source: tuple[Block, ...]
    middle: tuple[tuple[str, str], ...]
    target: tuple[Block, ...]
    across: tuple[Block, ...]

    @property
    def body_height(self) -> int:
        """Lines of the two columns, without what goes across both."""
        return max(_line_count(self.source), _line_count(self.target), len(self.middle))

    @property
    def height(self) -> int:
        """Lines of the whole row."""
        return self.body_height + _line_count(self.across)


def block(kind: str, text: str, width: int, *, label: str = "", marks: Spans = ()) -> Block:
    """Wrap a text, with a label before it, into a block; `marks` are ranges of `text`."""
    whole = label + text
    moved = tuple((start + len(label), end + len(label)) for start, end in marks)
    return Block(kind, whole, tuple(wrap(whole, width)), moved)


def sentence_block(kind: str, text: str, width: int, *, breaks: Breaks, marks: Spans = ()) -> Block:
    """Wrap a text into a block in which each sentence begins on a line of its own."""
    lines: list[tuple[int, int]] = []
    firsts: list[int] = []
    for start, end in pairwise((0, *breaks, len(text))):
        firsts.append(len(lines))
        lines += [(start + first, start + last) for first, last in wrap(text[start:end], width)]
    return Block(kind, text, tuple(lines), marks, frozenset(firsts[1:]))


def line_of(blocks: tuple[Block, ...], number: int) -> tuple[Block, tuple[int, int]] | None:
    """Find line `number` of blocks below each other; None below the last."""
    for item in blocks:
        if number < len(item.lines):
            return item, item.lines[number]
        number -= len(item.lines)
    return None


def begins_sentence(blocks: tuple[Block, ...], number: int) -> bool:
    """Say whether a second or later sentence begins on line `number` of blocks below each other."""
    return bool(blocks) and number in blocks[0].sentence_lines


def _line_count(blocks: tuple[Block, ...]) -> int:
    return sum(len(item.lines) for item in blocks)


def crop(text: str, width: int) -> str:
    """Cut `text` to at most `width` cells, with an ellipsis where something is missing."""
    if cell_len(text) <= width:
        return text
    kept = ""
    used = 0
    for character in text:
        cells = cell_len(character)
        if used + cells > width - 1:
            break
        kept += character
        used += cells
    return f"{kept}…"
