"""Part of `python -m bench translate`: the engine's rate against CTranslate2 by hand and argostranslate's.

All translate the same sentences with the same package, in turns, each the best of a few rounds. The beam is
the engine's but for argostranslate's defaults, which have their own (4). Rates are sentences a second by the
clock, and by the process's own processor time, since the machine may be busy otherwise. "By hand" sorts the
sentences by length and cuts batches of tokens; it checks nothing. Where the package has a vocabulary map,
which the engine uses, it is measured by hand with the map, too.

argostranslate's call takes one text at a time. It would fetch a sentence splitter over the network; it runs
here with one that splits nothing, so that what is timed is its translation alone, in its favour. Its
default is one translator with as many threads as OpenMP likes; its best setting here is one thread, which
for one sentence is as quick as several. It has no call for several texts.
"""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from workbench.engines import translator as engine
from workbench.engines.devices import BATCH_TOKENS
from workbench.engines.models import has_vocabulary_map, load_model
from workbench.engines.ordering import translate_in_order
from workbench.engines.tokenizers import open_tokenizer
from workbench.engines.translator import PackageTranslator, prepare

BY_HAND, BY_HAND_MAP = "ctranslate2 by hand", "ctranslate2 by hand, with the map"
FIRST_TRIES, ENGINE = "engine, first tries", "engine, with checks and retries"
DEFAULT, BEST = "argostranslate, default", "argostranslate, best"
BEST_SETTINGS = {"ARGOS_INTRA_THREADS": "1", "ARGOS_BEAM_SIZE": str(engine.BEAM_SIZE)}
THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_WAIT_POLICY")

ARGOS_LOOP = """
import json, sys, time
from argostranslate import translate
class Whole:
    def __init__(self, package): pass
    def split_sentences(self, text): return [text]
translate.MiniSBDSentencizer = translate.StanzaSentencizer = Whole
lines = json.load(sys.stdin)
languages = {language.code: language for language in translate.get_installed_languages()}
translation = languages["zh"].get_translation(languages["en"])
translation.translate(lines[0])
wall, cpu = time.perf_counter(), time.process_time()
for line in lines:
    translation.translate(line)
print(json.dumps([time.perf_counter() - wall, time.process_time() - cpu]))
"""


@dataclass(frozen=True, slots=True)
class Rate:
    """Sentences a second, by the clock and by processor time."""

    clock: float
    processor: float


def measure_rates(
    package: Path, loaded: PackageTranslator, sentences: Sequence[str], *, rounds: int
) -> dict[str, Rate]:
    """Run everything in turns and give the best rate of each."""
    by_hand = ByHand(package)
    ways: dict[str, Callable[[], Rate]] = {
        BY_HAND: lambda: _timed(lambda: by_hand.translate(sentences), len(sentences)),
        BY_HAND_MAP: lambda: _timed(lambda: by_hand.translate(sentences, use_map=True), len(sentences)),
        FIRST_TRIES: lambda: _timed(lambda: _first_tries(loaded, sentences), len(sentences)),
        ENGINE: lambda: _timed(lambda: _print_warnings(loaded, sentences), len(sentences)),
        DEFAULT: lambda: _argos(sentences, {}),
        BEST: lambda: _argos(sentences, BEST_SETTINGS),
    }
    if not has_vocabulary_map(package):
        del ways[BY_HAND_MAP]
    found: dict[str, list[Rate]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            found[name].append(way())
    return {
        name: Rate(max(rate.clock for rate in rates), max(rate.processor for rate in rates))
        for name, rates in found.items()
    }


def print_rates(rates: dict[str, Rate]) -> None:
    """Print the rates, and how many times as fast the engine is."""
    mine = rates[ENGINE]
    print(f"{'':<32} sentences/s   sentences/CPU s   the engine is faster by (clock, CPU)")
    for name, rate in rates.items():
        faster = f"{mine.clock / rate.clock:>20.2f} {mine.processor / rate.processor:>6.2f}"
        print(f"{name:<32} {rate.clock:>11.1f} {rate.processor:>17.1f} {faster}")


class ByHand:
    """The package with CTranslate2 alone, the model being loaded once."""

    def __init__(self, package: Path) -> None:
        threads = len(os.sched_getaffinity(0))
        self._tokenizer = open_tokenizer(package)
        self._model: Any = load_model(package, inter_threads=threads, intra_threads=1)

    def translate(self, sentences: Sequence[str], *, use_map: bool = False) -> list[str]:
        """Translate in batches of tokens, sorted by length."""
        tokens = sorted((self._tokenizer.encode(sentence) for sentence in sentences), key=len)
        results = self._model.translate_batch(
            tokens,
            beam_size=engine.BEAM_SIZE,
            max_batch_size=BATCH_TOKENS,
            batch_type="tokens",
            length_penalty=engine.LENGTH_PENALTY,
            return_scores=True,
            use_vmap=use_map,
        )
        return [self._tokenizer.decode(result.hypotheses[0]) for result in results]


def _timed(work: Callable[[], object], count: int) -> Rate:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Rate(count / (time.perf_counter() - wall), count / (time.process_time() - cpu))


def _first_tries(loaded: PackageTranslator, sentences: Sequence[str]) -> None:
    """Run the engine without its second tries: cutting, decoding and checks as ever."""
    with mock.patch.object(PackageTranslator, "_retry"):
        list(loaded.translate(sentences))


def _print_warnings(loaded: PackageTranslator, sentences: Sequence[str]) -> None:
    """Run the engine as it is used, and print what came out."""
    results = list(translate_in_order(loaded, sentences))
    counts = Counter(warning for result in results for warning in result.warnings)
    clean = sum(not result.warnings for result in results)
    print(
        f"{len(results)} of {len(sentences)} came out, {clean} without a warning; {dict(counts)}", flush=True
    )


def _argos(sentences: Sequence[str], settings: dict[str, str]) -> Rate:
    threads = {name: value for name, value in os.environ.items() if name not in THREAD_VARIABLES}
    done = subprocess.run(
        [sys.executable, "-c", ARGOS_LOOP],
        input=json.dumps([prepare(sentence) for sentence in sentences]),
        env=threads | {"ORT_DISABLE_TELEMETRY": "1"} | settings,
        capture_output=True,
        text=True,
        check=True,
    )
    wall, cpu = json.loads(done.stdout)
    return Rate(len(sentences) / float(wall), len(sentences) / float(cpu))
