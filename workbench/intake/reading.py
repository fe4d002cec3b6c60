"""From paths to documents: finds files, reads them, and runs the whole intake over each."""

import os
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from db.records import Document, RuleHit, SourceFile
from workbench.errors import InputError
from workbench.intake import cleaning
from workbench.intake.blocks import Extract, Metadata
from workbench.intake.documents import Part, assemble, divide, divide_at
from workbench.intake.paragraphs import Draft, classify, find_drafts
from workbench.intake.readers import registry
from workbench.intake.user_rules import NO_RULES, UserRules

MAX_FILE_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class _Choices:
    """What was decided on a file: its hits and where documents start, None where that is to be found."""

    hits: Sequence[RuleHit] | None = None
    boundaries: Sequence[int] | None = None
    rules: UserRules = NO_RULES

    @property
    def restored(self) -> frozenset[int]:
        """The places of paragraphs that are text although they look like furniture."""
        return frozenset(hit.start for hit in self.hits or () if _is_mark(hit) and not hit.is_active)


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


def read_file(path: Path, *, encoding: str | None = None, rules: UserRules = NO_RULES) -> SourceFile:
    """Take in one file, with a user's own rules if there are any.

    Raises InputError where it cannot be read, EncodingError where its bytes are not the text they should be.
    """
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise InputError(f"{path}: larger than {MAX_FILE_BYTES >> 20} MB; split it first")
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or error
        raise InputError(f"{path}: cannot be read ({reason}); check the path and its rights") from error
    return read_content(str(path), content, encoding=encoding, rules=rules)


def read_content(
    name: str, content: bytes, *, encoding: str | None = None, rules: UserRules = NO_RULES
) -> SourceFile:
    """Take in the bytes of one file; the ending of `name` tells the format, else plain text."""
    return _build(name, content, encoding, _Choices(rules=rules))


def reclean(
    source: SourceFile,
    hits: Sequence[RuleHit],
    *,
    boundaries: Sequence[int] | None = None,
    rules: UserRules = NO_RULES,
) -> SourceFile:
    """Take a file in again with other hits switched on; its bytes and its encoding stay.

    `hits` are those of the file with another `is_active`; a hit of `furniture/…` that is off restores its
    paragraph. `boundaries` are places in the file's text at which documents start, where those that the
    intake finds are wrong.
    """
    is_guessed = not source.encoding_reason.startswith("the format")
    choices = _Choices(hits, boundaries, rules)
    built = _build(source.path, source.content, source.encoding if is_guessed else None, choices)
    return replace(built, encoding=source.encoding, encoding_reason=source.encoding_reason)


def _build(name: str, content: bytes, encoding: str | None, choices: _Choices) -> SourceFile:
    read = registry.read(name, content, encoding)
    extract = read.extract
    if not extract.text.strip():
        raise InputError(f"{name}: there is no text in it; {read.hint_when_empty}")
    found = _hits(extract.text, choices)
    cleaned, offsets = cleaning.apply(extract.text, found)
    drafts = _classified(cleaned, offsets, extract, choices)
    documents, marks = _documents(drafts, offsets, extract, choices)
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


def _hits(text: str, choices: _Choices) -> list[RuleHit]:
    if choices.hits is not None:
        return [hit for hit in choices.hits if not _is_mark(hit)]
    off = choices.rules.cleaning_off
    return [replace(hit, is_active=False) if hit.rule in off else hit for hit in cleaning.find_hits(text)]


def _classified(
    cleaned: str, offsets: cleaning.OffsetMap, extract: Extract, choices: _Choices
) -> list[Draft]:
    blocks = extract.blocks
    if blocks is not None:
        places = [(offsets.cleaned(block.start), offsets.cleaned(block.end)) for block in blocks]
        blocks = tuple(
            replace(block, start=start, end=end) for block, (start, end) in zip(blocks, places, strict=True)
        )
    drafts = classify(list(find_drafts(cleaned, blocks)), choices.rules.furniture)
    restored = choices.restored
    return [_restore(draft) if offsets.start(draft.start) in restored else draft for draft in drafts]


def _restore(draft: Draft) -> Draft:
    return replace(draft, kind="body", furniture="") if draft.furniture else draft


def _divided(drafts: list[Draft], offsets: cleaning.OffsetMap, choices: _Choices) -> list[Part]:
    if choices.boundaries is None:
        return divide(drafts)
    places = [offsets.start(draft.start) for draft in drafts]
    return divide_at(drafts, {bisect_left(places, boundary) for boundary in choices.boundaries})


def _documents(
    drafts: list[Draft], offsets: cleaning.OffsetMap, extract: Extract, choices: _Choices
) -> tuple[list[Document], list[RuleHit]]:
    def origin(start: int, end: int) -> tuple[int, int]:
        return offsets.start(start), offsets.end(end)

    documents: list[Document] = []
    marks: list[RuleHit] = []
    parts = _divided(drafts, offsets, choices)
    restored = choices.restored
    for part in parts:
        known = extract.metadata if len(parts) == 1 else Metadata(source_name=extract.metadata.source_name)
        places = [offsets.start(draft.start) for draft in part.drafts]
        kept = tuple(
            _restore(draft) if place in restored else draft
            for draft, place in zip(part.drafts, places, strict=True)
        )
        documents += assemble(
            replace(part, drafts=kept), known=known, origin=origin, tables=choices.rules.tables
        )
        for draft, place in zip(part.drafts, places, strict=True):
            if draft.furniture or place in restored:
                rule = f"{cleaning.MARK_PREFIX}{draft.rule}"
                marks.append(RuleHit(rule, place, place, "", place not in restored))
    return documents, marks
