"""Pictures out of characters: dots in Braille patterns (two by four a cell), bars in block elements.

Every picture is a `Text` of exactly the lines and cells asked for, so that it fits any terminal.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.style import StyleType
from rich.text import Text

BRAILLE = 0x2800
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of each dot, by row and column in the cell (The Unicode Standard, block U+2800)."""

DOTS_ACROSS, DOTS_DOWN = 2, 4
BAR = "█"
_PARTS = " ▏▎▍▌▋▊▉"

FRAME_CELLS = 2
"""Cells that a frame takes of the width, and lines of the height."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A place in a picture, 0 to 1 from the left and from the top, and the style it is drawn in.

    Of the dots in one cell the one of highest `weight` gives the style.
    """

    x: float
    y: float
    style: StyleType = ""
    weight: int = 0


def dots(places: Iterable[Dot], width: int, height: int) -> Text:
    """Draw dots in a frame of `width` cells and `height` lines."""
    inner_width, inner_height = max(width - FRAME_CELLS, 1), max(height - FRAME_CELLS, 1)
    bits = [[0] * inner_width for _ in range(inner_height)]
    weights = [[-1] * inner_width for _ in range(inner_height)]
    styles: list[list[StyleType]] = [[""] * inner_width for _ in range(inner_height)]
    for dot in places:
        across = min(max(int(dot.x * inner_width * DOTS_ACROSS), 0), inner_width * DOTS_ACROSS - 1)
        down = min(max(int(dot.y * inner_height * DOTS_DOWN), 0), inner_height * DOTS_DOWN - 1)
        row, column = down // DOTS_DOWN, across // DOTS_ACROSS
        bits[row][column] |= _DOTS[down % DOTS_DOWN][across % DOTS_ACROSS]
        if dot.weight > weights[row][column]:
            weights[row][column], styles[row][column] = dot.weight, dot.style
    picture = Text(f"┌{'─' * inner_width}┐\n", no_wrap=True)
    for row in range(inner_height):
        picture.append("│")
        for column in range(inner_width):
            character = chr(BRAILLE + bits[row][column]) if bits[row][column] else " "
            picture.append(character, style=styles[row][column])
        picture.append("│\n")
    picture.append(f"└{'─' * inner_width}┘\n")
    return picture


def bar(share: float, width: int) -> str:
    """Draw a share of a bar of `width` cells, to an eighth of a cell; what is not nothing is seen."""
    eighths = round(max(0.0, min(share, 1.0)) * width * 8)
    if share > 0:
        eighths = max(eighths, 1)
    full, part = divmod(eighths, 8)
    return (BAR * full + (_PARTS[part] if part else "")).ljust(width)


def bars(labels: Sequence[str], counts: Sequence[int], styles: Sequence[StyleType], width: int) -> Text:
    """Draw a bar a line: label, bar, count, in `width` cells."""
    highest = max([*counts, 1])
    label_width = max((len(label) for label in labels), default=0)
    count_width = len(str(highest))
    room = max(width - label_width - count_width - 2, 1)
    picture = Text(no_wrap=True)
    for label, count, style in zip(labels, counts, styles, strict=True):
        picture.append(f"{label:>{label_width}} ")
        picture.append(bar(count / highest, room), style=style)
        picture.append(f" {count:>{count_width}}\n")
    return picture
