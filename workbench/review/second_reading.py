"""Second reading: a sample of decided beads is read again, blind, and the differences are settled.

The sample is drawn at random within strata of risk, as evenly over them as their sizes allow: doubtful beads
are few and a plain sample would miss them. What it says of all decided beads is therefore weighted by the
sizes of the strata (Cochran, "Sampling Techniques", 1977, chapter 5).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from db import alignments, reviews, second_readings
from db.errors import RefusedError
from db.records import ReviewState, StoredBead
from db.second_readings import (
    READING,
    SETTLEMENT,
    DecidedBead,
    ReadingItem,
    SampledBead,
    SecondReading,
)
from db.store import Store, open_store
from workbench.errors import InputError, NothingToDoError
from workbench.report.pair_figures import HIGH_POSTERIOR, LOW_POSTERIOR
from workbench.review.agreement import Agreement, cohens_kappa
from workbench.review.reviewing import ReviewPair, open_pair

DOUBTFUL, MIDDLING, SURE = "doubtful", "middling", "sure"
STRATA = ((LOW_POSTERIOR, DOUBTFUL), (HIGH_POSTERIOR, MIDDLING))
"""Upper bounds of the posterior and the stratum below them; what is above all is `sure`."""

VERDICTS = (ReviewState.ACCEPTED, ReviewState.REJECTED, ReviewState.NEEDS_REVIEW)
"""What a reader may say: right, wrong, unsure."""

SETTLE = "settle"


@dataclass(frozen=True, slots=True)
class BlindItem:
    """A bead as the second reader sees it: the texts, and what this reader has said of it."""

    id: int
    position: int
    source_text: str
    target_text: str
    verdict: ReviewState | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came out of a second reading, over the items that have been read.

    `weighted_agreement` estimates the agreement over all decided beads that the sample was drawn from;
    None while a stratum of the sample is unread. `differences` are the items on which the readers differ.
    """

    reading: SecondReading
    agreement: Agreement | None
    by_stratum: dict[str, Agreement]
    weighted_agreement: float | None
    differences: tuple[ReadingItem, ...]

    @property
    def unsettled(self) -> tuple[ReadingItem, ...]:
        """The differences that nobody has settled."""
        return tuple(item for item in self.differences if item.settled_verdict is None)


def stratum(posterior: float) -> str:
    """Name the stratum of risk of a posterior."""
    return next((name for bound, name in STRATA if posterior < bound), SURE)


def verdict_of(state: ReviewState) -> ReviewState:
    """Give the verdict that a state stands for: who edits a bead holds it for right as it is then."""
    return ReviewState.ACCEPTED if state is ReviewState.EDITED else state


def draw(path: Path, *, count: int, seed: int, reader: str, pair_id: int | None = None) -> SecondReading:
    """Draw a sample of at most `count` beads that others than `reader` decided on, and store it.

    Raises:
        NothingToDoError: there is no such bead.
    """
    with open_store(path, must_exist=True) as store:
        if pair_id is not None:
            alignments.get_pair(store, pair_id)
        pool: dict[str, list[DecidedBead]] = {DOUBTFUL: [], MIDDLING: [], SURE: []}
        for bead in second_readings.decided_beads(store, pair_id):
            if bead.reviewer != reader:
                pool[stratum(bead.posterior)].append(bead)
        if not any(pool.values()):
            raise NothingToDoError(f"no row that others than {reader} have decided on: nothing to read again")
        chosen = _choose(pool, count, np.random.default_rng(seed))
        reading_id = second_readings.save_reading(
            store,
            reader=reader,
            seed=seed,
            population={name: len(beads) for name, beads in pool.items()},
            items=_with_texts(path, chosen),
        )
        return second_readings.get_reading(store, reading_id)


