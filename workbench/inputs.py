"""What a command reads from a file or from standard input."""

import sys
from pathlib import Path

from db.records import Paragraph, SourceFile
from workbench.errors import EncodingError, InputError

STANDARD_INPUT = Path("-")


def read_source(path: Path, *, encoding: str | None, rules: Path | None = None) -> SourceFile:
    """Read a document from a file, or from standard input where the path is `-`, with a user's own rules.

    Raises:
        InputError: it is missing, empty, or not text; the rules are missing or wrong.
    """
    from workbench.intake.reading import read_content, read_file
    from workbench.intake.user_rules import NO_RULES, load_rules

    chosen = NO_RULES if rules is None else load_rules(rules)
    if path == STANDARD_INPUT:
        return read_content("standard input", sys.stdin.buffer.read(), encoding=encoding, rules=chosen)
    return read_file(path, encoding=encoding, rules=chosen)


def paragraphs_in_order(source: SourceFile) -> list[Paragraph]:
    """List the paragraphs of all documents of a file as they stand in it.

    The documents alone would not do: a text in two languages is taken apart into one document a language.
    """
    paragraphs = [paragraph for document in source.documents for paragraph in document.paragraphs]
    return sorted(paragraphs, key=lambda paragraph: (paragraph.start, paragraph.end))


def read_lines(path: Path) -> list[str]:
    """Read the lines of a UTF-8 text file, or of standard input where the path is `-`.

    Lines end at a line feed only, with or without a carriage return before it; blank lines are data.

    Raises:
        InputError: the file is missing or is no UTF-8 text.
    """
    name = "standard input" if path == STANDARD_INPUT else str(path)
    try:
        content = sys.stdin.buffer.read() if path == STANDARD_INPUT else path.read_bytes()
    except OSError as error:
        raise InputError(f"{name}: cannot be read ({error.strerror})") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"{name}: not UTF-8 at byte {error.start}; convert it first, one sentence a line is expected"
        ) from error
    if "\x00" in text:
        raise InputError(f"{name}: binary data, one sentence a line of UTF-8 text is expected")
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return [line.removesuffix("\r") for line in lines]


def read_sentences(path: Path) -> list[str]:
    """Read one side of an alignment, a sentence a line.

    Raises:
        InputError: the file is missing, is no UTF-8 text, or is empty.
    """
    sentences = read_lines(path)
    if not sentences:
        name = "standard input" if path == STANDARD_INPUT else str(path)
        raise InputError(f"{name}: is empty; one sentence a line is expected")
    return sentences
