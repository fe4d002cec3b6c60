"""Sentences: spans of a paragraph's text outside which only white space lies.

Rules live in one table a language. A mark ends a sentence together with the quotes and brackets that close
after it; it does not end one inside brackets or book titles, nor close to the edges of a quotation
(“快！快！”).
"""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from db.records import Segment
from workbench.intake.rules import en, zh
from workbench.intake.rules.table import SegmentationTable

TABLES = {"zh": zh.SEGMENTATION, "en": en.SEGMENTATION}
PROTECTED_CHARACTERS = 200  # a bracket that closes later than this was never meant to
MIN_QUOTED_PIECE = 10  # characters between a mark inside a quotation and the quotation's edges
MIN_BEFORE_ELLIPSIS = 6
MAX_GAP = 64  # characters of white space between two sentences that are looked through
LONG_SENTENCE = {"zh": 80, "en": 260}  # characters, from which clause breaks are offered
MIN_CLAUSE = {"zh": 8, "en": 30}
_CLOSERS = frozenset("”’」』〉》）)]】〕")
_BRACKET = re.compile("[（()）【】《》〈〉\\[\\]〔〕“”「」『』]")
_PAIRS = {
    "（": "）",
    "(": ")",
    "【": "】",
    "《": "》",
    "〈": "〉",
    "[": "]",
    "〔": "〕",
    "“": "”",
    "「": "」",
    "『": "』",
}
_PARTNERS = {
    "）": "（(",
    ")": "(（",
    "】": "【",
    "》": "《",
    "〉": "〈",
    "]": "[",
    "〕": "〔[",
    "”": "“",
    "」": "「",
    "』": "『",
}
_QUOTE_ENDS = frozenset("”’」』\"'")
_QUOTES = frozenset("“「『")
_GOES_ON = frozenset(",，、;；:：。！？!?)）]】」』”’》〉…—~～%")
_GOES_ON_AFTER_QUOTE = frozenset("的等")
_GOES_ON_AFTER_CALL = frozenset("的地得之等和与與及或是为為式这這")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_ENUMERATOR_WORD = re.compile(r"[(（]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})")
_ALPHABETIC = re.compile("[^\u2e80-\uffff]*$")
_INITIALS = re.compile(r"[A-Za-z](?:\.[A-Za-z])*")
_WORD = re.compile(r"[A-Za-z]+")
_HEAD = re.compile(
    r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十\d]{1,3}[章节節条條]|[（(][一二三四五六七八九十]{1,3}[）)]"
)


@dataclass(frozen=True, slots=True)
class _Enclosures:
    """Outermost brackets and quotations of a text as parallel lists of starts and ends.

    `is_title` tells of each pair of brackets whether it marks a title, as 《》 do.
    """

    bracket_starts: list[int]
    bracket_ends: list[int]
    is_title: list[bool]
    quote_starts: list[int]
    quote_ends: list[int]


def segment(text: str, language: str, *, table: SegmentationTable | None = None) -> tuple[Segment, ...]:
    """Cut a paragraph into sentences; languages without a table of their own take the English one."""
    table = table or TABLES.get(language, en.SEGMENTATION)
    segments = []
    start = 0
    for end in [*_cuts(text, table), len(text)]:
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        if right > left:
            segments.append(Segment(left, right, text[left:right]))
        start = end
    return tuple(segments)


def clause_breaks(text: str, language: str) -> tuple[int, ...]:
    """Offer places where a long sentence may be broken, after its clause marks; none where it is short.

    Pieces are never shorter than a few words; marks inside brackets and figures (1,000) are passed over.
    """
    kind = "zh" if language == "zh" else "en"
    if len(text) <= LONG_SENTENCE[kind]:
        return ()
    enclosures = _enclosures(text)
    offers: list[int] = []
    last = 0
    for index, character in enumerate(text):
        if character not in TABLES[kind].clause_marks or (character == "、" and kind == "zh"):
            continue
        end = index + 1
        is_figure = text[index - 1 : index].isdigit() and text[end : end + 1].isdigit()
        is_close = end - last < MIN_CLAUSE[kind] or len(text) - end < MIN_CLAUSE[kind]
        if is_figure or is_close or _inside(index, enclosures.bracket_starts, enclosures.bracket_ends) >= 0:
            continue
        offers.append(end)
        last = end
    return tuple(offers)


