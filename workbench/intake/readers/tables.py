# ruff: noqa: SIM905 (a list of words reads best as words)
"""Tables: TSV and CSV with a Chinese and an English column, or with rows of any kind."""

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
    columns = _language_columns(rows[:SAMPLE_ROWS])
    writer = BlockWriter()
    for index, row in enumerate(rows):
        cells = [cell.strip().replace("\n", " ") for cell in row]
        if index == 0 and cells and sum(cell.lower() in _HEADER for cell in cells) * 2 >= len(cells):
            writer.add("\t".join(cells), furniture="head of the table")
        elif len(columns) == 2:
            for language, column in columns.items():
                writer.add(
                    cells[column] if column < len(cells) else "",
                    kind="table row",
                    language=language,
                    row=index,
                )
        else:
            writer.add("\t".join(cells), kind="table row" if sum(map(bool, cells)) > 1 else "")
    return writer.extract()


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
