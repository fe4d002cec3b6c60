"""Families of documents: the same article reprinted on several sites; the only importer of datasketch.

MinHash over six-character shingles of the folded text (Broder 1997), candidates by locality-sensitive
hashing, each checked by its exact Jaccard similarity. Folding drops punctuation, white space and case and
writes Chinese in Simplified characters, so that a Traditional reprint is found too.
"""

import re
from collections.abc import Iterable, Sequence

from workbench.scripts import to_simplified

SHINGLE_CHARACTERS = 6
PERMUTATIONS = 128
SIMILARITY = (
    0.7  # shared shingles of all, from which two texts are one article; cuts and new heads stay above it
)
_UNWEIGHED = re.compile(r"[\W_]+")


def find_families(texts: Sequence[str]) -> list[tuple[int, ...]]:
    """Group near-duplicate texts: indexes in rising order, the first of each family first; single texts
    left out.

    Give body text without furniture, which differs from site to site. Texts of fewer than six letters have no
    family. Being alike passes on: a family may hold two texts that meet only through a third.
    """
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=SIMILARITY, num_perm=PERMUTATIONS)
    shingles: list[frozenset[str]] = []
    roots = list(range(len(texts)))
    for position, text in enumerate(texts):
        shingles.append(_shingles(text))
        if not shingles[position]:
            continue
        signature = MinHash(num_perm=PERMUTATIONS)
        signature.update_batch([shingle.encode() for shingle in shingles[position]])
        for candidate in sorted(index.query(signature)):
            if similarity(shingles[candidate], shingles[position]) >= SIMILARITY:
                _unite(roots, candidate, position)
        index.insert(position, signature)
    return _groups(_root(roots, position) for position in range(len(texts)))


def similarity(first: frozenset[str], second: frozenset[str]) -> float:
    """Give the Jaccard similarity of two sets of shingles, 0 where both are empty."""
    union = len(first | second)
    return len(first & second) / union if union else 0.0


def _shingles(text: str) -> frozenset[str]:
    folded = _UNWEIGHED.sub("", to_simplified(text)).casefold()
    return frozenset(
        folded[start : start + SHINGLE_CHARACTERS] for start in range(len(folded) - SHINGLE_CHARACTERS + 1)
    )


def _root(roots: list[int], position: int) -> int:
    while roots[position] != position:
        roots[position] = roots[roots[position]]
        position = roots[position]
    return position


def _unite(roots: list[int], first: int, second: int) -> None:
    low, high = sorted((_root(roots, first), _root(roots, second)))
    roots[high] = low


def _groups(labels: Iterable[int]) -> list[tuple[int, ...]]:
    groups: dict[int, list[int]] = {}
    for position, label in enumerate(labels):
        groups.setdefault(label, []).append(position)
    return [tuple(members) for members in groups.values() if len(members) > 1]
