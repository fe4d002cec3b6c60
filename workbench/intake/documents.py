"""Documents: where one text of a file ends and the next begins, and what each is called."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

from db.records import Document, Paragraph, Route
from workbench.intake import routing
from workbench.intake.bilingual import alternating_rows
from workbench.intake.blocks import Metadata
from workbench.intake.detector import Detection
from workbench.intake.metadata import TITLE_SUFFIX, lift
from workbench.intake.paragraphs import BOILERPLATE, HEADING, SIGNATURE, Draft
from workbench.intake.rules import zh
from workbench.intake.rules.table import SegmentationTable
from workbench.intake.segmenter import segment

NO_TABLES: Mapping[str, SegmentationTable] = MappingProxyType({})
MIN_TITLE, MAX_TITLE = 8, 110
REPEAT_REACH = 6  # paragraphs below a title in which its copies are looked for
COLLECTION_BOUNDARIES = 2  # titles that are sure, from which a likely title is enough
MIN_SIDE_HAN, MIN_SIDE_WORDS = 20, 8  # from which the lesser language of a text is a side of its own
_UNWEIGHED = re.compile(r"[(（]精[)）]$|[\s、，,。.:：;；《》〈〉“”\"'（）()]+")
_CHINESE_SENTENCE = re.compile(r"[\u3400-\u9fff][^。！？]{3,}[\u3400-\u9fff\d%”’）][。！？]")
_SENTENCE_END = re.compile(r"[。！？!?；;：:.…，,]['\"”’」』）)】\]]*$")


@dataclass(frozen=True, slots=True)
class Part:
    """The paragraphs of one document before they are routed, with the title that set it apart."""

    drafts: tuple[Draft, ...]
    title: str = ""


def divide(drafts: Sequence[Draft]) -> list[Part]:
    """Cut a file's paragraphs into documents.

    Sure signs: a title whose words come again below it (copies become furniture), the data block of a
    regulation, a notice of a download site, a block that the format marks. In a file with two sure titles,
    or after a signature, an official title (关于…的通知) after a full stop is one too. What stands before
    the first body joins the next.
    """
    marked = list(drafts)
    sure = _repeated_titles(marked)
    is_collection = len(sure) >= COLLECTION_BOUNDARIES
    starts = {0, *sure}
    for index in range(1, len(marked)):
        if (
            marked[index].starts_document
            or _follows_notice(marked, index)
            or _is_official_start(marked, index, is_collection=is_collection)
        ):
            starts.add(index)
    return _parts(marked, sorted(starts), sure)


def divide_at(drafts: Sequence[Draft], starts: Collection[int]) -> list[Part]:
    """Cut a file's paragraphs into documents before those of these indexes, as a reviewer decided."""
    inside = sorted({0, *(start for start in starts if 0 < start < len(drafts))})
    return [Part(tuple(drafts[start:end])) for start, end in pairwise([*inside, len(drafts)])]


def _parts(drafts: list[Draft], starts: list[int], sure: set[int]) -> list[Part]:
    bounds = [*starts, len(drafts)]
    parts: list[Part] = []
    waiting: tuple[Draft, ...] = ()
    lone_title = ""
    for start, end in pairwise(bounds):
        piece = tuple(drafts[start:end])
        title = _full_title(drafts, start) if start in sure else ""
        has_body = any(not draft.furniture and draft.kind != HEADING for draft in piece)
        if not has_body and end < len(drafts):
            waiting += piece
            lone_title = lone_title or next(
                (d.text for d in piece if d.kind == HEADING and not d.furniture), ""
            )
            continue
        parts.append(Part(waiting + piece, title))
        waiting = ()
    if lone_title and len(parts) > 1 and not lift(parts[-1].drafts, Metadata(title=parts[-1].title)).title:
        parts[-1] = replace(parts[-1], title=lone_title)
    return parts


def _full_title(drafts: Sequence[Draft], start: int) -> str:
    """Give a title's words, from its copy below where the title itself was cut short: …发展的(精)."""
    title = TITLE_SUFFIX.sub("", drafts[start].text)
    copies = [
        draft.text for draft in drafts[start + 1 : start + 1 + REPEAT_REACH] if draft.rule == "repeated-title"
    ]
    return copies[0] if title.endswith("的") and copies and copies[0].startswith(title) else title


def _weigh(text: str) -> str:
    return _UNWEIGHED.sub("", text)


def _repeated_titles(drafts: list[Draft]) -> set[int]:
    """Find titles whose words stand again below them; the copies are marked as furniture in place."""
    found: set[int] = set()
    for index, draft in enumerate(drafts):
        text = draft.text
        if draft.furniture or not MIN_TITLE <= len(text) <= MAX_TITLE or _SENTENCE_END.search(text):
            continue
        title = _weigh(text)
        for place in range(index + 1, min(index + 1 + REPEAT_REACH, len(drafts))):
            copy = _weigh(drafts[place].text) if len(drafts[place].text) <= MAX_TITLE + 20 else ""
            if not drafts[place].furniture and copy.startswith(title) and len(copy) - len(title) <= 4:
                found.add(index)
                drafts[place] = replace(
                    drafts[place], kind=BOILERPLATE, furniture="the title once more", rule="repeated-title"
                )
        if index in found:
            drafts[index] = replace(draft, kind=HEADING)
    return found


def _follows_notice(drafts: Sequence[Draft], index: int) -> bool:
    return drafts[index - 1].rule == "download-notice" and drafts[index].rule != "download-notice"


