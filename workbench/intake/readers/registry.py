"""Which reader a file goes to, by the ending of its name."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from workbench.intake.blocks import Extract
from workbench.intake.encodings import decode
from workbench.intake.readers import markdown, markup, plain

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
}
_BINARY: dict[str, tuple[str, BinaryReader, str]] = {}


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
    ending = PurePath(name).suffix.lower()
    return ending in _TEXT or ending in _BINARY


def known_endings() -> str:
    """List the endings of names that can be read, for messages."""
    return " ".join(sorted((*_TEXT, *_BINARY)))


def read(name: str, content: bytes, encoding: str | None) -> Read:
    """Read a file's bytes; a name without a known ending is read as plain text.

    Raises InputError or EncodingError with one line that says where, what, and what to do.
    """
    ending = PurePath(name).suffix.lower()
    if ending in _BINARY:
        kind, read_bytes, hint = _BINARY[ending]
        extract = read_bytes(name, content)
        return Read(extract, kind, "utf-8", f"the format {kind} says", hint)
    kind, read_text = _TEXT.get(ending, ("text", plain.read))
    decoded = decode(content, where=name, encoding=encoding, is_markup=kind == "html")
    extract = read_text(name, decoded.text)
    return Read(extract, kind, decoded.encoding, decoded.reason, "give a file with words in it")
