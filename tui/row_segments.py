"""A row as lines of coloured segments: marks stand out, and so do signs for what acts or hides."""

from collections.abc import Callable
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from tui.layout import Block, Columns, Laid, begins_sentence, line_of
from tui.presenter import BOOKMARK_SIGN, FINDING_SIGN, SENTENCE_SIGN, RowText
from tui.visible_text import SIGN
from workbench.report.pair_figures import STATE_SIGNS


@dataclass(frozen=True, slots=True)
class Gutter:
    """What stands before a row's texts: its number from 1, the cursor, the sign of the selection."""

    number: int
    has_cursor: bool
    is_selected: bool


@dataclass(frozen=True, slots=True)
class Look:
    """The background of a row, and the style that a name stands for."""

    background: Style
    style_of: Callable[[str], Style]


def row_segments(
    text: RowText, laid: Laid, number: int, widths: Columns, *, gutter: Gutter, look: Look
) -> list[Segment]:
    """Draw line `number` of a row, up to the right end of the target column."""
    segments = _gutter_segments(gutter, text, laid, number, width=widths.gutter, look=look)
    if number >= laid.body_height:
        return segments + column_segments(laid.across, number - laid.body_height, widths.text, look)
    return [
        *segments,
        *column_segments(laid.source, number, widths.source, look),
        _middle_segment(laid, number, widths.middle, look),
        *column_segments(laid.target, number, widths.target, look),
    ]


def _middle_segment(laid: Laid, number: int, width: int, look: Look) -> Segment:
    sentence = _sentence_sign(laid.target, number)
    if number >= len(laid.middle):
        return Segment(sentence.rjust(width), look.background + look.style_of("gutter"))
    shown, colour = laid.middle[number]
    return Segment(shown.center(width)[:-1] + sentence, look.background + look.style_of(colour))


def _sentence_sign(blocks: tuple[Block, ...], number: int) -> str:
    return SENTENCE_SIGN if begins_sentence(blocks, number) else " "


def _gutter_segments(
    gutter: Gutter, text: RowText, laid: Laid, number: int, *, width: int, look: Look
) -> list[Segment]:
    bar = "▌" if gutter.has_cursor else " "
    mark = "*" if gutter.is_selected else " "
    style = look.background + look.style_of("gutter")
    if number:
        sentence = _sentence_sign(laid.source, number)
        return [Segment(bar + mark + sentence.rjust(width - 2), style)]
    warns = text.finding_sign == FINDING_SIGN
    return [
        Segment(f"{bar}{mark}{str(gutter.number).rjust(width - 5)}", style),
        Segment(text.finding_sign or " ", look.background + look.style_of("finding") if warns else style),
        Segment(STATE_SIGNS[text.state], look.background + look.style_of(text.state.value)),
        Segment(BOOKMARK_SIGN if text.is_bookmarked else " ", style),
    ]


def column_segments(blocks: tuple[Block, ...], number: int, width: int, look: Look) -> list[Segment]:
    """Draw line `number` of a column, filled up to `width` cells; blank below the last line."""
    background, style_of = look.background, look.style_of
    found = line_of(blocks, number)
    if found is None:
        return [Segment(" " * width, background)]
    item, (start, end) = found
    style = background + style_of(item.kind)
    segments: list[Segment] = []
    for piece, is_marked in item.pieces(start, end):
        place = 0
        drawn = style + style_of("mark") if is_marked else style
        for match in SIGN.finditer(piece):
            segments.append(Segment(piece[place : match.start()], drawn))
            segments.append(Segment(match.group(), background + style_of("sign")))
            place = match.end()
        segments.append(Segment(piece[place:], drawn))
    shown_width = cell_len(item.text[start:end])
    segments.append(Segment(" " * max(width - shown_width, 0), background))
    return segments
