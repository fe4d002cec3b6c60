"""Which words of two English texts differ: the machine draft against the English of the document."""

import re
from difflib import SequenceMatcher

Spans = tuple[tuple[int, int], ...]
"""Half-open ranges of code points, in order, without overlap."""

_WORD = re.compile(r"\w+(?:[.,'’-]\w+)*")
LONGEST_TEXT = 4_000
"""Beyond so many characters a comparison takes too long for a screen, and nobody reads the difference."""


def different_words(first: str, second: str) -> tuple[Spans, Spans]:
    """Give the ranges of the words in `first` that `second` lacks, and the other way round.

    Words are compared in order and without regard to case; punctuation does not count.
    """
    if max(len(first), len(second)) > LONGEST_TEXT:
        return (), ()
    words = [list(_WORD.finditer(text)) for text in (first, second)]
    folded = [[match.group().casefold() for match in matches] for matches in words]
    ranges: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    for tag, *places in SequenceMatcher(None, folded[0], folded[1], autojunk=False).get_opcodes():
        if tag != "equal":
            for side, (start, stop) in enumerate((places[:2], places[2:])):
                ranges[side].extend(match.span() for match in words[side][start:stop])
    return tuple(ranges[0]), tuple(ranges[1])
