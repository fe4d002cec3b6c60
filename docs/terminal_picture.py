"""A picture of a Textual screen as SVG, with the width of each character as a terminal draws it.

Textual's own export stretches a run of text by its number of characters; a Chinese character takes two cells,
so its lines come out too short. Here every character gets its own place.
"""

from collections.abc import Iterator
from html import escape
from itertools import groupby

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.strip import Strip

CELL_WIDTH = 9
CELL_HEIGHT = 19
FONT_SIZE = 15
WIDE_FONT_SIZE = 2 * CELL_WIDTH  # some renderers place only the first of several characters
BASELINE = 14
MARGIN = 8
FONTS = "'DejaVu Sans Mono', Menlo, Consolas, 'Noto Sans Mono CJK SC', 'PingFang SC', monospace"
_FOREGROUND, _BACKGROUND = "#e0e0e0", "#121212"


def picture(app: App[None]) -> str:
    """Draw what `app` shows now."""
    strips = app.screen._compositor.render_strips()
    width = app.size.width * CELL_WIDTH + 2 * MARGIN
    height = app.size.height * CELL_HEIGHT + 2 * MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}" font-family="{FONTS}">',
        f'<rect width="{width}" height="{height}" rx="6" fill="{_BACKGROUND}"/>',
    ]
    for row, strip in enumerate(strips):
        parts += _line(strip, row)
    return "\n".join([*parts, "</svg>\n"])


def _line(strip: Strip, row: int) -> Iterator[str]:
    x = MARGIN
    y = MARGIN + row * CELL_HEIGHT
    texts: list[str] = []
    for segment in strip:
        width = cell_len(segment.text) * CELL_WIDTH
        foreground, background = _colours(segment.style)
        box = f'width="{width + 0.5}" height="{CELL_HEIGHT + 0.5}"'
        yield f'<rect x="{x}" y="{y}" {box} fill="{background}"/>'
        texts += _runs(segment, x, y + BASELINE, foreground)
        x += width
    yield from texts


def _runs(segment: Segment, x: int, y: int, colour: str) -> Iterator[str]:
    """Give a text element for each run of characters of one width, with the place of every character."""
    style = segment.style or Style()
    look = (' font-weight="bold"' if style.bold else "") + (' font-style="italic"' if style.italic else "")
    for cells, run in groupby(segment.text, _cells):
        characters = list(run)
        step = abs(cells) * CELL_WIDTH
        if cells > 0:
            places = " ".join(str(x + n * step) for n in range(len(characters)))
            size = WIDE_FONT_SIZE if cells == 2 else FONT_SIZE
            text = escape("".join(characters))
            yield f'<text x="{places}" y="{y}" font-size="{size}" fill="{colour}"{look}>{text}</text>'
        x += step * len(characters)


def _cells(character: str) -> int:
    """Give the width of a character in cells, negative for a blank."""
    return -1 if character == " " else cell_len(character)


def _colours(style: Style | None) -> tuple[str, str]:
    style = style or Style()
    foreground = _hexadecimal(style.color, _FOREGROUND)
    background = _hexadecimal(style.bgcolor, _BACKGROUND)
    return (background, foreground) if style.reverse else (foreground, background)


def _hexadecimal(colour: Color | None, default: str) -> str:
    return default if colour is None or colour.is_default else colour.get_truecolor().hex
