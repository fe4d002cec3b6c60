"""Correcting how a stored file was taken in: its encoding, and where its documents begin.

The bytes of every file are in the store, so nothing has to be added again, and the file itself may be gone.
Documents that a correction does not touch keep their ids with all that hangs on them.
"""

from db import documents, reprints
from db.records import SourceFile, StoredDocument
from db.store import Store
from workbench.cleaning import cleaned_source, present_document, store_again
from workbench.errors import InputError, NothingToDoError
from workbench.intake.encodings import GIVEN
from workbench.intake.reading import find_boundaries, read_content, reclean
from workbench.intake.user_rules import parse_rules
from workbench.reprints import recognise_reprints


def read_again(store: Store, document_id: int, encoding: str) -> list[int]:
    """Read the file of a document again in another encoding and store it; give its documents' ids.

    Switches of hits and corrected boundaries are places in the old text, so they go.

    Raises:
        NotFoundError: there is no such document.
        EncodingError: the bytes are no text in that encoding.
        NothingToDoError: the file is of a format that fixes its encoding.
    """
    document = present_document(store, document_id)
    version = documents.file_version(store, document.file_id)
    content = documents.file_content(store, document.file_id)
    rules = parse_rules(version.rules, where=f"the rules of {document.path}")
    source = read_content(document.path, content, encoding=encoding, rules=rules)
    if source.encoding_reason != GIVEN:
        raise NothingToDoError(
            f"{document.path}: {source.encoding_reason} its encoding; it cannot be another"
        )
    return store_again(store, source)


def split_document(store: Store, document_id: int, paragraph: int) -> list[int]:
    """Let a document of its own begin at a paragraph of a document; give the ids of the file's documents.

    Raises:
        NotFoundError: there is no such document.
        NothingToDoError: it has no such paragraph, or one begins there already.
    """
    source = cleaned_source(store, document_id)
    starts = documents.paragraph_starts(store, document_id)
    if not 0 <= paragraph < len(starts):
        raise NothingToDoError(
            f"document {document_id} has no paragraph {paragraph}; its paragraphs are 0 to {len(starts) - 1}"
        )
    boundaries = set(find_boundaries(source))
    if starts[paragraph] in boundaries:
        raise NothingToDoError(f"document {document_id}: a document begins at paragraph {paragraph} already")
    return _store_with(store, source, boundaries | {starts[paragraph]})


def join_documents(store: Store, first_id: int, second_id: int) -> list[int]:
    """Make one document of two that follow each other in one file; give the ids of the file's documents.

    Raises:
        NotFoundError: one of them does not exist.
        InputError: they are not of the same file.
        NothingToDoError: they are one text in two languages, or another document lies between them.
    """
    first, second = (present_document(store, number) for number in (first_id, second_id))
    if first.file_id != second.file_id:
        raise InputError(
            f"document {first_id} is of {first.path}, document {second_id} of {second.path};"
            " only documents of one file can be joined"
        )
    source = cleaned_source(store, first_id)
    boundaries = find_boundaries(source)
    places = sorted(_part_of(store, document, boundaries) for document in (first, second))
    if places[1] - places[0] != 1:
        reason = "are one text already" if places[0] == places[1] else "do not follow each other"
        raise NothingToDoError(f"documents {first_id} and {second_id} {reason}")
    return _store_with(store, source, {*boundaries} - {boundaries[places[1]]})


def _part_of(store: Store, document: StoredDocument, boundaries: tuple[int, ...]) -> int:
    """Give the number of the part of its file that a document stands in."""
    start = min(documents.paragraph_starts(store, document.id), default=0)
    return max(sum(boundary <= start for boundary in boundaries) - 1, 0)


def divide_as_found(store: Store, document_id: int) -> list[int]:
    """Let the documents of a file begin again where the intake finds that they do; give their ids.

    Raises:
        NotFoundError: there is no such document.
        NothingToDoError: nobody has corrected them.
    """
    source = cleaned_source(store, document_id)
    if source.boundaries is None:
        raise NothingToDoError(f"{source.path}: its documents begin where the intake found that they do")
    return store_again(store, reclean(source, source.hits))


def _store_with(store: Store, source: SourceFile, boundaries: set[int]) -> list[int]:
    return store_again(store, reclean(source, source.hits, boundaries=sorted(boundaries)))


def keep_as_original(store: Store, document_id: int) -> None:
    """Let a document that was taken for a reprint be translated and aligned by itself.

    Raises:
        NotFoundError: there is no such document.
        NothingToDoError: it is no reprint.
    """
    document = present_document(store, document_id)
    if document.reprint_of is None:
        raise NothingToDoError(f"document {document_id} is no reprint of another one here")
    with store.atomic():
        reprints.save_signatures(store, [(document_id, b"")])
        recognise_reprints(store, is_forced=True)