def shares(sizes: Sequence[int], count: int) -> list[int]:
    """Divide `count` over strata of these sizes as evenly as they allow, what is left over to the first."""
    taken = [0] * len(sizes)
    while count > 0 and (open_strata := [n for n, size in enumerate(sizes) if taken[n] < size]):
        each = max(count // len(open_strata), 1)
        for n in open_strata:
            more = min(each, sizes[n] - taken[n], count)
            taken[n] += more
            count -= more
    return taken


def _choose(pool: dict[str, list[DecidedBead]], count: int, rng: np.random.Generator) -> list[DecidedBead]:
    """Draw without replacement within each stratum, then shuffle: the order must not tell the risk."""
    chosen: list[DecidedBead] = []
    for beads, number in zip(pool.values(), shares([len(b) for b in pool.values()], count), strict=True):
        chosen += [beads[n] for n in rng.choice(len(beads), size=number, replace=False)]
    return [chosen[n] for n in rng.permutation(len(chosen))]


def _with_texts(path: Path, chosen: Sequence[DecidedBead]) -> list[SampledBead]:
    views: dict[int, ReviewPair] = {}
    beads: dict[int, dict[tuple[int, int], StoredBead]] = {}
    items = []
    for bead in chosen:
        if bead.pair_id not in views:
            view = views[bead.pair_id] = open_pair(path, bead.pair_id)
            beads[bead.pair_id] = {stored.key: stored for stored in view.beads}
        view = views[bead.pair_id]
        stored = beads[bead.pair_id][bead.source_start, bead.target_start]
        items.append(
            SampledBead(
                run_id=bead.run_id,
                source_start=bead.source_start,
                source_end=bead.source_end,
                target_start=bead.target_start,
                target_end=bead.target_end,
                document=view.pair.source.title,
                source_text=view.source_text(stored),
                target_text=view.target_text(stored),
                stratum=stratum(bead.posterior),
                first_reader=bead.reviewer,
                first_verdict=verdict_of(bead.state),
            )
        )
    return items


def readings(path: Path) -> list[SecondReading]:
    """List the second readings of a database, oldest first."""
    with open_store(path, must_exist=True) as store:
        return second_readings.list_readings(store)


def blind_items(path: Path, reading_id: int) -> list[BlindItem]:
    """List what there is to read, without a word on what was decided first.

    Raises:
        NotFoundError: there is no such second reading.
    """
    with open_store(path, must_exist=True) as store:
        second_readings.get_reading(store, reading_id)
        return [
            BlindItem(
                item.id, item.position, item.bead.source_text, item.bead.target_text, item.second_verdict
            )
            for item in second_readings.list_items(store, reading_id)
        ]


def judge(path: Path, item_id: int, *, verdict: ReviewState, reviewer: str) -> None:
    """Record the second reader's verdict on an item; a later one counts instead of an earlier one.

    Raises:
        NotFoundError: there is no such item.
        InputError: the verdict is none of `VERDICTS`, or the sample is somebody else's to read.
    """
    _refuse_other_verdicts(verdict)
    with open_store(path, must_exist=True) as store:
        item = second_readings.get_item(store, item_id)
        reader = second_readings.get_reading(store, item.reading_id).reader
        if reader != reviewer:
            raise InputError(f"second reading {item.reading_id} is {reader}'s to read, not {reviewer}'s")
        second_readings.log_verdict(store, item_id, kind=READING, verdict=verdict, reviewer=reviewer)


def compare(path: Path, reading_id: int) -> Comparison:
    """Compare both readers' verdicts on the items that have been read.

    Raises:
        NotFoundError: there is no such second reading.
    """
    with open_store(path, must_exist=True) as store:
        reading = second_readings.get_reading(store, reading_id)
        items = second_readings.list_items(store, reading_id)
    read = [item for item in items if item.second_verdict is not None]
    strata = {name: [item for item in read if item.bead.stratum == name] for name in reading.population}
    by_stratum = {name: _agreement(found) for name, found in strata.items() if found}
    drawn = {item.bead.stratum for item in items}
    weight = sum(reading.population[name] for name in drawn)
    weighted = None
    if read and drawn == set(by_stratum):
        weighted = sum(by_stratum[name].observed * reading.population[name] / weight for name in drawn)
    differences = tuple(item for item in read if item.second_verdict is not item.bead.first_verdict)
    return Comparison(reading, _agreement(read) if read else None, by_stratum, weighted, differences)


def _agreement(items: Sequence[ReadingItem]) -> Agreement:
    return cohens_kappa([item.bead.first_verdict for item in items], [item.second_verdict for item in items])


def settle(path: Path, item_id: int, *, verdict: ReviewState, reviewer: str) -> None:
    """Settle a difference: log it, and give the bead that state where it stands otherwise, as one decision.

    Raises:
        NotFoundError: there is no such item.
        InputError: the verdict is none of `VERDICTS`.
        RefusedError: the bead has been given another shape since.
        ConflictError: its pair was aligned anew.
    """
    _refuse_other_verdicts(verdict)
    with open_store(path, must_exist=True) as store, store.atomic():
        item = second_readings.get_item(store, item_id)
        run_id, bead = _bead_as_it_is(store, item)
        if verdict_of(bead.state) is not verdict:
            after = replace(bead, state=verdict)
            reviews.replace_beads(
                store, run_id, before=[bead], after=[after], action=f"{SETTLE}-{verdict}", reviewer=reviewer
            )
        second_readings.log_verdict(store, item_id, kind=SETTLEMENT, verdict=verdict, reviewer=reviewer)


def _bead_as_it_is(store: Store, item: ReadingItem) -> tuple[int, StoredBead]:
    """Give the run and the bead that an item is about, as it stands now.

    Raises:
        RefusedError: there is no bead of this shape any more.
    """
    wanted = item.bead
    if wanted.run_id is not None:
        for bead in alignments.list_beads(store, wanted.run_id):
            ranges = (bead.source_start, bead.source_end, bead.target_start, bead.target_end)
            if ranges == (wanted.source_start, wanted.source_end, wanted.target_start, wanted.target_end):
                return wanted.run_id, bead
    raise RefusedError(
        f"item {item.id}: the row has been given another shape since the sample was drawn; review it there"
    )


def _refuse_other_verdicts(verdict: ReviewState) -> None:
    if verdict not in VERDICTS:
        raise InputError(f"a second reading says {', '.join(VERDICTS)}; not {verdict.value}")
