"""Where a pair of texts is cut into chunks, and the corners that a chunk's band goes around.

A corner is a boundary (i, j) that the alignment is believed to pass: before and after each anchor. Chunks end
at corners between two strong anchors that follow each other directly, so that nothing lost crosses a cut.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from aligners.anchors import LONGEST_STRIP, Anchors, supported
from aligners.lattice import Band, band_around

CHUNK_SEGMENTS = 64
"""After so many source segments, or that many target segments in proportion, a chunk ends at the next cut."""
MOST_CHUNK_PAIRS = 150_000
"""A chunk whose table would grow past this ends at the next corner, whatever it is."""
STRONG_MARGIN = 0.06
"""Anchors this much nearer than their runners-up are trusted to cut between them."""
BAND_MARGIN = 5
"""Segments by which the rectangles between corners are widened."""

STRIP_END = 16
"""Segments at either end of a long passage without counterpart that are still searched."""

Corner = tuple[int, int]


class Cut(Enum):
    """What ending a chunk at a corner would do."""

    BADLY = 0
    WELL = 1
    ALWAYS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A stretch of both texts to be aligned by itself; `band` counts from its start."""

    source_start: int
    source_end: int
    target_start: int
    target_end: int
    band: Band


def plan_chunks(anchors: Anchors, start: Corner, end: Corner) -> list[Plan]:
    """Cut the rectangle from `start` to `end` into chunks; `anchors` lie in it and increase strictly.

    A chunk may have no segment on one side: a long passage that the other text lacks.
    """
    if start == end:
        return []
    corners, cuts = _corners(anchors, start, end)
    plans = []
    first = 0
    for place in range(1, len(corners)):
        (top, left), (bottom, right) = corners[first], corners[place]
        is_last = place == len(corners) - 1
        is_full = bottom - top >= CHUNK_SEGMENTS or right - left >= 2 * CHUNK_SEGMENTS
        grows_too_large = not is_last and _area(corners[first], corners[place + 1]) > MOST_CHUNK_PAIRS
        may_end = cuts[place] is Cut.ALWAYS or (is_full and cuts[place] is Cut.WELL)
        if is_last or may_end or grows_too_large:
            inner = [(i - top, j - left) for i, j in corners[first : place + 1]]
            plans.append(Plan(top, bottom, left, right, band_around(inner, BAND_MARGIN)))
            first = place
    return plans


def _corners(anchors: Anchors, start: Corner, end: Corner) -> tuple[list[Corner], list[Cut]]:
    """List the corners in order, and whether a chunk may end at each."""
    corners, cuts = [start], [Cut.BADLY]
    last_strong = False
    for i, j, margin in zip(anchors.source.tolist(), anchors.target.tolist(), anchors.margin, strict=True):
        is_strong = bool(margin >= STRONG_MARGIN)
        if (i, j) == corners[-1]:
            cuts[-1] = Cut.WELL if last_strong and is_strong else Cut.BADLY
        else:
            _walk_to(corners, cuts, (i, j))
        corners.append((i + 1, j + 1))
        cuts.append(Cut.BADLY)
        last_strong = is_strong
    if corners[-1] != end:
        _walk_to(corners, cuts, end)
    return corners, cuts


def _walk_to(corners: list[Corner], cuts: list[Cut], goal: Corner) -> None:
    """Append `goal`, with corners on the straight line before it where the rectangle between is too large.

    Of a long way along one side the middle is cut out.
    """
    top, left = corners[-1]
    height, width = goal[0] - top, goal[1] - left
    if min(height, width) == 0 and max(height, width) > LONGEST_STRIP:
        down, right = int(height > 0) * STRIP_END, int(width > 0) * STRIP_END
        corners += [(top + down, left + right), (goal[0] - down, goal[1] - right)]
        cuts += [Cut.ALWAYS, Cut.ALWAYS]
    else:
        steps = int(np.ceil(_area(corners[-1], goal) / MOST_CHUNK_PAIRS))
        for step in range(1, steps):
            corners.append((top + height * step // steps, left + width * step // steps))
            cuts.append(Cut.BADLY)
    corners.append(goal)
    cuts.append(Cut.BADLY)


def _area(first: Corner, second: Corner) -> int:
    return (second[0] - first[0] + 1) * (second[1] - first[1] + 1)


def document_band(anchors: Anchors, source_count: int, target_count: int) -> Band:
    """Give the band around the anchors of two texts as wholes, for texts that are not cut into chunks."""
    return band_around(_corners(supported(anchors), (0, 0), (source_count, target_count))[0], BAND_MARGIN)
