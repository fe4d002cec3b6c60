"""`python -m bench matching --gold FOLDER`: matching thousands of documents, from sentence vectors.

The documents are stretches of the novels. Each has signs of its own flipped, the same on both sides, so that
no two have anything to do with each other, and noise added. Each source document has one right target. Time
is processor time of `match_documents` in both directions, as the workbench calls it.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from aligners.beads import Vectors
from aligners.documents import match_documents
from training.alignments import encode, read_novels

SIZES = (1_000, 2_000, 4_000)
SENTENCES = 16
"""Source sentences of a document; it has as many target sentences as belong to these."""
NOISE = 0.5
"""Length of the noise vector that is added to each unit vector."""


def main(argv: Sequence[str]) -> int:
    """Print a line for each number of documents; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench matching", description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    options = parser.parse_args(argv)
    stretches = list(_stretches(options.gold))
    print("documents a side   seconds of processor   ms a document   right   runner-up at least .1 behind")
    for count in SIZES:
        source, target = _documents(stretches, count, np.random.default_rng(count))
        start = time.process_time()
        matches = match_documents(source, target)
        match_documents(target, source)
        seconds = time.process_time() - start
        right = sum(match.target_index == match.source_index for match in matches)
        clear = sum(match.score - (match.runner_up_score or 0) >= 0.1 for match in matches)
        print(
            f"{count:>16} {seconds:>22.2f} {1000 * seconds / count:>15.2f} "
            f"{right / count:>7.3f} {clear / count:>10.3f}",
            flush=True,
        )
    return 0


def _stretches(gold: Path) -> Iterator[tuple[Vectors, Vectors]]:
    """Yield the vectors of stretches of the novels that translate each other."""
    for book in read_novels(gold):
        source, target = encode(book.source), encode(book.target)
        beads = [bead for bead in book.gold if bead[0] and bead[1]]
        for top in range(0, len(beads) - SENTENCES + 1, SENTENCES):
            part = beads[top : top + SENTENCES]
            yield (
                source[[number for ids, _ in part for number in ids]],
                target[[number for _, ids in part for number in ids]],
            )


def _documents(
    stretches: Sequence[tuple[Vectors, Vectors]], count: int, rng: np.random.Generator
) -> tuple[list[Vectors], list[Vectors]]:
    """Perturb stretches until there are so many; the n-th target belongs to the n-th source."""
    sides: tuple[list[Vectors], list[Vectors]] = ([], [])
    for number in range(count):
        pair = stretches[number % len(stretches)]
        signs = rng.choice(np.array([-1, 1], dtype=np.float32), pair[0].shape[1])
        for side, vectors in zip(sides, pair, strict=True):
            noise = rng.standard_normal(vectors.shape, dtype=np.float32)
            noise *= np.float32(NOISE / np.sqrt(vectors.shape[1]))
            side.append(vectors * signs + noise)
    return sides


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
