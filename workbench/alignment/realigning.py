"""Realigning: the open rows of an alignment made anew between those that reviewers have confirmed.

Beads that were accepted or edited are fixed points, and so is everything outside the stretch that was asked
for: what lies between two fixed points is aligned by itself, with what the whole texts say of their lengths
and vectors. The outcome is a preview first; put in place, it is one decision in the log that undo takes back.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aligners.beads import Alignment, Bead
from aligners.errors import BeadError
from aligners.progress import Progress
from aligners.registry import DEFAULT_ALIGNER, Aligner
from db import alignments, documents, reviews, vectors
from db.errors import NotFoundError
from db.records import DocumentPair, StoredBead
from db.store import Store, open_store
from workbench.alignment.aligning import DECIDED, pin_of, proposed_bead
from workbench.alignment.learning import aligner_for
from workbench.engines.protocols import SentenceEncoder
from workbench.review.reviewing import Change

ACTION = "realign"


@dataclass(frozen=True, slots=True)
class Realignment:
    """What realigning would change in a run, in the order of the texts.

    Each change covers the same segments before and after. `fixed_count` is how many beads stood as fixed
    points, `open_count` how many were aligned anew.
    """

    run_id: int
    changes: tuple[Change, ...]
    fixed_count: int
    open_count: int


def preview_realignment(
    path: Path,
    pair_id: int,
    *,
    around: tuple[int, int] | None = None,
    pinned: Collection[tuple[int, int]] = (),
    encoder: SentenceEncoder | None = None,
    aligner: Aligner | None = None,
    progress: Progress | None = None,
) -> Realignment:
    """Align the open rows of a pair anew and say what would change; nothing is stored.

    `around` is the key of an open bead: only the rows between the fixed points before and after it are
    aligned. Without it all open rows are. `pinned` are keys of beads that stand although nobody has accepted
    them. Without `encoder` the embedded one is loaded, without `aligner` the default one, with the weights
    that this database uses.

    Raises:
        NotFoundError: there is no such pair, it has not been aligned, or no bead has the key `around`.
        aligners.errors.BeadError: the bead `around` is itself a fixed point.
    """
    with open_store(path, must_exist=True) as store:
        pair, run = alignments.get_aligned_pair(store, pair_id)
        beads = alignments.list_beads(store, run.id)
        is_fixed = [bead.state in DECIDED or bead.key in pinned for bead in beads]
        if around is not None:
            is_fixed = _fixed_outside(beads, is_fixed, around)
        pins = [pin_of(bead) for bead, fixed in zip(beads, is_fixed, strict=True) if fixed]
        if len(pins) == len(beads):
            return Realignment(run.id, (), len(pins), 0)
        chosen = aligner or aligner_for(store, DEFAULT_ALIGNER)
        found = _align(
            store, pair, pins, encoder=encoder or _load_encoder(), aligner=chosen, progress=progress
        )
        changes = tuple(changes_between(beads, [proposed_bead(bead) for bead in found.beads]))
        return Realignment(run.id, changes, len(pins), len(beads) - len(pins))


def realign_between(path: Path, realignment: Realignment, *, reviewer: str) -> Change:
    """Put the outcome of a preview in place, as one decision; one that changes nothing is none.

    Raises:
        db.errors.ConflictError: somebody has changed a row meanwhile, or the pair was aligned anew.
    """
    before = tuple(bead for change in realignment.changes for bead in change.before)
    after = tuple(bead for change in realignment.changes for bead in change.after)
    if before:
        with open_store(path, must_exist=True) as store:
            reviews.replace_beads(
                store, realignment.run_id, before=before, after=after, action=ACTION, reviewer=reviewer
            )
    return Change(before, after)


def changes_between(old: Sequence[StoredBead], new: Sequence[StoredBead]) -> list[Change]:
    """Compare two covers of the same texts: the smallest stretches that differ between common corners.

    Notes of beads that go stand on the first bead that comes in their place.
    """
    changes: list[Change] = []
    before: list[StoredBead] = []
    after: list[StoredBead] = []
    places = [0, 0]
    corners = [(0, 0), (0, 0)]
    while places[0] < len(old) or places[1] < len(new):
        behind = sum(corners[0]) - sum(corners[1])
        for side, (beads, group) in enumerate(((old, before), (new, after))):
            if (behind <= 0 if side == 0 else behind >= 0) and places[side] < len(beads):
                bead = beads[places[side]]
                group.append(bead)
                corners[side] = (bead.source_end, bead.target_end)
                places[side] += 1
        if corners[0] == corners[1]:
            if [pin_of(bead) for bead in before] != [pin_of(bead) for bead in after]:
                changes.append(Change(tuple(before), _with_notes(before, after)))
            before.clear()
            after.clear()
    return changes


def _align(
    store: Store,
    pair: DocumentPair,
    pins: Sequence[Bead],
    *,
    encoder: SentenceEncoder,
    aligner: Aligner,
    progress: Progress | None,
) -> Alignment:
    source, target = (documents.segment_texts(store, side.id) for side in (pair.source, pair.target))
    encode = vectors.cached(store, encoder.name, encoder.encode)
    return aligner.align(source, target, encode=encode, pins=pins, progress=progress)


def _fixed_outside(
    beads: Sequence[StoredBead], is_fixed: Sequence[bool], around: tuple[int, int]
) -> list[bool]:
    """Fix everything but the open beads between the fixed points on either side of one bead."""
    place = next((n for n, bead in enumerate(beads) if bead.key == around), None)
    if place is None:
        raise NotFoundError(f"no row begins at source {around[0]}, target {around[1]} any more")
    if is_fixed[place]:
        raise BeadError("this row is confirmed: it is a fixed point, and only open rows are aligned anew")
    first = next((n + 1 for n in range(place, -1, -1) if is_fixed[n]), 0)
    end = next((n for n in range(place, len(beads)) if is_fixed[n]), len(beads))
    return [not first <= n < end for n in range(len(beads))]


def _with_notes(before: Sequence[StoredBead], after: Sequence[StoredBead]) -> tuple[StoredBead, ...]:
    notes = " / ".join(dict.fromkeys(bead.note for bead in before if bead.note))
    return tuple(replace(bead, note=notes) if notes and n == 0 else bead for n, bead in enumerate(after))


def _load_encoder() -> SentenceEncoder:
    from workbench.engines.encoder import load_encoder

    return load_encoder(None)
