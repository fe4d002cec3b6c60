"""What a reader makes of a file: its text, and the blocks that its format marks in it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a document besides its words; dates as YYYY-MM-DD, empty where unknown."""

    title: str = ""
    published_on: str = ""
    source_name: str = ""
    document_number: str = ""
    issuing_body: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch `start:end` of the text that the format itself sets apart.

    `kind` is a kind of paragraph, or empty where the words must tell. `furniture` says in words why the
    block is no part of the text, empty where it is one. `language` is what the format declares, empty
    where it does not. `starts_document` marks the first block of a further document, `metadata` says what
    is known of that one. Blocks of the same `row` are each other's translations.
    """

    start: int
    end: int
    kind: str = ""
    furniture: str = ""
    language: str = ""
    starts_document: bool = False
    row: int | None = None
    metadata: Metadata | None = None


@dataclass(frozen=True, slots=True)
class Extract:
    """A reader's result. `blocks` is None where only line breaks tell the paragraphs apart."""

    text: str
    blocks: tuple[Block, ...] | None = None
    metadata: Metadata = Metadata()


class BlockWriter:
    """Builds an extract: text is appended block by block, blocks parted by an empty line."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0

    def add(
        self,
        text: str,
        *,
        kind: str = "",
        furniture: str = "",
        language: str = "",
        starts_document: bool = False,
        row: int | None = None,
    ) -> None:
        """Append one block; text of white space only is left out."""
        text = text.strip()
        if not text:
            return
        if self._pieces:
            self._pieces.append("\n\n")
            self._length += 2
        start = self._length
        self._pieces.append(text)
        self._length += len(text)
        self._blocks.append(Block(start, self._length, kind, furniture, language, starts_document, row))

    def extract(self, metadata: Metadata | None = None) -> Extract:
        """Give what was written so far."""
        return Extract("".join(self._pieces), tuple(self._blocks), metadata or Metadata())
