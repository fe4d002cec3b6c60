"""Markdown: blocks with the marks of the format taken off, after the common parts of CommonMark."""

import re

from workbench.intake.blocks import BlockWriter, Extract, Metadata

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(title|date|source)\s*:\s*[\"']?(.*?)[\"']?\s*$", re.MULTILINE | re.IGNORECASE)
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_HEADING = re.compile(r"\s{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$")
_UNDERLINE = re.compile(r"\s{0,3}(?:=+|-{2,})\s*$")
_RULE = re.compile(r"\s{0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])[ \t]+(?=\S)")
_ROW = re.compile(r"\s*\|.*\|\s*$")
_ROW_RULE = re.compile(r"\s*\|?[\s:|-]+\|?\s*$")
_INLINE = (
    (re.compile(r"!\[([^\]\n]{0,300})\]\([^()\s]{0,500}(?:\s\"[^\"\n]{0,200}\")?\)"), r"\1"),
    (re.compile(r"\[([^\]\n]{1,300})\]\([^()\s]{0,500}(?:\s\"[^\"\n]{0,200}\")?\)"), r"\1"),
    (re.compile(r"\[([^\]\n]{1,300})\]\[[^\]\n]{0,100}\]"), r"\1"),
    (re.compile(r"<(https?://[^<>\s]{1,500})>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>"), ""),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,500}?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]{1,500}?)(?<=\S)_(?![\w_])"), r"\1"),
    (re.compile(r"`([^`\n]{1,300})`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])"), r"\1"),
)


def read(name: str, text: str) -> Extract:
    """Give headings, paragraphs, items and table rows; code blocks are marked as no part of the text."""
    text = text.replace("\r\n", "\n")
    metadata, text = _front_matter(text)
    writer = BlockWriter()
    paragraph: list[str] = []
    kind = ""
    fence = ""
    code: list[str] = []

    def flush() -> None:
        nonlocal kind
        if paragraph:
            writer.add(_inline(_joined(paragraph)), kind=kind)
            paragraph.clear()
        kind = ""

    for line in text.split("\n"):
        opening = _FENCE.match(line)
        if fence or opening:
            flush()
            if fence and opening and opening.group(1) == fence:
                writer.add("\n".join(code), furniture="code")
                code, fence = [], ""
            elif fence:
                code.append(line)
            elif opening:
                fence = opening.group(1)
            continue
        bare = re.sub(r"^\s{0,3}(?:>\s?)+", "", line)
        if paragraph and not kind and _UNDERLINE.match(bare):
            kind = "heading"
            flush()
        elif not bare.strip() or _RULE.match(bare):
            flush()
        elif (heading := _HEADING.match(bare)) is not None:
            flush()
            writer.add(_inline(heading.group(1)), kind="heading")
        elif _ROW.match(bare):
            flush()
            if not _ROW_RULE.match(bare):
                writer.add(
                    _inline("\t".join(cell.strip() for cell in bare.strip().strip("|").split("|"))),
                    kind="table row",
                )
        elif (item := _ITEM.match(bare)) is not None:
            flush()
            kind = "list item"
            paragraph.append(bare[item.end() :] if bare.lstrip()[0] in "-*+" else bare.strip())
        else:
            paragraph.append(bare)
    flush()
    writer.add("\n".join(code), furniture="code")
    return writer.extract(metadata)


def _front_matter(text: str) -> tuple[Metadata, str]:
    match = _FRONT_MATTER.match(text)
    if match is None:
        return Metadata(), text
    fields = {name.lower(): value for name, value in _FIELD.findall(match.group(1))}
    date = fields.get("date", "")[:10]
    is_date = re.fullmatch(r"\d{4}-\d\d-\d\d", date) is not None
    metadata = Metadata(fields.get("title", ""), date if is_date else "", fields.get("source", ""))
    return metadata, text[match.end() :]


def _joined(lines: list[str]) -> str:
    """Join the lines of a paragraph: Chinese without a space, English with one."""
    text = ""
    for line in (line.strip() for line in lines):
        is_latin = text[-1:] < "\u2e80" and line[:1] < "\u2e80"
        text += f" {line}" if text and is_latin else line
    return text


def _inline(text: str) -> str:
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return text
