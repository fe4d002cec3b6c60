"""Clauses of a sentence: the pieces between commas and their kin.

Where one sentence of one language is two of the other, the cut runs between clauses: the first and the last
clause of a sentence say to which neighbour it belongs. A clause is a piece of the sentence's own text, found
by punctuation alone, so that any language that writes with these marks can be cut.
"""

import re

CLAUSE_END = re.compile(  # a comma or point without a space after it (1,000 and 3.5) is no end
    r"""(?: [，；：、。！？…—]+ | [,;:](?=\s|["'”’»)\]]|$) | [.!?]+(?=\s|["'”’»)\]]) )
        [”’」』）》〉】"'»)\]]* \s*""",
    re.VERBOSE,
)
WORD = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[^\W\u3400-\u9fff]+")
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


def _count_words(text: str) -> int:
    """Count words up to the number that makes a clause; longer texts need no exact count."""
    count = 0
    for _ in WORD.finditer(text):
        count += 1
        if count >= SHORTEST_CLAUSE_WORDS:
            break
    return count
