"""From a file's bytes to its documents: the whole intake in its order."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from db.records import Document, RuleHit, SourceFile
from workbench.errors import InputError
from workbench.intake import cleaning
from workbench.intake.bilingual import part_columns
from workbench.intake.blocks import Extract, Metadata
from workbench.intake.documents import Part, assemble, divide, divide_at
from workbench.intake.paragraphs import Draft, classify, find_drafts
from workbench.intake.readers import registry
from workbench.intake.user_rules import NO_RULES, UserRules, parse_rules

MAX_FILE_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class _Choices:
    """What was decided on a file: its hits and where documents start, None where that is to be found."""

    hits: Sequence[RuleHit] | None = None
    boundaries: tuple[int, ...] | None = None
    rules: UserRules = NO_RULES

    @property
    def restored(self) -> frozenset[int]:
        """The places of paragraphs that are text although they look like furniture."""
        return frozenset(hit.start for hit in self.hits or () if _is_mark(hit) and not hit.is_active)


def read_file(path: Path, *, encoding: str | None = None, rules: UserRules = NO_RULES) -> SourceFile:
    """Take in one file, with a user's own rules if there are any.

    Raises InputError where it cannot be read, EncodingError where its bytes are not the text they should be.
    """
    return read_content(str(path), _content(path), encoding=encoding, rules=rules)


def has_text(path: Path, *, encoding: str | None = None) -> bool:
    """Tell that there is text in a file, without taking it in. Raises what `read_file` does where not."""
    _extracted(registry.read(str(path), _content(path), encoding), str(path))
    return True


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise InputError(f"{path}: larger than {MAX_FILE_BYTES >> 20} MB; split it first")
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or error
        raise InputError(f"{path}: cannot be read ({reason}); check the path and its rights") from error


def _extracted(read: registry.Read, name: str) -> Extract:
    """Give the text and blocks of a file, the rows of tables in two languages parted at their tabs."""
    extract = read.extract
    if not extract.text.strip():
        raise InputError(f"{name}: there is no text in it; {read.hint_when_empty}")
    if extract.blocks is None:
        return extract
    return replace(extract, blocks=part_columns(extract.text, extract.blocks))


def read_content(
    name: str, content: bytes, *, encoding: str | None = None, rules: UserRules = NO_RULES
) -> SourceFile:
    """Take in the bytes of one file; the ending of `name` tells the format, else plain text."""
    return _build(name, content, encoding, _Choices(rules=rules))


def reclean(
    source: SourceFile,
    hits: Sequence[RuleHit] | None,
    *,
    boundaries: Sequence[int] | None = None,
    rules: UserRules | None = None,
) -> SourceFile:
    """Take a file in again with other choices; its bytes, its encoding and its rules stay.

    `hits` are those of the file with another `is_active`; a hit of `furniture/…` that is off restores its
    paragraph; None finds them anew. `boundaries` are places in the file's text at which documents start,
    where those that the intake finds are wrong. `rules` take the place of the rules of the user.
    """
    rules = rules or parse_rules(source.rules, where=source.path)
    choices = _Choices(hits, None if boundaries is None else tuple(boundaries), rules)
    built = _build(source.path, source.content, _given_encoding(source), choices)
    return replace(built, encoding=source.encoding, encoding_reason=source.encoding_reason)


def find_boundaries(source: SourceFile) -> tuple[int, ...]:
    """Give the places in a file's text at which its documents start now, the first one first.

    A Chinese text with its English version is one document here, although it is stored as two.
    """
    extract = _extracted(registry.read(source.path, source.content, _given_encoding(source)), source.path)
    choices = _Choices(source.hits, source.boundaries, parse_rules(source.rules, where=source.path))
    cleaned, offsets = cleaning.apply(extract.text, _hits(extract.text, choices))
    drafts = _classified(cleaned, offsets, extract, choices)
    return tuple(offsets.start(part.drafts[0].start) for part in _divided(drafts, offsets, choices))


def _given_encoding(source: SourceFile) -> str | None:
    return None if source.encoding_reason.startswith(registry.FORMAT_SAYS) else source.encoding


def _build(name: str, content: bytes, encoding: str | None, choices: _Choices) -> SourceFile:
    read = registry.read(name, content, encoding)
    extract = _extracted(read, name)
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
        rules=choices.rules.toml,
        boundaries=choices.boundaries,
    )


def _is_mark(hit: RuleHit) -> bool:
    return hit.rule.startswith(cleaning.MARK_PREFIX)


def _hits(text: str, choices: _Choices) -> list[RuleHit]:
    if choices.hits is not None:
        return [hit for hit in choices.hits if not _is_mark(hit)]
    off = choices.rules.cleaning_off
    found = cleaning.find_hits(text, before=choices.rules.replacements)
    return [replace(hit, is_active=False) if hit.rule in off else hit for hit in found]


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


def _known(part: Part, of_file: Metadata, *, is_only: bool) -> Metadata:
    """Give what the format says of one document: its own data in an archive, else those of the file."""
    own = next((draft.metadata for draft in part.drafts if draft.metadata is not None), None)
    if own is not None:
        return own
    return of_file if is_only else Metadata(source_name=of_file.source_name)


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
        known = _known(part, extract.metadata, is_only=len(parts) == 1)
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
