"""Single beads that changed places within a chunk, weighed against leaving them where the path has them.

The hypothesis that a bead moved has the score of the bead, the sum over all paths that do without its
segments, and a price for the move, learned from releases. The hypothesis that nothing moved has the sum over
all paths. The difference is the log of the odds, so that a link's score is a probability, as a bead's
posterior is.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from aligners.anchors import find_anchors
from aligners.beads import Bead, Link, moved_link
from aligners.chain_model import Mask, Scores, log_partition, without_segments
from aligners.chunking import Plan
from aligners.decoding import Decoder, Scored
from aligners.lattice import Lattice, build_lattice
from aligners.match_features import MatchFeatures

FIRST_MOVE_SCORE = 1.5
"""The log of how many moves are expected of a text; the price of one is this over its number of sentences."""
SURE = 0.89
"""Sentences in beads of one with one or with many that are as likely as this are left where they are."""
LEAST_SEED_ODDS = -6.0
"""Around a pair of sentences whose move is less likely by itself, no larger bead is tried."""
MOST_COPIED_BOUNDARIES = 250_000
"""A chunk's lattice is copied for each bead that is tried; where it is large, fewer are."""
LEAST_TRIED = 12
"""A chunk that leaves no room for so many copies is not searched: its texts have little in common."""
MOST_SEEDS = 6
"""Neighbours off the path that are tried in one round."""
MOST_ROUNDS = 5
MOST_CHUNKS = 4
"""Longer texts are searched for moved blocks only."""
SPAN_SHAPES = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))

Ids = NDArray[np.int64]


def swapped_links(
    decoder: Decoder, plans: Sequence[Plan], decoded: Sequence[Sequence[Bead]], known: Scored | None
) -> list[Link]:
    """Give the beads that changed places within the chunks of a short text, as links.

    `known` chunks were scored without regard to what moved, and need not be scored again.
    """
    if len(plans) > MOST_CHUNKS:
        return []
    links: list[Link] = []
    for plan, beads in zip(plans, decoded, strict=True):
        boundaries = int((plan.band.high - plan.band.low + 1).sum())
        if not any(map(may_have_moved, beads)) or boundaries * (LEAST_TRIED + 1) > MOST_COPIED_BOUNDARIES:
            continue
        links += map(moved_link, find_swaps(decoder, decoder.score_alone(plan, known), beads))
    return links


def may_have_moved(bead: Bead) -> bool:
    """Say whether a bead's segments may have changed places.

    One of many with many may, however likely it is: sentences that cross are a good bead where no path can
    cross them.
    """
    return bead.posterior < SURE or not bead.has_both_sides or _is_wide(bead)


def _is_wide(bead: Bead) -> bool:
    return min(bead.source_end - bead.source_start, bead.target_end - bead.target_start) > 1


def find_swaps(decoder: Decoder, scored: Scored, beads: Sequence[Bead]) -> list[Bead]:
    """Find the beads that changed places within a scored chunk, given the `beads` of its best path.

    The posterior of each is the probability that it moved.
    """
    plan = scored.plans[0]
    source = np.zeros(plan.source_end - plan.source_start, dtype=bool)
    target = np.zeros(plan.target_end - plan.target_start, dtype=bool)
    if decoder.moved is not None:
        source |= decoder.moved[0][plan.source_start : plan.source_end]
        target |= decoder.moved[1][plan.target_start : plan.target_end]
    found: list[Bead] = []
    for _ in range(MOST_ROUNDS):
        moved = _best_swap(decoder, scored, beads, (source, target))
        if moved is None:
            break
        source[moved.source_start : moved.source_end] = True
        target[moved.target_start : moved.target_end] = True
        found.append(_within_texts(moved, plan))
    return found


def _within_texts(bead: Bead, plan: Plan) -> Bead:
    """Count a bead of a chunk from the start of the texts."""
    return replace(
        bead,
        source_start=plan.source_start + bead.source_start,
        source_end=plan.source_start + bead.source_end,
        target_start=plan.target_start + bead.target_start,
        target_end=plan.target_start + bead.target_end,
    )


