"""Reading and writing XML as a stream, safely: no entity is defined or fetched, no character is lost unsaid.

The parser is expat. A document type may name its DTD, as TMX does, but the DTD is never opened; a document
that declares entities of its own, or uses one that only a DTD could declare, is refused.
"""

import re
from collections import deque
from collections.abc import Collection, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from workbench.errors import InputError

CHUNK_BYTES = 1 << 16
LANGUAGE_ATTRIBUTE = "{http://www.w3.org/XML/1998/namespace}lang"

_ILLEGAL = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TEXT_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
)


def legal(text: str) -> str:
    """Drop the characters that no XML document may hold: control characters, lone surrogates, U+FFFE,
    U+FFFF."""
    return _ILLEGAL.sub("", text)


def escaped(text: str) -> str:
    """Give text as it stands between tags; white space comes back as it was."""
    return legal(text).translate(_TEXT_ESCAPES)


def quoted(text: str) -> str:
    """Give text as an attribute's value, with its quotation marks."""
    return f'"{legal(text).translate(_ATTRIBUTE_ESCAPES)}"'


def local_name(element: Element) -> str:
    """Give an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def read_elements(path: Path, names: Collection[str]) -> Iterator[Element]:
    """Yield each outermost element of one of the local names, whole, as soon as it ends, and forget it then.

    Names inside a namespace read `{uri}name`. Raises InputError where the file cannot be read, is not
    well-formed, or has entities of its own.
    """
    reader = _Reader(path, names)
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                reader.feed(chunk, is_last=False)
                yield from reader.finished()
            reader.feed(b"", is_last=True)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error


def read_root(path: Path) -> Element:
    """Give the root element of a file with its attributes and nothing inside. Raises InputError."""
    reader = _Reader(path, ())
    try:
        with path.open("rb") as file:
            while reader.root is None:
                chunk = file.read(CHUNK_BYTES)
                reader.feed(chunk, is_last=not chunk)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    return reader.root


class _Reader:
    """Builds the wanted elements from expat's events."""

    def __init__(self, path: Path, names: Collection[str]) -> None:
        self._path = path
        self._names = frozenset(names)
        self._finished: deque[Element] = deque()
        self.root: Element | None = None
        self._builder: TreeBuilder | None = None
        self._depth = 0
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data
        self._parser.EntityDeclHandler = self._refuse_entity
        self._parser.SkippedEntityHandler = self._refuse_entity

    def feed(self, chunk: bytes, *, is_last: bool) -> None:
        try:
            self._parser.Parse(chunk, is_last)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise InputError(
                f"{self._path}: not well-formed XML ({error}); repair it or export it again"
            ) from error

    def finished(self) -> Iterator[Element]:
        while self._finished:
            yield self._finished.popleft()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self.root is None:
            self.root = Element(_braced(name), {_braced(key): value for key, value in attributes.items()})
        if self._builder is None and name.rpartition("}")[2] in self._names:
            self._builder, self._depth = TreeBuilder(), 0
        if self._builder is not None:
            self._depth += 1
            self._builder.start(_braced(name), {_braced(key): value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        if self._builder is None:
            return
        self._depth -= 1
        self._builder.end(_braced(name))
        if self._depth == 0:
            self._finished.append(self._builder.close())
            self._builder = None

    def _data(self, text: str) -> None:
        if self._builder is not None:
            self._builder.data(text)

    def _refuse_entity(self, name: str, *_: object) -> None:
        line = self._parser.CurrentLineNumber
        raise InputError(
            f"{self._path}:{line}: entity '{name}' is not one of XML's own; write the character itself"
        )


def _braced(name: str) -> str:
    return "{" + name if "}" in name else name
