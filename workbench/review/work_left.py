"""What needs work in a project, the most pressing first: the list that a day begins with."""

from dataclasses import dataclass
from pathlib import Path

from db import alignments, findings, second_readings, translation_queue
from db.records import DocumentPair
from db.store import open_store
from workbench.languages import TARGET_LANGUAGE


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: how much of it, on which screen (empty: in a pair), in which pair."""

    words: str
    count: int
    screen: str = ""
    pair_id: int | None = None


def tasks(path: Path, *, reviewer: str) -> list[Task]:
    """List what there is to do: second readings of this reviewer's, faults, rows, documents, translations."""
    with open_store(path, must_exist=True) as store:
        pairs = alignments.list_pairs(store)
        readings = second_readings.list_readings(store)
        found = findings.list_findings(store)
        counterparts = alignments.list_counterparts(store)
        queue = translation_queue.list_queue(store, target_language=TARGET_LANGUAGE)
    own = [reading for reading in readings if reading.reader == reviewer]
    unread = sum(reading.item_count - reading.read_count for reading in own)
    errors = sum(finding.severity == "error" for finding in found)
    unaligned = sum(pair.run is None for pair in pairs)
    pending = sum(document.pending_count for document in queue)
    listed = [
        Task("rows to read a second time, blind", unread, "second-reading"),
        Task("findings that are errors", errors, "findings"),
        Task("pairs that are not aligned: 'workbench align'", unaligned, "documents"),
        *_open_pairs(pairs),
        Task("documents without a counterpart", len(counterparts), "documents"),
        Task("segments without a translation", pending, "translation"),
    ]
    return [task for task in listed if task.count]


def _open_pairs(pairs: list[DocumentPair]) -> list[Task]:
    """List the pairs with open rows, those nearest to the end first: a pair that is done is of use."""
    begun = [pair for pair in pairs if pair.run is not None and pair.run.open_bead_count]
    tasks_of_pairs = [
        Task(f"open rows in {pair.source.title}", pair.run.open_bead_count, pair_id=pair.id)
        for pair in begun
        if pair.run is not None
    ]
    return sorted(tasks_of_pairs, key=lambda task: task.count)