def _best_swap(
    decoder: Decoder, scored: Scored, beads: Sequence[Bead], masks: tuple[Mask, Mask]
) -> Bead | None:
    """Give the bead of the chunk that likeliest moved, or None where none is likelier than not.

    Seeds are tried alone first.
    """
    seeds = _seeds(scored, beads, masks)
    most = MOST_COPIED_BOUNDARIES // scored.lattice.count - 1
    if not len(seeds):
        return None
    alone = np.concatenate((seeds, np.ones_like(seeds)), axis=1)
    price = FIRST_MOVE_SCORE - np.log(len(decoder.source))
    gains = _gains(decoder, scored, alone, masks)
    spans = _spans(seeds[gains + price >= LEAST_SEED_ODDS], *masks)
    if not len(spans):
        return None
    spans = spans[np.argsort(-_own_scores(decoder, scored, spans), kind="stable")[:most]]
    gains = _gains(decoder, scored, spans, masks)
    best = int(gains.argmax())
    odds = float(gains[best] + price)
    if odds <= 0:
        return None
    i, j, a, b = (int(value) for value in spans[best])
    return Bead(i, i + a, j, j + b, float(1 / (1 + np.exp(-odds))))


def _seeds(scored: Scored, beads: Sequence[Bead], masks: tuple[Mask, Mask]) -> Ids:
    """Give (seed, 2): mutual neighbours that the path does not pair, or pairs in a bead of many with many."""
    chunk, plan = scored.chunks[0], scored.plans[0]
    anchors = find_anchors(chunk.source.sentences, chunk.target.sentences, least_margin=0.0)
    source_bead, target_bead = np.zeros(len(masks[0]), np.int64), np.zeros(len(masks[1]), np.int64)
    is_wide, is_open = np.zeros(len(beads), dtype=bool), np.zeros(len(beads), dtype=bool)
    for number, bead in enumerate(beads):
        source_bead[bead.source_start - plan.source_start : bead.source_end - plan.source_start] = number
        target_bead[bead.target_start - plan.target_start : bead.target_end - plan.target_start] = number
        is_wide[number], is_open[number] = _is_wide(bead), may_have_moved(bead)
    own, other = source_bead[anchors.source], target_bead[anchors.target]
    is_off = ((own != other) | is_wide[own]) & is_open[own] & is_open[other]
    left = anchors.take(is_off & ~masks[0][anchors.source] & ~masks[1][anchors.target])
    order = np.argsort(-left.margin, kind="stable")[:MOST_SEEDS]
    return np.stack((left.source[order], left.target[order]), axis=1)


def _spans(seeds: Ids, source: Mask, target: Mask) -> Ids:
    """Give (span, 4): the source and target start and size of beads around the seeds, none of them masked."""
    spans = set()
    for i, j in seeds.tolist():
        for a, b in SPAN_SHAPES:
            for top in range(max(i - a + 1, 0), min(i, len(source) - a) + 1):
                for left in range(max(j - b + 1, 0), min(j, len(target) - b) + 1):
                    if not source[top : top + a].any() and not target[left : left + b].any():
                        spans.add((top, left, a, b))
    return np.array(sorted(spans), dtype=np.int64).reshape(-1, 4)


def _gains(decoder: Decoder, scored: Scored, spans: Ids, masks: tuple[Mask, Mask]) -> NDArray[np.float64]:
    """Give (span,): score of the bead, and of all paths without its segments over all paths with them."""
    source, target = (np.tile(mask, (len(spans) + 1, 1)) for mask in masks)
    for row, (i, j, a, b) in enumerate(spans.tolist()):
        source[row, i : i + a], target[row, j : j + b] = True, True
    copies = build_lattice([scored.plans[0].band] * (len(spans) + 1))
    scores = without_segments(_copied(scored, copies), copies, source, target)
    sums = log_partition(copies, scores).astype(np.float64)
    gains: NDArray[np.float64] = _own_scores(decoder, scored, spans) + sums[:-1] - sums[-1]
    return gains


def _own_scores(decoder: Decoder, scored: Scored, spans: Ids) -> NDArray[np.float64]:
    """Give the chain's scores of beads, (span,), wherever they are."""
    own = np.zeros(len(spans))
    weights = decoder.weights.at_gap_rate(decoder.usual.gap_rate)
    features = MatchFeatures(scored.chunks[0])
    for a, b in SPAN_SHAPES:
        rows = (spans[:, 2] == a) & (spans[:, 3] == b)
        if rows.any():
            found = features.tables((a, b)).at(spans[rows, 0], spans[rows, 1])
            own[rows] = weights.of_shape(a, b) @ found
    return own


def _copied(scored: Scored, copies: Lattice) -> Scores:
    """Give the scores of one chunk to each of its copies in another lattice."""
    lattice = scored.lattice
    width = int(lattice.target.max()) + 1
    numbers = np.zeros((int(lattice.source.max()) + 1) * width, dtype=np.int64)
    numbers[lattice.source.astype(np.int64) * width + lattice.target] = np.arange(lattice.count)
    rows = numbers[copies.source.astype(np.int64) * width + copies.target]
    own = scored.scores
    return Scores(own.match[:, rows], own.gap[:, rows], own.cut[rows], own.opening[rows])
