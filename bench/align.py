"""Measure the aligner: `python -m bench align --gold FOLDER` prints one line a measure.

Strict F1 as in `aligners.evaluation`. The novels are measured with weights learned on the other books, which
takes minutes (`--draws 1`: fewer); `--shipped` measures them with the shipped weights, which have seen them.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from aligners import compiled
from bench.alignment_quality import Row, quality, verdicts
from bench.chained import measure_in_process
from training.aligner import DRAWS, SEED


@dataclass(frozen=True, slots=True)
class Size:
    """How many source sentences are aligned with about so many target ones, and what that may cost."""

    source_count: int
    target_count: int
    most_seconds: float
    most_mebibytes: float | None = None


SIZES = (Size(200, 270, 0.3), Size(30_000, 43_000, 25, 800), Size(100_000, 141_000, 90, 2048))


def main(argv: Sequence[str] | None = None) -> int:
    """Print the measures that were asked for."""
    parser = argparse.ArgumentParser(prog="bench align", description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--shipped", action="store_true", help="do not learn weights without each book")
    parser.add_argument("--only", choices=["quality", "verdicts", "speed"], help="one group of measures")
    parser.add_argument("--draws", type=int, default=DRAWS, help="draws of changed copies to learn from")
    parser.add_argument("--sizes", type=int, default=2, help="how many of the three sizes to time")
    options = parser.parse_args(argv)
    start = time.perf_counter()
    seeds = range(SEED, SEED + options.draws)
    lines: list[Iterator[Row]] = []
    if options.only in (None, "quality"):
        lines.append(quality(options.gold, seeds, shipped=options.shipped))
    if options.only in (None, "verdicts"):
        lines.append(verdicts(options.gold))
    if options.only in (None, "speed"):
        lines.append(speed(options.gold, SIZES[: options.sizes]))
    for group in lines:
        for measure, value, goal in group:
            print(f"{measure:<80} {value:<24} {goal}".rstrip(), flush=True)
    print(f"{'in all':<80} {time.perf_counter() - start:.0f} s")
    return 0


def speed(gold: Path, sizes: Sequence[Size]) -> Iterator[Row]:
    """Time texts made by chaining and perturbing the novels, each in a process of its own.

    Beside each goal stands what part of it was used, of wall-clock time and of memory.
    """
    for size in sizes:
        measured = measure_in_process(gold, size.source_count)
        means = "compiled" if compiled.is_there() else "numpy alone"
        used, goal = f"{measured.seconds / size.most_seconds:.2f}", f"<= {size.most_seconds:g} s"
        if size.most_mebibytes is not None:
            used += f" and {measured.extra_mebibytes / size.most_mebibytes:.2f}"
            goal += f", {size.most_mebibytes:g} MiB"
        yield Row(
            f"{size.source_count} x {size.target_count} sentences, vectors given",
            f"{measured.seconds:.2f} s ({measured.cpu_seconds:.2f} s of processor), "
            f"{measured.extra_mebibytes:.0f} MiB more, {means}, strict F1 {measured.strict_f1:.3f} "
            f"({measured.source_count} x {measured.target_count})",
            f"{goal} (used: {used})",
        )


if __name__ == "__main__":
    sys.exit(main())
