"""Matching: which English document belongs to which Chinese one, and what to say where none does.

Candidates come from the vectors of the documents; each candidate is then aligned on trial, and the verdict
on that alignment decides. Nothing is forced: a document whose best candidate is no translation of it is
reported as being without a counterpart, with the figures, and its nearest sentences are offered as links.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from aligners.beads import Alignment, Link, Vectors, Verdict
from aligners.documents import DocumentMatch, match_documents
from aligners.mining import mine
from db import alignments, documents
from db.alignments import ProposedPair
from db.records import Counterpart, StoredDocument
from db.store import Store
from workbench.engines.protocols import Progress
from workbench.given import given_pairs
from workbench.languages import SOURCE_LANGUAGE, TARGET_LANGUAGE

MAXIMUM_CANDIDATES = 50  # links offered for one document
GIVEN_SCORE = 1.0  # of a pair that the file itself gives

Align = Callable[[StoredDocument, StoredDocument], Alignment]
"""Aligns two documents, Chinese first."""

EncodeDocument = Callable[[StoredDocument], Vectors]
"""Gives the sentence vectors of a document."""


@dataclass(frozen=True, slots=True)
class _Trial:
    """A candidate pair and its alignment."""

    source: StoredDocument
    target: StoredDocument
    match: DocumentMatch
    alignment: Alignment


@dataclass(frozen=True, slots=True)
class _Pile:
    """The documents of one language, with their sentence vectors."""

    documents: Sequence[StoredDocument]
    vectors: Sequence[Vectors]


def match_all(
    store: Store, *, recipe: str, encode: EncodeDocument, align: Align, progress: Progress
) -> dict[tuple[int, int], Alignment]:
    """Compare all documents and store the outcome; nothing is done where they were compared before.

    Reprints are left out, and documents that a file sets side by side are pairs without a comparison.

    Returns the alignments that were made on the way, by the ids of source and target document, so that the
    caller need not make them again.
    """
    listed = [_documents(store, language) for language in (SOURCE_LANGUAGE, TARGET_LANGUAGE)]
    digest = _digest(recipe, [document.id for pile in listed for document in pile])
    if digest == alignments.last_matching_digest(store):
        return {}
    given = given_pairs(store)
    free = [[one for one in pile if not any(one.id in pair for pair in given)] for pile in listed]
    source, target = _read(free, encode=encode, progress=progress)
    trials = _trials(source, target, align=align, progress=progress)
    pairs = _best_source_of_each_target(trials)
    paired = {document.id for trial in pairs for document in (trial.source, trial.target)}
    candidates = list(_candidates(source, target, paired))
    with store.atomic():
        alignments.save_matching(
            store,
            digest=digest,
            recipe=recipe,
            pairs=[
                *(ProposedPair(first, second, GIVEN_SCORE, None) for first, second in given),
                *(
                    ProposedPair(
                        trial.source.id, trial.target.id, trial.match.score, trial.match.runner_up_score
                    )
                    for trial in pairs
                ),
            ],
            counterparts=[
                _counterpart(document, trials, recipe)
                for pile in (source, target)
                for document in pile.documents
                if document.id not in paired
            ],
        )
        for document_id, links in candidates:
            alignments.replace_candidates(store, document_id, recipe=recipe, links=links)
    return {(trial.source.id, trial.target.id): trial.alignment for trial in pairs}


def _documents(store: Store, language: str) -> list[StoredDocument]:
    listed = documents.list_originals(store, language=language)
    return [document for document in listed if document.segment_count]


def _read(
    listed: Sequence[Sequence[StoredDocument]], *, encode: EncodeDocument, progress: Progress
) -> tuple[_Pile, _Pile]:
    """Encode the documents of both languages, which is most of the work where they are new."""
    total = sum(len(pile) for pile in listed)
    vectors: list[Vectors] = []
    for document in chain.from_iterable(listed):
        progress(len(vectors), total)
        vectors.append(encode(document))
    source, target = listed
    return _Pile(source, vectors[: len(source)]), _Pile(target, vectors[len(source) :])


def _digest(recipe: str, document_ids: Sequence[int]) -> str:
    return hashlib.sha256(f"{recipe} {sorted(document_ids)}".encode()).hexdigest()


def _trials(source: _Pile, target: _Pile, *, align: Align, progress: Progress) -> list[_Trial]:
    """Align every candidate pair: each document with its best match on the other side."""
    if not source.documents or not target.documents:
        return []
    matches = {(match.source_index, match.target_index): match for match in _both_ways(source, target)}
    trials = []
    for n, match in enumerate(matches.values()):
        progress(n, len(matches))
        one, other = source.documents[match.source_index], target.documents[match.target_index]
        trials.append(_Trial(one, other, match, align(one, other)))
    progress(len(matches), len(matches))
    return trials


def _both_ways(source: _Pile, target: _Pile) -> list[DocumentMatch]:
    """Give the best match of every source document, and of every target document."""
    backward = [
        DocumentMatch(
            source_index=match.target_index,
            target_index=match.source_index,
            score=match.score,
            runner_up_score=match.runner_up_score,
        )
        for match in match_documents(target.vectors, source.vectors)
    ]
    return [*backward, *match_documents(source.vectors, target.vectors)]


def _best_source_of_each_target(trials: Sequence[_Trial]) -> list[_Trial]:
    """Keep the trials that are translations; an English document has one original, which may have more."""
    best: dict[int, _Trial] = {}
    for trial in trials:
        if trial.alignment.verdict is Verdict.NOT_PARALLEL:
            continue
        rival = best.get(trial.target.id)
        if rival is None or trial.alignment.mean_posterior > rival.alignment.mean_posterior:
            best[trial.target.id] = trial
    return sorted(best.values(), key=lambda trial: (trial.source.id, trial.target.id))


def _counterpart(document: StoredDocument, trials: Sequence[_Trial], recipe: str) -> Counterpart:
    """Say how near the best candidate of a document without a counterpart came."""
    own = [trial for trial in trials if document.id in (trial.source.id, trial.target.id)]
    if not own:
        return Counterpart(document.id, None, None, Verdict.NOT_PARALLEL, None, None, None, recipe)
    nearest = max(own, key=lambda trial: trial.match.score)
    other = nearest.target if nearest.source.id == document.id else nearest.source
    return Counterpart(
        document_id=document.id,
        nearest_document_id=other.id,
        score=nearest.match.score,
        verdict=Verdict.NOT_PARALLEL,
        anchor_share=nearest.alignment.anchor_share,
        mean_posterior=nearest.alignment.mean_posterior,
        median_cosine=nearest.alignment.median_cosine,
        recipe=recipe,
    )


def _candidates(
    source: _Pile, target: _Pile, paired: set[int]
) -> Iterator[tuple[int, list[tuple[int, Link]]]]:
    """Yield each English document without a counterpart with its nearest Chinese sentences, as links."""
    if not source.documents:
        return
    starts = np.cumsum([0, *(len(vectors) for vectors in source.vectors)])
    everything = np.concatenate(list(source.vectors))
    for document, vectors in zip(target.documents, target.vectors, strict=True):
        if document.id not in paired:
            links = sorted(mine(everything, vectors), key=lambda link: -link.score)[:MAXIMUM_CANDIDATES]
            yield document.id, [_in_document(link, source.documents, starts) for link in links]


def _in_document(link: Link, pile: Sequence[StoredDocument], starts: NDArray[np.int64]) -> tuple[int, Link]:
    """Turn a link into the joined sentences of a pile into one into the document that it falls in."""
    n = int(np.searchsorted(starts, link.source_start, side="right")) - 1
    first = int(starts[n])
    inside = replace(link, source_start=link.source_start - first, source_end=link.source_end - first)
    return pile[n].id, inside
