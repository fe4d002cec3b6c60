"""Long texts made by chaining and perturbing what gold there is, and what it costs to align them.

Each repeat of the chapters has vectors of its own: some signs are flipped, the same on both sides, so that
the repeats have nothing to do with each other while each keeps its geometry, and noise is added. The
measuring process holds nothing else, and reports the memory that aligning added.
"""

import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from aligners.beads import Vectors
from aligners.clauses import split_clauses
from aligners.embedding_based import EmbeddingAligner
from aligners.evaluation import IdBead, bead_ids, score_alignment
from aligners.spans import encode_texts
from training.alignments import GoldPair, encode, read_novels

NOISE = 0.1
"""Length of the noise vector that is added to a unit vector."""
DIMENSION = 512
POLLING_SECONDS = 0.1
FIRST_MARK = 0xE000
"""A private character in front of each clause tells its repeat."""
MARKS = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one alignment took: wall-clock and processor seconds without encoding, and memory added."""

    source_count: int
    target_count: int
    seconds: float
    cpu_seconds: float
    extra_mebibytes: float
    strict_f1: float


class ChainedTexts:
    """Repeats of the chapters one after another, up to a number of source sentences."""

    def __init__(self, chapters: Sequence[GoldPair], source_count: int, seed: int = 1) -> None:
        """Chain the chapters and remember the vectors of their sentences and clauses."""
        self.source: list[str] = []
        self.target: list[str] = []
        self.gold: list[IdBead] = []
        self.encoding_seconds = 0.0
        self.encoding_cpu_seconds = 0.0
        self._seed = seed
        self._known_signs: dict[int, Vectors] = {}
        self._rows: dict[str, int] = {}
        self._vectors: Vectors = np.zeros((0, DIMENSION), dtype=np.float32)
        repeat = 0
        while len(self.source) < source_count:
            for chapter in chapters:
                self._append(chapter, repeat, source_count)
            repeat += 1
        encode_texts(
            [s for c in chapters for s in c.source], [s for c in chapters for s in c.target], self._learn
        )

    def _append(self, chapter: GoldPair, repeat: int, source_count: int) -> None:
        for source, target in chapter.gold:
            if len(self.source) >= source_count:
                return
            starts = len(self.source), len(self.target)
            self.source += [_marked(chapter.source[number], repeat) for number in source]
            self.target += [_marked(chapter.target[number], repeat) for number in target]
            self.gold.append(
                (tuple(range(starts[0], len(self.source))), tuple(range(starts[1], len(self.target))))
            )

    def _signs(self, repeat: int) -> Vectors:
        """Give the signs of a repeat."""
        if repeat not in self._known_signs:
            rng = np.random.default_rng((self._seed, repeat))
            self._known_signs[repeat] = rng.choice(np.array([-1, 1], dtype=np.float32), DIMENSION)
        return self._known_signs[repeat]

    def _learn(self, strings: Sequence[str]) -> Vectors:
        self._rows |= {string: len(self._rows) + row for row, string in enumerate(strings)}
        vectors = encode(strings)
        self._vectors = np.concatenate((self._vectors, vectors))
        return vectors

    def encode(self, strings: Sequence[str]) -> Vectors:
        """Give the remembered vectors, with the noise of the repeat; the time spent here is kept apart."""
        start, cpu = time.perf_counter(), time.process_time()
        result = np.empty((len(strings), DIMENSION), dtype=np.float32)
        rng = np.random.default_rng(self._seed + len(strings))
        plain = [MARKS.sub("", string).strip() for string in strings]
        if missing := [string for string in dict.fromkeys(plain) if string not in self._rows]:
            self._learn(missing)
        for place, (string, whole) in enumerate(zip(plain, strings, strict=True)):
            result[place] = self._vectors[self._rows[string]] * self._signs(ord(whole[0]) - FIRST_MARK)
        scale = np.float32(NOISE / np.sqrt(DIMENSION))
        for top in range(0, len(result), 1024):
            part = result[top : top + 1024]
            part += scale * rng.standard_normal(part.shape, dtype=np.float32)
        self.encoding_seconds += time.perf_counter() - start
        self.encoding_cpu_seconds += time.process_time() - cpu
        return result


def _marked(sentence: str, repeat: int) -> str:
    return "".join(chr(FIRST_MARK + repeat) + clause for clause in split_clauses(sentence))


def measure(gold: Path, source_count: int) -> Cost:
    """Chain, align and time in this process and those that it starts; print when the texts are ready."""
    texts = ChainedTexts(read_novels(gold), source_count)
    print("ready", flush=True)
    time.sleep(2 * POLLING_SECONDS)
    start, cpu = time.perf_counter(), _cpu_seconds()
    alignment = EmbeddingAligner().align(texts.source, texts.target, encode=texts.encode)
    seconds = time.perf_counter() - start - texts.encoding_seconds
    cpu_seconds = _cpu_seconds() - cpu - texts.encoding_cpu_seconds
    f1 = score_alignment(texts.gold, bead_ids(alignment.beads)).strict_f1
    return Cost(len(texts.source), len(texts.target), seconds, cpu_seconds, 0.0, f1)


def _cpu_seconds() -> float:
    own, started = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + started.ru_utime + started.ru_stime


def measure_in_process(gold: Path, source_count: int) -> Cost:
    """Measure in a process of its own, whose memory nothing else has filled."""
    command = [sys.executable, "-m", "bench.chained", str(gold), str(source_count)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        before = most = _mebibytes(process.pid)
        while process.poll() is None:
            most = max(most, _mebibytes(process.pid))
            time.sleep(POLLING_SECONDS)
        printed = process.stdout.read()
    return replace(Cost(**json.loads(printed)), extra_mebibytes=most - before)


def _mebibytes(process_id: int) -> float:
    """Give the memory of a process and of those that it started; what they share counts once."""
    try:
        started = Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
        rollup = Path(f"/proc/{process_id}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    own = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    return (int(own[1]) / 1024 if own else 0.0) + sum(_mebibytes(int(child)) for child in started)


if __name__ == "__main__":
    if "--whole" in sys.argv:
        print(json.dumps(asdict(measure_in_process(Path(sys.argv[1]), int(sys.argv[2])))))
    else:
        print(json.dumps(asdict(measure(Path(sys.argv[1]), int(sys.argv[2])))))
