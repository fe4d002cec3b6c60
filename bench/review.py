"""What the review application takes on a large database, and whether it loses anything.

    python -m bench review [--beads 100000] [--keys 60] [--safety 20] [--json]

The database is made with invented text. The application runs headless in a process of its own, so that the
memory is its own; keys are posted as a terminal would post them, and a key's time ends after the repaint that
shows its effect, database and all.
"""

import argparse
import asyncio
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from bench.keystrokes import Keystrokes, keystroke_lines, measure_keystrokes, measure_releases
from bench.review_database import build

if TYPE_CHECKING:
    from tui.app import ReviewApp

SIZE = (120, 40)
GOALS = {
    "open_list_seconds": 1.5,
    "open_pair_seconds": 1.5,
    "key_p95_milliseconds": 50.0,
    "memory_mib": 300.0,
}


class _Driver:
    """Presses keys in a running application and waits until their effect is on the screen."""

    def __init__(self, app: "ReviewApp") -> None:
        self.app = app
        self.processor_seconds: list[float] = []

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for a condition, and for the repaint after it."""
        while not condition():
            await asyncio.sleep(0.0005)
        done = asyncio.Event()
        self.app.screen.call_after_refresh(done.set)
        await done.wait()

    async def press(self, key: str, condition: Callable[[], bool]) -> float:
        """Press a key and give the seconds until the condition holds and is painted."""
        from textual import events

        begin, processor_begin = time.perf_counter(), time.process_time()
        self.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await self.until(condition)
        self.processor_seconds.append(time.process_time() - processor_begin)
        return time.perf_counter() - begin


async def measure(path: Path, key_count: int) -> dict[str, object]:
    """Open the database in the application and time it; times are wall-clock."""
    start = time.perf_counter()
    from tui.app import ReviewApp
    from tui.screens.alignment import AlignmentScreen
    from tui.screens.pairs import PairTable
    from tui.widgets.bead_view import BeadView

    app = ReviewApp(path, "bench")
    driver = _Driver(app)

    def list_is_open() -> bool:
        return bool(app.screen.query(PairTable)) and app.screen.query_one(PairTable).row_count > 0

    def pair_is_open() -> bool:
        views = app.screen.query(BeadView)
        return isinstance(app.screen, AlignmentScreen) and any(view.row_count for view in views)

    async with app.run_test(size=SIZE) as pilot:
        await driver.until(list_is_open)
        open_list = time.perf_counter() - start
        await pilot.pause()
        open_pair = await driver.press("enter", pair_is_open)
        times = await _time_keys(app.screen, driver.press, key_count)
    opened, *pressed = driver.processor_seconds
    return {
        "open_list_seconds": open_list,
        "open_pair_seconds": open_pair,
        "open_pair_processor_seconds": opened,
        "key_processor_p95_milliseconds": 1000 * _quantile(sorted(pressed), 0.95),
        **_key_figures(times),
    }


def _key_figures(times: dict[str, list[float]]) -> dict[str, object]:
    every = sorted(value for values in times.values() for value in values)
    return {
        "key_p95_milliseconds": 1000 * _quantile(every, 0.95),
        "key_milliseconds": {
            name: {
                "median": 1000 * _quantile(sorted(values), 0.5),
                "p95": 1000 * _quantile(sorted(values), 0.95),
            }
            for name, values in times.items()
        },
        "memory_mib": _peak_memory_mib(),
    }


async def _time_keys(screen: object, press: object, count: int) -> dict[str, list[float]]:
    from tui.screens.alignment import AlignmentScreen

    assert isinstance(screen, AlignmentScreen)
    assert callable(press)
    view = screen.view
    times: dict[str, list[float]] = {}

    async def repeat(name: str, key: str, state: Callable[[], object]) -> None:
        values = times.setdefault(name, [])
        for _ in range(count):
            before = state()
            values.append(await press(key, lambda before=before: state() != before and not screen.is_waiting))

    await repeat("move", "j", lambda: view.cursor)
    await repeat("page", "pagedown", lambda: view.cursor)
    await repeat("accept", "space", lambda: view.cursor)
    await repeat("merge", "m", lambda: screen.rows.count)
    await repeat("undo", "u", lambda: screen.rows.count)
    await repeat("redo", "U", lambda: screen.rows.count)
    await repeat("filter", "f", lambda: view.row_count)
    return times


def measure_safety(folder: Path, times: int) -> dict[str, int]:
    """Kill a reviewer `times` times, then let two press 25 keys each for every one of these.

    Raises:
        LostDecisionError: a decision was lost or overwritten.
    """
    from bench.review_safety import kill_repeatedly, side_by_side

    killed_path, shared_path = folder / "killed.db", folder / "shared.db"
    build(killed_path, 2_000)
    build(shared_path, 2_000)
    killed = kill_repeatedly(killed_path, times, random.Random(1))
    shared = side_by_side(shared_path, ["mei", "li"], 25 * times)
    return {
        "kills": killed.kills,
        "killed_acknowledged": killed.acknowledged,
        "killed_stored": killed.stored,
        "shared_keys": 50 * times,
        "shared_acknowledged": shared.acknowledged,
        "shared_stored": shared.stored,
    }


def _peak_memory_mib() -> float:
    """Give this program's own peak; `ru_maxrss` would count the process that it was forked from."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").split("\n"):
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _quantile(values: Sequence[float], share: float) -> float:
    return values[min(int(share * len(values)), len(values) - 1)]


