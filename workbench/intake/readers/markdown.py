"""Markdown: blocks with the marks of the format taken off, after the common parts of CommonMark."""

import html
import re
from dataclasses import dataclass, field

from workbench.intake.blocks import BlockWriter, Extract, Metadata

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(title|date|source)\s*:\s*[\"']?(.*?)[\"']?\s*$", re.MULTILINE | re.IGNORECASE)
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_QUOTE = re.compile(r"^\s{0,3}(?:>\s?)+")
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
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\dA-Fa-f]{1,6}|[A-Za-z][A-Za-z\d]{1,31});")


def read(name: str, text: str) -> Extract:
    """Give headings, paragraphs, items and table rows; code blocks are marked as no part of the text."""
    metadata, text = _front_matter(text.replace("\r\n", "\n"))
    blocks = _Blocks()
    for line in text.split("\n"):
        blocks.take(line)
    blocks.flush()
    blocks.end_code()
    return blocks.writer.extract(metadata)


@dataclass(slots=True)
class _Blocks:
    """Gathers lines into blocks: those of the paragraph that is open, and of the code block that is."""

    writer: BlockWriter = field(default_factory=BlockWriter)
    paragraph: list[str] = field(default_factory=list)
    kind: str = ""
    fence: str = ""
    code: list[str] = field(default_factory=list)

    def flush(self) -> None:
        if self.paragraph:
            self.writer.add(_inline(_joined(self.paragraph)), kind=self.kind)
        self.paragraph.clear()
        self.kind = ""

    def end_code(self) -> None:
        self.writer.add("\n".join(self.code), furniture="code")
        self.code.clear()
        self.fence = ""

    def take(self, line: str) -> None:
        opening = _FENCE.match(line)
        if self.fence and opening and opening.group(1) == self.fence:
            self.end_code()
        elif self.fence:
            self.code.append(line)
        elif opening:
            self.flush()
            self.fence = opening.group(1)
        else:
            self._take_text(_QUOTE.sub("", line))

    def _take_text(self, line: str) -> None:
        if self.paragraph and not self.kind and _UNDERLINE.match(line):
            self.kind = "heading"
            self.flush()
        elif not line.strip() or _RULE.match(line):
            self.flush()
        elif (heading := _HEADING.match(line)) is not None:
            self.flush()
            self.writer.add(_inline(heading.group(1)), kind="heading")
        elif _ROW.match(line):
            self.flush()
            if not _ROW_RULE.match(line):
                cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
                self.writer.add(_inline("\t".join(cells)), kind="table row")
        elif (item := _ITEM.match(line)) is not None:
            self.flush()
            self.kind = "list item"
            self.paragraph.append(line[item.end() :] if line.lstrip()[0] in "-*+" else line.strip())
        else:
            self.paragraph.append(line)


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
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]).replace("\n", " "), text)
