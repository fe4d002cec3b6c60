"""From cleaned text to paragraphs: where they begin and end, what kind each is, and what is furniture."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workbench.intake.blocks import Block, Metadata
from workbench.intake.layout import CREDIT_NAMES
from workbench.intake.rules import en, zh
from workbench.intake.rules.table import FurnitureRule

BODY, HEADING, ITEM, ROW, CAPTION = "body", "heading", "list item", "table row", "caption"
CREDIT, SIGNATURE, BOILERPLATE, NAVIGATION = "credit line", "signature", "boilerplate", "navigation"
MAX_HEADING = {"zh": 60, "en": 160}  # characters
MAX_HEADING_WORDS = 25
REPEATED_LINES = 3  # a short line that stands this often in a file is a running head
MAX_RUNNING_HEAD = 60  # characters
RUNNING_HEAD_GAP = 7  # paragraphs; copies closer than this are a title said again
_ENDS_SENTENCE = re.compile(r"[。！？!?；;，,、…]['\"”’」』）)】\]]*$|[：:]$")
_HAN = re.compile("[\u3400-\u9fff]")
_LABEL = re.compile(r"[\u4e00-\u9fff]{2,8}[:：]\s?\S")
_LATIN_RUN = re.compile(
    r"[A-Za-z\"“(][^\u2e80-\u2fff\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]*"
)  # what stands between two stretches of Han
MIN_RUN_WORDS, MIN_RUN_HAN = 6, 6
NEAR = 100  # characters beside a run that are looked at
_NO_HEADING = re.compile(r"[(（][^()（）]*[)）]$|https?://|www\.|\S+@\S+$")
_NAMED_POINT = re.compile(r"[A-Z][A-Za-z ]{2,40}: \S")


@dataclass(frozen=True, slots=True)
class Draft:
    """A paragraph before it has a language: `start:end` lie in the cleaned text.

    `furniture` says in words why it is no part of the text; `rule` names what found that. `row` is that of
    its block, `metadata` what is known of the document that it starts.
    """

    text: str
    start: int
    end: int
    kind: str = ""
    furniture: str = ""
    rule: str = ""
    language: str = ""
    starts_document: bool = False
    row: int | None = None
    metadata: Metadata | None = None


def find_drafts(text: str, blocks: Sequence[Block] | None) -> Iterator[Draft]:
    """Yield paragraphs: each line of each block, white space cut off, lines of two languages cut in runs."""
    for block in blocks if blocks is not None else (Block(0, len(text)),):
        starts_document, metadata = block.starts_document, block.metadata
        for start, end in _lines(text, block.start, block.end):
            for left, right in _runs(text, start, end) if not block.language else ((start, end),):
                rule = "structure" if block.furniture else ""
                piece = text[left:right]
                yield Draft(
                    piece,
                    left,
                    right,
                    block.kind,
                    block.furniture,
                    rule,
                    block.language,
                    starts_document,
                    block.row,
                    metadata,
                )
                starts_document, metadata = False, None


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    position = start
    while position <= end:
        cut = text.find("\n", position, end)
        cut = end if cut < 0 else cut
        line = text[position:cut]
        stripped = line.strip()
        if stripped:
            left = position + line.find(stripped[0])
            yield left, left + len(stripped)
        position = cut + 1


def _runs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a line where one language ends a sentence and the other begins one of some length."""
    line = text[start:end]
    han = len(_HAN.findall(line, 0)) if not line.isascii() else 0
    if han < MIN_RUN_HAN or han == len(line):
        yield start, end
        return
    position = 0
    for match in _LATIN_RUN.finditer(line):
        if len(match.group().split()) < MIN_RUN_WORDS or _is_gloss(line, match):
            continue
        right = match.start() + len(match.group().rstrip(' \t"“(‘/|'))
        before = line[max(position, match.start() - NEAR) : match.start()]
        if len(_HAN.findall(before)) >= MIN_RUN_HAN or position == match.start():
            if position < match.start():
                yield _stripped(text, start + position, start + match.start())
            yield _stripped(text, start + match.start(), start + right)
            position = right
    if position < len(line) and line[position:].strip(" \t/|"):
        yield _stripped(text, start + position, end)


def _is_gloss(line: str, match: re.Match[str]) -> bool:
    """True where Latin words stand inside a Chinese sentence: a name, a gloss in brackets."""
    before = line[max(0, match.start() - NEAR) : match.start()].rstrip()[-1:]
    after = line[match.end() : match.end() + NEAR].lstrip()[:1]
    begins = not before or before in "。！？!?”」』/|:："
    ends = not after or match.group().rstrip()[-1:] in '.!?"”)/|'
    return not (begins and ends)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip(" \t\u3000\xa0/|"))
    return left, max(left, start + len(piece.rstrip(" \t\u3000\xa0/|")))


