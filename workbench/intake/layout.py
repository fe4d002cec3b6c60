# ruff: noqa: E501 (a list of characters or a pattern stays on one line)
"""Cleaning rules for lines: what page layout and copying did to paragraphs.

Each function yields (start, end, replacement) in order, without overlap. A replacement of a line feed at an
empty span sets a paragraph boundary.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

Found = Iterator[tuple[int, int, str]]

MAX_LINE = 130  # characters; what is longer was not wrapped
_WIDE = re.compile(
    "[\u00b7\u2010-\u2027\u2030-\u205e\u2103-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]+"
)
MIN_WRAP_COLUMNS, MAX_WRAP_COLUMNS = 40, 100
WRAP_BAND = (0.85, 1.25)  # of the median width; a line outside was not broken by the wrap
WRAPPED_SHARE = 0.5  # of a line and its neighbours, from which the run counts as wrapped
NEIGHBOUR_LINES = 3
_ENDED = re.compile(r"[。！？!?；;：:…][”’」』》）)\]】\"']*\s*$")
_GENRES = "决定|決定|通知|意见|意見|公告|公示|通告|报告|報告|汇报|匯報|方案|办法|辦法|规定|規定|规划|規劃|条例|條例|批复|批復|函|纲要"
_TITLE_REST = re.compile(rf"(?:{_GENRES})")
_TITLE_SUFFIX = re.compile(r"(?:\s*[(（](?:精|全文|节选|试行|修订)[)）]|\s*\d+\s?篇|(?:\.docx?|\.pdf))\s*$")
_DOCUMENT_NUMBER = re.compile(
    r"[(（]?[\u4e00-\u9fff]{2,12}[〔\[［(（](?:19|20)\d\d[〕\]］)）]\s?(?:第\s?)?\d{1,4}\s?号[)）]?"
)
_TITLE_WITH_NUMBER = re.compile(rf"([^。！？\n]{{8,90}}?(?:{_GENRES})){_DOCUMENT_NUMBER.pattern}")
_HEAD_BLOCK = re.compile(r"文章属性(?:•【[^】\n]{2,8}】[^•\n]*?)+?(?=正文)正文")
_SPACE_STOP = re.compile(r"(?<=[\u4e00-\u9fff”’）)%\d]) (?=[\u4e00-\u9fff\d“‘])")
_QUOTED = re.compile("“[^“”\n]{0,200}”|‘[^‘’\n]{0,200}’")
_HAN = re.compile("[\u4e00-\u9fff]")
MIN_STOP_PARAGRAPH = 120  # characters; shorter lines with spaces are titles, slogans and name lists
MIN_STOP_PIECE = 4  # Han characters on each side of the space
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温詹路季文裴柳殷翟梅纪"
    "張劉陳楊黃趙吳孫馬鄭謝羅許韓馮鄧葉蘇魏呂盧鍾譚陸範賈韋鄒龍賀顧龔萬錢嚴溫"
)
CREDIT_NAMES = re.compile(
    rf"[(（][{_SURNAMES}][\u4e00-\u9fff]{{1,3}}(?:[、 \u3000]?[{_SURNAMES}][\u4e00-\u9fff]{{1,3}}){{0,3}}[)）]"
)
"""Names of people alone in brackets, known by their surnames."""
_CREDIT = re.compile(
    r"(?<=[。！？!?.”’\"\u4e00-\u9fff])([ \t\u3000\xa0]*)"
    r"([(（](?:本[报網网刊台]|融媒体)?(?:记者|記者|通讯员|通訊員|特约|实习|文|图|图文|摄影|撰稿|作者)[^()（）。！？\n]{1,40}[)）]"
    rf"|(?<=[\s。！？!?.”’\"])(?:{CREDIT_NAMES.pattern}|[(（][a-z]+ [a-z]+(?:, ?[a-z]+ [a-z]+){{0,3}}[)）]))[ \t\u3000\r]*$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text: `start:end` without the line feed, and its width in terminal columns."""

    start: int
    end: int
    text: str
    columns: int


def columns(text: str) -> int:
    """Give the width of a text in terminal columns; characters of ambiguous width count two."""
    if text.isascii():
        return len(text)
    return len(text) + sum(map(len, _WIDE.findall(text)))