def clauses(text: str, language: str) -> tuple[Segment, ...]:
    """Give the sub-segments of a sentence between the clause breaks offered; one where it is short.

    As with sentences, only white space lies outside their spans.
    """
    pieces = []
    for start, end in pairwise([0, *clause_breaks(text, language), len(text)]):
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        if right > left:
            pieces.append(Segment(left, right, text[left:right]))
    return tuple(pieces)


def _cuts(text: str, table: SegmentationTable) -> Iterator[int]:
    """Yield the offsets after which a new sentence begins, in order, without the end of the text."""
    enclosures = _enclosures(text)
    last = quotes = counted = 0
    blanks = deque(match.end() for match in _BLANK_LINE.finditer(text))
    for match in _marks(table.terminals).finditer(text):
        while blanks and blanks[0] <= match.start():
            yield from _enumerators(text, last, blanks[0], table)
            last = blanks.popleft()
            yield last
        quotes += text.count('"', counted, match.end())
        counted = match.end()
        end = _past_closers(text, match.end(), quotes % 2 == 1)
        if end < last or not _is_boundary(text, match, end, last, table):
            continue
        if _is_enclosed(text, match.end() - 1, end, last, enclosures):
            continue
        yield from _enumerators(text, last, end, table)
        last = end
        if end < len(text):
            yield end
    for blank in blanks:
        yield from _enumerators(text, last, blank, table)
        yield blank
        last = blank
    yield from _enumerators(text, last, len(text), table)


@cache
def _marks(terminals: str) -> re.Pattern[str]:
    return re.compile(rf"[{re.escape(terminals)}]+|\.{{3,}}|…+|\.")


def _past_closers(text: str, end: int, is_quote_open: bool) -> int:
    while end < len(text):
        character = text[end]
        if character in _CLOSERS:
            end += 1
        elif character in "\"'" and (is_quote_open or text[end + 1 : end + 2].strip() == ""):
            is_quote_open = False
            end += 1
        else:
            break
    return end


def _is_boundary(text: str, match: re.Match[str], end: int, last: int, table: SegmentationTable) -> bool:
    mark = match.group()
    following = text[end : end + 1]
    index = end
    while index < len(text) and text[index].isspace():
        index += 1
    visible = text[index : index + 1]
    if not visible:
        return True
    if mark == ".":
        return _dot_ends(text, match.start(), end, last, table)
    has_gap = following.isspace()
    if mark[0] in "….":
        is_short = match.start() - last < MIN_BEFORE_ELLIPSIS
        if visible in _GOES_ON or visible.islower() or is_short or visible in _GOES_ON_AFTER_QUOTE:
            return False
        return has_gap or mark[0] == "…" or not visible.isascii()
    if visible in _GOES_ON:
        return False
    if end > match.end() and not has_gap:
        is_call = mark[-1] not in "。｡" and text[end - 1] in _QUOTE_ENDS
        if following in (_GOES_ON_AFTER_CALL if is_call else _GOES_ON_AFTER_QUOTE):
            return False
    if mark[-1] in "!?":
        if not has_gap and following.isascii() and end == match.end():
            return False
        return not (visible.isascii() and visible.islower())
    return True


