"""Check: what should not be in an English text, and texts that were cut, looped or not translated at all."""

import re
from collections.abc import Iterator

from workbench.quality.context import Context
from workbench.quality.findings import Finding, Severity, Span

NAME = "leftovers"

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]+")
_FULL_WIDTH = re.compile(
    r"[，。；：！？、（）【】《》〈〉「」『』〔〕“”]?[，。；！？、【】《》〈〉「」『』〔〕（）\uff10-\uff19\uff21-\uff3a\uff41-\uff5a％]+"
)
_UNKNOWN = re.compile(r"(?:<unk>|�|⁇|▁|@@)+")
_TONED = re.compile(r"\b\w*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]\w*\b", re.IGNORECASE)
_TONES_OF_PINYIN_ONLY = re.compile(r"[āǎēěīǐōǒūǔǖǘǚǜ]", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|\d[\d,.]*")
_ORDINARY_PAIRS = frozenset(
    {"had", "that", "her", "ha", "very", "so", "no", "bye", "knock", "new", "far", "more"}
)

SHORTEST_LOOP = 3  # times that the same words come in a row
LOOP_WORDS = 8  # the longest unit of a loop that is looked for, in words
MIN_SOURCE_LENGTH = 12  # characters; shorter texts vary too much in length
TOO_SHORT = 0.55  # English characters per Chinese one; press releases have 2.5 to 4
TOO_LONG = 12.0


def check(source: str, target: str, context: Context) -> list[Finding]:
    """Find Chinese left in the English, marks of unknown pieces, loops, and texts far too short or long."""
    if not source.strip():
        return []
    if not target.strip():
        return [Finding(NAME, Severity.ERROR, (0, len(source)), None, "the English is empty")]
    if source.strip() == target.strip():
        if not _HAN.search(source):
            return []
        return [Finding(NAME, Severity.ERROR, (0, len(source)), (0, len(target)), "not translated")]
    return [
        *_han(source, target),
        *_full_width(target),
        *_unknown(source, target),
        *_pinyin(source, target),
        *_loops(source, target),
        *_doubled_words(target),
        *_length(source, target),
    ]


def _han(source: str, target: str) -> Iterator[Finding]:
    for match in _HAN.finditer(target):
        text = match.group()
        in_brackets = target[match.start() - 1 : match.start()] in ("(", "（") and match.start() > 0
        place = source.find(text)
        span = (place, place + len(text)) if place >= 0 else None
        severity = Severity.INFORMATION if in_brackets else Severity.ERROR
        yield Finding(NAME, severity, span, match.span(), f"Chinese left in the English: {text}")


_ASCII = str.maketrans("，。；：！？、（）【】《》〈〉「」『』〔〕％", ',.;:!?,()[]""""""""[]%')


def _full_width(target: str) -> Iterator[Finding]:
    for match in _FULL_WIDTH.finditer(target):
        text = match.group()
        plain = "".join(chr(ord(c) - 0xFEE0) if 0xFF10 <= ord(c) <= 0xFF5A else c for c in text)
        message = f"full-width marks in the English: {text}"
        yield Finding(NAME, Severity.WARNING, None, match.span(), message, plain.translate(_ASCII))


def _unknown(source: str, target: str) -> Iterator[Finding]:
    for match in _UNKNOWN.finditer(target):
        if match.group() not in source:
            message = f"the mark of an unknown piece: {match.group()}"
            yield Finding(NAME, Severity.ERROR, None, match.span(), message)


def _pinyin(source: str, target: str) -> Iterator[Finding]:
    for match in _TONED.finditer(target):
        if _TONES_OF_PINYIN_ONLY.search(match.group()) and match.group() not in source:
            message = f"pinyin with tone marks: {match.group()}"
            yield Finding(NAME, Severity.WARNING, None, match.span(), message)


def _loops(source: str, target: str) -> Iterator[Finding]:
    words = [(match.group().lower(), *match.span()) for match in _WORD.finditer(target)]
    texts = [word for word, _, _ in words]
    n = 0
    while n < len(words):
        unit, times = _loop_at(texts, n)
        if times >= SHORTEST_LOOP:
            last = n + unit * times - 1
            if not _is_repeated_in(source, times):
                said = " ".join(texts[n : n + unit])
                message = f"{said!r} is repeated {times} times"
                span = (words[n][1], words[last][2])
                yield Finding(
                    NAME, Severity.ERROR, None, span, message, target[words[n][1] : words[n + unit - 1][2]]
                )
            n = last
        n += 1


def _loop_at(words: list[str], start: int) -> tuple[int, int]:
    """Give the unit (in words) and the number of rounds of the longest loop that starts here."""
    best = (1, 1)
    for unit in range(1, LOOP_WORDS + 1):
        first = words[start : start + unit]
        times = 1
        while words[start + unit * times : start + unit * (times + 1)] == first and len(first) == unit:
            times += 1
        if times > 1 and unit * times > best[0] * best[1]:
            best = (unit, times)
    return best


def _is_repeated_in(source: str, times: int) -> bool:
    """Tell whether the Chinese itself says one thing over and over (哈哈哈, 加油！加油！加油！)."""
    return re.search(rf"(.{{1,12}}?)\1{{{times - 2},}}", source) is not None


def _doubled_words(target: str) -> Iterator[Finding]:
    for match in re.finditer(r"\b([A-Za-z]+)\s+\1\b(?!\s+\1\b)", target):
        word = match.group(1).lower()
        is_name = match.group(1)[0].isupper()
        if word not in _ORDINARY_PAIRS and not is_name and not _within_loop(target, match.span()):
            yield Finding(
                NAME, Severity.WARNING, None, match.span(), f"{word!r} stands twice", match.group(1)
            )


def _within_loop(target: str, span: Span) -> bool:
    word = target[span[0] : span[1]].split(maxsplit=1)[0]
    return re.search(rf"\b{re.escape(word)}\s+$", target[: span[0]], re.IGNORECASE) is not None


def _length(source: str, target: str) -> Iterator[Finding]:
    han = len(re.findall(r"[\u3400-\u9fff]", source))
    if han < MIN_SOURCE_LENGTH:
        return
    ratio = len(target.strip()) / han
    whole = ((0, len(source)), (0, len(target)))
    if ratio < TOO_SHORT:
        message = f"much shorter than the Chinese: {ratio:.1f} characters for each one there"
        yield Finding(NAME, Severity.ERROR, *whole, message)
    elif ratio > TOO_LONG:
        message = f"much longer than the Chinese: {ratio:.1f} characters for each one there"
        yield Finding(NAME, Severity.WARNING, *whole, message)
