# ruff: noqa: SIM905 (a list of words reads best as words)
"""What a document says of itself: date, source, number, issuing body, title."""

import re
from collections.abc import Sequence

from workbench.intake.blocks import Metadata
from workbench.intake.paragraphs import HEADING, SIGNATURE, Draft
from workbench.intake.rules import zh

_NUMERIC_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-年/.](\d{1,2})[-月/.](\d{1,2})(?!\d)")
_MONTHS = "january february march april may june july august september october november december".split()
_ENGLISH_DATE = re.compile(
    rf"\b({'|'.join(m[:3] + '(?:' + m[3:] + ')?' for m in _MONTHS)})\.? (\d{{1,2}}), ?((?:19|20)\d\d)", re.I
)
_HAN_DATE = re.compile(
    r"二[〇○零Ο0]([〇○零Ο0一二三四五六七八九])([〇○零Ο0一二三四五六七八九])年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_DIGITS = {character: index for index, character in enumerate("〇一二三四五六七八九")} | dict.fromkeys(
    "○零Ο0", 0
)
_SOURCE = re.compile(
    r"(?:信息来源|信息來源|来源|來源|Source)\s?[:：]\s?([^\s|｜【】\[\]()（）]{2,40}(?: [A-Z][\w\-]+)*)",
    re.IGNORECASE,
)
_FIELD_NAME = re.compile(r"^(?:编辑|編輯|时间|時間|作者|浏览|瀏覽|责任)")
_HEAD_FIELD = re.compile(r"【([^】]{2,8})】([^•【】\n]{1,60})")
_LETTERHEAD = re.compile(r"([\u4e00-\u9fff]{4,30})文件$")
_TITLE_LABEL = re.compile(r"(?:标题|標題)[:：]\s?(.+)")
TITLE_SUFFIX = re.compile(r"\s*[(（](?:精|全文|节选)[)）]$")
MAX_TITLE = 120


def find_date(text: str) -> str:
    """Give the first date in a text as YYYY-MM-DD, empty where there is none that exists."""
    for pattern, order in ((_NUMERIC_DATE, (1, 2, 3)), (_ENGLISH_DATE, (3, 1, 2))):
        match = pattern.search(text)
        if match is None:
            continue
        year, month, day = (match.group(group) for group in order)
        number = (
            int(month) if month.isdigit() else 1 + [name[:3] for name in _MONTHS].index(month[:3].lower())
        )
        if 1 <= number <= 12 and 1 <= int(day) <= 31:
            return f"{year}-{number:02d}-{int(day):02d}"
    match = _HAN_DATE.search(text)
    if match is not None:
        year = f"20{_DIGITS[match.group(1)]}{_DIGITS[match.group(2)]}"
        return f"{year}-{_han_number(match.group(3)):02d}-{_han_number(match.group(4)):02d}"
    return ""


def _han_number(text: str) -> int:
    """Read a number below a hundred in Han digits."""
    if "十" not in text:
        return _DIGITS[text[0]]
    tens, _, ones = text.partition("十")
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)


def lift(drafts: Sequence[Draft], known: Metadata) -> Metadata:
    """Gather what a document's paragraphs say, furniture too; what the format said comes first."""
    fields = _head_fields(drafts)
    furniture = [draft.text for draft in drafts if draft.rule in ("page-data", "structure")]
    signature = [draft.text for draft in drafts if draft.kind == SIGNATURE]
    opening = [draft.text[:200] for draft in drafts if not draft.furniture][:5]
    dates = [find_date(text) for text in (*furniture, fields.get("公布日期", ""), *reversed(signature))]
    if not any(dates):
        dates += [find_date(text[:80]) for text in opening if "--" in text[:80] or "讯" in text[:40]]
    sources = [match.group(1) for text in furniture if (match := _SOURCE.search(text))]
    numbers = [match.group(1) for text in opening[:5] if (match := zh.DOCUMENT_NUMBER.match(text[:60]))]
    heads = [match.group(1) for text in opening[:2] if (match := _LETTERHEAD.fullmatch(text))]
    bodies = [text for text in signature if not zh.SIGNATURE_DATE.fullmatch(text)]
    return Metadata(
        title=known.title or _title(drafts),
        published_on=known.published_on or next(filter(None, dates), ""),
        source_name=known.source_name or next((name for name in sources if not _FIELD_NAME.match(name)), ""),
        document_number=known.document_number or next(iter([*_number_fields(fields), *numbers]), ""),
        issuing_body=known.issuing_body
        or next(iter([*filter(None, [fields.get("制定机关", "")]), *heads, *bodies[-1:]]), ""),
    )


def _head_fields(drafts: Sequence[Draft]) -> dict[str, str]:
    for draft in drafts[:8]:
        if draft.rule == "regulation-data":
            return {name: value.strip() for name, value in _HEAD_FIELD.findall(draft.text)}
    return {}


def _number_fields(fields: dict[str, str]) -> list[str]:
    return [fields[name] for name in ("字号", "文号") if name in fields]


def _title(drafts: Sequence[Draft]) -> str:
    headings = [draft.text for draft in [d for d in drafts if not d.furniture][:5] if draft.kind == HEADING]
    for text in headings:
        if zh.OFFICIAL_TITLE.match(text):
            return TITLE_SUFFIX.sub("", text)[:MAX_TITLE]
    labels = [
        match.group(1) for draft in drafts if draft.furniture and (match := _TITLE_LABEL.match(draft.text))
    ]
    is_leading = bool(headings) and next(d for d in drafts if not d.furniture).text == headings[0]
    if is_leading:
        return TITLE_SUFFIX.sub("", headings[0])[:MAX_TITLE]
    return (labels or [""])[0][:MAX_TITLE]
