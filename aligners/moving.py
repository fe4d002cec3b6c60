"""Passages that changed places: anchors that the monotone alignment could not take, in runs of their own.

A sentence whose nearest neighbour lies off the path, and is nearer than what the path gave it, is left over.
Left-over anchors that follow each other on both sides make a block: a second chain beside the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligners.anchors import EXACT_PAIRS, Anchors, find_anchors, sums_of_rows
from aligners.beads import Bead, Vectors
from aligners.unit_vectors import unit_rows

Floats = NDArray[np.float32]

LEAST_MARGIN = 0.05
LEAST_COSINE_SHARE = 0.7
"""A left-over anchor must have this share of the cosine that is usual among anchors."""
LEAST_GAIN = 0.3
"""How much nearer than the sentence's bead on the path the left-over neighbour must be."""
LEAST_BLOCK_MARGIN = 0.22
"""The sum of margins that makes a block."""
BEADS_AT_ONCE = 1024
SOURCE_REACH, TARGET_REACH = 2, 4
"""Left-over anchors that are at most so many segments apart belong to one block."""


@dataclass(frozen=True, slots=True)
class Block:
    """Half-open ranges of source and target segments that belong together off the path."""

    source_start: int
    source_end: int
    target_start: int
    target_end: int


def find_blocks(
    source: Vectors, target: Vectors, beads: Sequence[Bead], anchors: Anchors, usual_cosine: float
) -> list[Block]:
    """Find moved blocks, none of which overlaps with another on either side, in order of source.

    `anchors` are all mutual nearest neighbours, chained or not; `beads` cover both texts.
    """
    source_beads, source_cosines = _held(source, target, beads)
    target_beads, target_cosines = _held_by_target(source, target, beads)
    if len(source) * len(target) > EXACT_PAIRS:
        anchors = _far_anchors(source, target, source_cosines, target_cosines)
    cosines = np.einsum("ad,ad->a", source[anchors.source], target[anchors.target])
    gain = np.minimum(cosines - source_cosines[anchors.source], cosines - target_cosines[anchors.target])
    is_left_over = (
        (source_beads[anchors.source] != target_beads[anchors.target])
        & (anchors.margin >= LEAST_MARGIN)
        & (cosines >= LEAST_COSINE_SHARE * usual_cosine)
        & (gain >= LEAST_GAIN)
    )
    runs = _runs(anchors.take(is_left_over))
    blocks = []
    used_source, used_target = np.zeros(len(source), bool), np.zeros(len(target), bool)
    for run in sorted(runs, key=lambda run: -float(run.margin.sum())):
        if run.margin.sum() < LEAST_BLOCK_MARGIN:
            break
        block = _grow(run, source_cosines, target_cosines)
        own = slice(block.source_start, block.source_end), slice(block.target_start, block.target_end)
        if not used_source[own[0]].any() and not used_target[own[1]].any():
            used_source[own[0]], used_target[own[1]] = True, True
            blocks.append(block)
    return sorted(blocks, key=lambda block: block.source_start)


def _held(source: Vectors, target: Vectors, beads: Sequence[Bead]) -> tuple[NDArray[np.int64], Floats]:
    """Give for each source sentence its bead, and its cosine with the bead's target, 0 in a gap."""
    sizes = np.array([bead.source_end - bead.source_start for bead in beads], dtype=np.int64)
    numbers = np.repeat(np.arange(len(beads)), sizes)
    cosines = np.zeros(len(source), dtype=np.float32)
    filled = [number for number, bead in enumerate(beads) if bead.target_end > bead.target_start]
    for top in range(0, len(filled), BEADS_AT_ONCE):
        chosen = filled[top : top + BEADS_AT_ONCE]
        first, last = beads[chosen[0]], beads[chosen[-1]]
        starts = [*(beads[number].target_start for number in chosen), last.target_end]
        held = unit_rows(sums_of_rows(target, np.array(starts, dtype=np.int64)))
        rows = np.arange(first.source_start, last.source_end)
        places = np.searchsorted(chosen, numbers[rows])
        has_target = np.array(chosen)[np.minimum(places, len(chosen) - 1)] == numbers[rows]
        rows, places = rows[has_target], places[has_target]
        cosines[rows] = np.einsum("rd,rd->r", source[rows], held[places])
    return numbers, cosines


def _held_by_target(
    source: Vectors, target: Vectors, beads: Sequence[Bead]
) -> tuple[NDArray[np.int64], Floats]:
    """Give the same for each target sentence."""
    mirrored = [
        Bead(bead.target_start, bead.target_end, bead.source_start, bead.source_end) for bead in beads
    ]
    return _held(target, source, mirrored)


def _far_anchors(source: Vectors, target: Vectors, source_cosines: Floats, target_cosines: Floats) -> Anchors:
    """Look for neighbours among the sentences that the path has no use for, however far apart."""
    rows, columns = np.flatnonzero(source_cosines <= 0), np.flatnonzero(target_cosines <= 0)
    found = find_anchors(source[rows], target[columns])
    return Anchors(rows[found.source], columns[found.target], found.margin)


def _runs(anchors: Anchors) -> list[Anchors]:
    """Part anchors, which are in order of source, into runs that go on on both sides."""
    runs: list[list[int]] = []
    for place in range(len(anchors)):
        for run in reversed(runs):
            last = run[-1]
            source_step = int(anchors.source[place] - anchors.source[last])
            target_step = int(anchors.target[place] - anchors.target[last])
            if 0 < source_step <= SOURCE_REACH and 0 < target_step <= TARGET_REACH:
                run.append(place)
                break
        else:
            runs.append([place])
    return [anchors.take(np.array(run, dtype=np.int64)) for run in runs]


def _grow(run: Anchors, source_cosines: Floats, target_cosines: Floats) -> Block:
    """Take in the sentences beside a run that the path has no use for, one source and a few target ones."""
    source_start, source_end = int(run.source[0]), int(run.source[-1]) + 1
    target_start, target_end = int(run.target[0]), int(run.target[-1]) + 1
    for _ in range(SOURCE_REACH - 1):
        source_start -= source_start > 0 and source_cosines[source_start - 1] <= 0
        source_end += source_end < len(source_cosines) and source_cosines[source_end] <= 0
    for _ in range(TARGET_REACH - 1):
        target_start -= target_start > 0 and target_cosines[target_start - 1] <= 0
        target_end += target_end < len(target_cosines) and target_cosines[target_end] <= 0
    return Block(int(source_start), int(source_end), int(target_start), int(target_end))
