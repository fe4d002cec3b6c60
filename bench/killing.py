"""Part of `python -m bench translate`: `workbench translate` killed at random moments, and what is left.

Each round starts the command on a database with pending segments and kills it (SIGKILL) at a random moment:
in one half of the rounds while it starts, in the other one after it has begun to save. Then the database must
open and be whole, nothing that was translated may be gone, and nothing may be there twice; at the end one run
does the rest.
"""

import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from db import documents
from db.records import Document, Paragraph, Route, Segment, SourceFile
from db.store import open_store

SEGMENTS = 6000
START_SECONDS = 2.0
LATER_SECONDS = 0.5  # after the first part is saved
PATIENCE_SECONDS = 60
COMMAND = "from workbench.cli import main; main()"


def print_kills(count: int, *, seed: int = 20240501) -> bool:
    """Print what `count` kills did; tell whether nothing was lost or doubled."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bitext.db"
        fill(path, SEGMENTS)
        seen: set[str] = set()
        faults: list[str] = []
        caught = 0
        for _ in range(count):
            process = _start(path)
            if rng.random() < 0.5:
                time.sleep(rng.random() * START_SECONDS)
            else:
                _wait_for_more(path, len(seen), process)
                time.sleep(rng.random() * LATER_SECONDS)
            caught += process.poll() is None
            process.send_signal(signal.SIGKILL)
            process.wait()
            seen = _compare(path, seen, faults)
        between = len(seen)
        last = _start(path).wait()
        seen = _compare(path, seen, faults)
    is_good = not faults and last == 0 and len(seen) == SEGMENTS
    outcome = "; ".join(faults) or "nothing lost, nothing doubled"
    print(
        f"kill -9: {count} times, {caught} of them at work; {between} segments were done by then,"
        f" {len(seen)} of {SEGMENTS} after one more run; {outcome}"
    )
    return is_good


def fill(path: Path, count: int) -> None:
    """Make a database with `count` short segments that are pending."""
    texts = [f"第{number}条，高新区新建企业{number % 97}家。" for number in range(count)]
    paragraphs = tuple(
        Paragraph(
            text, 0, len(text), "body", "zh", "Hans", Route.TRANSLATE, "", (Segment(0, len(text), text),)
        )
        for text in texts
    )
    document = Document("t", 0, 1, "zh", "Hans", paragraphs)
    with open_store(path) as store:
        file = SourceFile("/t.txt", "text", b"t", "utf-8", "", "t", (), (document,))
        documents.add_file(store, "/t.txt", file)


def _start(path: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, "translate", "--db", str(path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _wait_for_more(path: Path, count: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    with closing(sqlite3.connect(path)) as connection:
        while process.poll() is None and time.monotonic() < deadline:
            if connection.execute("SELECT count(*) FROM translation").fetchone()[0] > count:
                return
            time.sleep(0.02)


def _compare(path: Path, before: set[str], faults: list[str]) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            faults.append("the database is damaged")
        rows = [row[0] for row in connection.execute("SELECT source_text FROM translation")]
    if len(rows) != len(set(rows)):
        faults.append("segments are doubled")
    if not before <= set(rows):
        faults.append("segments are lost")
    return set(rows)