def _is_official_start(drafts: Sequence[Draft], index: int, *, is_collection: bool) -> bool:
    draft = drafts[index]
    if draft.furniture or len(draft.text) > MAX_TITLE or not zh.OFFICIAL_TITLE.match(draft.text):
        return False
    if index + 1 >= len(drafts) or zh.ITEM_MARK.match(draft.text) or draft.text.startswith("附"):
        return False
    before = [known for known in drafts[max(0, index - 4) : index] if not known.furniture]
    if not before:
        return False
    has_ended = _SENTENCE_END.search(before[-1].text) is not None
    return before[-1].kind == SIGNATURE or (is_collection and has_ended)


def assemble(
    part: Part,
    *,
    known: Metadata,
    origin: Callable[[int, int], tuple[int, int]],
    tables: Mapping[str, SegmentationTable] = NO_TABLES,
) -> list[Document]:
    """Make the document of a part, or two where it holds a Chinese and an English side.

    `origin` leads a span of the cleaned text back to the file's text. Both sides keep the order that was
    given.
    """
    drafts = part.drafts
    detections = routing.detect_all(drafts)
    metadata = lift(drafts, replace(known, title=part.title or known.title))
    sides = _sides(drafts, detections)
    drafts = _with_rows(drafts, detections) if len(sides) > 1 else drafts
    documents = []
    for language in sides:
        chosen = [
            (draft, detection)
            for draft, detection in zip(drafts, detections, strict=True)
            if len(sides) == 1 or _belongs(draft, detection, language, sides)
        ]
        title = metadata.title if len(sides) == 1 else _side_title(chosen, language, metadata.title)
        documents.append(_document(chosen, language, replace(metadata, title=title), origin, tables))
    return documents


def _with_rows(drafts: Sequence[Draft], detections: Sequence[Detection]) -> tuple[Draft, ...]:
    """Give the paragraphs of a text in two languages with their rows, where they alternate without any.

    Rows found here are numbered below 0, by where they start, so that no two of a file are the same.
    """
    if any(draft.row is not None for draft in drafts):
        return tuple(drafts)
    languages = [
        "" if draft.furniture else found.language for draft, found in zip(drafts, detections, strict=True)
    ]
    rows = alternating_rows(languages)
    firsts: dict[int, int] = {}
    for draft, row in zip(drafts, rows, strict=True):
        if row is not None:
            firsts.setdefault(row, draft.start)
    return tuple(
        draft if row is None else replace(draft, row=-1 - firsts[row])
        for draft, row in zip(drafts, rows, strict=True)
    )


def _sides(drafts: Sequence[Draft], detections: Sequence[Detection]) -> list[str]:
    """Give the languages of a text's sides: both where each has some length, else the main one.

    One whole Chinese sentence is length enough, so that none is left untranslated in an English text.
    """
    pairs = [(draft, found) for draft, found in zip(drafts, detections, strict=True) if not draft.furniture]
    han = sum(len(draft.text) for draft, found in pairs if found.language == "zh")
    words = sum(len(draft.text.split()) for draft, found in pairs if found.language == "en")
    has_rows = any(draft.language for draft in drafts)
    has_sentence = any(found.language == "zh" and _CHINESE_SENTENCE.search(d.text) for d, found in pairs)
    is_chinese_side = han >= MIN_SIDE_HAN or has_sentence
    if (han and words and has_rows) or (is_chinese_side and words >= MIN_SIDE_WORDS):
        first = next(found.language for _, found in pairs if found.language in ("zh", "en"))
        return [first, "en" if first == "zh" else "zh"]
    return [routing.majority(drafts, detections)[0]]


def _belongs(draft: Draft, detection: Detection, language: str, sides: Sequence[str]) -> bool:
    if detection.language in sides:
        return detection.language == language
    return language == sides[0]


def _document(
    chosen: Sequence[tuple[Draft, Detection]],
    language: str,
    metadata: Metadata,
    origin: Callable[[int, int], tuple[int, int]],
    tables: Mapping[str, SegmentationTable],
) -> Document:
    paragraphs = tuple(
        _paragraph(draft, detection, language, origin(draft.start, draft.end), tables)
        for draft, detection in chosen
    )
    script = routing.majority([d for d, _ in chosen], [f for _, f in chosen])[1]
    return Document(
        title=metadata.title,
        start=min((p.start for p in paragraphs), default=0),
        end=max((p.end for p in paragraphs), default=0),
        language=language,
        script=script,
        paragraphs=paragraphs,
        published_on=metadata.published_on,
        source_name=metadata.source_name,
        document_number=metadata.document_number,
        issuing_body=metadata.issuing_body,
    )


def _paragraph(
    draft: Draft,
    detection: Detection,
    language: str,
    place: tuple[int, int],
    tables: Mapping[str, SegmentationTable],
) -> Paragraph:
    """Route one paragraph of a document in `language`; what is skipped has no segments."""
    decision, reason = routing.route(draft, detection, language)
    table = tables.get(detection.language)
    segments = () if decision is Route.SKIP else segment(draft.text, detection.language, table=table)
    return Paragraph(
        text=draft.text,
        start=place[0],
        end=place[1],
        kind=draft.kind,
        language=detection.language,
        script=detection.script,
        route=decision,
        reason=reason,
        segments=segments,
        given_row=draft.row if segments else None,
    )


def _side_title(chosen: Sequence[tuple[Draft, Detection]], language: str, title: str) -> str:
    """Give the first heading in the side's own language, else the file's title."""
    for draft, detection in chosen[:6]:
        if draft.kind == HEADING and detection.language == language:
            return draft.text
    return title
