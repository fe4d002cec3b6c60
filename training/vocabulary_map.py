"""Which target pieces a source text may need, for CTranslate2's `use_vmap`.

With such a map the output layer computes only the pieces that a batch may need, not all 8,000 (Jean et al.
2015, "On Using Very Large Target Vocabulary for Neural Machine Translation", section 3.3, with word alignment
for the choice; here it is the log-likelihood ratio of sentence-wise co-occurrence, Dunning 1993). Pieces that
are frequent, spell or mark something are in every batch. An engine that does not ask for the map ignores it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.dataset import EncodedPairs

MAP_FILE = "vmap.txt"
PAIRS = 300_000  # drawn to count on
CANDIDATES = 60  # target pieces for a source piece
ALWAYS = 600  # of the most frequent target pieces


def write_vocabulary_map(
    pairs: EncodedPairs, weights: npt.NDArray[np.float64], pieces: Sequence[str], path: Path, *, seed: int
) -> None:
    """Write the map that is counted on pairs drawn with `weights` (pair,), the pieces being in id order."""
    drawn = np.random.default_rng(seed).choice(len(pairs), size=PAIRS, p=weights / weights.sum())
    rows = np.unique(drawn)
    frequency, candidates = count_candidates(pairs, rows, vocabulary=len(pieces))
    always = {number for number in np.argsort(-frequency, kind="stable")[:ALWAYS] if frequency[number]}
    always |= {number for number, piece in enumerate(pieces) if _spells(piece)}
    lines = ["\t" + _listed(sorted(always), pieces)]
    for number, found in enumerate(candidates):
        wanted = [target for target in found if target not in always]
        if wanted:
            lines.append(f"{pieces[number]}\t{_listed(wanted, pieces)}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def count_candidates(
    pairs: EncodedPairs, rows: npt.NDArray[np.int64], *, vocabulary: int
) -> tuple[npt.NDArray[np.float64], list[list[int]]]:
    """Give how many of the pairs hold each target piece, (piece,), and for each source piece the target
    pieces that stand beside it more often than by chance, the most telling first.
    """
    from scipy.sparse import csr_matrix

    def held(ids: npt.NDArray[np.uint16], offsets: npt.NDArray[np.int64]) -> csr_matrix:
        lengths = offsets[rows + 1] - offsets[rows]
        columns = np.concatenate([ids[offsets[row] : offsets[row + 1]] for row in rows])
        places = np.repeat(np.arange(len(rows)), lengths)
        matrix = csr_matrix((np.ones(len(columns), np.float32), (places, columns)), (len(rows), vocabulary))
        matrix.data[:] = 1.0  # a piece counts once for a sentence; making the matrix has summed them
        return matrix

    source = held(pairs.source_ids, pairs.source_offsets)
    target = held(pairs.target_ids, pairs.target_offsets)
    source_count, target_count = (np.asarray(side.sum(axis=0)).ravel() for side in (source, target))
    together = (source.T @ target).tocsr()
    candidates = []
    for piece in range(vocabulary):
        span = slice(together.indptr[piece], together.indptr[piece + 1])
        targets, counts = together.indices[span], together.data[span]
        chance = source_count[piece] * target_count[targets] / len(rows)
        telling = np.where(counts > chance, counts * np.log(counts / chance) - (counts - chance), 0.0)
        order = np.argsort(-telling, kind="stable")[:CANDIDATES]
        candidates.append([int(targets[n]) for n in order if telling[n] > 0])
    return target_count.astype(np.float64), candidates


def _spells(piece: str) -> bool:
    """True of single letters, digits and signs, of bytes and of marks."""
    text = piece.removeprefix("▁")
    return (len(text) < 2 and text.isascii()) or "⟦" in text or piece.startswith("<0x")


def _listed(numbers: Sequence[int], pieces: Sequence[str]) -> str:
    return " ".join(pieces[number] for number in numbers)
