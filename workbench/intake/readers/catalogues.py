"""Message catalogues of GNU gettext (PO files): each message with its translation, a row of two languages."""

import re
from collections import Counter
from collections.abc import Iterator

from workbench.errors import InputError
from workbench.intake.blocks import BlockWriter, Extract
from workbench.intake.detector import detect

_FIELD = re.compile(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+(".*)')
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*$')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": " ", "t": " ", "r": " "}
SAMPLE_MESSAGES = 200


def read(name: str, text: str) -> Extract:
    """Give the messages in order, each beside its translation; obsolete ones and the header are left out.

    Each side is in the language that most of its texts are in. Raises InputError for a line that is none of
    the format's.
    """
    messages = [
        (fields.get("msgid", ""), fields.get("msgstr", fields.get("msgstr[0]", "")))
        for fields in _entries(name, text)
        if fields.get("msgid")
    ]
    languages = [_language([pair[side] for pair in messages[:SAMPLE_MESSAGES]]) for side in (0, 1)]
    writer = BlockWriter()
    for number, pair in enumerate(messages):
        for language, words in zip(languages, pair, strict=True):
            writer.add(words, kind="table row", language=language, row=number)
    return writer.extract()


def _language(texts: list[str]) -> str:
    """Give the language of most of the texts where it is one of ours, else the empty string."""
    found = Counter(detect(text).language for text in texts if text.strip()).most_common(1)
    return found[0][0] if found and found[0][0] in ("zh", "en") else ""


def _entries(name: str, text: str) -> Iterator[dict[str, str]]:
    """Yield the fields of each entry by their keywords, escapes resolved."""
    fields: dict[str, str] = {}
    keyword = ""
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        match = _FIELD.fullmatch(line)
        if match is not None:
            is_start = match.group(1) == "msgctxt" or (match.group(1) == "msgid" and keyword != "msgctxt")
            if is_start and fields:
                yield fields
                fields = {}
            keyword = match.group(1)
            line = match.group(2)
            fields[keyword] = ""
        elif not line or line.startswith("#"):
            continue
        quoted = _QUOTED.match(line)
        if quoted is None or not keyword:
            raise InputError(f"{name}:{number}: this is no line of a PO file; check the file's type")
        fields[keyword] += _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), quoted[1])
    if fields:
        yield fields
