"""Importing: files are taken in once, and again only where their bytes or the rules have changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from aligners.progress import Progress
from db import documents
from db.records import SourceFile
from db.store import Store
from workbench.errors import InputError
from workbench.intake.encodings import GIVEN
from workbench.intake.finding import find_files
from workbench.intake.reading import has_text
from workbench.intake.user_rules import NO_RULES, UserRules, parse_rules
from workbench.reading_ahead import Job, read_all
from workbench.reprints import recognise_reprints


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
    store: Store,
    paths: Sequence[Path],
    *,
    encoding: str | None = None,
    rules: UserRules | None = None,
    progress: Progress,
) -> list[ImportedFile]:
    """Take in files and folders, each file in a transaction of its own, and tell reprints from originals.

    A file that cannot be read does not stop the others; it comes back as failed, and an earlier version of it
    stays. Bytes that are in the store under another path are not taken in twice. Without `rules` and
    `encoding` those stand that the user gave for a file before. Many files are read on two processes.

    Raises:
        InputError: a path does not exist, or there is no file that could be read in any of them.
    """
    files = list(find_files(paths))
    importer = _Importer(store, files, encoding=encoding, rules=rules)
    imported: list[ImportedFile] = []
    for outcome in importer.take_in(files):
        progress(len(imported), len(files))
        imported.append(outcome)
    progress(len(files), len(files))
    recognise_reprints(store)
    return imported


def refuse_unreadable(
    paths: Sequence[Path], *, encoding: str | None = None, is_one_enough: bool = True
) -> None:
    """Look whether there is anything to take in, so that no database is made for nothing.

    Every path must lead to files. With `is_one_enough` one of the files must also have text that can be read.

    Raises:
        InputError: a path does not exist, or none of the files can be read.
    """
    reasons: list[InputError] = []
    for path in find_files(paths):
        if not is_one_enough:
            continue
        try:
            if has_text(path, encoding=encoding):
                return
        except InputError as error:
            reasons.append(error)
    if len(reasons) == 1:
        raise reasons[0]
    if reasons:
        raise InputError(f"none of the {len(reasons)} files can be read; the first: {reasons[0]}")


class _Importer:
    """Knows which bytes are in the store, under which path, and read with which rules."""

    def __init__(
        self, store: Store, files: Sequence[Path], *, encoding: str | None, rules: UserRules | None
    ) -> None:
        self.store = store
        self.encoding = encoding
        self.rules = rules
        self.unreadable: set[str] = set()
        self.known = documents.current_hashes(store)
        self.known_rules = documents.current_rules(store)
        self.known_encodings = documents.given_encodings(store, GIVEN)
        self.digests = {path: _digest(path) for path in files}
        on_disk = {_stored_name(path): digest for path, digest in self.digests.items()}
        self.paths_by_digest = {
            digest: name for name, digest in self.known.items() if on_disk.get(name, digest) == digest
        }

    def take_in(self, files: Sequence[Path]) -> Iterator[ImportedFile]:
        """Yield what became of each file, in order."""
        seen = dict(self.paths_by_digest)
        plans: list[Job | ImportedFile] = []
        for path in files:
            plan = self._plan(path, seen)
            if isinstance(plan, Job):
                seen.setdefault(self.digests[path], _stored_name(path))
            plans.append(plan)
        results = read_all([plan for plan in plans if isinstance(plan, Job)])
        for path, plan in zip(files, plans, strict=True):
            yield self._keep(plan, next(results)) if isinstance(plan, Job) else self._settle(path, plan)

    def _plan(self, path: Path, seen: dict[str, str]) -> Job | ImportedFile:
        """Decide whether a file must be read; `seen` gives the path of all bytes that are known by now."""
        name, digest = _stored_name(path), self.digests[path]
        rules = self._rules(name)
        is_read_so = rules.toml == self.known_rules.get(name, "") and self.encoding is None
        if digest and self.known.get(name) == digest and is_read_so:
            return ImportedFile(name, Outcome.UNCHANGED)
        twin = seen.get(digest, name)
        if digest and twin != name:
            return ImportedFile(name, Outcome.DUPLICATE, detail=f"same bytes as {twin}")
        if self.encoding is None and name in self.known_encodings:
            return Job(path, self.known_encodings[name], rules, is_encoding_sure=False)
        return Job(path, self.encoding, rules)

    def _rules(self, name: str) -> UserRules:
        if self.rules is not None:
            return self.rules
        toml = self.known_rules.get(name, "")
        return parse_rules(toml, where=f"the rules of {name}") if toml else NO_RULES

    def _settle(self, path: Path, found: ImportedFile) -> ImportedFile:
        """Let a copy have no documents of its own, unless its twin could not be read either."""
        if found.outcome is not Outcome.DUPLICATE:
            return found
        if self.digests[path] in self.unreadable:
            return ImportedFile(found.path, Outcome.FAILED, detail=f"{path}: {found.detail}, which failed")
        documents.retire_file(self.store, found.path)
        return found

    def _keep(self, job: Job, result: SourceFile | InputError) -> ImportedFile:
        name = _stored_name(job.path)
        if isinstance(result, InputError):
            self.unreadable.add(self.digests[job.path])
            return ImportedFile(name, Outcome.FAILED, detail=_writable(str(result)))
        with self.store.atomic():  # another process may have taken the file in meanwhile
            current = documents.current_version(self.store, name)
            read = (documents.content_hash(result.content), result.encoding, result.rules)
            if current is not None and (current.sha256, current.encoding, current.rules) == read:
                return ImportedFile(name, Outcome.UNCHANGED)
            outcome = Outcome.ADDED if current is None else Outcome.CHANGED
            ids = documents.add_file(self.store, name, result)
        return ImportedFile(name, outcome, document_ids=tuple(ids))


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
