"""Samples of decided beads that somebody reads a second time, without seeing what was decided first.

The sample with its texts is fixed when it is drawn. Verdicts and settlements are rows of an append-only log;
the last row of its kind is the one that counts.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from db import reviews
from db.errors import NotFoundError
from db.records import ReviewState
from db.store import Store, now

READING = "reading"
SETTLEMENT = "settlement"


@dataclass(frozen=True, slots=True)
class SampledBead:
    """A decided bead as it goes into a sample, with the texts and the verdict of that moment."""

    run_id: int | None
    source_start: int
    source_end: int
    target_start: int
    target_end: int
    document: str
    source_text: str
    target_text: str
    stratum: str
    first_reader: str
    first_verdict: ReviewState


@dataclass(frozen=True, slots=True)
class SecondReading:
    """A sample: who reads it, how many beads there were to draw from in each stratum, how far it is read."""

    id: int
    reader: str
    seed: int
    population: Mapping[str, int]
    created_at: str
    item_count: int
    read_count: int


@dataclass(frozen=True, slots=True)
class ReadingItem:
    """A bead of a sample with what was said of it; None where nothing has been said yet."""

    id: int
    reading_id: int
    position: int
    bead: SampledBead
    second_verdict: ReviewState | None
    settled_verdict: ReviewState | None
    settled_by: str


@dataclass(frozen=True, slots=True)
class DecidedBead:
    """A bead that is no longer proposed, by its place, with its run, document title and last reviewer."""

    run_id: int
    pair_id: int
    source_start: int
    source_end: int
    target_start: int
    target_end: int
    posterior: float
    state: ReviewState
    reviewer: str


def decided_beads(store: Store, pair_id: int | None = None) -> Iterator[DecidedBead]:
    """Yield the decided beads of all current runs, or of one pair's, in reading order.

    `reviewer` is who logged the last decision on the bead; empty where it was carried over.
    """
    runs = list(
        store.rows(
            "SELECT id, pair_id FROM alignment_run WHERE is_current AND (:pair IS NULL OR pair_id = :pair)"
            " ORDER BY pair_id",
            {"pair": pair_id},
        )
    )
    for run in runs:
        reviewers = _last_reviewers(store, run["id"])
        for row in store.rows(
            "SELECT source_start, source_end, target_start, target_end, posterior, state FROM bead"
            " WHERE run_id = ? AND state <> ? ORDER BY source_start, target_start",
            (run["id"], ReviewState.PROPOSED.value),
        ):
            key = (row["source_start"], row["target_start"])
            values = {**row, "state": ReviewState(row["state"])}
            yield DecidedBead(
                run_id=run["id"], pair_id=run["pair_id"], reviewer=reviewers.get(key, ""), **values
            )


def _last_reviewers(store: Store, run_id: int) -> dict[tuple[int, int], str]:
    """Give who logged the last decision on each bead of a run, by the bead's key."""
    last: dict[tuple[int, int], str] = {}
    for event in reviews.list_events(store, run_id):
        for bead in event.after:
            last[bead.key] = event.reviewer
    return last


def save_reading(
    store: Store, *, reader: str, seed: int, population: Mapping[str, int], items: Sequence[SampledBead]
) -> int:
    """Store a sample in the order in which it is to be read, in one transaction; give its id."""
    with store.atomic():
        cursor = store.execute(
            "INSERT INTO second_reading (reader, seed, population, created_at) VALUES (?, ?, ?, ?)",
            (reader, seed, json.dumps(dict(population)), now()),
        )
        reading_id = cursor.lastrowid
        assert reading_id is not None
        store.execute_many(
            "INSERT INTO second_reading_item (reading_id, position, run_id, source_start, source_end,"
            " target_start, target_end, document, source_text, target_text, stratum, first_reader,"
            " first_verdict) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [_item_row(reading_id, position, item) for position, item in enumerate(items)],
        )
        return reading_id


def _item_row(reading_id: int, position: int, item: SampledBead) -> tuple[object, ...]:
    return (
        reading_id,
        position,
        item.run_id,
        item.source_start,
        item.source_end,
        item.target_start,
        item.target_end,
        item.document,
        item.source_text,
        item.target_text,
        item.stratum,
        item.first_reader,
        item.first_verdict.value,
    )


def list_readings(store: Store) -> list[SecondReading]:
    """List the samples, oldest first."""
    rows = store.rows(
        """
        SELECT second_reading.*,
            (SELECT count(*) FROM second_reading_item WHERE reading_id = second_reading.id) AS item_count,
            (SELECT count(DISTINCT item_id) FROM second_reading_event
            JOIN second_reading_item AS item ON item.id = item_id
            WHERE kind = 'reading' AND item.reading_id = second_reading.id) AS read_count
        FROM second_reading ORDER BY id
        """
    )
    return [SecondReading(**{**row, "population": json.loads(row["population"])}) for row in rows]


def get_reading(store: Store, reading_id: int) -> SecondReading:
    """Give one sample.

    Raises:
        NotFoundError: there is no sample of that id.
    """
    for reading in list_readings(store):
        if reading.id == reading_id:
            return reading
    raise NotFoundError(f"no second reading {reading_id} in {store.path}")


_ITEMS = """
SELECT item.*,
    (SELECT verdict FROM second_reading_event WHERE item_id = item.id AND kind = 'reading'
        ORDER BY id DESC LIMIT 1) AS second_verdict,
    (SELECT verdict FROM second_reading_event WHERE item_id = item.id AND kind = 'settlement'
        ORDER BY id DESC LIMIT 1) AS settled_verdict,
    (SELECT reviewer FROM second_reading_event WHERE item_id = item.id AND kind = 'settlement'
        ORDER BY id DESC LIMIT 1) AS settled_by
FROM second_reading_item AS item
"""


def list_items(store: Store, reading_id: int) -> list[ReadingItem]:
    """List the beads of a sample in the order in which they are read."""
    rows = store.rows(f"{_ITEMS} WHERE reading_id = ? ORDER BY position", (reading_id,))
    return [_item(row) for row in rows]


def get_item(store: Store, item_id: int) -> ReadingItem:
    """Give one bead of a sample.

    Raises:
        NotFoundError: there is no item of that id.
    """
    for row in store.rows(f"{_ITEMS} WHERE item.id = ?", (item_id,)):
        return _item(row)
    raise NotFoundError(f"no item {item_id} of a second reading in {store.path}")


def _item(row: dict[str, Any]) -> ReadingItem:
    bead = {field.name: row[field.name] for field in fields(SampledBead)}
    return ReadingItem(
        id=row["id"],
        reading_id=row["reading_id"],
        position=row["position"],
        bead=SampledBead(**{**bead, "first_verdict": ReviewState(row["first_verdict"])}),
        second_verdict=_verdict(row["second_verdict"]),
        settled_verdict=_verdict(row["settled_verdict"]),
        settled_by=row["settled_by"] or "",
    )


def _verdict(text: str | None) -> ReviewState | None:
    return None if text is None else ReviewState(text)


def log_verdict(store: Store, item_id: int, *, kind: str, verdict: ReviewState, reviewer: str) -> int:
    """Add a verdict to the log of an item, in one transaction; give the id of the row."""
    with store.atomic():
        cursor = store.execute(
            "INSERT INTO second_reading_event (item_id, kind, reviewer, verdict, created_at)"
            " VALUES (?, ?, ?, ?, ?)",
            (item_id, kind, reviewer, verdict.value, now()),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid
