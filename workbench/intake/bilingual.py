"""Texts in two languages side by side: which paragraphs the file itself sets beside each other.

The order that a file gives is evidence for alignment. It shows as rows: the cells of a table row, the two
variants of a translation unit, or a paragraph and its translation below it (中英对照).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from workbench.intake.blocks import Block
from workbench.intake.detector import detect

ROW = "table row"
SIDES = ("zh", "en")
MIN_TABLE_ROWS = 2
MAIN_SHARE = 0.6  # of a column's cells in one language, from which the column is that language's
MIN_ALTERNATIONS = 3
EVEN_SHARE = 0.8  # of the rows with as many paragraphs on both sides, from which alternation is believed
SAMPLE_CHARACTERS = 400


def part_columns(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Cut the rows of tables with a Chinese and an English column at their tabs; the text stays as it is.

    Each cell becomes a block. The cells of the two columns say their language and share a row number.
    """
    parted: list[Block] = []
    row_number = max((block.row for block in blocks if block.row is not None), default=-1) + 1
    for is_table, group in groupby(blocks, key=_is_open_row):
        rows = list(group)
        columns = _columns(text, rows) if is_table else {}
        if not columns:
            parted += rows
            continue
        for row in rows:
            parted += _cells(text, row, columns, row_number)
            row_number += 1
    return tuple(parted)


def _is_open_row(block: Block) -> bool:
    return block.kind == ROW and not block.language and not block.furniture


def _columns(text: str, rows: Sequence[Block]) -> dict[int, str]:
    """Give the language of the Chinese and of the English column, nothing where there are not both."""
    cells = [text[row.start : row.end].split("\t") for row in rows]
    width = max(map(len, cells))
    if len(rows) < MIN_TABLE_ROWS or width < 2:
        return {}
    found: dict[str, int] = {}
    for column in range(width):
        texts = [
            row[column][:SAMPLE_CHARACTERS] for row in cells if len(row) > column and row[column].strip()
        ]
        languages = Counter(detect(cell).language for cell in texts)
        for language in SIDES:
            if language not in found and languages[language] >= max(1, MAIN_SHARE * len(texts)):
                found[language] = column
                break
    return {column: language for language, column in found.items()} if len(found) == len(SIDES) else {}


def _cells(text: str, row: Block, columns: dict[int, str], number: int) -> Iterator[Block]:
    position = row.start
    for column, cell in enumerate(text[row.start : row.end].split("\t")):
        if cell.strip():
            language = columns.get(column, "")
            yield replace(
                row,
                start=position,
                end=position + len(cell),
                language=language,
                row=number if language else None,
                starts_document=row.starts_document and position == row.start,
                metadata=row.metadata if position == row.start else None,
            )
        position += len(cell) + 1


def alternating_rows(languages: Sequence[str]) -> list[int | None]:
    """Number the rows of paragraphs whose languages alternate: zh en zh en, or zh zh en en zh zh en en.

    `languages` has one entry a paragraph, empty for furniture and for other languages, which stand in no row.
    All entries are None where nothing alternates.
    """
    places = [place for place, language in enumerate(languages) if language in SIDES]
    runs = [list(group) for _, group in groupby(places, key=lambda place: languages[place])]
    rows = list(zip(runs[::2], runs[1::2], strict=False))
    even = sum(len(upper) == len(lower) for upper, lower in rows)
    numbers: list[int | None] = [None] * len(languages)
    if len(rows) < MIN_ALTERNATIONS or even < EVEN_SHARE * len(rows):
        return numbers
    for number, row in enumerate(rows):
        for place in (*row[0], *row[1]):
            numbers[place] = number
    return numbers
