"""Running: the main job, from files to translations, alignments and exports."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from aligners.progress import Progress
from aligners.registry import DEFAULT_ALIGNER, Aligner
from db import documents
from db.records import DocumentPair, Route, StoredDocument
from db.store import Store
from workbench.alignment.aligning import AlignmentReport, align_pending
from workbench.alignment.learning import aligner_for
from workbench.errors import InputError
from workbench.export.exporting import export_all
from workbench.importing import ImportedFile, Outcome, import_paths
from workbench.intake.user_rules import UserRules
from workbench.review.reviewing import UnmatchedDocument, overview
from workbench.translation.translating import TranslationReport, open_translator, translate_pending

ShowProgress = Callable[[str], AbstractContextManager[Progress]]
"""Gives a progress bar with a title."""


@dataclass(frozen=True, slots=True)
class Job:
    """What to run, and with which engines; no encoder asks for the embedded one."""

    paths: Sequence[Path]
    encoding: str | None = None
    rules: UserRules | None = None
    encoder: str | None = None
    aligner: str = DEFAULT_ALIGNER
    export_folder: Path | None = None


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did now, and what the database holds after it."""

    files: tuple[ImportedFile, ...]
    documents: tuple[StoredDocument, ...]
    routes: dict[Route, int]
    translation: TranslationReport
    alignment: AlignmentReport
    pairs: tuple[DocumentPair, ...]
    unmatched: tuple[UnmatchedDocument, ...]
    exported: tuple[Path, ...]


def run(store: Store, job: Job, *, show: ShowProgress) -> RunReport:
    """Import, translate, match, align and export; only what is new or changed is done.

    Raises:
        InputError: none of the files could be read.
        aligners.errors.UnknownAlignerError: no aligner of that name; nothing is read.
    """
    aligner = aligner_for(store, job.aligner)
    with show("Reading files") as progress:
        files = import_paths(store, job.paths, encoding=job.encoding, rules=job.rules, progress=progress)
    if files and all(file.outcome is Outcome.FAILED for file in files):
        raise InputError(files[0].detail if len(files) == 1 else _all_failed(files))
    translation = _translate(store, show)
    alignment = _align(store, aligner, job.encoder, show)
    exported: list[Path] = []
    if job.export_folder is not None:
        with show("Exporting") as progress:
            exported = export_all(store, job.export_folder, progress=progress)
    listed = documents.list_documents(store)
    counts = documents.route_counts(store, [document.id for document in listed])
    seen = overview(store.path)
    return RunReport(
        files=tuple(files),
        documents=tuple(listed),
        routes={route: sum(count[route] for count in counts.values()) for route in Route},
        translation=translation,
        alignment=alignment,
        pairs=seen.pairs,
        unmatched=seen.unmatched,
        exported=tuple(exported),
    )


def _all_failed(files: Sequence[ImportedFile]) -> str:
    return f"none of the {len(files)} files can be read; the first: {files[0].detail}"


def _translate(store: Store, show: ShowProgress) -> TranslationReport:
    with show("Translating") as progress:
        return translate_pending(store, open_translator(store), progress=progress)


def _align(store: Store, aligner: Aligner, encoder: str | None, show: ShowProgress) -> AlignmentReport:
    from workbench.engines.encoder import load_encoder

    with show("Matching documents") as matching, show("Aligning sentences") as aligning:
        return align_pending(
            store, load_encoder(encoder), aligner, show_matching=matching, show_aligning=aligning
        )
