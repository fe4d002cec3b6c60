"""Cleaning of a stored file, looked at and changed: rules and single hits are switched off and on again."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff

from db import documents
from db.errors import NotFoundError
from db.records import RuleHit, SourceFile, StoredDocument
from db.store import Store
from workbench.errors import NothingToDoError
from workbench.intake.cleaning import MARK_PREFIX, RULES, apply
from workbench.intake.reading import reclean
from workbench.intake.user_rules import UserRules
from workbench.reprints import recognise_reprints


@dataclass(frozen=True, slots=True)
class NumberedHit:
    """A hit with the number it is switched by, the line of the file's text it stands in, and its old text."""

    number: int
    line: int
    hit: RuleHit
    text: str


def present_document(store: Store, document_id: int) -> StoredDocument:
    """Give a document of the newest version of its file.

    Raises:
        NotFoundError: there is no such document, or a newer version of its file has taken its place.
    """
    document = documents.get_document(store, document_id)
    if documents.is_replaced(store, document_id):
        raise NotFoundError(
            f"document {document_id} is of an earlier version of {document.path}:"
            " 'workbench documents' lists what there is now"
        )
    return document


def cleaned_source(store: Store, document_id: int) -> SourceFile:
    """Give the file of a document as it is stored, with all that was decided on it.

    The switches of hits are left out where this workbench reads another text out of the same bytes than the
    one that stored them, since their places would be wrong. Raises NotFoundError without such a document.
    """
    document = present_document(store, document_id)
    version = documents.file_version(store, document.file_id)
    source = SourceFile(
        path=document.path,
        format="",
        content=documents.file_content(store, document.file_id),
        encoding=version.encoding,
        encoding_reason=version.encoding_reason,
        text=documents.file_text(store, document.file_id),
        hits=tuple(documents.list_hits(store, document.file_id)),
        documents=(),
        rules=version.rules,
        boundaries=version.boundaries,
    )
    try:
        again = reclean(source, source.hits, boundaries=source.boundaries)
    except ValueError:
        again = None
    return again if again is not None and again.text == source.text else reclean(source, None)


def list_hits(source: SourceFile) -> list[NumberedHit]:
    """List what cleaning found in a file, numbered from 1; a mark of furniture shows its line."""
    found = []
    line, position = 1, 0
    for number, hit in enumerate(source.hits, 1):
        line += source.text.count("\n", position, hit.start)
        position = hit.start
        end = hit.end
        if hit.rule.startswith(MARK_PREFIX):
            end = source.text.find("\n", hit.start)
            end = len(source.text) if end < 0 else end
        found.append(NumberedHit(number, line, hit, source.text[hit.start : end]))
    return found


def difference(source: SourceFile) -> Iterator[str]:
    """Yield the lines of a unified difference between the file's text and the cleaned text."""
    cleaned, _ = apply(source.text, source.hits)
    lines = unified_diff(
        source.text.split("\n"), cleaned.split("\n"), source.path, f"{source.path} (cleaned)", lineterm=""
    )
    yield from lines


def switch(source: SourceFile, chosen: Sequence[str], *, is_active: bool) -> SourceFile:
    """Give the file taken in again with rules (by name) or hits (by number) switched on or off.

    Raises NothingToDoError for a rule that found nothing in this file, and for a number that no hit has.
    """
    numbers = _numbers(source, chosen)
    hits = [
        replace(hit, is_active=is_active) if number in numbers else hit
        for number, hit in enumerate(source.hits, 1)
    ]
    return reclean(source, hits, boundaries=source.boundaries)


def with_rules(source: SourceFile, rules: UserRules) -> SourceFile:
    """Give the file taken in again with other rules of the user; hits that stay keep their switches."""
    fresh = reclean(source, None, boundaries=source.boundaries, rules=rules)
    off = {(hit.rule, hit.start, hit.end) for hit in source.hits if not hit.is_active}
    hits = [
        replace(hit, is_active=hit.is_active and (hit.rule, hit.start, hit.end) not in off)
        for hit in fresh.hits
    ]
    return reclean(source, hits, boundaries=source.boundaries, rules=rules)


def _numbers(source: SourceFile, chosen: Sequence[str]) -> Collection[int]:
    numbers: set[int] = set()
    for name in chosen:
        matching = {
            number
            for number, hit in enumerate(source.hits, 1)
            if name in (str(number), hit.rule) or (name == "furniture" and hit.rule.startswith(MARK_PREFIX))
        }
        if not matching:
            known = ", ".join([*(rule.id for rule in RULES), "furniture"])
            count = len(source.hits)
            raise NothingToDoError(f"{source.path}: no hit {name!r} among {count}; the rules are {known}")
        numbers |= matching
    return numbers


def store_again(store: Store, source: SourceFile) -> list[int]:
    """Keep a file that was taken in again and give its documents' ids; those that did not change keep theirs.

    Earlier versions stay, and reprints are told from originals anew.
    """
    with store.atomic():
        ids = documents.add_file(store, source.path, source)
        recognise_reprints(store)
    return ids
