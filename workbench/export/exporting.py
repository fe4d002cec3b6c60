"""Exporting: the reviewed bitext in the formats of the trade, and the whole as a clean SQLite file."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from aligners.beads import LinkKind, overlap
from aligners.progress import Progress
from db import alignments, documents, translations
from db.publishing import publish
from db.records import DocumentPair, ReviewState, StoredLink
from db.store import Store, now
from workbench.errors import OutputError
from workbench.formats.registry import UNIT_FORMATS
from workbench.formats.units import Unit
from workbench.languages import SOURCE_LANGUAGE, TARGET_LANGUAGE, join_segments, tag
from workbench.review.reviewing import ReviewPair, open_pair

HUMAN = "aligned"
MACHINE = "machine"

CONFIRMED = frozenset({ReviewState.ACCEPTED, ReviewState.EDITED})


def aligned_units(store: Store, *, at_least: float | None = 0.0) -> Iterator[Unit]:
    """Yield a unit for every bead with text on both sides, every passage that moved and every candidate link
    that was accepted, in reading order; what a reviewer has rejected is left out.

    Of what no reviewer accepted or edited, what has a posterior below `at_least` is left out, and all where
    it is None.
    """
    for pair in alignments.list_pairs(store):
        if pair.run is not None:
            yield from _pair_units(store, pair, at_least)
    current = {document.id for document in documents.list_documents(store)}
    for link in alignments.list_links(store):
        is_current = {link.source_document_id, link.target_document_id} <= current
        if is_current and link.kind is LinkKind.CANDIDATE and link.state in CONFIRMED:
            yield _link_unit(store, link)


def _pair_units(store: Store, pair: DocumentPair, at_least: float | None) -> Iterator[Unit]:
    view = open_pair(store.path, pair.id)
    for bead in view.beads:
        source_text, target_text = view.source_text(bead), view.target_text(bead)
        has_text = source_text.strip() and target_text.strip()  # a reviewer may have written a side
        if has_text and _is_taken(bead.state, bead.posterior, at_least):
            yield Unit(
                source_text=source_text,
                target_text=target_text,
                source_language=tag(pair.source.language, pair.source.script),
                target_language=tag(pair.target.language, pair.target.script),
                state=bead.state.value,
                origin=HUMAN,
                score=bead.posterior,
                is_draft=False,
                note=bead.note,
                document=pair.source.title,
                created_at=now(),
                is_manual=bead.is_manual,
                is_bookmarked=bead.is_bookmarked,
            )
    yield from _moved_units(store, view, at_least)


def _moved_units(store: Store, view: ReviewPair, at_least: float | None) -> Iterator[Unit]:
    """Yield the passages that moved and that no bead has paired otherwise since.

    One that was marked by hand has no score: it is taken as long as the decision stands.
    """
    paired = [bead for bead in view.beads if bead.has_both_sides]
    for link in alignments.list_links(store, view.pair.target.id):
        is_ours = link.kind is LinkKind.MOVED and link.source_document_id == view.pair.source.id
        is_taken = is_ours and _is_taken(link.state, link.score or -1.0, at_least)
        if is_taken and not any(overlap(bead, link) for bead in paired):
            yield _link_unit(store, link)


def _is_taken(state: ReviewState, posterior: float, at_least: float | None) -> bool:
    if state in CONFIRMED or state is ReviewState.REJECTED:
        return state in CONFIRMED
    return at_least is not None and posterior >= at_least


def _link_unit(store: Store, link: StoredLink) -> Unit:
    source, target = (
        documents.get_document(store, document_id)
        for document_id in (link.source_document_id, link.target_document_id)
    )
    source_texts = documents.segment_texts(store, source.id, link.source_start, link.source_end)
    target_texts = documents.segment_texts(store, target.id, link.target_start, link.target_end)
    return Unit(
        source_text=join_segments(source_texts, source.language),
        target_text=join_segments(target_texts, target.language),
        source_language=tag(source.language, source.script),
        target_language=tag(target.language, target.script),
        state=link.state.value,
        origin=f"{HUMAN}: {link.kind.value}",
        score=link.score,
        is_draft=False,
        note=link.note,
        document=source.title,
        created_at=now(),
    )


def draft_units(store: Store) -> Iterator[Unit]:
    """Yield the machine translations of the Chinese documents, a unit a segment, drafts marked as such."""
    for document in documents.list_documents(store, language=SOURCE_LANGUAGE):
        for unit in translations.for_document(store, document.id, target_language=TARGET_LANGUAGE):
            if unit is None or not unit.target_text:
                continue
            yield Unit(
                source_text=unit.source_text,
                target_text=unit.target_text,
                source_language=tag(document.language, document.script),
                target_language=TARGET_LANGUAGE,
                state=ReviewState.PROPOSED.value,
                origin=f"{MACHINE}: {unit.engine}",
                score=unit.score,
                is_draft=unit.is_draft,
                note=", ".join(unit.warnings),
                document=document.title,
                created_at=now(),
            )


def export_units(store: Store, name: str, path: Path, *, drafts: bool, at_least: float | None = 0.0) -> int:
    """Write the aligned units (see `aligned_units`), or the drafts, to `path` and return how many they are.

    Raises:
        OutputError: the file cannot be written; an old one is left as it was.
    """
    refuse_database(store, path)
    count = 0

    def counted(units: Iterable[Unit]) -> Iterator[Unit]:
        nonlocal count
        for unit in units:
            count += 1
            yield unit

    units = draft_units(store) if drafts else aligned_units(store, at_least=at_least)
    UNIT_FORMATS[name](path, counted(units))
    return count


def export_sqlite(store: Store, path: Path) -> None:
    """Write a clean SQLite file with a flat `pairs` view; an old file of that name is replaced at the end.

    Raises:
        OutputError: the file cannot be written; an old one is left as it was.
    """
    refuse_database(store, path)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".workbench-") as folder:
            unfinished = Path(folder) / path.name
            publish(store, unfinished, join=join_segments, target_language=TARGET_LANGUAGE)
            unfinished.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from error


def refuse_database(store: Store, path: Path) -> None:
    """Raise OutputError where an export to `path` would take the place of the database."""
    if path.exists() and path.samefile(store.path):
        raise OutputError(f"{path}: is the database itself; choose another name for the export")


def export_all(store: Store, folder: Path, *, progress: Progress) -> list[Path]:
    """Write the database, the aligned units and the drafts into a folder, which is made where it is missing.

    Raises:
        OutputError: the folder or a file cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made ({error.strerror})") from error
    outputs: dict[Path, Callable[[Path], object]] = {
        folder / "bitext.sqlite": lambda path: export_sqlite(store, path),
        folder / "aligned.tmx": lambda path: export_units(store, "tmx", path, drafts=False),
        folder / "aligned.tsv": lambda path: export_units(store, "tsv", path, drafts=False),
        folder / "drafts.tmx": lambda path: export_units(store, "tmx", path, drafts=True),
    }
    for n, (path, write) in enumerate(outputs.items()):
        progress(n, len(outputs))
        write(path)
    progress(len(outputs), len(outputs))
    return list(outputs)
