"""SubRip subtitles: cues joined into sentences, of one language or of two."""

import re

from workbench.intake.blocks import BlockWriter, Extract
from workbench.intake.detector import detect

MAX_JOINED_CUES = 8
MAX_GAP_SECONDS = 3.0
_TIME = r"(\d{1,3}):(\d\d):(\d\d)[,.](\d{1,3})"
_CUE = re.compile(rf"{_TIME}\s*-->\s*{_TIME}[^\n]*$")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,80}>|\{\\[^{}]{0,80}\}")
_ENDS = re.compile(r"[.!?。！？…][\"'”’」』）)\]]*$")


def read(name: str, text: str) -> Extract:
    """Give the words of the cues; a sentence that runs over several cues is joined, at most eight of them."""
    writer = BlockWriter()
    open_pieces: dict[str, list[str]] = {}
    ended = 0.0

    def flush(language: str) -> None:
        pieces = open_pieces.pop(language, [])
        side = language if language in ("zh", "en") else ""
        writer.add(("" if language == "zh" else " ").join(pieces), kind="body", language=side)

    for start, end, lines in _cues(text.replace("\r\n", "\n").replace("\r", "\n")):
        if start - ended > MAX_GAP_SECONDS:
            for language in list(open_pieces):
                flush(language)
        ended = end
        for line in lines:
            language = detect(line).language
            open_pieces.setdefault(language, []).append(line)
            if _ENDS.search(line) or len(open_pieces[language]) >= MAX_JOINED_CUES:
                flush(language)
    for language in list(open_pieces):
        flush(language)
    return writer.extract()


def _cues(text: str) -> list[tuple[float, float, list[str]]]:
    found: list[tuple[float, float, list[str]]] = []
    for line in text.split("\n"):
        match = _CUE.search(line)
        words = _TAG.sub("", line).strip()
        if match is not None:
            if found and found[-1][2] and found[-1][2][-1].isdigit():
                found[-1][2].pop()
            numbers = [int(group) for group in match.groups()]
            found.append((_seconds(numbers[:4]), _seconds(numbers[4:]), []))
        elif words and found:
            found[-1][2].append(words)
    return found


def _seconds(numbers: list[int]) -> float:
    hours, minutes, seconds, thousandths = numbers
    return 3600 * hours + 60 * minutes + seconds + thousandths / 1000
