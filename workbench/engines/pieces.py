"""Cutting a text that is too long for a model into pieces at its clauses, and joining the pieces'
translations."""

import re
from collections.abc import Callable, Sequence

# Where a text may be cut, the best places first; the last resort is between any two characters.
CUTS = (
    re.compile(r"(?<=[。！？!?…])[”’」』）)\"']*(?=[^。！？!?…”’」』）)\"'])|(?<=[.])\s+"),
    re.compile(r"(?<=[；;])"),
    re.compile(r"(?<=[，：])|(?<=[,:])(?!\d)|(?<=——)"),
    re.compile(r"(?<=、)|\s+"),
)
MINIMUM_PIECE_CHARACTERS = 4
MINIMUM_CLAUSES_CHARACTERS = 8  # of what `split_long` cuts off: less says too little to be translated alone
_CLAUSE_MARKS = ("，", ",", "、", "：", ":")
_STARTERS = "The A An In On At Of It Its This That These And To By For With From As Among Under"
_SENTENCE_STARTERS = frozenset(_STARTERS.split(" "))


def split_text(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Cut a text into pieces that fit, as evenly as its clauses allow; the pieces joined are the text.

    A text of one character is not cut, whether it fits or not.
    """
    if len(text) < 2 or fits(text):
        return [text]
    cut = _middle_cut(text)
    return split_text(text[:cut], fits) + split_text(text[cut:], fits)


def split_clauses(text: str) -> list[str]:
    """Cut a text in two at the clause end nearest its middle; a text of one clause comes back whole."""
    for pattern in CUTS[:3]:
        cuts = _cuts(pattern, text)
        if cuts:
            cut = min(cuts, key=lambda place: abs(2 * place - len(text)))
            return [text[:cut], text[cut:]]
    return [text]


def split_long(text: str, longest: int) -> list[str]:
    """Cut a text of more than `longest` characters at the clause ends nearest its middle, again and again.

    A part of one clause may stay longer, and none has less than MINIMUM_CLAUSES_CHARACTERS.
    """
    halves = split_clauses(text) if len(text) > longest else [text]
    if len(halves) == 1 or min(map(len, halves)) < MINIMUM_CLAUSES_CHARACTERS:
        return [text]
    return [part for half in halves for part in split_long(half, longest)]


def join_pieces(sources: Sequence[str], targets: Sequence[str]) -> str:
    """Join English translations of the pieces of one text: where a piece ends inside a sentence, so does its
    English."""
    joined = ""
    for source, target in zip(sources, targets, strict=True):
        text = target.strip()
        if not text:
            continue
        if joined and not joined.endswith((".", "!", "?")):
            first, space, rest = text.partition(" ")
            text = (first.lower() if first in _SENTENCE_STARTERS else first) + space + rest
        if source.rstrip().endswith(_CLAUSE_MARKS) and text.endswith("."):
            text = text[:-1] + ","
        joined = f"{joined} {text}" if joined else text
    return joined[:-1] + "." if joined.endswith(",") else joined


def _middle_cut(text: str) -> int:
    for pattern in CUTS:
        cuts = _cuts(pattern, text)
        if cuts:
            return min(cuts, key=lambda place: abs(2 * place - len(text)))
    return len(text) // 2


def _cuts(pattern: re.Pattern[str], text: str) -> list[int]:
    shortest = max(1, min(MINIMUM_PIECE_CHARACTERS, len(text) // 2))
    ends = {found.end() for found in pattern.finditer(text)}
    return [end for end in ends if shortest <= end <= len(text) - shortest]