def report(figures: dict[str, object], bead_count: int) -> str:
    """Put the figures into lines, with the goals beside them."""
    names = {
        "open_list_seconds": "open to the list of pairs, s (imports included)",
        "open_pair_seconds": "open the pair, s",
        "key_p95_milliseconds": "key to repaint, 95 % within, ms",
        "memory_mib": "memory at its highest, MiB",
    }
    lines = [f"{bead_count} beads; load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"]
    for key, name in names.items():
        value = figures[key]
        assert isinstance(value, float)
        lines.append(
            f"{name:<50} {value:8.2f}   goal {GOALS[key]:g}   {'met' if value <= GOALS[key] else 'MISSED'}"
        )
    parts = figures["key_milliseconds"]
    assert isinstance(parts, dict)
    lines.append(
        "  of which this process computed, whatever else the machine does:"
        f" {figures['open_pair_processor_seconds']:.2f} s to open the pair,"
        f" {figures['key_processor_p95_milliseconds']:.1f} ms a key (95 % within)"
    )
    lines += [
        f"  {name:<48} {part['median']:8.1f} median, {part['p95']:.1f} p95" for name, part in parts.items()
    ]
    safety = figures.get("safety")
    if isinstance(safety, dict):
        killed = "{kills} × kill -9: {killed_acknowledged} decisions acknowledged, {killed_stored} stored"
        shared = (
            "two reviewers at once, {shared_keys} keys: {shared_acknowledged} decisions acknowledged,"
            " {shared_stored} stored, none lost, none overwritten"
        )
        lines += [killed.format(**safety), shared.format(**safety)]
    return "\n".join(lines)


def _measure_keystrokes() -> dict[str, list[Keystrokes]]:
    return {"all examples": measure_keystrokes(), "all these releases": measure_releases()}


def _print_keystrokes(keystrokes: dict[str, list[Keystrokes]]) -> None:
    for name, figures in keystrokes.items():
        print("\n".join(keystroke_lines(figures, name)))


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; the exit code is 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="bench review", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--beads", type=int, default=100_000)
    parser.add_argument("--keys", type=int, default=60, help="how often each key is pressed")
    parser.add_argument(
        "--safety", type=int, default=20, help="how often a reviewer is killed; 0: only time keys"
    )
    parser.add_argument(
        "--keystrokes", action="store_true", help="only count the keys for examples and releases"
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.keystrokes:
        _print_keystrokes(_measure_keystrokes())
        return 0
    if options.measure:
        print(json.dumps(asyncio.run(measure(options.measure, options.keys))))
        return 0
    keystrokes: dict[str, list[Keystrokes]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        build(path, options.beads)
        command = [sys.executable, "-c", "import sys; from bench.review import main; sys.exit(main())"]
        command += ["--measure", str(path), "--keys", str(options.keys)]
        outcome = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        figures = json.loads(outcome.stdout)
        if options.safety:
            figures["safety"] = measure_safety(Path(folder), options.safety)
            keystrokes = _measure_keystrokes()
            figures["keystrokes"] = {
                name: [asdict(one) for one in of_set] for name, of_set in keystrokes.items()
            }
    print(json.dumps(figures) if options.json else report(figures, options.beads))
    if not options.json:
        _print_keystrokes(keystrokes)
    return int(any(figures[name] > goal for name, goal in GOALS.items()))


if __name__ == "__main__":
    sys.exit(main())
