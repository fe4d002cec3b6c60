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

    A file that cannot be read does not stop the others; it comes back as failed, and an earlier version of it
    stays. Bytes that are in the store under another path are not taken in twice.

    Raises:
        InputError: a path does not exist, or there is no file that could be read in any of them.
    """
    files = list(find_files(paths))
    importer = _Importer(store, files, encoding=encoding)
    imported = []
    for n, path in enumerate(files):
        progress(n, len(files))
        imported.append(importer.take_in(path))
    progress(len(files), len(files))
    return imported


class _Importer:
    """Knows which bytes are in the store, and under which path."""

    def __init__(self, store: Store, files: Sequence[Path], *, encoding: str | None) -> None:
        self.store = store
        self.encoding = encoding
        self.known = documents.current_hashes(store)
        on_disk = {_stored_name(path): _digest(path) for path in files}
        self.paths_by_digest = {
            digest: name for name, digest in self.known.items() if on_disk.get(name, digest) == digest
        }

    def take_in(self, path: Path) -> ImportedFile:
        name = _stored_name(path)
        try:
            digest = documents.content_hash(path.read_bytes())
            if self.known.get(name) == digest and self.encoding is None:
                return ImportedFile(name, Outcome.UNCHANGED)
            twin = self.paths_by_digest.get(digest, name)
            if twin != name:
                documents.retire_file(self.store, name)
                return ImportedFile(name, Outcome.DUPLICATE, detail=f"same bytes as {twin}")
            file = read_file(path, encoding=self.encoding)
        except OSError as error:
            return _failed(path, f"{path}: cannot be read ({error.strerror})")
        except InputError as error:
            return _failed(path, str(error))
        with self.store.atomic():  # another process may have taken the file in meanwhile
            current = documents.current_version(self.store, name)
            if current == documents.FileVersion(digest, file.encoding):
                return ImportedFile(name, Outcome.UNCHANGED)
            outcome = Outcome.ADDED if current is None else Outcome.CHANGED
            ids = documents.add_file(self.store, name, file)
        self.known[name] = digest
        self.paths_by_digest[digest] = name
        return ImportedFile(name, outcome, document_ids=tuple(ids))


def _failed(path: Path, reason: str) -> ImportedFile:
    return ImportedFile(_stored_name(path), Outcome.FAILED, detail=_writable(reason))


def _digest(path: Path) -> str:
    """Give the hash of a file's bytes, the empty string where it cannot be read."""
    try:
        return documents.content_hash(path.read_bytes())
    except OSError:
        return ""


def _stored_name(path: Path) -> str:
    return _writable(str(path.resolve()))


def _writable(text: str) -> str:
    """Write the bytes of a file name that are not UTF-8 as `\\xNN`, so that it can be stored and printed."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
