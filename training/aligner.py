"""Learn the weights of the alignment chain from gold alignments: `python -m training.aligner --gold FOLDER`.

Maximises the conditional likelihood of the gold paths (forward-backward, L-BFGS, a Gaussian prior on the
weights). Each document is shown as it is and with passages missing, so that the chain knows holes. Prints
strict F1 with each book left out, then writes the weights learned on all of them.
"""

import argparse
import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from aligners.anchors import find_anchors, heaviest_chain
from aligners.chain_model import NEVER, Marginals, Numbers, Scores, marginals
from aligners.chunking import document_band
from aligners.decoding import gap_rate
from aligners.embedding_based import EmbeddingAligner, usual_figures
from aligners.evaluation import IdBead, bead_ids, score_alignment
from aligners.evaluation import Scores as Agreement
from aligners.features import (
    CUT_FEATURES,
    GAP_FEATURES,
    MATCH_FEATURES,
    OPENING_FEATURES,
    cut_features,
    gap_features,
    match_features,
    opening_features,
)
from aligners.lattice import GAP_TYPES, MATCH_TYPES, Band, Lattice, build_lattice
from aligners.spans import TextVectors, with_concepts
from aligners.tables import Usual, build_chunk
from aligners.weights import Weights
from training.alignments import (
    GoldPair,
    PairVectors,
    changed_excerpts,
    is_monotone,
    read_articles,
    read_novels,
    vectors_of,
    with_holes,
)

PRIOR_PRECISION = 0.02
"""Inverse variance of the weights' Gaussian prior."""
DRAWS = 4
"""Weights from several draws of changed copies are averaged (bagging, Breiman 1996): one draw is noisy."""
WHOLE_WEIGHT = 2.0
"""How much a book as it is counts, against its copies with passages missing."""
ARTICLES_WEIGHT = 0.5
SEED = 11
FOLD_STEPS = 14
SIZES = (len(MATCH_FEATURES), len(GAP_FEATURES), len(CUT_FEATURES), len(OPENING_FEATURES))
WIDTH = sum(SIZES)
NEVER_NEGATIVE = frozenset(
    {"source clauses covered", "target clauses covered", "figures shared", "terms shared"}
)
"""Features whose weights are not learned below zero, whatever a small corpus says."""
NEVER_POSITIVE = frozenset(
    {
        "source clauses lost",
        "target clauses lost",
        "figures missing",
        "figures lost",
        "terms missing",
        "terms lost",
        *CUT_FEATURES,
    }
)
NAMES = (*MATCH_FEATURES, *GAP_FEATURES, *CUT_FEATURES, *OPENING_FEATURES)


