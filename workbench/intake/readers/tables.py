# ruff: noqa: SIM905 (a list of words reads best as words)
"""Tables with a Chinese and an English column, or with rows of any kind; TSV and CSV as they are read."""

import csv
import io
from collections import Counter
from collections.abc import Sequence

from workbench.errors import InputError
from workbench.intake.blocks import BlockWriter, Extract
from workbench.intake.detector import detect

SAMPLE_ROWS = 200
MAX_CELL_CHARACTERS = 1_000_000
MAIN_SHARE = 0.6  # of a column's cells in one language, from which the column is that language's
_HEADER = frozenset(
    "zh en zh-cn en-us zh-hans zh-hant source target source_text target_text src tgt chinese english text "
    "translation 中文 英文 汉语 英语 原文 译文 漢語 英語 譯文".split()
)


def read_tsv(name: str, text: str) -> Extract:
    """Read tab-separated values; a tab or line feed inside a cell needs quotation marks around it."""
    return _read(name, text, "\t")


def read_csv(name: str, text: str) -> Extract:
    """Read comma-separated values, or those apart by semicolons or tabs where the first line says so."""
    first = text.split("\n", 1)[0]
    return _read(name, text, max(",;\t", key=first.count))


def _read(name: str, text: str, delimiter: str) -> Extract:
    has_quotes = delimiter != "\t" or '\t"' in text or text.startswith('"')
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    try:
        rows = list(
            csv.reader(
                io.StringIO(text, newline=""),
                delimiter=delimiter,
                quoting=csv.QUOTE_MINIMAL if has_quotes else csv.QUOTE_NONE,
            )
        )
    except csv.Error as error:
        raise InputError(f"{name}: not a table ({error}); check its quotation marks") from error
    writer = BlockWriter()
    add_rows(writer, rows)
    return writer.extract()


def add_rows(writer: BlockWriter, rows: Sequence[Sequence[str]], *, first_row: int = 0) -> None:
    """Append the rows of one table; where two columns hold the two languages, their cells are counterparts.

    Row numbers begin at `first_row`, so that several tables of one file keep theirs apart.
    """
    has_head = bool(rows) and _is_head(rows[0])
    columns = _language_columns(rows[has_head:SAMPLE_ROWS])
    for index, row in enumerate(rows):
        cells = [cell.strip().replace("\n", " ") for cell in row]
        if index == 0 and has_head:
            writer.add("\t".join(cells), furniture="head of the table")
        elif len(columns) == 2:
            for language, column in columns.items():
                text = cells[column] if column < len(cells) else ""
                writer.add(text, kind="table row", language=language, row=first_row + index)
        else:
            writer.add("\t".join(cells), kind="table row" if sum(map(bool, cells)) > 1 else "")


def _is_head(row: Sequence[str]) -> bool:
    cells = [cell.strip().lower() for cell in row if cell.strip()]
    return bool(cells) and sum(cell in _HEADER for cell in cells) * 2 >= len(cells)


def _language_columns(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Give the column of each of the two languages, in the order of the columns."""
    width = max((len(row) for row in rows), default=0)
    found: dict[str, int] = {}
    for column in range(width):
        languages = Counter(
            detect(row[column][:400]).language for row in rows if len(row) > column and row[column].strip()
        )
        for language in ("zh", "en"):
            is_main = languages[language] >= MAIN_SHARE * max(1, languages.total())
            if is_main and language not in found and _mean_length(rows, column) >= 2:
                found[language] = column
                break
    return dict(sorted(found.items(), key=lambda item: item[1]))


def _mean_length(rows: Sequence[Sequence[str]], column: int) -> float:
    cells = [row[column] for row in rows if len(row) > column]
    return sum(map(len, cells)) / len(cells)
