"""`python -m bench translate`: what translation is held to, each figure with its goal beside it.

Rates (see `translation_rates`), the start of the command, glossary terms on a table of our own, figures that
are checked, sockets, and on request the memory that a whole job takes and runs that are killed. The sentences
are the examples' and, where it is there, the start of newstest2017.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.check import print_table
from bench.killing import fill, print_kills
from bench.terminology import print_terms
from bench.translation_rates import BEST, BY_HAND, DEFAULT, ENGINE, FIRST_TRIES, measure_rates, print_rates
from workbench.engines import translator as engine
from workbench.engines.models import ready_package
from workbench.engines.translator import PackageTranslator

ROOT = Path(__file__).resolve().parents[1]
NEWS_LINES = 300
PARTS = ("rates", "start", "memory", "terms", "figures", "kill")
START_LINES = ("高新区今天发布公告。\n", "2024年上半年，高新区完成投资3.6亿元，增长8.3%。\n")

START = """
import sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto"):
        sys.stderr.write(f"SOCKET {event}\\n")
sys.addaudithook(watch)
from workbench.cli import main
main()
"""

WHOLE_JOB = """
import json, resource, sys, time
from pathlib import Path
from db.store import open_store
from workbench.translation.translating import open_translator, translate_pending
tenths = []
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // 2**20
def watch(done, total):
    while len(tenths) < 10 * done // max(total, 1):
        tenths.append(resident())
with open_store(Path(sys.argv[1])) as store:
    started = time.process_time()
    done = translate_pending(store, open_translator(store), progress=watch).translated
