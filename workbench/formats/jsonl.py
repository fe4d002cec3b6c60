"""JSON Lines: one object a unit, with the unit's fields; characters stand as they are, not as escapes."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import get_type_hints

from workbench.errors import InputError
from workbench.formats.units import Unit, replacing

TYPES = get_type_hints(Unit)
FIELDS = tuple(field.name for field in fields(Unit))


def write_jsonl(path: Path, units: Iterable[Unit]) -> int:
    """Write one object a line and give the number of units. Raises OutputError."""
    count = 0
    with replacing(path) as file:
        for unit in units:
            file.write(json.dumps(asdict(unit), ensure_ascii=False) + "\n")
            count += 1
    return count


def read_jsonl(path: Path) -> Iterator[Unit]:
    """Yield the units of a file; keys that are no field are passed over, missing ones have their defaults.

    Raises InputError that names the line.
    """
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield _unit(line, f"{path}:{number}")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from error


def _unit(line: str, place: str) -> Unit:
    try:
        values = json.loads(line)
    except ValueError as error:
        raise InputError(f"{place}: not JSON ({error})") from error
    if not isinstance(values, dict):
        raise InputError(f"{place}: not an object")
    known = {name: value for name, value in values.items() if name in FIELDS}
    for name, value in known.items():
        if name == "score" and type(value) is int:
            known[name] = float(value)
        elif not isinstance(value, TYPES[name]):
            raise InputError(f"{place}: '{name}' has the wrong type")
    for name in ("source_text", "target_text"):
        if name not in known:
            raise InputError(f"{place}: '{name}' is missing")
    return Unit(**known)
