"""Which reader a file goes to, by the ending of its name."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from workbench.errors import InputError
from workbench.intake.blocks import Extract
from workbench.intake.encodings import GIVEN, decode
from workbench.intake.readers import (
    archive,
    book,
    catalogues,
    markdown,
    markup,
    memories,
    office,
    open_document,
    plain,
    portable,
    subtitles,
    tables,
    word,
)

TextReader = Callable[[str, str], Extract]
"""Reads (name, decoded text)."""

BinaryReader = Callable[[str, bytes], Extract]
"""Reads (name, bytes)."""

_TEXT: dict[str, tuple[str, TextReader]] = {
    ".txt": ("text", plain.read),
    ".text": ("text", plain.read),
    ".md": ("markdown", markdown.read),
    ".markdown": ("markdown", markdown.read),
    ".html": ("html", markup.read),
    ".htm": ("html", markup.read),
    ".xhtml": ("html", markup.read),
    ".shtml": ("html", markup.read),
    ".srt": ("subtitles", subtitles.read),
    ".tsv": ("table", tables.read_tsv),
    ".csv": ("table", tables.read_csv),
    ".po": ("po", catalogues.read),
    ".pot": ("po", catalogues.read),
}
_BINARY: dict[str, tuple[str, BinaryReader, str]] = {
    ".docx": ("docx", word.read, "it may hold pictures only"),
    ".xlsx": ("xlsx", office.read_workbook, "its visible sheets hold no words"),
    ".pptx": ("pptx", office.read_slides, "it may hold pictures only"),
    ".odt": ("odt", open_document.read, "it may hold pictures only"),
    ".pdf": ("pdf", portable.read, portable.NO_TEXT),
    ".epub": ("epub", book.read, "it may hold pictures only"),
    ".tmx": ("tmx", memories.read_tmx, "check how it was exported"),
    ".xlf": ("xliff", memories.read_xliff, "check how it was exported"),
    ".xliff": ("xliff", memories.read_xliff, "check how it was exported"),
}
ARCHIVE = ".zip"
FORMAT_SAYS = "the format"
"""How the reason begins where a format fixes the encoding of its text."""
_EMPTY = "give a file with words in it"


@dataclass(frozen=True, slots=True)
class Read:
    """What a reader made of a file, the name of its format and how its bytes were read."""

    extract: Extract
    format: str
    encoding: str
    encoding_reason: str
    hint_when_empty: str


def is_known(name: str) -> bool:
    """True where a file of this name can be read."""
    ending = _ending(name)
    return ending in _TEXT or ending in _BINARY or ending == ARCHIVE


def known_endings() -> str:
    """List the endings of names that can be read, for messages."""
    return " ".join(sorted((*_TEXT, *_BINARY, ARCHIVE)))


def read(name: str, content: bytes, encoding: str | None) -> Read:
    """Read a file's bytes; without a known ending (as on standard input) its first bytes decide.

    Raises InputError or EncodingError with one line that says where, what, and what to do.
    """
    if not content:
        raise InputError(f"{name}: the file is empty; give a file with text")
    ending = _ending(name) if is_known(name) else _sniffed(content)
    if ending == ARCHIVE:
        return _read_archive(name, content, encoding)
    if ending in _BINARY:
        kind, read_bytes, hint = _BINARY[ending]
        return Read(read_bytes(name, content), kind, "utf-8", f"{FORMAT_SAYS} {kind} says", hint)
    kind, read_text = _TEXT.get(ending, ("text", plain.read))
    decoded = decode(content, where=name, encoding=encoding, is_markup=kind == "html")
    return Read(read_text(name, decoded.text), kind, decoded.encoding, decoded.reason, _EMPTY)


def _read_archive(name: str, content: bytes, encoding: str | None) -> Read:
    found: list[str] = []

    def read_one(member: str, inner: bytes) -> Extract:
        if not inner.strip():
            return Extract("", ())
        result = read(member, inner, encoding)
        found.append(result.encoding)
        return result.extract

    def can_read(member: str) -> bool:
        return is_known(member) and _ending(member) != ARCHIVE

    extract = archive.read(name, content, can_read=can_read, read_one=read_one)
    names = ", ".join(sorted(set(found)))
    reason = GIVEN if encoding else f"{FORMAT_SAYS} zip holds files in {names}"
    return Read(extract, "zip", encoding or "utf-8", reason, _EMPTY)


def _sniffed(content: bytes) -> str:
    """Tell HTML and PDF from plain text by their first bytes."""
    start = content[:256].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return ".html"
    return ".pdf" if start.startswith(b"%pdf-") else ".txt"


def _ending(name: str) -> str:
    return PurePath(name).suffix.lower()
