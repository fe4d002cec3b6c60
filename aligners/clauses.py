"""Clauses of a sentence: the pieces between commas and their kin.

Where one sentence of one language is two of the other, the cut runs between clauses: the first and the last
clause of a sentence say to which neighbour it belongs. A clause is a piece of the sentence's own text, found
by punctuation alone, so that any language that writes with these marks can be cut.
"""

import re
from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from aligners import compiled
from aligners.characters import SENTENCES_AT_ONCE, Kind, kinds_of, read_characters

STOPS, COMMAS, POINTS = "，；：、。！？…—", ",;:", ".!?"
CLOSING, AFTER = """”’」』）》〉】"'»)]""", """"'”’»)]"""
CLAUSE_END = re.compile(  # a comma or point without a space after it (1,000 and 3.5) is no end
    rf"""(?: [{STOPS}]+ | [{COMMAS}](?=[\s{re.escape(AFTER)}]|$) | [{POINTS}]+(?=[\s{re.escape(AFTER)}]) )
        [{re.escape(CLOSING)}]* \s*""",
    re.VERBOSE,
)
HAN, WORD_CHARACTER = r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]", r"[^\W\u3400-\u9fff]"
WORD = re.compile(rf"{HAN}|{WORD_CHARACTER}+")
KINDS: dict[Kind, int] = {
    r"\s": 1,
    HAN: 2,
    WORD_CHARACTER: 4,
    rf"[{STOPS}]": 8,
    rf"[{COMMAS}]": 16,
    rf"[{POINTS}]": 32,
    rf"[{re.escape(CLOSING)}]": 64,
    rf"[{re.escape(AFTER)}]": 128,
}
"""What a character can be, as the compiled cutting has it."""
SHORTEST_CLAUSE_WORDS = 2
"""A piece with fewer words (a Han character counts as one) carries too little meaning to stand alone."""
MOST_CLAUSES = 64
"""Neighbours of a line with more are joined: every clause meets every other, and a line may be a file."""


def split_clauses(sentence: str) -> list[str]:
    """Cut a sentence into clauses; joined, they are the sentence again.

    A piece of one word goes to the clause after it, at the end to the one before. A sentence without a cut,
    the empty one included, is its own only clause. There are at most MOST_CLAUSES.
    """
    clauses: list[str] = []
    start = 0
    for match in CLAUSE_END.finditer(sentence):
        piece = sentence[start : match.end()]
        if _count_words(piece) >= SHORTEST_CLAUSE_WORDS:
            clauses.append(piece)
            start = match.end()
    rest = sentence[start:]
    if not clauses:
        return [sentence]
    if rest and _count_words(rest) < SHORTEST_CLAUSE_WORDS:
        clauses[-1] += rest
    elif rest:
        clauses.append(rest)
    size = -(-len(clauses) // MOST_CLAUSES)
    return ["".join(clauses[place : place + size]) for place in range(0, len(clauses), size)]


def cut_text(text: Sequence[str]) -> tuple[list[str], NDArray[np.int64]]:
    """Cut n sentences into clauses without spaces around them; a blank sentence is its own, empty clause.

    Gives the clauses of all sentences, and where each sentence's begin: (n + 1,).
    """
    counts = np.zeros(len(text) + 1, dtype=np.int64)
    if not compiled.is_there():
        cut = [_stripped_clauses(sentence) for sentence in text]
        counts[1:] = [len(clauses) for clauses in cut]
        return list(chain.from_iterable(cut)), np.cumsum(counts)
    clauses: list[str] = []
    for top in range(0, len(text), SENTENCES_AT_ONCE):
        part = text[top : top + SENTENCES_AT_ONCE]
        characters, own = read_characters(part), counts[1 + top : 1 + top + len(part)]
        bounds = np.empty(2 * (len(characters.codes) + len(part)), dtype=np.int64)
        kinds = kinds_of(characters.codes, KINDS)
        compiled.call("cut_clauses", kinds, characters.starts, len(part), MOST_CLAUSES, bounds, own)
        whole, ends = "".join(part), bounds[: 2 * int(own.sum())].tolist()
        clauses += [whole[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True)]
    return clauses, np.cumsum(counts)


def _stripped_clauses(sentence: str) -> list[str]:
    return [clause for part in split_clauses(sentence.strip()) if (clause := part.strip())] or [""]


def _count_words(text: str) -> int:
    """Count words up to the number that makes a clause; longer texts need no exact count."""
    count = 0
    for _ in WORD.finditer(text):
        count += 1
        if count >= SHORTEST_CLAUSE_WORDS:
            break
    return count
