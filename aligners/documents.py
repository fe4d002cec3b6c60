"""Which documents belong together: from sentence vectors, for a pile of either language.

Vectors are centred over all documents of a side together, so that what all of them share counts for nothing.
A document's vector, the mean of its sentences, picks candidates cheaply; a candidate is then scored by how
well each sentence of either document finds a partner in the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligners.beads import Vectors
from aligners.errors import VectorError
from aligners.spans import centre, check_vectors, shrunk_mean
from aligners.unit_vectors import unit_rows

CANDIDATES = 8
"""Targets per source document that are scored sentence by sentence."""
DOCUMENTS_AT_ONCE = 1024

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class DocumentMatch:
    """The best target of a source document, with the score of the next best (None where there is no other).

    Scores are mean cosines of centred sentence vectors, about 0 for documents that have nothing to do with
    each other; better high.
    """

    source_index: int
    target_index: int
    score: float
    runner_up_score: float | None


def match_documents(source: Sequence[Vectors], target: Sequence[Vectors]) -> list[DocumentMatch]:
    """Find the best target document of every source document that has sentences, in order of source.

    Takes one array of sentence vectors a document, (segment, dimension). A target may be the best of several
    sources; the caller decides which of them are translations. Raises VectorError for vectors of differing
    width or with values that are not finite.
    """
    sources, targets = _centred(source), _centred(target)
    filled_sources = [n for n, vectors in enumerate(sources) if len(vectors)]
    filled_targets = [n for n, vectors in enumerate(targets) if len(vectors)]
    if not filled_sources or not filled_targets:
        return []
    if sources[filled_sources[0]].shape[1] != targets[filled_targets[0]].shape[1]:
        raise VectorError("source and target vectors differ in width")
    candidates = _nearest(
        _document_vectors([sources[n] for n in filled_sources]),
        _document_vectors([targets[n] for n in filled_targets]),
    )
    matches = []
    for number, row in zip(filled_sources, candidates, strict=True):
        scored = sorted(
            ((score_pair(sources[number], targets[filled_targets[c]]), -filled_targets[c]) for c in row),
            reverse=True,
        )
        runner_up = scored[1][0] if len(scored) > 1 else None
        matches.append(DocumentMatch(number, -scored[0][1], scored[0][0], runner_up))
    return matches


def score_pair(source: Vectors, target: Vectors) -> float:
    """Give the mean over the sentences of both documents of the cosine to the best partner in the other.

    As many sentences count on either side as the shorter document has, the best ones of the longer: an
    abridged version is not held against its original.
    """
    cosines = source @ target.T
    count = min(cosines.shape)
    forward = np.sort(cosines.max(axis=1))[-count:]
    backward = np.sort(cosines.max(axis=0))[-count:]
    return float((forward.mean() + backward.mean()) / 2)


def _centred(documents: Sequence[Vectors]) -> list[Vectors]:
    """Centre the sentences of all documents of a side together."""
    checked = [check_vectors(vectors, len(vectors)) for vectors in documents]
    widths = {vectors.shape[1] for vectors in checked if len(vectors)}
    if len(widths) > 1:
        raise VectorError(f"the documents' vectors differ in width: {sorted(widths)}")
    filled = [vectors for vectors in checked if len(vectors)]
    if not filled:
        return checked
    joined = np.concatenate(filled)
    everything = centre(joined, shrunk_mean(joined))
    ends = np.cumsum([len(vectors) for vectors in checked])
    return [everything[end - len(vectors) : end] for end, vectors in zip(ends, checked, strict=True)]


def _document_vectors(documents: Sequence[Vectors]) -> Vectors:
    return unit_rows(np.stack([vectors.mean(axis=0) for vectors in documents]))


def _nearest(source: Vectors, target: Vectors) -> list[list[int]]:
    """Give the nearest targets of each source document by document vector, nearest first."""
    count = min(CANDIDATES, len(target))
    rows: list[list[int]] = []
    for top in range(0, len(source), DOCUMENTS_AT_ONCE):
        cosines = source[top : top + DOCUMENTS_AT_ONCE] @ target.T
        best = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
        order = np.argsort(-np.take_along_axis(cosines, best, axis=1), axis=1, kind="stable")
        rows += np.take_along_axis(best, order, axis=1).tolist()
    return rows
