"""Reviewers in processes of their own, killed or side by side, and the check that nothing was lost.

The log says for every decision which beads went and which came. Done again from the first beads on, every
decision must find exactly the beads that it says it replaced, and the end must be what the table holds: then
no decision was lost and none overwrote another.
"""

import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from aligners.edits import check_cover
from db import alignments, reviews
from db.records import ReviewEvent, StoredBead
from db.store import open_store


class LostDecisionError(Exception):
    """The log and the beads do not fit together."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How often reviewers were killed, what they were told is stored, and what is stored."""

    kills: int
    acknowledged: int
    stored: int


def start(database: Path, reviewer: str, key_count: int) -> "subprocess.Popen[str]":
    """Start a reviewer who presses keys in the application."""
    command = [sys.executable, "-m", "bench.scripted_reviewer", str(database), reviewer, str(key_count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def kill_repeatedly(database: Path, times: int, rng: random.Random) -> Outcome:
    """Kill a reviewer at work `times` times, and check the database each time.

    Raises:
        LostDecisionError: a decision that was acknowledged is not there.
    """
    first_beads, _ = read_log(database)
    acknowledged = 0
    events: list[ReviewEvent] = []
    for _ in range(times):
        process = start(database, "killed", 100_000)
        assert process.stdout is not None
        for _ in range(rng.randint(1, 20)):
            acknowledged += bool(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        acknowledged += len(process.stdout.read().splitlines())
        process.wait()
        process.stdout.close()
        beads, events = read_log(database)
        check(database, first_beads, beads, events)
        if len(events) < acknowledged:
            raise LostDecisionError(f"{acknowledged} decisions were acknowledged, {len(events)} are there")
    return Outcome(times, acknowledged, len(events))


def side_by_side(database: Path, reviewers: Iterable[str], key_count: int) -> Outcome:
    """Let reviewers press `key_count` keys each at once, and check the database.

    Raises:
        LostDecisionError: the log and the beads do not fit together.
    """
    first_beads, _ = read_log(database)
    processes = [start(database, reviewer, key_count) for reviewer in reviewers]
    acknowledged = 0
    for process in processes:
        written, _ = process.communicate()
        if process.returncode:
            raise LostDecisionError(f"a reviewer ended with {process.returncode}")
        acknowledged += len(written.splitlines())
    beads, events = read_log(database)
    check(database, first_beads, beads, events)
    return Outcome(0, acknowledged, len(events))


def read_log(database: Path) -> tuple[list[StoredBead], list[ReviewEvent]]:
    """Read the beads of the first pair and all decisions on them."""
    with open_store(database) as store:
        run = alignments.list_pairs(store)[0].run
        assert run is not None
        return alignments.list_beads(store, run.id), reviews.list_events(store, run.id)


def check(
    database: Path, first_beads: list[StoredBead], beads: list[StoredBead], events: list[ReviewEvent]
) -> None:
    """Check that the decisions lead from the first beads to those that are there, and the file itself.

    Raises:
        LostDecisionError: they do not, or SQLite finds the file damaged.
    """
    if replay(first_beads, events) != beads:
        raise LostDecisionError("the decisions of the log do not lead to the beads in the table")
    check_cover(beads, first_beads[-1].source_end, first_beads[-1].target_end)
    connection = sqlite3.connect(database)
    try:
        found = connection.execute("PRAGMA integrity_check").fetchone()
    finally:
        connection.close()
    if found != ("ok",):
        raise LostDecisionError(f"integrity check: {found}")


def replay(beads: list[StoredBead], events: list[ReviewEvent]) -> list[StoredBead]:
    """Do all decisions of a log again from `beads` on.

    Raises:
        LostDecisionError: a decision does not find the beads that it says it replaced.
    """
    rows = {bead.key: bead for bead in beads}
    for event in events:
        for bead in event.before:
            if rows.pop(bead.key, None) != bead:
                raise LostDecisionError(f"event {event.id} replaced {bead}, which was not there")
        for bead in event.after:
            rows[bead.key] = bead
    return [rows[key] for key in sorted(rows)]
