"""Importing: files are taken in once, and again only where their bytes have changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from db import documents
from db.store import Store
from workbench.engines.protocols import Progress
from workbench.errors import InputError
from workbench.intake.reading import find_files, read_file


class Outcome(StrEnum):
    """What became of one file."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """One file: `detail` names the twin of a duplicate, or says why it failed."""

    path: str
    outcome: Outcome
    document_ids: tuple[int, ...] = ()
    detail: str = ""


def import_paths(
    store: Store, paths: Sequence[Path], *, encoding: str | None = None, progress: Progress
) -> list[ImportedFile]:
    """Take in files and folders, each file in a transaction of its own.

    A file that cannot be read does not stop the others; it comes back as failed. Bytes that are in the store
    under another path are not taken in twice.

    Raises:
        InputError: a path does not exist, or there is no file that could be read in any of them.
    """
    files = list(find_files(paths))
    known = documents.current_hashes(store)
    imported = []
    for n, path in enumerate(files):
        progress(n, len(files))
        item = _import_file(store, path, known, encoding=encoding)
        imported.append(item)
    progress(len(files), len(files))
    return imported


def _import_file(store: Store, path: Path, known: dict[str, str], *, encoding: str | None) -> ImportedFile:
    """Take in one file and note its hash in `known`."""
    name = str(path.resolve())
    try:
        digest = documents.content_hash(path.read_bytes())
        if known.get(name) == digest and encoding is None:
            return ImportedFile(name, Outcome.UNCHANGED)
        twin = next((other for other, theirs in known.items() if theirs == digest and other != name), None)
        if twin is not None:
            return ImportedFile(name, Outcome.DUPLICATE, detail=f"same bytes as {twin}")
        file = read_file(path, encoding=encoding)
    except OSError as error:
        return ImportedFile(name, Outcome.FAILED, detail=f"{path}: cannot be read ({error.strerror})")
    except InputError as error:
        return ImportedFile(name, Outcome.FAILED, detail=str(error))
    outcome = Outcome.CHANGED if name in known else Outcome.ADDED
    ids = documents.add_file(store, name, file)
    known[name] = digest
    return ImportedFile(name, outcome, document_ids=tuple(ids))
