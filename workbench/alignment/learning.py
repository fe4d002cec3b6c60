"""Learning: the weights of the aligner, from what reviewers accepted and edited in this database.

The search begins at the weights in use, and a Gaussian prior holds it near them, so that a few corrections
change little. Whether the outcome is better is measured on rows that it has not seen: the decided rows are
dealt into parts, and each part is aligned with weights that were learned on the others.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from aligners.embedding_based import EmbeddingAligner
from aligners.errors import WeightsError
from aligners.evaluation import IdBead, bead_ids
from aligners.fitting import (
    BOUNDS,
    SLOPE_COUNT,
    Example,
    PairVectors,
    as_flat,
    as_weights,
    feature_scales,
    make_example,
    objective,
)
from aligners.known_terms import Lookup
from aligners.optimiser import minimise
from aligners.progress import Progress
from aligners.registry import Aligner, get_aligner
from aligners.spans import TextVectors, encode_texts
from aligners.weights import Weights, read_weights
from db import aligner_weights, alignments, documents, vectors
from db.records import StoredBead
from db.store import Store
from workbench.alignment.aligning import DECIDED, pin_of
from workbench.engines.protocols import SentenceEncoder
from workbench.errors import InputError, NothingToDoError
from workbench.quality.glossary import Glossary, Term
from workbench.translation.terms import load_glossary

PARTS = 4
ROWS_TOGETHER = 8
"""So many decided rows that follow each other are dealt into one part."""
LEAST_ROWS = 40
MOST_PAIRS = 60
"""Of more pairs those with most decided rows are used."""
HOLD = 4.0
"""The precision of the prior that holds the weights where they were, in units of the features' size."""
MOST_STEPS = 40


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned, and how it fares on rows that it has not seen.

    `right_before` and `right_after` count the decided rows that the aligner proposes exactly as they were
    decided; `likelihood_before` and `likelihood_after` are the mean log probabilities of those rows' paths.
    """

    weights: Weights
    pairs: int
    rows: int
    right_before: int
    right_after: int
    likelihood_before: float
    likelihood_after: float

    @property
    def is_better(self) -> bool:
        """True where more rows came out right, or as many with a higher probability."""
        before = (self.right_before, self.likelihood_before)
        return (self.right_after, self.likelihood_after) > before


@dataclass(frozen=True, slots=True)
class _Corrected:
    """A pair with its current beads; `parts` says for each in which part it is, -1 where nobody decided."""

    source: TextVectors
    target: TextVectors
    beads: tuple[IdBead, ...]
    parts: NDArray[np.int64]


def aligner_for(store: Store, name: str) -> Aligner:
    """Give the aligner of that name with the weights that this database uses, and with the glossary's terms.

    Raises:
        InputError: the weights kept in the database are for another version of the aligner.
        aligners.errors.UnknownAlignerError: no aligner of that name.
    """
    aligner = get_aligner(name)
    if not isinstance(aligner, EmbeddingAligner):
        return aligner
    content = aligner_weights.used(store)
    glossary = load_glossary(store)
    try:
        weights = aligner.weights if content is None else read_weights(content)
    except WeightsError as error:
        remedy = (
            "'workbench train-aligner --use' learns new ones, 'workbench align --weights shipped' drops them"
        )
        raise InputError(
            f"the aligner's weights in {store.path} do not fit any more ({error}); {remedy}"
        ) from error
    known = sorted((term.source, _renderings(term)) for term in glossary.terms)
    version = hashlib.sha256(json.dumps(known).encode()).hexdigest()[:8]
    return EmbeddingAligner(weights, (partial(_look_up, glossary),), f"terms-{version}")


def _renderings(term: Term) -> tuple[str, ...]:
    return *term.approved, *term.tolerated


def _look_up(glossary: Glossary, sentences: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Give the renderings of the terms in Chinese sentences, as they are written there."""
    return {
        sentence[match.start : match.end]: _renderings(match.term)
        for sentence in sentences
        for match in glossary.find_terms(sentence)
    }


def use_weights(store: Store, text: str | None) -> None:
    """Put weights, as the aligner writes them in JSON, into use in this database; None for the shipped ones.

    Raises:
        aligners.errors.WeightsError: the text is no weights for this version of the aligner.
    """
    if text is None:
        aligner_weights.use_shipped(store)
    else:
        weights = read_weights(text)
        aligner_weights.use(store, weights.version, weights.to_json())


