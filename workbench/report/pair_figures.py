"""What the pictures of a pair are drawn from: the path of the alignment, posteriors, progress over time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db import alignments, history
from db.records import OPEN_STATES, AlignmentRun, DocumentPair, ReviewState, StoredBead
from db.store import open_store

BIN_COUNT = 10
"""Bins of the histogram of posteriors, each a tenth wide."""

HIGH_POSTERIOR = 0.9
LOW_POSTERIOR = 0.6
"""Below this a row counts as doubtful; between the two it is neither."""

STATE_SIGNS = {
    ReviewState.PROPOSED: "◦",
    ReviewState.ACCEPTED: "✓",
    ReviewState.EDITED: "✎",
    ReviewState.REJECTED: "✗",
    ReviewState.NEEDS_REVIEW: "?",
}
"""One cell each in every terminal: East Asian terminals draw ○ and ● two cells wide, these not."""


@dataclass(frozen=True, slots=True)
class ProgressPoint:
    """From this moment on, `open_count` rows were open."""

    at: datetime
    open_count: int


@dataclass(frozen=True, slots=True)
class PairFigures:
    """A pair with its beads, the numbers of segments of both sides, and how the review went."""

    pair: DocumentPair
    run: AlignmentRun
    source_count: int
    target_count: int
    beads: tuple[StoredBead, ...]
    progress: tuple[ProgressPoint, ...]

    @property
    def states(self) -> Counter[ReviewState]:
        """The number of beads in each state."""
        return Counter(bead.state for bead in self.beads)

    @property
    def shapes(self) -> Counter[str]:
        """The number of beads of each shape."""
        return Counter(bead.shape for bead in self.beads)

    @property
    def histogram(self) -> list[int]:
        """The number of beads in each tenth of posteriors, (BIN_COUNT,)."""
        bins = [0] * BIN_COUNT
        for bead in self.beads:
            bins[min(int(bead.posterior * BIN_COUNT), BIN_COUNT - 1)] += 1
        return bins


def grade(posterior: float) -> str:
    """Name the grade of a posterior or score, its colour on screens: `high`, `middle` or `low`."""
    if posterior >= HIGH_POSTERIOR:
        return "high"
    return "middle" if posterior >= LOW_POSTERIOR else "low"


def pair_figures(path: Path, pair_id: int) -> PairFigures:
    """Read the figures of a pair.

    Raises:
        NotFoundError: there is no such pair, or it has not been aligned.
    """
    with open_store(path, must_exist=True) as store:
        pair, run = alignments.get_aligned_pair(store, pair_id)
        beads = tuple(alignments.list_beads(store, run.id))
        return PairFigures(
            pair=pair,
            run=run,
            source_count=pair.source.segment_count,
            target_count=pair.target.segment_count,
            beads=beads,
            progress=_progress(
                sum(bead.state in OPEN_STATES for bead in beads), history.decisions_over_time(store, [run.id])
            ),
        )


def project_progress(path: Path) -> tuple[ProgressPoint, ...]:
    """Give how many rows of all pairs were open over time; empty where nobody has decided on anything."""
    with open_store(path, must_exist=True) as store:
        runs = [pair.run for pair in alignments.list_pairs(store) if pair.run is not None]
        decisions = history.decisions_over_time(store, [run.id for run in runs])
    return _progress(sum(run.open_bead_count for run in runs), decisions)


def _progress(open_now: int, decisions: Sequence[tuple[str, int]]) -> tuple[ProgressPoint, ...]:
    """Count back from what is open now to what was open before the first decision."""
    open_count = open_now + sum(closed for _, closed in decisions)
    points = []
    for n, (created_at, closed) in enumerate(decisions):
        at = datetime.fromisoformat(created_at)
        if n == 0:
            points.append(ProgressPoint(at, open_count))
        open_count -= closed
        points.append(ProgressPoint(at, open_count))
    return tuple(points)
