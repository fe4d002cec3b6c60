# ruff: noqa: E501 (a list of characters or a pattern stays on one line)
"""Cleaning rules for characters that do not belong to a text: what encodings, fonts and copying left behind.

Each function yields (start, end, replacement) in order, without overlap.
"""

import re
from collections import Counter
from collections.abc import Iterator

Found = Iterator[tuple[int, int, str]]

_LINE_END = re.compile("\r(?!\n)|[\u2028\u2029\u0085\v\f]")
_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+"
)
_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_PINYIN = re.compile(rf"([\u3400-\u4dbf\u4e00-\u9fff])([(（]([a-zü{_TONES}ńňǹ]{{1,6}}) ?[)）])")
_SYLLABLE = re.compile("(?:zh|ch|sh|[bpmfdtnlgkhjqxzcsryw])?[aeiouü]{1,3}(?:ng|n|r)?|n|ng")
_UNTONED = str.maketrans(_TONES, "aaaaeeeeiiiioooouuuuüüüü")
KNOWN_PINYIN_CHARACTERS = frozenset(
    "優創區協執態據數業現環產發監經網續聯衛規貿務會專實觀將開積極機關準應轉鍵盡歷鄉護麗樂"
)
"""Traditional characters that such pages are known to show; one hit on these is enough."""
_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]+(?:[．％＋－][０-９Ａ-Ｚａ-ｚ]+)*％?")
_TO_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LEAD_MARKER = re.compile(
    r"^[ \t\u3000]*([\[【［(（]\s?(?:abstract|摘\s?要|内容提要|內容提要)\s?[\]】］)）][:：]?[ \t\u3000]*)(?=\S)",
    re.I | re.M,
)
_MOJIBAKE = re.compile("[\u00c2-\u00f4][\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]{1,}"
                       "(?:[\u00c2-\u00f4\u0080-\u00ff\u0152-\u0192\u02c6\u02dc\u2013-\u2122])*")  # fmt: skip


def find_line_ends(text: str) -> Found:
    """Find line ends of other systems; a carriage return before a line feed is white space and stays."""
    for match in _LINE_END.finditer(text):
        yield match.start(), match.end(), "\n"


def find_controls(text: str) -> Found:
    """Find characters that cannot be seen: control codes, zero-width spaces and marks of direction."""
    for match in _CONTROL.finditer(text):
        yield match.start(), match.end(), ""


def find_pinyin(text: str) -> Found:
    """Find pinyin in round brackets after a Han character, such as 產(chǎn)業(yè) and 會(huì )員.

    The letters must be one toned syllable. A reading that a writer gave once for a rare character
    (鱻(xiān)) stays: hits need a character that such pages are known to show, or the same pair twice.
    """
    matches = [match for match in _PINYIN.finditer(text) if _is_toned_syllable(match.group(3))]
    pairs = Counter(match.group(1, 3) for match in matches)
    for match in matches:
        if match.group(1) in KNOWN_PINYIN_CHARACTERS or pairs[match.group(1, 3)] > 1 or len(matches) > 9:
            yield match.start(2), match.end(2), ""


def _is_toned_syllable(letters: str) -> bool:
    plain = letters.translate(_UNTONED)
    return plain != letters and _SYLLABLE.fullmatch(plain) is not None


def find_full_width(text: str) -> Found:
    """Find Latin letters and digits in the width of Han characters: ２０２４ becomes 2024."""
    for match in _FULL_WIDTH.finditer(text):
        yield match.start(), match.end(), match.group().translate(_TO_HALF_WIDTH)


def find_lead_markers(text: str) -> Found:
    """Find a marker such as [abstract] or 【摘要】 at the head of a paragraph."""
    for match in _LEAD_MARKER.finditer(text):
        yield match.start(1), match.end(1), ""


def find_mojibake(text: str) -> Found:
    """Find UTF-8 that was read as Windows-1252, such as ä¸­å›½ for 中国 or â€œ for “."""
    for match in _MOJIBAKE.finditer(text):
        repaired = _read_again(match.group())
        if repaired is not None:
            yield match.start(), match.end(), repaired


def _read_again(garbled: str) -> str | None:
    content = bytearray()
    for character in garbled:
        try:
            content += character.encode("cp1252")
        except UnicodeEncodeError:
            if ord(character) > 0xFF:
                return None
            content.append(ord(character))
    try:
        repaired = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return repaired if any(character >= "\u2010" for character in repaired) else None