def classify(drafts: Sequence[Draft], extra: Sequence[FurnitureRule] = ()) -> list[Draft]:
    """Give each paragraph its kind, and its reason where it is furniture."""
    repeated = _running_heads(drafts)
    named = _named_points(drafts)
    found: list[Draft] = []
    for index, draft in enumerate(drafts):
        following = drafts[index + 1].text if index + 1 < len(drafts) else ""
        furniture = _furniture(draft, repeated, extra)
        if furniture is not None:
            found.append(furniture)
            continue
        is_first = not any(known.kind == HEADING or not known.furniture for known in found[-8:])
        kind = ITEM if index in named else _kind(draft, following, is_first=is_first)
        found.append(replace(draft, kind=kind))
    return found


def _furniture(draft: Draft, repeated: Counter[str], extra: Sequence[FurnitureRule]) -> Draft | None:
    text = draft.text
    if _is_credit(text):
        return None
    for rule in (*extra, *(en.FURNITURE if text.isascii() else (*zh.FURNITURE, *en.FURNITURE))):
        if len(text) <= rule.max_characters and rule.pattern.match(text):
            kind = NAVIGATION if draft.kind == NAVIGATION else rule.kind
            return replace(draft, kind=kind, furniture=rule.words, rule=rule.id)
    if draft.furniture:
        kind = draft.kind if draft.kind in (BOILERPLATE, NAVIGATION) else BOILERPLATE
        return replace(draft, kind=kind)
    is_row = draft.kind in (ROW, HEADING, ITEM) or draft.language != ""
    if repeated.get(text, 0) >= REPEATED_LINES and not is_row and not _ENDS_SENTENCE.search(text):
        return replace(
            draft, kind=BOILERPLATE, furniture="running head: the line is repeated", rule="repeated-line"
        )
    return None


def _is_credit(text: str) -> bool:
    return len(text) <= 80 and (zh.CREDIT_LINE.match(text) or en.CREDIT_LINE.match(text)) is not None


def _kind(draft: Draft, following: str, *, is_first: bool) -> str:
    text = draft.text
    if draft.kind:
        return draft.kind
    if "\t" in text or text.count("|") >= 2:
        return ROW
    if _is_credit(text) or zh.NAMES_ONLY.fullmatch(text) or CREDIT_NAMES.fullmatch(text):
        return CREDIT
    is_chinese = _HAN.search(text) is not None
    marks = zh if is_chinese else en
    if marks.CAPTION_MARK.match(text) and len(text) <= 160:
        return CAPTION
    if is_chinese and _is_signature(text, following):
        return SIGNATURE
    if _is_heading(text, following, is_chinese=is_chinese, is_first=is_first):
        return HEADING
    return ITEM if marks.ITEM_MARK.match(text) else BODY


def _is_signature(text: str, following: str) -> bool:
    if zh.SIGNATURE_DATE.fullmatch(text):
        return True
    return zh.SIGNATURE_BODY.match(text) is not None and zh.SIGNATURE_DATE.fullmatch(following) is not None


def _is_heading(text: str, following: str, *, is_chinese: bool, is_first: bool) -> bool:
    if len(text) > MAX_HEADING["zh" if is_chinese else "en"] + 40 * is_first or "。" in text:
        return False
    if _ENDS_SENTENCE.search(text) and not (is_first and text[-1] in "！？!?"):
        return False
    if zh.DOCUMENT_NUMBER.fullmatch(text) or _NO_HEADING.match(text):
        return False
    if is_chinese:
        if zh.HEADING_MARK.match(text):
            return True
        is_item = zh.ITEM_MARK.match(text) is not None
        return bool(following) and not is_item and (is_first or _LABEL.match(text) is None)
    if re.search(r"[.…][\"”')]?$", text) or len(text.split()) > MAX_HEADING_WORDS:
        return False
    return (
        bool(following) and re.search(r"[A-Za-z]{2}", text) is not None and en.ITEM_MARK.match(text) is None
    )


def _running_heads(drafts: Sequence[Draft]) -> Counter[str]:
    """Count how often each short line stands in a file, copies close together counted once."""
    counts: Counter[str] = Counter()
    last: dict[str, int] = {}
    for index, draft in enumerate(drafts):
        if len(draft.text) <= MAX_RUNNING_HEAD:
            if index - last.get(draft.text, -RUNNING_HEAD_GAP) >= RUNNING_HEAD_GAP:
                counts[draft.text] += 1
            last[draft.text] = index
    return counts


def _named_points(drafts: Sequence[Draft]) -> set[int]:
    """Find three or more paragraphs in a row that begin with a name and a colon: a list without marks."""
    found: set[int] = set()
    run: list[int] = []
    for index, draft in enumerate(drafts):
        if not draft.kind and _NAMED_POINT.match(draft.text):
            run.append(index)
            continue
        if len(run) >= 3:
            found.update(run)
        run = []
    return found.union(run) if len(run) >= 3 else found
