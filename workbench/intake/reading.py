"""From paths to documents: finds files, reads them, and runs the whole intake over each."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from db.records import Document, RuleHit, SourceFile
from workbench.errors import InputError
from workbench.intake import cleaning
from workbench.intake.blocks import Block, Extract
from workbench.intake.documents import assemble, divide
from workbench.intake.paragraphs import Draft, classify, find_drafts
from workbench.intake.readers import registry

MAX_FILE_BYTES = 1 << 30


def find_files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files to read: those named, and those of a known type in the folders named, in sorted order.

    Hidden files and links that lead round in a circle are passed over. Raises InputError for a path that
    does not exist, a named file of an unknown type, and a folder without a file of a known type.
    """
    for path in paths:
        if not path.exists():
            hint = "; it is a link that leads nowhere" if path.is_symlink() else ""
            raise InputError(f"{path}: no such file or folder{hint}; check the spelling")
        if path.is_file() and not registry.is_known(path.name):
            raise InputError(
                f"{path}: files of this type cannot be read; known are {registry.known_endings()}"
            )
    for path in paths:
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path


def _walk(folder: Path) -> Iterator[Path]:
    count = 0
    seen: set[tuple[int, int]] = set()
    for place, folders, names in os.walk(folder, followlinks=True):
        status = Path(place).stat()
        if (status.st_dev, status.st_ino) in seen:
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith(".") and registry.is_known(name) and path.is_file():
                count += 1
                yield path
    if not count:
        raise InputError(f"{folder}: no file in here can be read; known types are {registry.known_endings()}")


def read_file(path: Path, *, encoding: str | None = None) -> SourceFile:
    """Take in one file. Raises InputError or EncodingError where it cannot be read."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise InputError(f"{path}: larger than {MAX_FILE_BYTES >> 20} MB; split it first")
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror or error}); check the path and its rights"
        ) from error
    return read_content(str(path), content, encoding=encoding)


def read_content(name: str, content: bytes, *, encoding: str | None = None) -> SourceFile:
    """Take in the bytes of one file; the ending of `name` tells the format, else plain text."""
    return _build(name, content, encoding, None)


def reclean(source: SourceFile, hits: Sequence[RuleHit]) -> SourceFile:
    """Take a file in again with other hits switched on: the bytes and the encoding stay, nothing is lost.

    `hits` are those of the file with another `is_active`; hits of `furniture/…` that are off restore a
    paragraph.
    """
    encoding = (
        source.encoding if source.encoding and not source.encoding_reason.startswith("the format") else None
    )
    built = _build(source.path, source.content, encoding, hits)
    return replace(built, encoding=source.encoding, encoding_reason=source.encoding_reason)


def _build(name: str, content: bytes, encoding: str | None, hits: Sequence[RuleHit] | None) -> SourceFile:
    read = registry.read(name, content, encoding)
    extract = read.extract
    if not extract.text.strip():
        raise InputError(f"{name}: there is no text in it; {read.hint_when_empty}")
    found = cleaning.find_hits(extract.text) if hits is None else tuple(h for h in hits if not _is_mark(h))
    restored = {h.start for h in hits or () if _is_mark(h) and not h.is_active}
    cleaned, offsets = cleaning.apply(extract.text, found)
    drafts = _classified(cleaned, offsets, extract, restored)
    documents, marks = _documents(drafts, offsets, extract, restored)
    return SourceFile(
        path=name,
        format=read.format,
        content=content,
        encoding=read.encoding,
        encoding_reason=read.encoding_reason,
        text=extract.text,
        hits=tuple(sorted((*found, *marks), key=lambda hit: (hit.start, hit.end))),
        documents=tuple(documents),
    )


def _is_mark(hit: RuleHit) -> bool:
    return hit.rule.startswith(cleaning.MARK_PREFIX)


def _classified(
    cleaned: str, offsets: cleaning.OffsetMap, extract: Extract, restored: set[int]
) -> list[Draft]:
    blocks = extract.blocks
    if blocks is not None:
        blocks = tuple(
            Block(
                offsets.cleaned(b.start),
                offsets.cleaned(b.end),
                b.kind,
                b.furniture,
                b.language,
                b.starts_document,
            )
            for b in blocks
        )
    drafts = classify(list(find_drafts(cleaned, blocks)))
    return [_restore(draft) if offsets.start(draft.start) in restored else draft for draft in drafts]


def _restore(draft: Draft) -> Draft:
    return replace(draft, kind="body", furniture="") if draft.furniture else draft


def _documents(
    drafts: list[Draft], offsets: cleaning.OffsetMap, extract: Extract, restored: set[int]
) -> tuple[list[Document], list[RuleHit]]:
    def origin(start: int, end: int) -> tuple[int, int]:
        return offsets.start(start), offsets.end(end)

    documents: list[Document] = []
    marks: list[RuleHit] = []
    parts = divide(drafts)
    for part in parts:
        known = extract.metadata if len(parts) == 1 else replace(extract.metadata, title="", published_on="")
        kept = replace(
            part, drafts=tuple(_restore(d) if offsets.start(d.start) in restored else d for d in part.drafts)
        )
        documents += assemble(kept, known=known, origin=origin)
        for draft in part.drafts:
            place = offsets.start(draft.start)
            if draft.furniture or place in restored:
                rule = f"{cleaning.MARK_PREFIX}{draft.rule}"
                marks.append(RuleHit(rule, place, place, "", place not in restored))
    return documents, marks