peak = next(line for line in Path("/proc/self/status").read_text().split("\\n") if line.startswith("VmHWM"))
print(json.dumps([done, time.process_time() - started, int(peak.split()[1]) // 1024, tenths]))
"""


@dataclass(frozen=True, slots=True)
class Measure:
    """A line of the table at the end; `is_met` is None where nothing was measured."""

    name: str
    goal: str
    value: str
    is_met: bool | None


def main(argv: Sequence[str]) -> int:
    """Print everything, the table with the goals at the end; the exit code is 0 where every goal is met."""
    arguments = _parser().parse_args(argv)
    package = ready_package()
    sentences = _sentences(arguments.corpora, arguments.sentences)
    loaded = PackageTranslator(package)
    print(f"package {loaded.name}, {len(sentences)} sentences, beam {engine.BEAM_SIZE}", flush=True)
    ways_of = package.path if arguments.ways else None
    parts: dict[str, Callable[[], list[Measure]]] = {
        "rates": lambda: _rates(package.path, loaded, sentences, arguments.rounds),
        "start": _start,
        "memory": lambda: [_memory(arguments.memory_segments)],
        "terms": lambda: _terms(loaded, ways_of, show_lost=arguments.lost_terms),
        "figures": lambda: [_figures()],
        "kill": lambda: [_kills(arguments.kill)],
    }
    measures = [measure for name in arguments.only or parts for measure in parts[name]()]
    _print_measures(measures)
    return 1 if any(measure.is_met is False for measure in measures) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench translate", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument(
        "--memory-segments", type=int, default=0, metavar="N", help="also memory on N segments"
    )
    parser.add_argument("--sentences", type=int, default=320)
    parser.add_argument("--only", action="append", choices=PARTS, help="only this part; may be repeated")
    parser.add_argument("--ways", action="store_true", help="also measure other ways of enforcing terms")
    parser.add_argument("--lost-terms", action="store_true", help="show where a term was not rendered")
    parser.add_argument("--kill", type=int, default=0, metavar="N", help="also kill N runs and compare")
    return parser


def _sentences(corpora: Path, count: int) -> list[str]:
    """Give the examples' sentences and news, spread evenly over both where they are more than asked for."""
    files = sorted((ROOT / "examples" / "gold").glob("*.zh"))
    lines = [line for file in files for line in _lines(file)]
    news = corpora / "dev" / "newstest2017.zh"
    lines += _lines(news)[:NEWS_LINES] if news.is_file() else []
    return [lines[n * len(lines) // count] for n in range(count)] if count < len(lines) else lines


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n")


def _rates(path: Path, loaded: PackageTranslator, sentences: Sequence[str], rounds: int) -> list[Measure]:
    rates = measure_rates(path, loaded, sentences, rounds=rounds)
    print_rates(rates)
    measures = []
    for name, other, goal in (
        (ENGINE, BY_HAND, 0.9),
        (FIRST_TRIES, BY_HAND, 0.9),
        (ENGINE, DEFAULT, 10.0),
        (ENGINE, BEST, 1.5),
    ):
        clock = rates[name].clock / rates[other].clock
        processor = rates[name].processor / rates[other].processor
        value = f"{clock:.2f} by the clock, {processor:.2f} by processor time"
        measures.append(Measure(f"{name} / {other}", f">= {goal}", value, clock >= goal))
    return measures


def _start() -> list[Measure]:
    """Time the command on a line without figures and on one with them, and count what it asks of sockets."""
    sockets, slowest, processor = 0, 0.0, 0.0
    for line in START_LINES:
        times, used = [], []
        for _ in range(3):
            start, before = time.perf_counter(), _children_seconds()
            command = [sys.executable, "-c", START, "translate", "--text", "-"]
            done = subprocess.run(command, input=line, capture_output=True, text=True, check=True)
            times.append(time.perf_counter() - start)
            used.append(_children_seconds() - before)
            sockets += done.stderr.count("SOCKET")
        slowest, processor = max(slowest, min(times)), max(processor, min(used))
    value = f"{slowest:.2f} s, {processor:.2f} s of processor time"
    return [
        Measure("start to first translation (least of 3)", "<= 1.5 s", value, slowest <= 1.5),
        Measure("network", "none", f"{sockets} sockets asked for", sockets == 0),
    ]


def _children_seconds() -> float:
    """Give the processor time of all processes that were started and have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _memory(count: int) -> Measure:
    """Translate a database of so many segments in a process of its own, whose memory is read at each tenth.

    It does not grow where it is at the end what it was at the second tenth, give or take a twentieth.
    """
    name, goal = "peak memory of a whole job", "<= 1 GB, not growing"
    if not count:
        return Measure(name, goal, "", None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bitext.db"
        fill(path, count)
        command = [sys.executable, "-c", WHOLE_JOB, str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    translated, seconds, peak, tenths = json.loads(done.stdout)
    print(
        f"{translated} segments of a database, {translated / seconds:.0f}/CPU s, MB at each tenth: {tenths}"
    )
    is_met = peak <= 1024 and tenths[-1] <= 1.05 * tenths[1]
    value = f"{peak} MB on {translated}, {tenths[1]} at .2 of it, {tenths[-1]} at its end"
    return Measure(name, goal, value, is_met)


def _terms(loaded: PackageTranslator, path: Path | None, *, show_lost: bool) -> list[Measure]:
    without, ours = print_terms(loaded, ways_of=path, show_lost=show_lost)
    return [
        Measure("glossary terms as approved", ">= 95 %", f"{ours.share:.1%}", ours.share >= 0.95),
        Measure(
            "chrF with the glossary / without",
            "no worse",
            f"{ours.chrf:.1f} / {without.chrf:.1f}",
            ours.chrf >= without.chrf,
        ),
    ]


def _figures() -> Measure:
    is_met = print_table(show_errors=False)
    return Measure("findings of figures", "precision >= .98, recall >= .95", "see above", is_met)


def _kills(count: int) -> Measure:
    is_met = print_kills(count) if count else None
    return Measure("kill -9 at random moments", "nothing lost or doubled", f"{count} times", is_met)


def _print_measures(measures: Sequence[Measure]) -> None:
    print()
    for measure in measures:
        verdict = {True: "met", False: "NOT MET", None: "not measured"}[measure.is_met]
        print(f"{measure.name:<62} {measure.goal:<32} {measure.value:<44} {verdict}")