@dataclass(frozen=True, slots=True)
class Example:
    """Lattices of some documents with their features and the gold counts of each feature.

    `match` and `gap` are (bead, feature) for the beads that exist, `match_places` and `gap_places` their flat
    places in (type, boundary); `cut` and `opening` are (boundary, feature); `gold` counts features on the
    gold paths.
    """

    lattice: Lattice
    match: NDArray[np.float32]
    match_places: NDArray[np.int64]
    gap: NDArray[np.float32]
    gap_places: NDArray[np.int64]
    cut: NDArray[np.float32]
    opening: NDArray[np.float32]
    gold: NDArray[np.float64]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a document whose gold beads the lattice can hold, with its band."""

    source: TextVectors
    target: TextVectors
    usual: Usual
    band: Band
    beads: list[IdBead]


def make_example(pairs: Sequence[PairVectors]) -> Example:
    """Build the lattices and features of some documents."""
    pieces = [piece for pair in pairs for piece in _pieces(pair)]
    lattice = build_lattice([piece.band for piece in pieces])
    match, gap = [], []
    match_places, gap_places = [], []
    cut = np.zeros((lattice.count, len(CUT_FEATURES)), dtype=np.float32)
    opening = np.zeros((lattice.count, len(OPENING_FEATURES)), dtype=np.float32)
    for number, piece in enumerate(pieces):
        rows = np.flatnonzero(lattice.chunk == number)
        i, j = lattice.source[rows], lattice.target[rows]
        chunk = build_chunk(piece.source, piece.target, piece.usual)
        for kind, (a, b) in enumerate(MATCH_TYPES):
            there = lattice.match_from[kind, rows] < lattice.count
            match.append(match_features(chunk, a, b, i[there] - a, j[there] - b).T)
            match_places.append(rows[there] + kind * lattice.count)
        for kind, ((a, b), table) in enumerate(zip(GAP_TYPES, gap_features(chunk), strict=True)):
            there = lattice.gap_from[kind, rows] < lattice.count
            gap.append(table[:, i[there] - a, j[there] - b].T)
            gap_places.append(rows[there] + kind * lattice.count)
        cut[rows] = cut_features(chunk)[:, i, j].T
        opening[rows] = opening_features(piece.usual)
    example = Example(
        lattice,
        np.concatenate(match),
        np.concatenate(match_places),
        np.concatenate(gap),
        np.concatenate(gap_places),
        cut,
        opening,
        np.zeros(WIDTH),
    )
    paths = _gold_marginals(lattice, [piece.beads for piece in pieces])
    example.gold[:] = expectations(example, paths)
    return example


def expectations(example: Example, probabilities: Marginals) -> NDArray[np.float64]:
    """Sum the features of beads and cuts, each as often as it is expected."""
    return np.concatenate(
        (
            _weighted_sum(probabilities.match.reshape(-1)[example.match_places], example.match),
            _weighted_sum(probabilities.gap.reshape(-1)[example.gap_places], example.gap),
            _weighted_sum(probabilities.cut, example.cut),
            _weighted_sum(probabilities.opening, example.opening),
        )
    )


def _weighted_sum(probabilities: Numbers, features: NDArray[np.float32]) -> NDArray[np.float64]:
    """Sum rows by weight, thousands at a time, so that single precision does."""
    weights = probabilities.astype(np.float32)
    total = np.zeros(features.shape[1])
    for top in range(0, len(features), 20_000):
        total += weights[top : top + 20_000] @ features[top : top + 20_000]
    return total


def objective(flat: NDArray[np.float64], examples: Sequence[Example]) -> tuple[float, NDArray[np.float64]]:
    """Give minus the log posterior of the weights, and its gradient."""
    loss = 0.5 * PRIOR_PRECISION * float(flat @ flat)
    gradient = PRIOR_PRECISION * flat
    match_weights, gap_weights, cut_weights, opening_weights = np.split(
        flat.astype(np.float32), np.cumsum(SIZES)[:-1]
    )
    for example in examples:
        match = np.full(example.lattice.match_from.shape, NEVER, dtype=np.float32)
        match.reshape(-1)[example.match_places] = example.match @ match_weights
        gap = np.full(example.lattice.gap_from.shape, NEVER, dtype=np.float32)
        gap.reshape(-1)[example.gap_places] = example.gap @ gap_weights
        found = marginals(
            example.lattice, Scores(match, gap, example.cut @ cut_weights, example.opening @ opening_weights)
        )
        paths = float(found.log_partition.sum(dtype=np.float64))
        loss += example.weight * (paths - float(example.gold @ flat))
        gradient = gradient + example.weight * (expectations(example, found) - example.gold)
    return loss, gradient


def learn(
    examples: Sequence[Example], start: NDArray[np.float64] | None = None, *, most_steps: int = 60
) -> NDArray[np.float64]:
    """Find the weights of highest posterior; with features on one scale the search is short."""
    scales = _scales(examples)
    first = np.zeros(WIDTH) if start is None else start

    def scaled(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        loss, gradient = objective(point / scales, examples)
        return loss, gradient / scales

    outcome = minimize(
        scaled,
        first * scales,
        jac=True,
        method="L-BFGS-B",
        bounds=[
            (0 if name in NEVER_NEGATIVE else None, 0 if name in NEVER_POSITIVE else None) for name in NAMES
        ],
        options={"maxiter": most_steps, "ftol": 2e-5},
    )
    return np.asarray(outcome.x) / scales


def _scales(examples: Sequence[Example]) -> NDArray[np.float64]:
    """Give the root mean square of each feature."""
    parts = []
    for tables in zip(*((e.match, e.gap, e.cut, e.opening) for e in examples), strict=True):
        count = sum(len(table) for table in tables)
        squares = sum(np.einsum("nf,nf->f", table, table, dtype=np.float64) for table in tables)
        parts.append(np.sqrt(squares / count) + 1e-3)
    return np.concatenate(parts)


def as_weights(flat: NDArray[np.float64]) -> Weights:
    """Name the weights after themselves."""
    match, gap, cut, opening = np.split(flat, np.cumsum(SIZES)[:-1])
    digest = hashlib.sha256(np.round(flat, 6).tobytes()).hexdigest()[:8]
    return Weights(digest, match, gap, cut, opening)


def agreement(weights: Weights, pair: PairVectors) -> Agreement:
    """Align a document and compare it with its gold alignment."""
    alignment = EmbeddingAligner(weights).align_vectors(pair.source, pair.target)
    return score_alignment(pair.gold, bead_ids(alignment.beads))


def _pieces(pair: PairVectors) -> Iterator[_Piece]:
    anchors = heaviest_chain(find_anchors(pair.source.sentences, pair.target.sentences))
    band = document_band(anchors, len(pair.source), len(pair.target))
    source, target = with_concepts(pair.source, pair.target, anchors)
    usual = replace(usual_figures(pair.source, pair.target, [anchors]), gap_rate=_gap_rate(pair.gold))
    run: list[IdBead] = []
    i = j = start_i = start_j = 0
    for bead in [*pair.gold, None]:
        if bead is not None and (len(bead[0]), len(bead[1])) in MATCH_TYPES + GAP_TYPES:
            run.append(bead)
            i, j = i + len(bead[0]), j + len(bead[1])
            continue
        if run:
            yield _Piece(
                source.part(start_i, i),
                target.part(start_j, j),
                usual,
                _band_with(band, run, (start_i, start_j), (i, j)),
                run,
            )
        run = []
        if bead is not None:
            i, j = i + len(bead[0]), j + len(bead[1])
            start_i, start_j = i, j


def _gap_rate(gold: Sequence[IdBead]) -> float:
    """Give gaps per bead of a gold alignment, drawn towards the rate that the aligner begins with."""
    is_gap = np.array([not (source and target) for source, target in gold])
    runs = int(is_gap[0]) + int((is_gap[1:] & ~is_gap[:-1]).sum())
    return gap_rate(runs, len(gold))


def _band_with(band: Band, beads: list[IdBead], start: tuple[int, int], end: tuple[int, int]) -> Band:
    """Cut a band to a stretch, and widen it where the gold path leaves it."""
    low = np.clip(band.low[start[0] : end[0] + 1], start[1], end[1]) - start[1]
    high = np.clip(band.high[start[0] : end[0] + 1], start[1], end[1]) - start[1]
    low[0], high[-1] = 0, end[1] - start[1]
    i = j = 0
    for source, target in [((), ()), *beads]:
        i, j = i + len(source), j + len(target)
        low[i], high[i] = min(low[i], j), max(high[i], j)
    return Band(np.minimum.accumulate(low[::-1])[::-1], np.maximum.accumulate(high))


def _gold_marginals(lattice: Lattice, paths: Sequence[list[IdBead]]) -> Marginals:
    """Give the gold paths as marginals of zeros and ones."""
    number = {
        key: row
        for row, key in enumerate(
            zip(lattice.chunk.tolist(), lattice.source.tolist(), lattice.target.tolist(), strict=True)
        )
    }
    match, gap = np.zeros(lattice.match_from.shape), np.zeros(lattice.gap_from.shape)
    cut, opening = np.zeros(lattice.count), np.zeros(lattice.count)
    for chunk, beads in enumerate(paths):
        i = j = 0
        after_match = False
        for source, target in beads:
            shape, here = (len(source), len(target)), number[chunk, i, j]
            is_match = shape in MATCH_TYPES
            if after_match:
                (cut if is_match else opening)[here] = 1.0
            i, j = i + shape[0], j + shape[1]
            there = number[chunk, i, j]
            if is_match:
                match[MATCH_TYPES.index(shape), there] = 1.0
            else:
                gap[GAP_TYPES.index(shape), there] = 1.0
            after_match = is_match
    return Marginals(match, gap, cut, opening, np.zeros(len(paths)))


def leave_one_out(gold: Path, seed: int = SEED) -> list[Weights]:
    """Learn weights without each of the novels, in their order; the medical articles are always there."""
    books = read_novels(gold)
    examples, articles = _examples(gold, books, seed)
    everything = learn([*chain.from_iterable(examples), *articles])
    return [_without(number, examples, articles, everything) for number in range(len(books))]


def main() -> None:
    """Learn, write, report; each book is left out of the first draw only."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True, help="folder with novels/ and medical/")
    parser.add_argument("--out", type=Path, default=Path("aligners/weights.json"))
    parser.add_argument("--seed", type=int, default=SEED, help="of the first draw of changed copies")
    parser.add_argument("--draws", type=int, default=DRAWS, help="draws whose weights are averaged")
    arguments = parser.parse_args()
    books = read_novels(arguments.gold)
    start = time.perf_counter()
    draws = []
    for seed in range(arguments.seed, arguments.seed + arguments.draws):
        examples, articles = _examples(arguments.gold, books, seed)
        draws.append(learn([*chain.from_iterable(examples), *articles]))
    weights = as_weights(np.mean(draws, axis=0))
    arguments.out.write_text(weights.to_json(), encoding="utf-8")
    print(f"learned in {time.perf_counter() - start:.0f} s, wrote {arguments.out}, version {weights.version}")
    total = Agreement()
    for book, without in zip(books, leave_one_out(arguments.gold, arguments.seed), strict=True):
        found = agreement(without, vectors_of(book))
        total += found
        print(f"{book.name}: strict F1 {found.strict_f1:.3f} without it", flush=True)
    print(f"leave one book out: strict F1 {total.strict_f1:.4f}, lax F1 {total.lax_f1:.4f}")


