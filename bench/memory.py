"""`python -m bench memory`: searching a large translation memory, against looking at every unit.

The units are made of the clauses of our own tables of sentences; what is searched for are units with some of
their characters changed. Both ways must find the same.
"""

import argparse
import random
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from db.memory import MemoryUnit
from workbench.inputs import read_lines
from workbench.translation.remembering import TranslationMemory

DATA = Path(__file__).resolve().parents[1] / "tests" / "data"
SEED = 20240501
QUERIES = 100
Found = TypeVar("Found")


def main(argv: Sequence[str]) -> int:
    """Print the table; the exit code is 1 where the two ways differ."""
    parser = argparse.ArgumentParser(prog="python -m bench memory", description=__doc__)
    parser.add_argument("--units", type=int, default=100_000)
    arguments = parser.parse_args(argv)
    rng = random.Random(SEED)
    texts = _texts(arguments.units, rng)
    queries = [_changed(rng.choice(texts), rng) for _ in range(QUERIES)]
    memory = TranslationMemory(MemoryUnit(text, "x", "zh", "en", "bench") for text in texts)
    started = time.perf_counter()
    memory.search(queries[0])
    print(f"{len(texts)} units of {sum(map(len, texts)) / len(texts):.0f} characters on average")
    print(f"first search, with making the index: {time.perf_counter() - started:.2f} s")
    same = True
    for percent in (70, 80):
        mine, quick = _timed(lambda query, p=percent: memory.search(query, at_least=p), queries)
        theirs, slow = _timed(lambda query, p=percent: _by_scan(texts, query, p), queries)
        found = [[round(match.percent, 6) for match in matches] for matches in mine]
        same &= found == theirs
        print(f"at least {percent} %: index {quick:.2f} ms, scan {slow:.2f} ms, {slow / quick:.0f} times")
    print("both find the same" if same else "THEY DIFFER")
    return 0 if same else 1


def _texts(count: int, rng: random.Random) -> list[str]:
    lines = [
        line.split("\t")[0] for name in ("terms", "government") for line in read_lines(DATA / f"{name}.tsv")
    ]
    clauses = [clause for line in lines for clause in re.split("[，。；]", line) if clause]
    return ["，".join(rng.choices(clauses, k=rng.randint(1, 4))) + f"（{n % 1000}）" for n in range(count)]


def _changed(text: str, rng: random.Random) -> str:
    characters = list(text)
    for _ in range(rng.randint(0, len(characters) // 4)):
        characters[rng.randrange(len(characters))] = rng.choice("甲乙丙丁")
    return "".join(characters)


def _by_scan(texts: Sequence[str], query: str, percent: float) -> list[float]:
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    from workbench.quality.folding import fold_chinese

    if not _FOLDED:
        _FOLDED.extend(fold_chinese(text) for text in texts)
    scorer = Levenshtein.normalized_similarity
    found = process.extract(fold_chinese(query), _FOLDED, scorer=scorer, score_cutoff=percent / 100, limit=5)
    return [round(share * 100, 6) for _, share, _ in found]


_FOLDED: list[str] = []


def _timed(search: Callable[[str], Found], queries: Sequence[str]) -> tuple[list[Found], float]:
    started = time.perf_counter()
    found = [search(query) for query in queries]
    return found, (time.perf_counter() - started) * 1000 / len(queries)
