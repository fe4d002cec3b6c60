"""Measure the aligner: `python -m bench align --gold FOLDER` prints one line a measure.

Strict F1 as in `aligners.evaluation`. The novels are measured with weights learned on the other books, which
takes minutes; `--shipped` measures them with the shipped weights, which have seen them.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

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
from bench.chained import measure_in_process
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
SIZES = ((200, 270), (30_000, 43_000), (100_000, 141_000))
EXAMPLES = Path(__file__).parent.parent / "examples" / "gold"

Outcome = tuple[GoldPair, Alignment]


def main(argv: Sequence[str] | None = None) -> int:
    """Print the measures that were asked for."""
    parser = argparse.ArgumentParser(prog="bench align", description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--shipped", action="store_true", help="do not learn weights without each book")
    parser.add_argument("--only", choices=["quality", "verdicts", "speed"], help="one group of measures")
    parser.add_argument("--sizes", type=int, default=2, help="how many of the three sizes to time")
    options = parser.parse_args(argv)
    start = time.perf_counter()
    lines: list[Iterator[tuple[str, str]]] = []
    if options.only in (None, "quality"):
        lines.append(quality(options.gold, shipped=options.shipped))
    if options.only in (None, "verdicts"):
        lines.append(verdicts(options.gold))
    if options.only in (None, "speed"):
        lines.append(speed(options.gold, SIZES[: options.sizes]))
    for group in lines:
        for measure, value in group:
            print(f"{measure:<58} {value}", flush=True)
    print(f"{'in all':<58} {time.perf_counter() - start:.0f} s")
    return 0


def quality(gold: Path, *, shipped: bool) -> Iterator[tuple[str, str]]:
    """Measure agreement with gold alignments, whole and with passages missing, and the posteriors."""
    books, releases = read_novels(gold), read_releases()
    own = shipped_weights()
    if shipped:
        folds = [Fold(own, book, tuple(releases[n :: len(books)])) for n, book in enumerate(books)]
    else:
        folds = leave_one_out(gold)
    note = "shipped weights, seen in training" if shipped else "left out of training"
    whole = [(fold.book, _align(fold.book, fold.weights)) for fold in folds]
    for book, alignment in whole:
        yield f"novel {book.name}, strict F1 ({note})", f"{_score(book, alignment).strict_f1:.3f}"
    yield from _summary(f"novels ({note})", whole)
    yield "novels, strict F1 of Gale-Church", f"{_total(_by_length(books)).strict_f1:.4f}"
    for name, change in (("one hole", with_one_hole), ("holes of 5-20", with_holes)):
        changed = list(_changed(folds, change))
        yield f"novels, 30 % of target gone in {name}, strict F1", f"{_total(changed).strict_f1:.4f}"
    held = [(release, _align(release, fold.weights)) for fold in folds for release in fold.releases]
    yield from _summary(f"our releases ({note})", held)
    articles = read_articles(gold)
    yield "medical, strict F1", f"{_total([(a, _align(a, own)) for a in articles]).strict_f1:.4f}"
    yield "medical, strict F1 of 1-1 in order", f"{_one_to_one(articles).strict_f1:.4f}"
    found = [(pair, _align(pair, own)) for pair in read_examples()]
    for pair, alignment in found:
        yield f"example {pair.name}, strict F1", f"{_score(pair, alignment).strict_f1:.3f}"
    yield from _summary("examples (never trained on)", found)


def _summary(name: str, outcomes: Sequence[Outcome]) -> Iterator[tuple[str, str]]:
    """Give agreement, calibration and moved beads of some documents."""
    total = _total(outcomes)
    yield f"{name}, strict F1", f"{total.strict_f1:.4f} (lax {total.lax_f1:.4f})"
    yield f"{name}, beads above .99 that are right", _sure_and_right(outcomes)
    gold = [set(pair.gold) for pair, _ in outcomes]
    moved = [
        bead in own
        for (_, alignment), own in zip(outcomes, gold, strict=True)
        for bead in bead_ids(
            Bead(link.source_start, link.source_end, link.target_start, link.target_end)
            for link in alignment.links
        )
    ]
    yield f"{name}, moved beads found that are right", f"{sum(moved)} of {len(moved)}"


def verdicts(gold: Path) -> Iterator[tuple[str, str]]:
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
        yield f"verdicts, {name}, {len(pairs) ** 2} pairings", f"{len(wrong)} wrong {' '.join(wrong[:6])}"


def speed(gold: Path, sizes: Sequence[tuple[int, int]]) -> Iterator[tuple[str, str]]:
    """Time texts made by chaining and perturbing the novels, each in a process of its own."""
    for source_count, target_count in sizes:
        measured = measure_in_process(gold, source_count)
        yield (
            f"{source_count} x {target_count} sentences, vectors given",
            f"{measured.seconds:.2f} s ({measured.cpu_seconds:.2f} s of processor), "
            f"{measured.extra_mebibytes:.0f} MiB more, strict F1 {measured.strict_f1:.3f} "
            f"({measured.source_count} x {measured.target_count})",
        )


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


if __name__ == "__main__":
    sys.exit(main())
