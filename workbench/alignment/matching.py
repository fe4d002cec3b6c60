"""Matching: which English document belongs to which Chinese one, and what to say where none does.

Candidates come from the vectors of the documents; each candidate is then aligned on trial, and the verdict
on that alignment decides. Nothing is forced: a document whose best candidate is no translation of it is
reported as being without a counterpart, with the figures, and its nearest sentences are offered as links.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from aligners.beads import Alignment, Vectors, Verdict
from aligners.documents import DocumentMatch, match_documents
from aligners.progress import Progress
from db import alignments, documents, trials
from db.alignments import ProposedPair
from db.records import Counterpart, StoredDocument
from db.store import Store
from db.trials import Judgement
from workbench.alignment.given import given_pairs
from workbench.alignment.mining import DocumentLink, nearest_links
from workbench.languages import SOURCE_LANGUAGE, TARGET_LANGUAGE

GIVEN_SCORE = 1.0  # of a pair that the file itself gives

Align = Callable[[StoredDocument, StoredDocument], Alignment]
"""Aligns two documents, Chinese first."""

EncodeDocument = Callable[[StoredDocument], Vectors]
"""Gives the sentence vectors of a document."""


@dataclass(frozen=True, slots=True)
class _Trial:
    """A candidate pair and how it was judged; `alignment` is None where that was done on an earlier day."""

    source: StoredDocument
    target: StoredDocument
    match: DocumentMatch
    judgement: Judgement
    alignment: Alignment | None


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
    tried = _trials(store, (source, target), recipe=recipe, align=align, progress=progress)
    pairs = _best_source_of_each_target(tried)
    paired = {document.id for trial in pairs for document in (trial.source, trial.target)}
    candidates = list(_candidates(source, target, paired))
    lonely = [one for pile in (source, target) for one in pile.documents if one.id not in paired]
    with store.atomic():
        alignments.save_matching(
            store,
            digest=digest,
            recipe=recipe,
            pairs=[
                *(ProposedPair(first, second, GIVEN_SCORE, None) for first, second in given),
                *map(_proposed, pairs),
            ],
            counterparts=[_counterpart(document, tried, recipe) for document in lonely],
        )
        for document_id, links in candidates:
            alignments.replace_candidates(store, document_id, recipe=recipe, links=links)
    return {
        (trial.source.id, trial.target.id): trial.alignment for trial in pairs if trial.alignment is not None
    }


def _proposed(trial: _Trial) -> ProposedPair:
    match = trial.match
    return ProposedPair(trial.source.id, trial.target.id, match.score, match.runner_up_score)


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


def _trials(
    store: Store, piles: tuple[_Pile, _Pile], *, recipe: str, align: Align, progress: Progress
) -> list[_Trial]:
    """Align every candidate pair: each document with its best match on the other side.

    A pair of documents that read as two did before is not aligned again: its judgement was kept.
    """
    source, target = piles
    if not source.documents or not target.documents:
        return []
    matches = {(match.source_index, match.target_index): match for match in _both_ways(source, target)}
    digests = [[trials.content_digest(store, one.id) for one in pile.documents] for pile in piles]
    found = []
    for n, ((i, j), match) in enumerate(matches.items()):
        progress(n, len(matches))
        one, other = source.documents[i], target.documents[j]
        judgement = trials.find(store, digests[0][i], digests[1][j], recipe)
        alignment = None
        if judgement is None:
            alignment = align(one, other)
            judgement = trials.judgement_of(alignment)
            trials.save(store, digests[0][i], digests[1][j], recipe, judgement)
        found.append(_Trial(one, other, match, judgement, alignment))
    progress(len(matches), len(matches))
    return found


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


def _best_source_of_each_target(tried: Sequence[_Trial]) -> list[_Trial]:
    """Keep the trials that are translations; an English document has one original, which may have more."""
    best: dict[int, _Trial] = {}
    for trial in tried:
        if trial.judgement.verdict is Verdict.NOT_PARALLEL:
            continue
        rival = best.get(trial.target.id)
        if rival is None or trial.judgement.mean_posterior > rival.judgement.mean_posterior:
            best[trial.target.id] = trial
    return sorted(best.values(), key=lambda trial: (trial.source.id, trial.target.id))


def _counterpart(document: StoredDocument, tried: Sequence[_Trial], recipe: str) -> Counterpart:
    """Say how near the best candidate of a document without a counterpart came."""
    own = [trial for trial in tried if document.id in (trial.source.id, trial.target.id)]
    if not own:
        return Counterpart(document.id, None, None, Verdict.NOT_PARALLEL, None, None, None, recipe)
    nearest = max(own, key=lambda trial: trial.match.score)
    other = nearest.target if nearest.source.id == document.id else nearest.source
    return Counterpart(
        document_id=document.id,
        nearest_document_id=other.id,
        score=nearest.match.score,
        verdict=Verdict.NOT_PARALLEL,
        anchor_share=nearest.judgement.anchor_share,
        mean_posterior=nearest.judgement.mean_posterior,
        median_cosine=nearest.judgement.median_cosine,
        recipe=recipe,
    )


def _candidates(source: _Pile, target: _Pile, paired: set[int]) -> Iterator[tuple[int, list[DocumentLink]]]:
    """Yield each English document without a counterpart with its nearest Chinese sentences, as links."""
    if not source.documents:
        return
    for document, vectors in zip(target.documents, target.vectors, strict=True):
        if document.id not in paired:
            yield document.id, nearest_links(source.documents, source.vectors, vectors)
