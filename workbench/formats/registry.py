"""Which reader and which writer a file of translation units goes to, by its ending or a format's name."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from workbench.formats.html import write_html
from workbench.formats.jsonl import read_jsonl, write_jsonl
from workbench.formats.moses import write_moses
from workbench.formats.tabular import read_csv, read_tsv, write_csv, write_tsv
from workbench.formats.tmx import read_tmx, write_tmx
from workbench.formats.units import Unit
from workbench.formats.xliff import read_xliff, write_xliff, write_xliff_1

Write = Callable[[Path, Iterable[Unit]], int]
Read = Callable[[Path], Iterator[Unit]]

UNIT_FORMATS: dict[str, Write] = {
    "tmx": write_tmx,
    "tsv": write_tsv,
    "csv": write_csv,
    "xliff": write_xliff,
    "xliff-1.2": write_xliff_1,
    "jsonl": write_jsonl,
    "html": write_html,
    "moses": write_moses,
}
"""The formats that hold translation units, by the name on the command line."""

READERS: dict[str, Read] = {
    ".tmx": read_tmx,
    ".xml": read_tmx,  # as some tools name it
    ".xlf": read_xliff,
    ".xliff": read_xliff,
    ".tsv": read_tsv,
    ".csv": read_csv,
    ".jsonl": read_jsonl,
}
"""What reads the units of a file back with all that they know, by the ending of its name."""

FORMAT_OF_ENDING = {".xlf": "xliff", ".htm": "html", **{f".{name}": name for name in UNIT_FORMATS}}
"""The format in which a file of that name is written."""
