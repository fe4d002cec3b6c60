"""A row's texts put into columns."""

from rich.cells import cell_len

from tui.differences import Spans
from tui.layout import Block, Breaks, Columns, Laid, block, sentence_block
from tui.presenter import RowText, short_figure

NO_COUNTERPART = "∅"


def lay_out(row: RowText, widths: Columns) -> Laid:
    """Wrap the texts of a row into the columns."""
    source = [_side(row.source, widths.source, row.source_breaks, row.source_marks)]
    target = [_side(row.target, widths.target, row.target_breaks, row.target_marks)]
    if row.moved:
        empty, width = (target, widths.target) if row.source else (source, widths.source)
        empty.append(block("original", row.moved, width, label="stands elsewhere: "))
    if row.reason:
        empty, width = (target, widths.target) if row.source else (source, widths.source)
        empty.append(block("note", row.reason, width))
    if row.original_source:
        source.append(block("original", row.original_source, widths.source, label="as read: "))
    if row.original_target:
        target.append(block("original", row.original_target, widths.target, label="as read: "))
    if row.draft:
        target.append(
            block("draft", row.draft, widths.target, label="machine draft: ", marks=row.draft_marks)
        )
    figure = "man" if row.is_manual else short_figure(row.figure)
    middle: tuple[tuple[str, str], ...] = ((f"{row.shape} {figure}", row.grade),)
    if cell_len(middle[0][0]) > widths.middle - 1:
        middle = ((row.shape, row.grade), (figure, row.grade))
    across = (block("note", row.note, widths.text, label="note: "),) if row.note else ()
    return Laid(tuple(source), middle, tuple(target), across)


def _side(text: str, width: int, breaks: Breaks, marks: Spans) -> Block:
    if not text:
        return block("empty", NO_COUNTERPART, width)
    return sentence_block("text", text, width, breaks=breaks, marks=marks)


def source_share(rows: list[RowText]) -> float:
    """Give the source's part of the texts, in cells."""
    source = sum(cell_len(row.source) for row in rows)
    target = sum(cell_len(row.target) for row in rows)
    return source / (source + target) if source + target else 0.5