def _examples(gold: Path, books: Sequence[GoldPair], seed: int) -> tuple[list[list[Example]], list[Example]]:
    """Make the examples of each book, and those of the articles whose gold is in order."""
    articles = [article for article in read_articles(gold) if is_monotone(article)]
    return (
        [book_examples(books, number, seed) for number in range(len(books))],
        [articles_example(articles, books, seed)] if articles else [],
    )


def _without(
    left_out: int, examples: Sequence[list[Example]], articles: list[Example], start: NDArray[np.float64]
) -> Weights:
    """Learn without one book; the search begins at the weights of all, and goes on until it settles."""
    others = chain.from_iterable(own for number, own in enumerate(examples) if number != left_out)
    return as_weights(learn([*others, *articles], start, most_steps=FOLD_STEPS))


def book_examples(books: Sequence[GoldPair], number: int, seed: int) -> list[Example]:
    """Make the examples of a book: itself, and copies with holes and in changed excerpts."""
    rng = np.random.default_rng((seed, number))
    book, others = books[number], [other for other in books if other.name != books[number].name]
    strangers = (
        [sentence for other in others for sentence in other.source],
        [sentence for other in others for sentence in other.target],
    )
    variants = [with_holes(book, rng), *changed_excerpts(book, strangers, rng)]
    return [
        replace(make_example([vectors_of(book)]), weight=WHOLE_WEIGHT),
        make_example([vectors_of(variant) for variant in variants]),
    ]


def articles_example(articles: Sequence[GoldPair], books: Sequence[GoldPair], seed: int) -> Example:
    """Make the example of the articles: as they are, and in changed excerpts; they are rich in figures."""
    rng = np.random.default_rng((seed, len(books)))
    strangers = (
        [sentence for book in books for sentence in book.source],
        [sentence for book in books for sentence in book.target],
    )
    variants = list(articles)
    for article in articles:
        variants += changed_excerpts(article, strangers, rng)
    return replace(make_example([vectors_of(variant) for variant in variants]), weight=ARTICLES_WEIGHT)


if __name__ == "__main__":
    main()
