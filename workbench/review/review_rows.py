"""What a review screen reads: the rows of a pair, its drafts, and what others have decided meanwhile."""

from dataclasses import dataclass
from pathlib import Path

from aligners.beads import LinkKind
from db import alignments, findings, review_reading
from db.records import OPEN_STATES, StoredBead, StoredLink
from db.review_reading import Outline
from db.store import open_store
from workbench.quality.findings import Severity
from workbench.review.review_pages import PagedTexts
from workbench.review.reviewing import Change, PairTexts, ReviewText, open_pair


@dataclass(frozen=True, slots=True)
class PairRows(PairTexts):
    """A pair as a screen opens it: an outline of its beads; `last_event_id` is the state that it shows.

    `moved` are the links to passages that stand elsewhere in the other text.
    """

    outline: Outline
    moved: tuple[StoredLink, ...]
    last_event_id: int

    def moved_text(self, bead: StoredBead) -> str:
        """Give what stands elsewhere for a bead with an empty side; empty where nothing is known."""
        link = self.moved_link(bead)
        if link is None:
            return ""
        if bead.target_start == bead.target_end:
            return self.target.join(link.target_start, link.target_end)
        return self.source.join(link.source_start, link.source_end)

    def moved_link(self, bead: StoredBead) -> StoredLink | None:
        """Give the link to what stands elsewhere for a bead with an empty side, None where none is known."""
        for link in self.moved:
            if bead.target_start == bead.target_end and _overlap(
                (bead.source_start, bead.source_end), (link.source_start, link.source_end)
            ):
                return link
            if bead.source_start == bead.source_end and _overlap(
                (bead.target_start, bead.target_end), (link.target_start, link.target_end)
            ):
                return link
        return None


def _overlap(first: tuple[int, int], second: tuple[int, int]) -> bool:
    return max(first[0], second[0]) < min(first[1], second[1])


def open_rows(path: Path, pair_id: int) -> PairRows:
    """Read one pair for a screen: much faster than `open_pair` where there are many beads.

    Raises:
        NotFoundError: there is no such pair, or it has not been aligned.
    """
    with open_store(path, must_exist=True) as store:
        pair, run = alignments.get_aligned_pair(store, pair_id)
        event_id = review_reading.last_event_id(store, run.id)
        return PairRows(
            pair=pair,
            run_id=run.id,
            source=ReviewText(pair.source, PagedTexts(path, pair.source.id, pair.source.segment_count)),
            target=ReviewText(pair.target, PagedTexts(path, pair.target.id, pair.target.segment_count)),
            outline=review_reading.read_outline(store, run.id),
            moved=tuple(
                link
                for link in alignments.list_links(store, pair.target.id)
                if link.kind is LinkKind.MOVED and link.source_document_id == pair.source.id
            ),
            last_event_id=event_id,
        )


@dataclass(frozen=True, slots=True)
class News:
    """What others have decided: who, what it changed, and the last event that is told."""

    changes: tuple[tuple[str, Change], ...]
    last_event_id: int


def news(path: Path, run_id: int, *, reviewer: str, after: int) -> News:
    """Tell what others than `reviewer` have decided on a run after event `after`."""
    with open_store(path, must_exist=True) as store:
        events = review_reading.events_of_others(store, run_id, reviewer=reviewer, after=after)
    return News(
        changes=tuple((event.reviewer, Change(event.before, event.after)) for event in events),
        last_event_id=max([after, *(event.id for event in events)]),
    )


@dataclass(frozen=True, slots=True)
class RowFinding:
    """What a check found, as `check: message`; `is_information` where it may well be right as it is."""

    words: str
    is_information: bool


def pair_findings(path: Path, pair_id: int) -> dict[int, RowFinding]:
    """Give what the last check found on a pair and nobody has dismissed, by source segment.

    The gravest finding of a segment stands for it.
    """
    ranks = {severity.value: severity.rank for severity in Severity}
    with open_store(path, must_exist=True) as store:
        found = findings.list_findings(store, pair_id=pair_id)
    found.sort(key=lambda item: -ranks.get(item.severity, 0))
    return {
        item.source_position: RowFinding(
            words=f"{item.check}: {item.message}", is_information=item.severity == Severity.INFORMATION.value
        )
        for item in found
    }


def row_records(
    path: Path, pair_id: int, *, by_doubt: bool = False, limit: int | None = None
) -> list[dict[str, object]]:
    """Give the rows of a pair as records for tables and JSON, in order; by doubt only open ones, worst first.

    Raises:
        NotFoundError: there is no such pair, or it has not been aligned.
    """
    pair = open_pair(path, pair_id)
    places = list(range(len(pair.beads)))
    if by_doubt:
        places = [n for n in places if pair.beads[n].state in OPEN_STATES]
        places.sort(key=lambda n: pair.beads[n].posterior)
    return [
        {
            "row": n + 1,
            "state": pair.beads[n].state.value,
            "shape": pair.beads[n].shape,
            "posterior": round(pair.beads[n].posterior, 4),
            "source": pair.source_text(pair.beads[n]),
            "target": pair.target_text(pair.beads[n]),
            "note": pair.beads[n].note,
            "reason": pair.beads[n].reason,
        }
        for n in places[:limit]
    ]
