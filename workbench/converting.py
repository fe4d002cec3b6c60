"""Converting: translation units from one format of the trade to another, without a database."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from workbench.errors import InputError, OutputError
from workbench.formats.moses import read_moses
from workbench.formats.registry import FORMAT_OF_ENDING, READERS, UNIT_FORMATS
from workbench.formats.tabular import has_unit_columns
from workbench.formats.units import Unit, language_of_code, primary
from workbench.intake.readers import registry
from workbench.languages import SOURCE_LANGUAGE, TARGET_LANGUAGE

_TABLES = (".tsv", ".csv")
_ROWS_ONLY = (".xlsx", ".po")
KNOWN = " ".join(sorted({*READERS, *_ROWS_ONLY, f".{SOURCE_LANGUAGE}"}))
"""The endings of files that hold units, for messages."""


def read_units(path: Path) -> Iterator[Unit]:
    """Yield the units of TMX, XLIFF, JSON Lines, tables, workbooks, PO files, or of a Moses pair.

    Tables of our own making give all that they know. Of others the rows count that have text both in the
    Chinese and in the English column, whatever the columns are called. A Moses pair is named by its
    Chinese file; the English one lies beside it, such as `corpus.zh` and `corpus.en`.

    Raises:
        InputError: the file cannot be read, is of another type, or holds no row in two languages.
    """
    ending = path.suffix.lower()
    if ending in _ROWS_ONLY or (ending in _TABLES and not has_unit_columns(path)):
        yield from _rows(path)
    elif ending in READERS:
        yield from READERS[ending](path)
    elif primary(language := language_of_code(ending[1:])) == SOURCE_LANGUAGE:
        beside = path.with_suffix(f".{TARGET_LANGUAGE}")
        yield from read_moses(path, beside, source_language=language, target_language=TARGET_LANGUAGE)
    else:
        raise InputError(f"{path}: no units are read from files of this type; known are {KNOWN}")


def convert(source: Path, target: Path, format_name: str | None = None) -> int:
    """Write the units of one file to another, in the format of its ending or the one named; give their
    number.

    Raises:
        InputError: see `read_units`, and where there is no unit.
        OutputError: the target cannot be written, or its ending says no format; an old file is left as
            it was.
    """
    name = format_name or FORMAT_OF_ENDING.get(target.suffix.lower())
    if name is None:
        raise OutputError(f"{target}: its ending says no format; name one with --to")
    if source.exists() and target.exists() and source.samefile(target):
        raise OutputError(f"{target}: is the file to convert; choose another name")
    units = read_units(source)
    first = next(units, None)
    if first is None:
        raise InputError(f"{source}: there is no unit in it")

    def all_units() -> Iterator[Unit]:
        yield first
        yield from units

    return UNIT_FORMATS[name](target, all_units())


def _rows(path: Path) -> Iterator[Unit]:
    try:
        extract = registry.read(path.name, path.read_bytes(), None).extract
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    found = False
    blocks = [block for block in extract.blocks or () if block.row is not None]
    for _, row in groupby(blocks, key=attrgetter("row")):
        texts = {block.language: extract.text[block.start : block.end] for block in row}
        if SOURCE_LANGUAGE in texts and TARGET_LANGUAGE in texts:
            found = True
            yield Unit(texts[SOURCE_LANGUAGE], texts[TARGET_LANGUAGE], document=path.stem)
    if not found:
        raise InputError(f"{path}: no row with Chinese and English beside each other; check the columns")
