"""The export formats as choices: what each is for, and where a file of it would go."""

from dataclasses import dataclass
from pathlib import Path

from db.store import open_store
from workbench.export.exporting import export_sqlite, export_units
from workbench.formats.registry import UNIT_FORMATS

WHOLE = "sqlite"
_MOSES = "moses"

_PURPOSES = {
    WHOLE: "everything, with a flat view of the pairs, for queries",
    "tmx": "translation memory, for translation tools",
    "tsv": "a table with tabs, for scripts",
    "csv": "a table for spreadsheets",
    "xliff": "XLIFF 2.1, for translation tools",
    "xliff-1.2": "XLIFF 1.2, for older tools",
    "jsonl": "one JSON object a line, for programs",
    "html": "both texts side by side, to read and print",
    _MOSES: "a file a language, line by line, for training",
}
_SUFFIXES = {"xliff": ".xlf", "xliff-1.2": ".xlf", _MOSES: "", WHOLE: ".sqlite"}
_MOSES_SUFFIXES = (".zh", ".en", ".ids")


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """A format by its name on the command line; `is_whole` where it holds the whole database."""

    name: str
    purpose: str
    is_whole: bool


CHOICES = tuple(ExportChoice(name, _PURPOSES.get(name, ""), name == WHOLE) for name in (*UNIT_FORMATS, WHOLE))


def suggested_place(
    database: Path, choice: ExportChoice, *, drafts: bool, at_least: float | None = 0.0
) -> Path:
    """Suggest a file in the folder where the workbench runs, named after what it will hold (see `export`)."""
    pairs = "-accepted" if at_least is None else "-aligned"
    what = "" if choice.is_whole else ("-drafts" if drafts else pairs)
    return Path.cwd() / f"{database.stem}{what}{_SUFFIXES.get(choice.name, f'.{choice.name}')}"


def is_taken(choice: ExportChoice, place: Path) -> bool:
    """True where an export to `place` would replace a file."""
    if choice.name == _MOSES:
        return any(Path(f"{place}{suffix}").exists() for suffix in _MOSES_SUFFIXES)
    return place.exists()


def export(
    database: Path, choice: ExportChoice, place: Path, *, drafts: bool, at_least: float | None = 0.0
) -> int | None:
    """Write the file and give the number of units, None for the whole database.

    Of pairs that nobody accepted or edited, those whose posterior is below `at_least` are left out, and all
    where it is None.

    Raises:
        OutputError: the file cannot be written.
    """
    with open_store(database, must_exist=True) as store:
        if choice.is_whole:
            export_sqlite(store, place)
            return None
        return export_units(store, choice.name, place, drafts=drafts, at_least=at_least)
