"""Finding words in Chinese and English texts: folded by script, width and case, and by pinyin."""

import re
from dataclasses import dataclass

from workbench.quality.folding import fold_chinese
from workbench.search.pinyin import pinyin_pattern

Spans = tuple[tuple[int, int], ...]
"""Half-open ranges of code points, in order, without overlap."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """Finds what a reader looks for; `spelling` is None where the words can be no pinyin.

    Where the words stand in a text as they were typed, pinyin is not tried on it.
    """

    wanted: str
    literal: re.Pattern[str]
    spelling: re.Pattern[str] | None

    def spans(self, text: str) -> Spans:
        """Give the places in `text`, which may be Chinese, English or both."""
        folded = _fold(text)
        found = tuple(match.span() for match in self.literal.finditer(folded))
        if not found and self.spelling is not None and not text.isascii():
            found = tuple(match.span() for match in self.spelling.finditer(folded))
        return found


def make_matcher(wanted: str) -> Matcher:
    """Prepare a search: one or two characters will do, in either script; blanks stand for any white space."""
    words = [re.escape(word) for word in _fold(wanted).split()]
    pinyin = pinyin_pattern(wanted)
    return Matcher(wanted, re.compile(r"\s+".join(words)), re.compile(pinyin) if pinyin else None)


def _fold(text: str) -> str:
    """Fold script, width and case, each character to one character."""
    folded = fold_chinese(text)
    lower = folded.lower()
    if len(lower) == len(folded):
        return lower
    return "".join(small if len(small := character.lower()) == 1 else character for character in folded)
