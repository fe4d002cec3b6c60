"""A line of a column as coloured segments: marks stand out, and so do signs for what acts or hides."""

from collections.abc import Callable

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from tui.layout import Block, line_of
from tui.visible_text import SIGN


def column_segments(
    blocks: tuple[Block, ...],
    number: int,
    width: int,
    *,
    background: Style,
    style_of: Callable[[str], Style],
) -> list[Segment]:
    """Draw line `number` of a column, filled up to `width` cells; blank below the last line."""
    found = line_of(blocks, number)
    if found is None:
        return [Segment(" " * width, background)]
    item, (start, end) = found
    style = background + style_of(item.kind)
    segments: list[Segment] = []
    for piece, is_marked in item.pieces(start, end):
        place = 0
        look = style + style_of("mark") if is_marked else style
        for match in SIGN.finditer(piece):
            segments.append(Segment(piece[place : match.start()], look))
            segments.append(Segment(match.group(), background + style_of("sign")))
            place = match.end()
        segments.append(Segment(piece[place:], look))
    shown_width = cell_len(item.text[start:end])
    segments.append(Segment(" " * max(width - shown_width, 0), background))
    return segments
