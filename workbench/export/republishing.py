"""Republishing: documents with their translation, as a word processor, a browser or an editor opens them."""

from collections.abc import Callable, Sequence
from pathlib import Path

from db import documents, translations
from db.records import Route, StoredDocument, StoredParagraph, Translation
from db.store import Store
from workbench.errors import NothingToDoError, OutputError
from workbench.export.exporting import refuse_database
from workbench.formats.docx import write_docx
from workbench.formats.html_document import write_html_document
from workbench.formats.markdown import write_markdown
from workbench.formats.translated import Block, TranslatedDocument
from workbench.languages import SOURCE_LANGUAGE, TARGET_LANGUAGE, join_segments, tag

Write = Callable[..., int]

DOCUMENT_FORMATS: dict[str, Write] = {"docx": write_docx, "md": write_markdown, "html": write_html_document}
"""The formats of whole documents, by the name on the command line, which is the ending of a file, too."""

UNTRANSLATED = "not translated"


def translated_document(store: Store, document: StoredDocument) -> TranslatedDocument:
    """Give a Chinese document with the newest translation of each segment, block by block.

    What was skipped as navigation is left out. Text in another language stands on both sides, and so does a
    segment that has no translation, with a note.
    """
    segments: dict[int, list[tuple[str, Translation | None]]] = {}
    units = translations.for_document(store, document.id, target_language=TARGET_LANGUAGE)
    for segment, unit in zip(documents.list_segments(store, document.id), units, strict=True):
        segments.setdefault(segment.paragraph_id, []).append((segment.text, unit))
    paragraphs = [p for p in documents.list_paragraphs(store, document.id) if p.route is not Route.SKIP]
    used = [unit for unit in units if unit is not None]
    return TranslatedDocument(
        title=document.title,
        source_language=tag(document.language, document.script),
        blocks=tuple(_block(paragraph, segments.get(paragraph.id, [])) for paragraph in paragraphs),
        is_draft=any(unit.is_draft for unit in used),
        engines=tuple(dict.fromkeys(unit.engine for unit in used if unit.is_draft)),
    )


def _block(paragraph: StoredParagraph, segments: Sequence[tuple[str, Translation | None]]) -> Block:
    if paragraph.route is not Route.TRANSLATE:
        return Block(paragraph.kind, paragraph.text, paragraph.text)
    texts = [text if unit is None or not unit.target_text else unit.target_text for text, unit in segments]
    warnings = [UNTRANSLATED for _, unit in segments if unit is None or not unit.target_text]
    warnings += [warning for _, unit in segments if unit is not None for warning in unit.warnings]
    note = ", ".join(dict.fromkeys(warnings))
    return Block(paragraph.kind, paragraph.text, join_segments(texts, TARGET_LANGUAGE), note)


def export_documents(
    store: Store,
    name: str,
    path: Path,
    *,
    document_ids: Sequence[int] | None = None,
    with_source: bool = False,
) -> list[Path]:
    """Write documents in the format `name`: one to the file `path`, several into the folder `path`.

    Without `document_ids`, all Chinese documents are written. Returns the files.

    Raises:
        NothingToDoError: there is no such document.
        OutputError: a file or the folder cannot be written; an old file is left as it was.
    """
    refuse_database(store, path)
    chosen = [
        document
        for document in documents.list_documents(store, language=SOURCE_LANGUAGE)
        if document_ids is None or document.id in document_ids
    ]
    if not chosen:
        raise NothingToDoError("there is no such Chinese document here; 'workbench documents' lists them")
    is_folder = path.is_dir() or len(chosen) > 1
    if is_folder:
        _make_folder(path)
    written = []
    for document in chosen:
        place = path / f"{_file_name(document)}.{name}" if is_folder else path
        DOCUMENT_FORMATS[name](place, translated_document(store, document), with_source=with_source)
        written.append(place)
    return written


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: cannot be made ({error.strerror or error})") from error


def _file_name(document: StoredDocument) -> str:
    """Name a file after the one the document came from, and its number, which no other document has."""
    return f"{Path(document.path).stem}-{document.id}"
