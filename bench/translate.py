"""`python -m bench translate`: the translation engine against CTranslate2 by hand and argostranslate's own
call.

All translate the same sentences with the same package, in turns, each the best of a few rounds; rates are
sentences a second, by the clock and by the process's own processor time (the machine may be busy otherwise).
"By hand" sorts the sentences by length and cuts batches of tokens, with the engine's beam; it checks nothing.
argostranslate's call would fetch a sentence splitter, so it runs here with one that splits nothing: what is
timed is its translation alone. Its defaults are one translator with all threads; its best settings here one
thread for each batch. The sentences are the examples' and, where it is there, the start of newstest2017.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

from bench.killing import fill, print_kills
from bench.terminology import print_terms
from db.store import open_store
from workbench.engines import translator as engine
from workbench.engines.models import load_model, ready_package
from workbench.engines.tokenizers import open_tokenizer
from workbench.engines.translator import PackageTranslator, prepare
from workbench.translating import translate_pending

ROOT = Path(__file__).resolve().parents[1]
NEWS_LINES = 300
START_LINE = "高新区今天发布公告。\n"
Rate = tuple[float, float]

ARGOS_LOOP = """
import json, resource, sys, time
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
for line in lines[1:]:
    translation.translate(line)
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
print(json.dumps([(len(lines) - 1) / wall, (len(lines) - 1) / cpu]))
"""


def main(argv: Sequence[str]) -> int:
    """Print the table; give the exit code."""
    arguments = _parser().parse_args(argv)
    package = ready_package()
    sentences = _sentences(arguments.corpora)
    loaded = PackageTranslator(package)
    print(f"package {loaded.name}, {len(sentences)} sentences, beam {engine.BEAM_SIZE}")
    rates: dict[str, list[Rate]] = {"by hand": [], "engine, first tries": [], "engine": []}
    for _ in range(arguments.rounds):
        rates["by hand"].append(_rate(lambda: _by_hand(package.path, sentences), len(sentences)))
        rates["engine, first tries"].append(_rate(lambda: _first_tries(loaded, sentences), len(sentences)))
        rates["engine"].append(_rate(lambda: list(loaded.translate(sentences)), len(sentences)))
    few = sentences[:: max(1, len(sentences) // arguments.argos_sentences)]
    rates["argostranslate, default"] = [_argos(few, {})]
    rates["argostranslate, best"] = [
        _argos(few, {"ARGOS_INTRA_THREADS": "1"}) for _ in range(arguments.rounds)
    ]
    _print_rates(rates)
    _print_warnings(loaded, sentences)
    print_terms(loaded, show_lost=arguments.lost_terms)
    _print_start()
    if arguments.memory_segments:
        _print_memory(loaded, arguments.memory_segments)
    return 0 if not arguments.kill or print_kills(arguments.kill) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench translate", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument(
        "--argos-sentences", type=int, default=40, help="its loop is slow: a sample is enough"
    )
    parser.add_argument(
        "--memory-segments", type=int, default=0, help="also measure memory on so many segments"
    )
    parser.add_argument("--lost-terms", action="store_true", help="show where a term was not rendered")
    parser.add_argument("--kill", type=int, default=0, metavar="N", help="also kill N runs and compare")
    return parser


def _sentences(corpora: Path) -> list[str]:
    files = sorted((ROOT / "examples" / "gold").glob("*.zh"))
    lines = [line for file in files for line in _lines(file)]
    news = corpora / "dev" / "newstest2017.zh"
    return lines + (_lines(news)[:NEWS_LINES] if news.is_file() else [])


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n")


def _rate(work: Callable[[], object], count: int) -> Rate:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return count / (time.perf_counter() - wall), count / (time.process_time() - cpu)


def _by_hand(path: Path, sentences: Sequence[str]) -> list[str]:
    """Translate as one would with CTranslate2 alone, the model being loaded once."""
    if path not in _LOADED:
        threads = len(os.sched_getaffinity(0))
        _LOADED[path] = open_tokenizer(path), load_model(path, inter_threads=threads, intra_threads=1)
    tokenizer, model = _LOADED[path]
    tokens = sorted((tokenizer.encode(sentence) for sentence in sentences), key=len)
    results = model.translate_batch(
        tokens,
        beam_size=engine.BEAM_SIZE,
        max_batch_size=engine.BATCH_TOKENS,
        batch_type="tokens",
        length_penalty=engine.LENGTH_PENALTY,
        return_scores=True,
    )
    return [tokenizer.decode(result.hypotheses[0]) for result in results]


_LOADED: dict[Path, tuple[Any, Any]] = {}


def _first_tries(loaded: PackageTranslator, sentences: Sequence[str]) -> None:
    """Run the engine without its second tries: cutting, decoding and checks as ever."""
    with mock.patch.object(PackageTranslator, "_retry"):
        list(loaded.translate(sentences))


def _argos(sentences: Sequence[str], settings: dict[str, str]) -> Rate:
    done = subprocess.run(
        [sys.executable, "-c", ARGOS_LOOP],
        input=json.dumps([prepare(sentence) for sentence in sentences]),
        env=os.environ | {"ORT_DISABLE_TELEMETRY": "1"} | settings,
        capture_output=True,
        text=True,
        check=True,
    )
    wall, cpu = json.loads(done.stdout)
    return float(wall), float(cpu)


def _print_rates(rates: dict[str, list[Rate]]) -> None:
    best = {
        name: (max(wall for wall, _ in found), max(cpu for _, cpu in found)) for name, found in rates.items()
    }
    print("                            sentences/s    sentences/CPU s    engine is faster by (clock, CPU)")
    for name, (wall, cpu) in best.items():
        mine = best["engine"]
        print(f"{name:<26} {wall:>12.1f} {cpu:>18.1f} {mine[0] / wall:>20.2f} {mine[1] / cpu:>6.2f}")


def _print_warnings(loaded: PackageTranslator, sentences: Sequence[str]) -> None:
    results = [result for _, result in loaded.translate(sentences)]
    counts = Counter(warning for result in results for warning in result.warnings)
    clean = sum(not result.warnings for result in results)
    print(
        f"{len(results)} out of {len(sentences)} in; without a warning {clean}; {dict(counts.most_common())}"
    )


def _print_start() -> None:
    command = [sys.executable, "-c", "from workbench.cli import main; main()", "translate", "--text", "-"]
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(command, input=START_LINE, capture_output=True, text=True, check=True)
        times.append(time.perf_counter() - start)
    print(f"start to first translation, workbench translate --text -: {min(times):.2f} s (least of 3)")


def _print_memory(loaded: PackageTranslator, count: int) -> None:
    """Translate a database of a tenth of the segments, then one of all, and show the peak after each."""
    for part in (count // 10, count):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "bitext.db"
            fill(path, part)
            with open_store(path) as store:
                start = time.perf_counter()
                report = translate_pending(store, loaded, progress=lambda done, total: None)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rate = report.translated / (time.perf_counter() - start)
        print(f"{report.translated} segments of a database, {rate:.0f}/s: peak memory {peak:.0f} MB")
