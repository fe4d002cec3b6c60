"""Learn the weights of the alignment chain from gold alignments: `python -m training.aligner --gold FOLDER`.

Maximises the conditional likelihood of the gold paths (forward-backward, L-BFGS, a Gaussian prior on the
weights). Each document is shown as it is and with passages missing, so that the chain knows holes. Prints
strict F1 with each book left out, then writes the weights learned on all of them.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from aligners.embedding_based import EmbeddingAligner
from aligners.evaluation import Scores as Agreement
from aligners.evaluation import alignment_ids, score_alignment
from aligners.fitting import (
    BOUNDS,
    WIDTH,
    Example,
    as_weights,
    feature_scales,
    make_example,
    objective,
    prior_precision,
)
from aligners.narrowing import narrow
from aligners.weights import Weights
from training.alignments import (
    GoldPair,
    changed_excerpts,
    is_monotone,
    read_articles,
    read_novels,
    vectors_of,
    with_holes,
    with_sprinkled_changes,
)
from training.releases import in_order, read_releases

DRAWS = 4
"""Weights from several draws of changed copies are averaged (bagging, Breiman 1996): one draw is noisy."""
WHOLE_WEIGHT = 2.0
"""How much a book as it is counts, against its copies with passages missing."""
ARTICLES_WEIGHT = 0.5
RELEASES_WEIGHT = 1.0
SEED = 11
FIRST_STEPS = 25
FOLD_STEPS = 14


@dataclass(frozen=True, slots=True)
class Fold:
    """Weights learned without a book and without some of the releases, to be held against them."""

    weights: Weights
    book: GoldPair
    releases: tuple[GoldPair, ...]


def learn(
    examples: Sequence[Example], start: NDArray[np.float64] | None = None, *, most_steps: int = 60
) -> NDArray[np.float64]:
    """Find the weights of highest posterior; with features on one scale the search is short."""
    scales = feature_scales(examples)
    precision = prior_precision(scales)
    first = np.zeros(WIDTH) if start is None else start

    def scaled(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        loss, gradient = objective(point / scales, examples, precision)
        return loss, gradient / scales

    outcome = minimize(
        scaled,
        first * scales,
        jac=True,
        method="L-BFGS-B",
        bounds=BOUNDS,
        options={"maxiter": most_steps, "ftol": 2e-5},
    )
    return np.asarray(outcome.x) / scales


def agreement(weights: Weights, pair: GoldPair) -> Agreement:
    """Align a document and compare it with its gold alignment, moved passages included."""
    vectors = vectors_of(pair)
    alignment = EmbeddingAligner(weights).align_vectors(vectors.source, vectors.target)
    return score_alignment(pair.gold, alignment_ids(alignment))


def leave_one_out(gold: Path, seeds: Sequence[int] = (SEED,), *, changed: bool = True) -> list[Fold]:
    """Learn weights without each of the novels and a share of the releases, in the order of the novels.

    The medical articles are always there. Weights of several draws are averaged, as those that are shipped.
    Without `changed` copies only texts as they are are shown.
    """
    draws = [weights_of_draw(gold, seed, with_folds=True, changed=changed)[1] for seed in seeds]
    books, releases = read_novels(gold), read_releases()
    return [
        Fold(
            as_weights(np.mean([draw[number] for draw in draws], axis=0)),
            book,
            tuple(releases[number :: len(books)]),
        )
        for number, book in enumerate(books)
    ]


def weights_of_draw(
    gold: Path, seed: int, *, with_folds: bool, changed: bool = True
) -> tuple[NDArray[np.float64], list[NDArray[np.float64]]]:
    """Learn the weights of one draw of changed copies, on all that there is, and without each fold.

    The books as they are give first weights, under which all lattices are narrowed. Without a fold the search
    begins at the weights of all, and goes on until it settles.
    """
    folds, articles = examples_of(gold, seed)
    first = learn([own[0] for own in folds], most_steps=FIRST_STEPS)
    narrowed = [narrow(own if changed else own[::2], first) for own in folds]
    others = [narrow(articles, first)] if articles else []
    everything = learn([*narrowed, *others], first)
    without = [
        learn([*narrowed[:number], *narrowed[number + 1 :], *others], everything, most_steps=FOLD_STEPS)
        for number in range(len(folds) if with_folds else 0)
    ]
    return everything, without


def examples_of(gold: Path, seed: int) -> tuple[list[list[Example]], list[Example]]:
    """Make the examples of each fold, and those of the articles whose gold is in order."""
    books, releases = read_novels(gold), read_releases()
    articles = [article for article in read_articles(gold) if is_monotone(article)]
    folds = [
        [*book_examples(books, number, seed), *release_examples(releases[number :: len(books)], books, seed)]
        for number in range(len(books))
    ]
    return folds, [articles_example(articles, books, seed)] if articles else []


def main() -> None:
    """Learn, write, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True, help="folder with novels/ and medical/")
    parser.add_argument("--out", type=Path, default=Path("aligners/weights.json"))
    parser.add_argument("--seed", type=int, default=SEED, help="of the first draw of changed copies")
    parser.add_argument("--draws", type=int, default=DRAWS, help="draws whose weights are averaged")
    arguments = parser.parse_args()
    start = time.perf_counter()
    seeds = range(arguments.seed, arguments.seed + arguments.draws)
    draws = [weights_of_draw(arguments.gold, seed, with_folds=False)[0] for seed in seeds]
    weights = as_weights(np.mean(draws, axis=0))
    arguments.out.write_text(weights.to_json(), encoding="utf-8")
    print(f"learned in {time.perf_counter() - start:.0f} s, wrote {arguments.out}, version {weights.version}")
    novels, releases = Agreement(), Agreement()
    for fold in leave_one_out(arguments.gold, seeds):
        found = agreement(fold.weights, fold.book)
        print(f"{fold.book.name}: strict F1 {found.strict_f1:.3f} without it", flush=True)
        novels += found
        releases = sum((agreement(fold.weights, release) for release in fold.releases), releases)
    print(f"leave one book out: strict F1 {novels.strict_f1:.4f}, lax F1 {novels.lax_f1:.4f}")
    print(f"releases left out: strict F1 {releases.strict_f1:.4f}, lax F1 {releases.lax_f1:.4f}")


