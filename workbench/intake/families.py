"""Reprints (转载): the same article on several sites; the only importer of datasketch.

MinHash over six-character shingles of the folded text (Broder 1997), candidates by locality-sensitive
hashing, each checked by its exact Jaccard similarity. Folding drops punctuation, white space and case and
writes Chinese in Simplified characters, so that a Traditional reprint is found too. Departing from the
paper, a reprint must also give the same figures: the report of another quarter shares its wording and
nothing else.
"""

import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any

from workbench.scripts import to_simplified

SHINGLE_CHARACTERS = 6
MIN_CHARACTERS = 40  # folded; shorter texts (a notice, a slogan) are alike by chance
MAX_CHARACTERS = 60_000  # of the beginning of a text, which are compared; a book needs no more
PERMUTATIONS = 128
BANDS = (25, 5)  # bands and rows: two texts at the similarity below meet with probability .99
SCHEME = "affine32"  # how datasketch permutes; signatures of two schemes cannot be compared
SIMILARITY = 0.7  # shared shingles of all; cuts and new heads stay above it
MAX_CANDIDATES = 16  # texts that one is compared with, those first whose signatures agree most
FIGURES_SHARE = 0.9  # of the figures of the text that has fewer, which the other one gives too
_UNWEIGHED = re.compile(r"(?:(?!(?<=\d)(?:[^\w\s](?=\d)|[%‰]))[\W_])+")  # what stands in figures is weighed
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*|[〇零一二三四五六七八九十百千万]{2,}|第[一二三四五六七八九十]")


def fold(text: str) -> str:
    """Give what two copies of a text share: letters and figures in Simplified characters, width and case."""
    return _UNWEIGHED.sub("", unicodedata.normalize("NFKC", to_simplified(text))).casefold()


def make_signature(text: str) -> bytes:
    """Give the MinHash of a text as little-endian uint32, empty where the text is too short to have one."""
    shingles = _shingles(text)
    if not shingles:
        return b""
    minhash = _empty_minhash().copy()
    minhash.update_batch([shingle.encode() for shingle in shingles])
    return bytes(minhash.hashvalues.astype("<u4").tobytes())


@cache
def _empty_minhash() -> Any:  # noqa: ANN401 (datasketch has no types)
    """Draw the permutations once: that takes longer than the rest."""
    from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, scheme=SCHEME, hashfunc=zlib.crc32)


def find_originals(
    signatures: Iterable[tuple[int, bytes]], text_of: Callable[[int], str]
) -> dict[int, tuple[int, float]]:
    """Map each reprint to its original and to the share of shingles that both have.

    `signatures` come in the order in which texts are originals rather than reprints; `text_of` gives the text
    of one of them, and is asked only where two signatures are near. A reprint of a reprint is one of the
    original where it is like that, else it is an original itself.
    """
    listed = list(signatures)
    if len(listed) < 2:
        return {}
    import numpy as np
    from datasketch import MinHashLSH

    index: Any = MinHashLSH(num_perm=PERMUTATIONS, params=BANDS)
    compared = _Comparison(text_of)
    originals: dict[int, Any] = {}
    found: dict[int, tuple[int, float]] = {}
    for number, signature in listed:
        if not signature:
            continue
        values = np.frombuffer(signature, dtype="<u4").astype(np.uint32)
        minhash = _empty_minhash().copy()
        minhash.hashvalues = values
        near = _nearest(values, {other: originals[other] for other in index.query(minhash)})
        best = max(((compared.similarity(other, number), -other) for other in near), default=(0.0, 0))
        if best[0] >= SIMILARITY:
            found[number] = (-best[1], best[0])
        else:
            index.insert(number, minhash)
            originals[number] = values
    return found


def _nearest(values: Any, candidates: dict[int, Any]) -> list[int]:  # noqa: ANN401 (numpy, imported late)
    """Give the candidates whose signatures agree most, at most a few: bulletins of one make are all alike."""
    import numpy as np

    if len(candidates) <= MAX_CANDIDATES:
        return list(candidates)
    agreement = (np.stack(list(candidates.values())) == values).sum(axis=1)
    numbers = list(candidates)
    return [numbers[place] for place in np.argsort(-agreement, kind="stable")[:MAX_CANDIDATES]]


class _Comparison:
    """Compares texts by number; keeps their figures, and the shingles of those seen last."""

    def __init__(self, text_of: Callable[[int], str]) -> None:
        self._figures = cache(lambda number: _figures(text_of(number)))
        self._shingles = lru_cache(maxsize=256)(lambda number: _shingles(text_of(number)))

    def similarity(self, first: int, second: int) -> float:
        """Give the Jaccard similarity of two texts, 0 where their figures do not agree."""
        figures, others = self._figures(first), self._figures(second)
        if len(figures & others) < FIGURES_SHARE * min(len(figures), len(others)):
            return 0.0
        shingles, other_shingles = self._shingles(first), self._shingles(second)
        union = len(shingles | other_shingles)
        return len(shingles & other_shingles) / union if union else 0.0


def _figures(text: str) -> frozenset[str]:
    found = _FIGURE.findall(unicodedata.normalize("NFKC", to_simplified(text[:MAX_CHARACTERS])))
    return frozenset(figure.replace(",", "") for figure in found)


def _shingles(text: str) -> frozenset[str]:
    folded = fold(text[:MAX_CHARACTERS])
    if len(folded) < MIN_CHARACTERS:
        return frozenset()
    return frozenset(
        folded[start : start + SHINGLE_CHARACTERS] for start in range(len(folded) - SHINGLE_CHARACTERS + 1)
    )
