"""How well the aligner does: agreement with gold alignments, certainty, verdicts; with the goals beside."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligners.beads import Alignment, Bead, Verdict
from aligners.embedding_based import EmbeddingAligner
from aligners.evaluation import (
    Scores,
    alignment_beads,
    alignment_ids,
    bead_ids,
    read_alignment,
    score_alignment,
)
from aligners.length_based import LengthAligner
from aligners.weights import Weights, shipped_weights
from training.aligner import Fold, leave_one_out
from training.alignments import (
    GoldPair,
    encode,
    read_articles,
    read_lines,
    read_novels,
    vectors_of,
    with_holes,
    with_one_hole,
)
from training.releases import read_releases

HOLE_SEEDS = (11, 12, 13)
SURE = 0.99
EXAMPLES = Path(__file__).parent.parent / "examples" / "gold"
SURE_GOAL = "at least .99"

Outcome = tuple[GoldPair, Alignment]


class Row(NamedTuple):
    """A measure, what came out, and what was asked for, if anything was."""

    measure: str
    value: str
    goal: str = ""


def quality(gold: Path, seeds: Sequence[int], *, shipped: bool) -> Iterator[Row]:
    """Measure agreement with gold alignments, whole and with passages missing, and the posteriors.

    Weights for what is left out are learned from draws of `seeds`, as those that are shipped.
    """
    books, releases = read_novels(gold), read_releases()
    own = shipped_weights()
    if shipped:
        folds = [Fold(own, book, tuple(releases[n :: len(books)])) for n, book in enumerate(books)]
    else:
        folds = leave_one_out(gold, seeds)
    note = "shipped weights, seen in training" if shipped else "left out of training"
    whole = [(fold.book, _align(fold.book, fold.weights)) for fold in folds]
    for book, alignment in whole:
        yield Row(f"novel {book.name}, strict F1 ({note})", f"{_score(book, alignment).strict_f1:.3f}")
    yield from _summary(f"novels ({note})", whole, "at least .925, aim .94")
    yield Row("novels, strict F1 of Gale-Church", f"{_total(_by_length(books)).strict_f1:.4f}")
    for name, change, goal in (("one hole", with_one_hole, ".90"), ("holes of 5-20", with_holes, ".87")):
        total = _total(list(_changed(folds, change)))
        measure = f"novels, 30 % of target gone in {name}, strict F1"
        yield Row(measure, f"{total.strict_f1:.4f}", f"at least {goal}")
    if not shipped:
        plain = leave_one_out(gold, seeds, changed=False)
        without = _total([(fold.book, _align(fold.book, fold.weights)) for fold in plain])
        loss = without.strict_f1 - _total(whole).strict_f1
        yield Row("novels, strict F1 lost by learning from missing passages", f"{loss:.4f}", "at most .005")
    held = [(release, _align(release, fold.weights)) for fold in folds for release in fold.releases]
    yield from _summary(f"our releases ({note})", held)
    articles = read_articles(gold)
    one_to_one = _one_to_one(articles).strict_f1
    medical = _total([(article, _align(article, own)) for article in articles]).strict_f1
    yield Row(
        "medical, strict F1 (shipped weights)", f"{medical:.4f}", f"at least {one_to_one:.4f}, 1-1 in order"
    )
    found = [(pair, _align(pair, own)) for pair in read_examples()]
    for pair, alignment in found:
        yield Row(f"example {pair.name}, strict F1", f"{_score(pair, alignment).strict_f1:.3f}")
    yield from _summary("examples (never trained on)", found, "at least .95")


def _summary(name: str, outcomes: Sequence[Outcome], goal: str = "") -> Iterator[Row]:
    """Give agreement, calibration and moved beads of some documents."""
    total = _total(outcomes)
    yield Row(f"{name}, strict F1", f"{total.strict_f1:.4f} (lax {total.lax_f1:.4f})", goal)
    yield Row(f"{name}, beads above .99 that are right", _sure_and_right(outcomes), SURE_GOAL)
    gold = [set(pair.gold) for pair, _ in outcomes]
    moved = [
        bead in own
        for (_, alignment), own in zip(outcomes, gold, strict=True)
        for bead in bead_ids(
            Bead(link.source_start, link.source_end, link.target_start, link.target_end)
            for link in alignment.links
        )
    ]
    yield Row(f"{name}, moved beads found that are right", f"{sum(moved)} of {len(moved)}")


def verdicts(gold: Path) -> Iterator[Row]:
    """Pair every source with every target of each collection and hold the verdicts against the truth."""
    collections = (
        ("novels", read_novels(gold)),
        ("medical", read_articles(gold)),
        ("examples", list(read_examples())),
    )
    for name, pairs in collections:
        wrong = []
        for i, first in enumerate(pairs):
            for j, second in enumerate(pairs):
                mixed = GoldPair(f"{first.name}/{second.name}", first.source, second.target, ())
                verdict = _align(mixed, shipped_weights()).verdict
                if (verdict is Verdict.NOT_PARALLEL) == (i == j):
                    wrong.append(mixed.name)
        measure = f"verdicts, {name}, {len(pairs) ** 2} pairings"
        yield Row(measure, f"{len(wrong)} wrong {' '.join(wrong[:6])}".rstrip(), "0 wrong")


def read_examples() -> Iterator[GoldPair]:
    """Read the gold alignments of the project's own documents."""
    for path in sorted(EXAMPLES.glob("*.gold")):
        yield GoldPair(
            path.stem,
            read_lines(path.with_suffix(".zh")),
            read_lines(path.with_suffix(".en")),
            tuple(read_alignment(read_lines(path))),
        )


def _align(pair: GoldPair, weights: Weights) -> Alignment:
    vectors = vectors_of(pair)
    return EmbeddingAligner(weights).align_vectors(vectors.source, vectors.target)


def _score(pair: GoldPair, alignment: Alignment) -> Scores:
    return score_alignment(pair.gold, alignment_ids(alignment))


def _total(outcomes: Sequence[Outcome]) -> Scores:
    return sum((_score(pair, alignment) for pair, alignment in outcomes), Scores())


def _by_length(books: Sequence[GoldPair]) -> list[Outcome]:
    return [(book, LengthAligner().align(book.source, book.target, encode=encode)) for book in books]


def _changed(
    folds: Sequence[Fold], change: Callable[[GoldPair, np.random.Generator], GoldPair]
) -> Iterator[Outcome]:
    for seed in HOLE_SEEDS:
        for number, fold in enumerate(folds):
            changed = change(fold.book, np.random.default_rng((seed, number)))
            yield changed, _align(changed, fold.weights)


def _sure_and_right(outcomes: Sequence[Outcome]) -> str:
    sure = right = count = 0
    for pair, alignment in outcomes:
        gold = set(pair.gold)
        beads = alignment_beads(alignment)
        for bead, ids in zip(beads, bead_ids(beads), strict=True):
            count += 1
            sure += bead.posterior > SURE
            right += bead.posterior > SURE and ids in gold
    return f"{right / max(sure, 1):.4f} ({sure / count:.0%} of beads)"


def _one_to_one(pairs: Sequence[GoldPair]) -> Scores:
    """Score pairing the sentences in order, one by one."""
    total = Scores()
    for pair in pairs:
        count = min(len(pair.source), len(pair.target))
        total += score_alignment(pair.gold, [((number,), (number,)) for number in range(count)])
    return total
