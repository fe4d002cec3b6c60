"""Decisions on several rows at once, and on what a row is: bookmarks, omissions, shifts, pins.

Like those in `workbench.review.reviewing`, each is one decision in the log, which undo takes back as a whole.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from aligners import edits
from aligners.errors import BeadError
from db import review_reading
from db.errors import ConflictError
from db.records import OPEN_STATES, OmissionReason, ReviewState, StoredBead
from db.reviews import MOVED
from db.store import open_store
from workbench.review.reviewing import Change, carry_marks, decide, made_by_hand, refuse_edited, restructure

if TYPE_CHECKING:
    from workbench.alignment.realigning import Realignment

MOST_SHIFTED = 200
"""Rows that a shift moves at most: where nothing takes it in by then, the last row does."""


def set_bookmark(
    path: Path, run_id: int, beads: Sequence[StoredBead], *, is_set: bool, reviewer: str
) -> Change:
    """Put a bookmark on beads, or take it away."""
    after = tuple(replace(bead, is_bookmarked=is_set) for bead in beads)
    return decide(path, run_id, beads, after, action="bookmark", reviewer=reviewer)


def accept_above(
    path: Path, run_id: int, key: tuple[int, int], *, seen_event_id: int, reviewer: str
) -> Change | None:
    """Accept all open beads up to the one with `key`, and that one; None where none is open.

    Raises:
        ConflictError: somebody else has decided on the run since `seen_event_id`: look again before.
    """
    with open_store(path, must_exist=True) as store:
        beads = review_reading.open_beads_through(store, run_id, key)
        if review_reading.events_of_others(store, run_id, reviewer=reviewer, after=seen_event_id):
            raise ConflictError(f"run {run_id}: somebody else has decided on rows meanwhile")
    if not beads:
        return None
    after = tuple(replace(bead, state=ReviewState.ACCEPTED) for bead in beads)
    return decide(path, run_id, beads, after, action=ReviewState.ACCEPTED.value, reviewer=reviewer)


def merge_all(path: Path, run_id: int, beads: Sequence[StoredBead], *, reviewer: str) -> Change:
    """Make one bead of neighbours.

    Raises:
        BeadError: they are no neighbours, or one of them holds edited text.
    """
    refuse_edited(*beads)
    merged = beads[0]
    for bead in beads[1:]:
        merged = edits.merge(merged, bead)
    return restructure(path, run_id, beads, (merged,), action="merge", reviewer=reviewer)


def set_no_counterpart(
    path: Path, run_id: int, bead: StoredBead, *, is_source: bool, reason: OmissionReason, reviewer: str
) -> Change:
    """Say that one side of a bead has no counterpart, and why.

    A bead with both sides is cut: the side that was named is accepted as it is, the other one is open.

    Raises:
        BeadError: a bead with both sides holds edited text.
    """
    if not bead.has_both_sides:
        after = replace(bead, reason=reason.value, state=ReviewState.ACCEPTED)
        return decide(path, run_id, [bead], (after,), action="no-counterpart", reviewer=reviewer)
    refuse_edited(bead)
    parts = edits.split(bead, bead.source_end, bead.target_start)
    accepted = replace(
        made_by_hand(parts[0 if is_source else 1]), reason=reason.value, state=ReviewState.ACCEPTED
    )
    rest = _without_figures(parts[1 if is_source else 0])
    both = (accepted, rest) if is_source else (rest, accepted)
    return decide(path, run_id, [bead], carry_marks([bead], both), action="no-counterpart", reviewer=reviewer)


def mark_moved(path: Path, run_id: int, beads: Sequence[StoredBead], *, reviewer: str) -> Change:
    """Say that a passage moved: its source stands in beads without target, its target in ones without source.

    All are accepted as they stand, with the reason that they moved, and a link says what belongs together.
    When the decision is taken back, the link stays as a proposal of where the passage may be.

    Raises:
        BeadError: a bead has both sides, or the beads of one side are none or no neighbours.
    """
    if any(bead.has_both_sides for bead in beads):
        raise BeadError("a passage that moved stands in rows without a counterpart: take it out of its row")
    before = sorted(set(beads), key=lambda bead: bead.key)
    _refuse_gaps([(bead.source_start, bead.source_end) for bead in before])
    _refuse_gaps([(bead.target_start, bead.target_end) for bead in before])
    moved = OmissionReason.MOVED.value
    after = [replace(bead, reason=moved, state=ReviewState.ACCEPTED) for bead in before]
    return decide(path, run_id, before, after, action=MOVED, reviewer=reviewer)


def _refuse_gaps(ranges: Sequence[tuple[int, int]]) -> None:
    """Raise BeadError where the ranges that are not empty are none, or do not follow each other."""
    filled = [(start, end) for start, end in ranges if start < end]
    if not filled or any(end != start for (_, end), (start, _) in pairwise(filled)):
        raise BeadError("a passage that moved needs neighbouring rows on each side")


def _without_figures(bead: StoredBead) -> StoredBead:
    """Give a bead that no one has looked at: the aligner did not make it, and nothing speaks for it."""
    return replace(bead, state=ReviewState.PROPOSED, posterior=0.0, evidence=None, is_manual=False, reason="")


def stretch_to_shift(beads: Sequence[StoredBead], *, is_source: bool, step: int) -> list[StoredBead]:
    """Give the beads that a shift of one side moves: down to the first that takes it in.

    `beads` begin with the row that is shifted and follow each other. A bead that was decided on stays; an
    empty side takes the shift in. The stretch ends before the former and with the latter.
    """
    stretch: list[StoredBead] = []
    for bead in beads[:MOST_SHIFTED]:
        if bead.state not in OPEN_STATES and stretch:
            break
        stretch.append(bead)
        is_empty = bead.source_start == bead.source_end if is_source else bead.target_start == bead.target_end
        if is_empty and len(stretch) > 1 + (step < 0):
            break
    return stretch


def shift_column(
    path: Path, run_id: int, beads: Sequence[StoredBead], *, is_source: bool, step: int, reviewer: str
) -> Change:
    """Move one side of neighbouring beads a row down (step 1) or up (-1), see `stretch_to_shift`.

    Rows that hold both sides afterwards are open for a look; nothing is accepted by a shift.

    Raises:
        BeadError: there are fewer than two rows to shift, or one holds edited text.
    """
    if len(beads) < 2:
        raise BeadError("there is no open row below to shift this side into")
    refuse_edited(*beads)
    after = tuple(
        _without_figures(bead) for bead in edits.shift_column(beads, is_source=is_source, step=step)
    )
    return decide(path, run_id, beads, carry_marks(beads, after), action="shift", reviewer=reviewer)


def pin(
    path: Path, run_id: int, beads: Sequence[StoredBead], *, source: int, target: int, reviewer: str
) -> Change:
    """Say that source segment `source` belongs with target segment `target`, both within `beads`.

    `beads` are neighbours. The two segments become an accepted bead; what is left before and after it is open
    and waits to be aligned anew.

    Raises:
        BeadError: a segment lies outside, a bead was decided on, or holds edited text.
    """
    refuse_edited(*beads)
    if any(bead.state not in OPEN_STATES for bead in beads):
        raise BeadError("a row between the two pins has been decided on: take that back first")
    whole = replace(beads[0], source_end=beads[-1].source_end, target_end=beads[-1].target_end)
    if not (
        whole.source_start <= source < whole.source_end and whole.target_start <= target < whole.target_end
    ):
        raise BeadError("the pinned sentences lie outside these rows")
    pinned = replace(
        made_by_hand(whole),
        source_start=source,
        source_end=source + 1,
        target_start=target,
        target_end=target + 1,
        state=ReviewState.ACCEPTED,
    )
    before = _without_figures(replace(whole, source_end=source, target_end=target))
    after = _without_figures(replace(whole, source_start=source + 1, target_start=target + 1))
    parts = [part for part in (before, pinned, after) if part is pinned or _holds_text(part)]
    return decide(path, run_id, beads, carry_marks(beads, parts), action="pin", reviewer=reviewer)


def _holds_text(bead: StoredBead) -> bool:
    return bead.source_start < bead.source_end or bead.target_start < bead.target_end


def preview_around(path: Path, pair_id: int, keys: Sequence[tuple[int, int]]) -> "Realignment":
    """Say what aligning the open rows around several beads anew would change; nothing is stored.

    Raises:
        NotFoundError: there is no such pair, or no bead has one of the keys.
        BeadError: one of the beads was decided on.
    """
    from workbench.alignment.realigning import Realignment, preview_realignment
    from workbench.engines.encoder import load_encoder

    encoder = load_encoder(None)
    found = [preview_realignment(path, pair_id, around=key, encoder=encoder) for key in keys]
    changes = tuple(change for one in found for change in one.changes)
    open_count = sum(one.open_count for one in found)
    return Realignment(
        found[0].run_id, changes, found[0].fixed_count - open_count + found[0].open_count, open_count
    )