def learn_weights(store: Store, encoder: SentenceEncoder, *, progress: Progress) -> Lesson:
    """Learn from the decided rows of all pairs, and measure the outcome on rows held out.

    Raises:
        NothingToDoError: there are too few decided rows to learn from.
    """
    begun = aligner_for(store, "embedding")
    assert isinstance(begun, EmbeddingAligner)
    corrected = list(_corrected_pairs(store, encoder, begun.lookups))
    rows = sum(int((pair.parts >= 0).sum()) for pair in corrected)
    if rows < LEAST_ROWS:
        raise NothingToDoError(f"{rows} rows are accepted or edited; {LEAST_ROWS} are needed to learn from")
    first = begun.weights
    examples = [_example(corrected, part) for part in range(PARTS)]
    found = [0, 0]
    likelihoods = [0.0, 0.0]
    for part in range(PARTS):
        progress(part, PARTS + 1)
        held_out = [examples[part]]
        learned = _learn([one for n, one in enumerate(examples) if n != part], first)
        for n, weights in enumerate((first, learned)):
            found[n] += sum(_right(pair, part, weights) for pair in corrected)
            likelihoods[n] -= objective(as_flat(weights), held_out)[0] / rows
    weights = _learn(examples, first)
    progress(PARTS + 1, PARTS + 1)
    return Lesson(weights, len(corrected), rows, found[0], found[1], likelihoods[0], likelihoods[1])


def _corrected_pairs(
    store: Store, encoder: SentenceEncoder, lookups: Sequence[Lookup]
) -> Iterator[_Corrected]:
    """Read the pairs with decided rows, those with most of them first, and deal the rows into parts."""
    encode = vectors.cached(store, encoder.name, encoder.encode)
    decided = []
    for pair in alignments.list_pairs(store):
        if pair.run is not None and pair.run.open_bead_count < pair.run.bead_count:
            beads = alignments.list_beads(store, pair.run.id)
            count = sum(bead.state in DECIDED for bead in beads)
            decided.append((count, pair, beads))
    groups = 0
    for count, pair, beads in sorted(decided, key=lambda one: (-one[0], one[1].id))[:MOST_PAIRS]:
        if not count:
            continue
        parts, groups = _deal(beads, groups)
        texts = [documents.segment_texts(store, side.id) for side in (pair.source, pair.target)]
        source, target = encode_texts(texts[0], texts[1], encode, lookups)
        yield _Corrected(source, target, tuple(bead_ids([pin_of(bead) for bead in beads])), parts)


def _deal(beads: Sequence[StoredBead], groups: int) -> tuple[NDArray[np.int64], int]:
    """Give each decided bead a part, neighbours the same; counts the groups on from `groups`."""
    parts = np.full(len(beads), -1, dtype=np.int64)
    together = 0
    for n, bead in enumerate(beads):
        if bead.state not in DECIDED:
            together = 0
            continue
        groups += together % ROWS_TOGETHER == 0
        parts[n] = groups % PARTS
        together += 1
    return parts, groups


def _example(corrected: Sequence[_Corrected], part: int) -> Example:
    known = [pair for pair in corrected if (pair.parts == part).any()]
    return make_example(
        [
            PairVectors(
                pair.source, pair.target, pair.beads, frozenset(np.flatnonzero(pair.parts != part).tolist())
            )
            for pair in known
        ]
    )


def _learn(examples: Sequence[Example], first: Weights) -> Weights:
    """Find the weights of highest posterior under a prior around `first`.

    The slopes stay: the corrections of a few texts cannot say how weights change from text to text.
    """
    scales = feature_scales(examples)
    centre = as_flat(first)
    slopes = (centre * scales)[-SLOPE_COUNT:].tolist()
    bounds = [*BOUNDS[:-SLOPE_COUNT], *zip(slopes, slopes, strict=True)]

    def scaled(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        flat = point / scales
        loss, gradient = objective(flat, examples)
        away = point - centre * scales
        return loss + 0.5 * HOLD * float(away @ away), gradient / scales + HOLD * away

    return as_weights(minimise(scaled, centre * scales, bounds, most_steps=MOST_STEPS) / scales)


def _right(pair: _Corrected, part: int, weights: Weights) -> int:
    """Count the beads of a part that come out of aligning the whole pair exactly."""
    own = {bead for bead, number in zip(pair.beads, pair.parts.tolist(), strict=True) if number == part}
    if not own:
        return 0
    return len(own & set(bead_ids(EmbeddingAligner(weights).align_vectors(pair.source, pair.target).beads)))
