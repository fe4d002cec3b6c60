"""From paths to the files to read: folders are walked, patterns are matched."""

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from workbench.errors import InputError
from workbench.intake.readers import registry


def find_files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files to read: those named, those that a pattern such as `news/**/*.html` matches, and those
    of a known type in the folders named, in sorted order, each once.

    Hidden files and links that lead round in a circle are passed over. Raises InputError for a path that
    does not exist, a pattern that nothing matches, a named file of an unknown type, and a folder without a
    file of a known type.
    """
    named = [place for path in paths for place in _places(path)]
    seen: set[str] = set()
    for path in named:
        for file in _walk(path) if path.is_dir() else (path,):
            key = os.path.abspath(file)  # noqa: PTH100 (links are files of their own)
            if key not in seen:
                seen.add(key)
                yield file


def passed_over(paths: Sequence[Path]) -> list[Path]:
    """List the files in the folders named that `find_files` passes over because it does not know their type.

    Hidden files are not among them, nor what a pattern matches.
    """
    return [
        file
        for path in paths
        if path.is_dir()
        for file in _files_inside(path)
        if not registry.is_known(file.name) and file.is_file()
    ]


def _places(path: Path) -> list[Path]:
    """Give a path that exists, or what a pattern matches."""
    if path.exists():
        if path.is_file() and not registry.is_known(path.name):
            raise InputError(
                f"{path}: files of this type cannot be read; known are {registry.known_endings()}"
            )
        return [path]
    if path.is_symlink():
        raise InputError(f"{path}: no such file or folder; it is a link that leads nowhere")
    if not glob.has_magic(str(path)):
        raise InputError(f"{path}: no such file or folder; check the spelling")
    found = [Path(name) for name in sorted(glob.glob(str(path), recursive=True))]  # noqa: PTH207 (absolute too)
    kept = [place for place in found if place.is_dir() or (place.is_file() and registry.is_known(place.name))]
    files = [place for place in kept if not place.is_dir()]
    if not kept:
        raise InputError(f"{path}: no file that can be read matches this pattern; check the spelling")
    return files or kept


def _walk(folder: Path) -> Iterator[Path]:
    count = 0
    for path in _files_inside(folder):
        if registry.is_known(path.name) and path.is_file():
            count += 1
            yield path
    if not count:
        raise InputError(f"{folder}: no file in here can be read; known types are {registry.known_endings()}")


def _files_inside(folder: Path) -> Iterator[Path]:
    """Yield what stands in a folder and the folders in it, in sorted order, but nothing hidden."""
    seen: set[tuple[int, int]] = set()
    for place, folders, names in os.walk(folder, followlinks=True):
        status = Path(place).stat()
        if (status.st_dev, status.st_ino) in seen:
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(place, name) for name in sorted(names) if not name.startswith("."))