def book_examples(books: Sequence[GoldPair], number: int, seed: int) -> list[Example]:
    """Make the examples of a book: itself, and copies with holes and in changed excerpts."""
    rng = np.random.default_rng((seed, number))
    book, others = books[number], [other for other in books if other.name != books[number].name]
    strangers = _sentences(others)
    variants = [with_holes(book, rng), *changed_excerpts(book, strangers, rng)]
    return [
        make_example([vectors_of(book)], WHOLE_WEIGHT),
        make_example([vectors_of(variant) for variant in variants]),
    ]


def articles_example(articles: Sequence[GoldPair], books: Sequence[GoldPair], seed: int) -> Example:
    """Make the example of the articles: as they are, and in changed excerpts; they are rich in figures."""
    rng = np.random.default_rng((seed, len(books)))
    strangers = _sentences(books)
    variants = list(articles)
    for article in articles:
        variants += changed_excerpts(article, strangers, rng)
    return make_example([vectors_of(variant) for variant in variants], ARTICLES_WEIGHT)


def release_examples(releases: Sequence[GoldPair], books: Sequence[GoldPair], seed: int) -> list[Example]:
    """Make the examples of releases: as they are but for what moved, and with sprinkled changes."""
    rng = np.random.default_rng((seed, len(books) + 1, len(releases)))
    ordered = [in_order(release) for release in releases]
    changed = [with_sprinkled_changes(release, _sentences(books), rng) for release in ordered]
    return [
        make_example([vectors_of(release) for release in ordered], RELEASES_WEIGHT),
        make_example([vectors_of(release) for release in changed]),
    ]


def _sentences(pairs: Sequence[GoldPair]) -> tuple[list[str], list[str]]:
    """List the sentences of both sides of some pairs."""
    return (
        [sentence for pair in pairs for sentence in pair.source],
        [sentence for pair in pairs for sentence in pair.target],
    )


if __name__ == "__main__":
    main()
