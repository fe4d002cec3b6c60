"""Pairing documents by hand: what people say of two documents holds against what matching found."""

from dataclasses import dataclass
from pathlib import Path

from db import alignments, documents, pairings
from db.records import Counterpart, DocumentPair, StoredDocument
from db.store import open_store
from workbench.errors import InputError, NothingToDoError
from workbench.languages import SOURCE_LANGUAGE, TARGET_LANGUAGE


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document with the pairs that it is in; `counterpart` says how near it came where it is in none.

    `nearest_title` is the title of the document that came nearest; `by_hand` are the ids of pairs that a
    person made.
    """

    document: StoredDocument
    pairs: tuple[DocumentPair, ...]
    counterpart: Counterpart | None
    nearest_title: str
    by_hand: frozenset[int]


def document_lines(path: Path) -> list[DocumentLine]:
    """List the documents, Chinese before English, in the order in which they were taken in."""
    with open_store(path, must_exist=True) as store:
        listed = documents.list_documents(store)
        pairs = alignments.list_pairs(store)
        counterparts = {item.document_id: item for item in alignments.list_counterparts(store)}
        together = pairings.together(store)
    titles = {document.id: document.title for document in listed}
    by_hand = frozenset(pair.id for pair in pairs if (pair.source.id, pair.target.id) in together)
    lines = []
    for document in sorted(listed, key=lambda each: (each.language != SOURCE_LANGUAGE, each.id)):
        own = tuple(pair for pair in pairs if document.id in (pair.source.id, pair.target.id))
        counterpart = counterparts.get(document.id)
        nearest = "" if counterpart is None else titles.get(counterpart.nearest_document_id or 0, "")
        lines.append(DocumentLine(document, own, counterpart, nearest, by_hand))
    return lines


def pair_documents(path: Path, first_id: int, second_id: int, *, reviewer: str) -> int:
    """Pair a Chinese and an English document, named in either order, and give the pair's id.

    The pair is aligned by the next `workbench align`.

    Raises:
        NotFoundError: there is no such document.
        InputError: they are not one Chinese and one English document.
    """
    with open_store(path, must_exist=True) as store:
        both = [documents.get_document(store, document_id) for document_id in (first_id, second_id)]
        by_language = {document.language: document for document in both}
        if set(by_language) != {SOURCE_LANGUAGE, TARGET_LANGUAGE}:
            raise InputError("a pair is one Chinese and one English document")
        source, target = by_language[SOURCE_LANGUAGE], by_language[TARGET_LANGUAGE]
        pairings.decide(store, source.id, target.id, is_pair=True, reviewer=reviewer)
        return next(
            pair.id
            for pair in alignments.list_pairs(store)
            if (pair.source.id, pair.target.id) == (source.id, target.id)
        )


def unpair(path: Path, pair_id: int, *, reviewer: str) -> None:
    """Take a pair apart, and keep matching from making it again.

    Raises:
        NotFoundError: there is no such pair.
        RefusedError: it has review decisions, which would be lost.
    """
    with open_store(path, must_exist=True) as store:
        pair = alignments.get_pair(store, pair_id)
        pairings.decide(store, pair.source.id, pair.target.id, is_pair=False, reviewer=reviewer)


def pair_lines(path: Path) -> list[DocumentPair]:
    """List the pairs.

    Raises:
        NothingToDoError: there are none.
    """
    with open_store(path, must_exist=True) as store:
        pairs = alignments.list_pairs(store)
    if not pairs:
        raise NothingToDoError(f"no pairs in {path}: 'workbench run PATH' matches documents")
    return pairs