def lines(text: str) -> Iterator[Line]:
    """Yield the lines of a text, cut at line feeds only, without the width of those too long to matter."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end]
        yield Line(start, end, line, columns(line.rstrip()) if len(line) <= MAX_LINE else len(line))
        start = end + 1


def find_hard_wraps(text: str) -> Found:
    """Find line feeds that only break a paragraph at a fixed width.

    A line is joined with the next where its width is near the median of its run of lines, most of its
    neighbours' are too, and it does not end a sentence. In indented text the indent alone starts a
    paragraph.
    """
    run: list[Line] = []
    for line in lines(text):
        if line.text.strip() and line.columns <= MAX_WRAP_COLUMNS:
            run.append(line)
            continue
        if len(run) > 1:
            yield from _joins(run)
        run = []
    if len(run) > 1:
        yield from _joins(run)


def _joins(run: list[Line]) -> Found:
    is_latin = sum(line.text.isascii() for line in run) * 2 > len(run)
    long_lines = sorted(line.columns for line in run if line.columns >= MIN_WRAP_COLUMNS)
    if len(long_lines) < (1 if is_latin else 3) or (is_latin and len(run) < 3 and long_lines[0] < 60):
        return
    median = long_lines[len(long_lines) // 2]
    low, high = WRAP_BAND[0] * median, WRAP_BAND[1] * median
    is_full = [low <= line.columns <= high and line.columns >= MIN_WRAP_COLUMNS for line in run]
    indents = [len(line.text) - len(line.text.lstrip()) for line in run]
    is_indented = 0 < sum(indent > 0 for indent in indents) < len(run)
    for index in range(len(run) - 1):
        if not is_full[index] or (indents[index + 1] > indents[index] and is_indented):
            continue
        if is_indented and indents[index + 1] > 0:
            continue
        near = is_full[max(0, index - NEIGHBOUR_LINES) : index + NEIGHBOUR_LINES + 1]
        if sum(near) < WRAPPED_SHARE * len(near) and not (is_indented or is_latin):
            continue
        line, following = run[index], run[index + 1]
        if is_latin:
            if _would_fit(line, following, max(long_lines)):
                continue
        elif _ENDED.search(line.text) and not is_indented:
            continue
        yield _join(line, following, is_latin=is_latin)


def _would_fit(line: Line, following: Line, limit: int) -> bool:
    """True where the next line's first word had room on this line, so that the break was meant."""
    if re.match(r"\s*(?:[-*•]|\d{1,2}[.)])\s", following.text):
        return True
    return line.columns + 1 + columns(following.text.split(None, 1)[0]) <= limit - 4


def _join(line: Line, following: Line, *, is_latin: bool) -> tuple[int, int, str]:
    end = line.start + len(line.text.rstrip())
    start = following.end - len(following.text.lstrip())
    before, after = line.text.rstrip()[-1], following.text.lstrip()[0]
    if is_latin:
        is_word_break = before != "-" or not line.text.rstrip()[-2:-1].isalpha()
    else:
        is_word_break = f"{before}{after}".isascii() and f"{before}{after}".isalpha()
    return end, start, " " if is_word_break else ""


def find_official_heads(text: str) -> Found:
    """Find the data block 文章属性•【制定机关】…正文 of published regulations, glued into a paragraph."""
    if "文章属性" not in text:
        return
    for match in _HEAD_BLOCK.finditer(text):
        start, end = match.span()
        line_start = text.rfind("\n", 0, start) + 1
        title = text[line_start:start].strip()
        cuts = [start] if title else []
        cuts += [end - 2, end]
        position = end
        if title and text.startswith(title, position):
            position += len(title)
            cuts.append(position)
        number = _DOCUMENT_NUMBER.match(text, position)
        if number is None and position == end and (number := _TITLE_WITH_NUMBER.match(text, position)):
            cuts.append(number.end(1))
        if number is not None:
            cuts.append(number.end())
        for cut in cuts:
            if cut < len(text) and text[cut] != "\n":
                yield cut, cut, "\n"


def find_glued_titles(text: str) -> Found:
    """Find a title line whose words stand again, glued, at the head of the paragraph below it."""
    before: Line | None = None
    for line in lines(text):
        if not line.text.strip():
            continue
        if before is not None and len(before.text) <= 100 and len(line.text) > len(before.text):
            yield from _glued_title(_TITLE_SUFFIX.sub("", before.text.strip()), line)
        before = line


def _glued_title(title: str, line: Line) -> Found:
    if len(title) < 8 or _ENDED.search(title):
        return
    found = line.text.find(title, 0, len(title) + 80)
    if found < 0 or line.text.startswith("文章属性", found + len(title)):
        return
    end = found + len(title)
    rest = _TITLE_REST.match(line.text, end) if title.endswith("的") else None
    end = rest.end() if rest else end
    if line.text[:found].strip():
        yield line.start + found, line.start + found, "\n"
    if line.text[end:].strip():
        yield line.start + end, line.start + end, "\n"


def find_glued_credits(text: str) -> Found:
    """Find names in brackets at the end of a paragraph: (记者 张三), (liu tao, xie linglong)."""
    for match in _CREDIT.finditer(text):
        line_start = text.rfind("\n", 0, match.start()) + 1
        if text[line_start : match.start()].strip():
            yield match.start(1), match.end(1), "\n"


def find_spaces_as_stops(text: str) -> Found:
    """Find spaces between clauses of Han where a full stop was lost, in paragraphs that have three or more.

    Spaces inside “…” stay. Both pieces beside the space must have four Han characters or more.
    """
    for line in lines(text):
        if len(line.text) < MIN_STOP_PARAGRAPH:
            continue
        places = [match.start() for match in _SPACE_STOP.finditer(line.text)]
        if len(places) < 3:
            continue
        quoted = [match.span() for match in _QUOTED.finditer(line.text)]
        kept = [place for place in places if not any(start < place < end for start, end in quoted)]
        edges = [-1, *kept, len(line.text)]
        kept = [
            place
            for before, place, after in zip(edges, kept, edges[2:], strict=False)
            if min(_han(line.text[before + 1 : place]), _han(line.text[place + 1 : after])) >= MIN_STOP_PIECE
        ]
        if len(kept) >= 3:
            for place in kept:
                yield line.start + place, line.start + place + 1, "。"


def _han(text: str) -> int:
    return len(_HAN.findall(text))
