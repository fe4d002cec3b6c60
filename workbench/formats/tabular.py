"""Units as tables: TSV for scripts, CSV for spreadsheets; the columns are the fields of a unit.

Both quote a field that holds the delimiter, a quotation mark or a line end, as RFC 4180 says. The CSV form
starts with a byte order mark, ends lines with CR LF, and puts an apostrophe before a text that a spreadsheet
would take for a formula (`=`, `+`, `-`, `@`); `read_csv` takes it away again.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from workbench.errors import InputError
from workbench.formats.units import Unit, replacing

COLUMNS = tuple(field.name for field in fields(Unit))
TEXT_COLUMNS = ("source_text", "target_text")
FLAGS = frozenset({"is_draft", "is_manual", "is_bookmarked"})
LONGEST_FIELD = 1 << 28  # characters

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_SHIELDED = re.compile(r"'+[=+\-@\t\r]")


def write_tsv(path: Path, units: Iterable[Unit]) -> int:
    """Write UTF-8 with a heading and one unit a row, and give the number of units. Raises OutputError."""
    return _write(path, units, delimiter="\t", line_end="\n", encoding="utf-8", shield=str)


def write_csv(path: Path, units: Iterable[Unit]) -> int:
    """Write the form that spreadsheets read, and give the number of units. Raises OutputError."""
    return _write(path, units, delimiter=",", line_end="\r\n", encoding="utf-8-sig", shield=_shielded)


def read_tsv(path: Path) -> Iterator[Unit]:
    """Yield the units of a table with a heading; columns may be missing, but not the two texts."""
    return _read(path, delimiter="\t", unshield=str)


def read_csv(path: Path) -> Iterator[Unit]:
    """Yield the units of a comma-separated table with a heading, its apostrophes before formulas taken
    away."""
    return _read(path, delimiter=",", unshield=_unshielded)


def has_unit_columns(path: Path) -> bool:
    """Tell whether the heading of a table names the two texts of a unit, so that it can be read back."""
    try:
        with path.open("rb") as file:
            heading = file.readline(4096).decode("utf-8-sig", "replace").strip()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    return set(TEXT_COLUMNS) <= {name.strip('"') for name in re.split("[,\t]", heading)}


def _write(
    path: Path,
    units: Iterable[Unit],
    *,
    delimiter: str,
    line_end: str,
    encoding: str,
    shield: Callable[[str], str],
) -> int:
    special = re.compile(rf'[{delimiter}"\r\n]')

    def row(values: Iterable[str]) -> str:
        return delimiter.join(_quoted(value, special) for value in values) + line_end

    count = 0
    with replacing(path, encoding=encoding) as file:
        file.write(row(COLUMNS))
        for unit in units:
            file.write(row(_cell(getattr(unit, name), shield) for name in COLUMNS))
            count += 1
    return count


def _cell(value: str | float | bool | None, shield: Callable[[str], str]) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() | int():
            return repr(value)
        case _:
            return shield(value)


def _quoted(value: str, special: re.Pattern[str]) -> str:
    return '"' + value.replace('"', '""') + '"' if special.search(value) else value


def _shielded(text: str) -> str:
    return "'" + text if _FORMULA.match(text) else text


def _unshielded(text: str) -> str:
    return text[1:] if _SHIELDED.match(text) else text


def _read(path: Path, *, delimiter: str, unshield: Callable[[str], str]) -> Iterator[Unit]:
    csv.field_size_limit(LONGEST_FIELD)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, delimiter=delimiter)
            heading = next(rows, [])
            if not set(TEXT_COLUMNS) <= set(heading):
                raise InputError(f"{path}:1: the heading must name the columns source_text and target_text")
            for row in rows:
                if len(row) != len(heading):
                    raise InputError(
                        f"{path}:{rows.line_num}: {len(row)} columns where the heading has {len(heading)}"
                    )
                yield _unit(dict(zip(heading, row, strict=True)), unshield, f"{path}:{rows.line_num}")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except csv.Error as error:
        raise InputError(f"{path}:{rows.line_num}: not a table ({error})") from error


def _unit(cells: dict[str, str], unshield: Callable[[str], str], place: str) -> Unit:
    values: dict[str, Any] = {
        name: unshield(value)
        for name, value in cells.items()
        if name in COLUMNS and name != "score" and name not in FLAGS
    }
    score = cells.get("score", "")
    try:
        number = float(score) if score else None
    except ValueError as error:
        raise InputError(f"{place}: score '{score}' is not a number") from error
    values |= {name: cells.get(name, "") == "yes" for name in FLAGS}
    return Unit(**values, score=number)