def _dot_ends(text: str, dot: int, end: int, last: int, table: SegmentationTable) -> bool:
    before = text[dot - 1 : dot]
    following = text[end : end + 1]
    if before >= "\u2e80":
        return following.isspace() or following >= "\u2e80"
    token = text[max(last, dot - 30) : dot].split()[-1:] or [""]
    word = _ALPHABETIC.search(token[0]).group().lstrip("([\"'“‘（")  # type: ignore[union-attr]
    next_word = _WORD.match(text, end + len(text[end : end + 80]) - len(text[end : end + 80].lstrip()))
    starts_sentence = next_word is not None and next_word.group() in table.starters
    if not following.isspace():
        is_plain_word = len(word) > 2 and word.isalpha() and word.islower()
        if following >= "\u2e80":
            return is_plain_word and word not in table.abbreviations
        return starts_sentence and is_plain_word and text[end : end + 2] not in ("A ", "I ")
    visible = text[end : end + 80].lstrip()[:1]
    lowered = word.lower()
    if visible.islower() or visible in _GOES_ON:
        return False
    if not _has_words(text, last, dot - len(token[0])) and _ENUMERATOR_WORD.fullmatch(word):
        return False
    if lowered in table.titles or (lowered in table.numbered and visible.isdigit()):
        return False
    if word in table.words:
        return True
    if lowered in table.abbreviations or _INITIALS.fullmatch(word):
        return starts_sentence
    return True


def _enumerators(text: str, start: int, end: int, table: SegmentationTable) -> Iterator[int]:
    """Yield where a new item begins inside a sentence: 一、总体要求|（一）指导思想, 责任：某局|2.某项目."""
    if table.enumerator is None or end - start < 8:
        return
    head = start + len(text[start:end]) - len(text[start:end].lstrip())
    has_head = _HEAD.match(text, head) is not None
    previous = start
    for match in table.enumerator.finditer(text, head + 1, end):
        if match.start() - previous < 4 or (match.group()[0] in "（(" and not has_head):
            continue
        yield match.start()
        previous = match.start()


def _is_enclosed(text: str, mark: int, end: int, last: int, enclosures: _Enclosures) -> bool:
    index = _inside(mark, enclosures.bracket_starts, enclosures.bracket_ends)
    if index >= 0:
        start, close = enclosures.bracket_starts[index], enclosures.bracket_ends[index]
        if end <= close or enclosures.is_title[index] or _has_words(text, last, start):
            return True
    index = _inside(mark, enclosures.quote_starts, enclosures.quote_ends)
    if index < 0 or end > enclosures.quote_ends[index]:
        return False
    start = max(last, enclosures.quote_starts[index])
    return end - start < MIN_QUOTED_PIECE or enclosures.quote_ends[index] - end < MIN_QUOTED_PIECE


def _has_words(text: str, start: int, end: int) -> bool:
    return end - start > MAX_GAP or bool(text[start:end].strip())


def _inside(offset: int, starts: list[int], ends: list[int]) -> int:
    """Give the index of the pair that holds an offset, -1 where none does."""
    index = bisect_right(starts, offset) - 1
    return index if index >= 0 and offset < ends[index] else -1


def _enclosures(text: str) -> _Enclosures:
    brackets: list[tuple[int, int]] = []
    quotes: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for match in _BRACKET.finditer(text):
        character = match.group()
        if character in _PAIRS:
            stack.append((character, match.start()))
            del stack[:-16]
            continue
        while stack and stack[-1][0] not in _PARTNERS[character]:
            stack.pop()
        if not stack:
            continue
        opener, start = stack.pop()
        if opener in _QUOTES:
            _keep_outermost(quotes, start, match.start())
        elif match.start() - start <= PROTECTED_CHARACTERS:
            _keep_outermost(brackets, start, match.start())
    straight = [match.start() for match in re.finditer('"', text)]
    if len(straight) % 2 == 0:
        quotes = sorted((*quotes, *zip(straight[::2], straight[1::2], strict=True)))
    return _Enclosures(
        [start for start, _ in brackets],
        [end for _, end in brackets],
        [text[start] in "《〈" for start, _ in brackets],
        [start for start, _ in quotes],
        [end for _, end in quotes],
    )


def _keep_outermost(pairs: list[tuple[int, int]], start: int, end: int) -> None:
    while pairs and pairs[-1][0] > start:
        pairs.pop()
    pairs.append((start, end))
