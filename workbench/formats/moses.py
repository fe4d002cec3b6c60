"""Moses: two files with one text a line, which train translation systems, and a third that says where lines
are from.

The two texts of a unit stand on the same line of `NAME.zh` and `NAME.en`. Moses knows no blank sides and no
line ends or tabs inside a text: units with a blank side are left out, white space in a text becomes one
space.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from workbench.errors import InputError, OutputError
from workbench.formats.units import Unit, differ, primary, replacing

_SPACES = re.compile(r"\s+")


def write_moses(path: Path, units: Iterable[Unit]) -> int:
    """Write `path.zh`, `path.en` and `path.ids` (document, tab, number of the unit) and give the number of
    lines.

    The languages are those of the first unit, without their scripts. Raises OutputError where the place
    cannot be written, or where a unit is in other languages.
    """
    source = iter(units)
    first = next((unit for unit in source if _has_both_sides(unit)), None)
    languages = ("zh", "en")
    if first is not None:
        languages = (primary(first.source_language), primary(first.target_language))
    count = 0
    with ExitStack() as stack:
        files = [
            stack.enter_context(replacing(path.with_name(f"{path.name}.{ending}")))
            for ending in (*languages, "ids")
        ]
        number = 0
        for number, unit in enumerate(_chained(first, source)):
            if not _has_both_sides(unit):
                continue
            if any(map(differ, (unit.source_language, unit.target_language), languages)):
                raise OutputError(f"{path}: unit {number} is not {' -> '.join(languages)}; export it as TMX")
            for file, text in zip(files, (unit.source_text, unit.target_text), strict=False):
                file.write(_line(text) + "\n")
            files[2].write(f"{_line(unit.document)}\t{number}\n")
            count += 1
    return count


def read_moses(source: Path, target: Path, *, source_language: str, target_language: str) -> Iterator[Unit]:
    """Yield a unit for each line of two files. Raises InputError where their numbers of lines differ."""
    with ExitStack() as stack:
        try:
            files = [
                stack.enter_context(path.open(encoding="utf-8", newline="\n")) for path in (source, target)
            ]
            lines = [file.read().removesuffix("\n").split("\n") for file in files]
        except OSError as error:
            raise InputError(f"{error.filename}: cannot be read ({error.strerror})") from error
        except UnicodeDecodeError as error:
            raise InputError(f"{source} or {target}: not UTF-8 (byte {error.start})") from error
    if len(lines[0]) != len(lines[1]):
        raise InputError(
            f"{source} has {len(lines[0])} lines, {target} {len(lines[1])}; they must be as many"
        )
    for source_text, target_text in zip(*lines, strict=True):
        yield Unit(source_text, target_text, source_language, target_language)


def _chained(first: Unit | None, rest: Iterator[Unit]) -> Iterator[Unit]:
    if first is not None:
        yield first
    yield from rest


def _has_both_sides(unit: Unit) -> bool:
    return bool(unit.source_text.strip() and unit.target_text.strip())


def _line(text: str) -> str:
    return _SPACES.sub(" ", text).strip()
