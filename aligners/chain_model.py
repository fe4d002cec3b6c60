"""The log-linear chain over a lattice: marginals by forward-backward, and the best path.

A semi-Markov conditional random field (Sarawagi & Cohen 2004) with two states, after a match and inside a
gap. The score of a path is the sum of the scores of its beads, of a cut score at each boundary between two
matches, and of an opening score at each boundary from a match to a gap. All of a diagonal is computed at
once; the marginals are the gradient of the log partition function, taken by walking the diagonals back.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from aligners import compiled
from aligners.lattice import MATCH_TYPES, Lattice

Numbers = NDArray[np.floating]
Mask = NDArray[np.bool_]
NEVER = -1e30
"""The score of what cannot be; finite, so that differences of such scores stay numbers."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores on a lattice, better high, all of one floating-point type.

    `match`: (match type, boundary) and `gap`: (2, boundary), of the bead that ends at the boundary, `NEVER`
    where there is none. `cut`: (boundary,), between two matches; `opening`: likewise, from a match to a gap.
    """

    match: Numbers
    gap: Numbers
    cut: Numbers
    opening: Numbers


@dataclass(frozen=True, slots=True)
class Marginals:
    """Probabilities under the chain; shapes as in `Scores`, `log_partition` (chunk,)."""

    match: Numbers
    gap: Numbers
    cut: Numbers
    opening: Numbers
    log_partition: Numbers


@dataclass(frozen=True, slots=True)
class _Forward:
    """Log sums of all paths to a boundary; the two that leave it have one entry more, for nowhere."""

    after_match: Numbers
    after_gap: Numbers
    into_match: Numbers
    into_gap: Numbers
    match_shares: Numbers
    gap_shares: Numbers


def marginals(lattice: Lattice, scores: Scores) -> Marginals:
    """Compute the probability of every bead and of every cut."""
    forward = _sum_forward(lattice, scores)
    return _differentiate(lattice, scores, forward)


def log_partition(lattice: Lattice, scores: Scores) -> Numbers:
    """Give the log sum over all paths, (chunk,)."""
    forward = _sum_forward(lattice, scores)
    total: Numbers = np.logaddexp(forward.after_match[lattice.ends], forward.after_gap[lattice.ends])
    return total


def _sum_forward(lattice: Lattice, scores: Scores) -> _Forward:
    count, kind = lattice.count, scores.match.dtype
    after_match, after_gap = (np.full(count, NEVER, dtype=kind) for _ in range(2))
    into_match, into_gap = (np.full(count + 1, NEVER, dtype=kind) for _ in range(2))
    match_shares, gap_shares = np.empty_like(scores.match), np.empty_like(scores.gap)
    forward = _Forward(after_match, after_gap, into_match, into_gap, match_shares, gap_shares)
    if _is_compiled(scores):
        first = slice(int(lattice.diagonals[1]))
        for paths in (after_match, match_shares, gap_shares, into_match, into_gap):
            paths[..., first] = 0.0
        tables = (after_match, after_gap, into_match, into_gap, match_shares, gap_shares)
        ways = lattice.match_from, lattice.gap_from
        compiled.call("sum_forward", *_sizes(lattice), lattice.diagonals, *ways, *_tables(scores), *tables)
        return forward
    for top, end in zip(lattice.diagonals[:-1].tolist(), lattice.diagonals[1:].tolist(), strict=True):
        rows = slice(top, end)
        if top == 0:
            after_match[rows] = 0.0
            match_shares[:, rows], gap_shares[:, rows] = 0.0, 0.0
            into_match[rows] = into_gap[rows] = 0.0
            continue
        match = into_match.take(lattice.match_from[:, rows])
        match += scores.match[:, rows]
        after_match[rows] = _sum_and_share(match, match_shares[:, rows])
        gap = into_gap.take(lattice.gap_from[:, rows])
        gap += scores.gap[:, rows]
        after_gap[rows] = _sum_and_share(gap, gap_shares[:, rows])
        into_match[rows] = np.logaddexp(after_match[rows] + scores.cut[rows], after_gap[rows])
        into_gap[rows] = np.logaddexp(after_match[rows] + scores.opening[rows], after_gap[rows])
    return forward


def _is_compiled(scores: Scores) -> bool:
    """Say whether the chain can be walked in C, which it can with numbers in single precision."""
    return scores.match.dtype == np.float32 and compiled.is_there()


def _sizes(lattice: Lattice) -> tuple[int, int, int, int]:
    """Give the numbers of boundaries, diagonals, match types and gap types."""
    return lattice.count, len(lattice.diagonals) - 1, len(lattice.match_from), len(lattice.gap_from)


def _tables(scores: Scores) -> list[Numbers]:
    """Give the tables of scores, each without gaps in memory."""
    tables = (scores.match, scores.gap, scores.cut, scores.opening)
    return [np.ascontiguousarray(table) for table in tables]


def _sum_and_share(terms: Numbers, shares: Numbers) -> Numbers:
    """Give the log of the sum of exp(terms) over types, and write each term's share of it into `shares`."""
    highest = terms.max(axis=0)
    terms -= highest
    np.exp(terms, out=terms)
    total = terms.sum(axis=0)
    np.divide(terms, total, out=shares)
    result: Numbers = highest + np.log(total)
    return result


def _differentiate(lattice: Lattice, scores: Scores, forward: _Forward) -> Marginals:
    count, kind = lattice.count, scores.match.dtype
    match = np.zeros((len(scores.match), count + 1), dtype=kind)
    gap = np.zeros((len(scores.gap), count + 1), dtype=kind)
    stays = np.exp(np.minimum(forward.after_match + scores.cut - forward.into_match[:-1], 0))
    opens = np.exp(np.minimum(forward.after_match + scores.opening - forward.into_gap[:-1], 0))
    stays[: lattice.diagonals[1]] = opens[: lattice.diagonals[1]] = 0.0
    after_match, after_gap, cut, opening = (np.zeros(count, dtype=kind) for _ in range(4))
    log_partition = np.logaddexp(forward.after_match[lattice.ends], forward.after_gap[lattice.ends])
    after_match[lattice.ends] = np.exp(forward.after_match[lattice.ends] - log_partition)
    after_gap[lattice.ends] = np.exp(forward.after_gap[lattice.ends] - log_partition)
    if _is_compiled(scores):
        shares = forward.match_shares, forward.gap_shares
        tables = (stays, opens, *shares, after_match, after_gap, match, gap, cut, opening)
        ways = lattice.match_to, lattice.gap_to
        compiled.call("differentiate", *_sizes(lattice), lattice.diagonals, *ways, *tables)
        return Marginals(match[:, :-1], gap[:, :-1], cut, opening, log_partition)
    match_rows, gap_rows = (np.arange(len(table))[:, None] * (count + 1) for table in (match, gap))
    flat_match, flat_gap = match.reshape(-1), gap.reshape(-1)
    bounds = list(zip(lattice.diagonals[:-1].tolist(), lattice.diagonals[1:].tolist(), strict=True))
    for top, end in reversed(bounds):
        rows = slice(top, end)
        leaves_by_match = flat_match.take(lattice.match_to[:, rows] + match_rows).sum(axis=0)
        leaves_by_gap = flat_gap.take(lattice.gap_to[:, rows] + gap_rows).sum(axis=0)
        cut[rows] = leaves_by_match * stays[rows]
        opening[rows] = leaves_by_gap * opens[rows]
        after_match[rows] += cut[rows] + opening[rows]
        after_gap[rows] += leaves_by_match - cut[rows] + leaves_by_gap - opening[rows]
        match[:, rows] = forward.match_shares[:, rows] * after_match[rows]
        gap[:, rows] = forward.gap_shares[:, rows] * after_gap[rows]
    return Marginals(match[:, :-1], gap[:, :-1], cut, opening, log_partition)


def without_segments(scores: Scores, lattice: Lattice, source: Mask, target: Mask) -> Scores:
    """Take segments out of the texts: no match may hold them, and skipping them costs nothing.

    `source` and `target` are (chunk, segment), true where a segment of that chunk is out.
    """
    match, gap, opening = scores.match.copy(), scores.gap.copy(), scores.opening.copy()
    number = lattice.chunk.astype(np.int64)
    ends = (lattice.source.astype(np.int64), lattice.target.astype(np.int64))
    for side, mask in enumerate((source, target)):
        counts = np.zeros((len(mask), mask.shape[1] + 1), dtype=np.int64)
        np.cumsum(mask, axis=1, out=counts[:, 1:])
        for kind, shape in enumerate(MATCH_TYPES):
            begins = np.maximum(ends[side] - shape[side], 0)
            match[kind, counts[number, ends[side]] > counts[number, begins]] = NEVER
        is_out = (ends[side] > 0) & mask[number, np.maximum(ends[side] - 1, 0)]
        there = lattice.gap_from[side] != lattice.count
        gap[side, is_out & there] = 0.0
        following = np.minimum(ends[side], mask.shape[1] - 1)
        opening[(ends[side] < mask.shape[1]) & mask[number, following]] = 0.0
    return replace(scores, match=match, gap=gap, opening=opening)


def best_paths(lattice: Lattice, scores: Scores) -> list[list[tuple[int, int]]]:
    """Find the path of highest score through each chunk.

    Gives for each chunk its beads in order as (boundary at which the bead ends, type), where types count on
    from the match types into the gap types.
    """
    count, kind = lattice.count, scores.match.dtype
    into_match, into_gap = (np.full(count + 1, NEVER, dtype=kind) for _ in range(2))
    into_match[: lattice.diagonals[1]] = into_gap[: lattice.diagonals[1]] = 0.0
    last_match, last_gap = (np.zeros(count, dtype=np.int8) for _ in range(2))
    comes_from_match, opens, ends_in_match = (np.zeros(count, dtype=bool) for _ in range(3))
    into, tables = (into_match, into_gap), (last_match, last_gap, comes_from_match, opens, ends_in_match)
    if _is_compiled(scores):
        ways = lattice.match_from, lattice.gap_from
        compiled.call(
            "find_best", *_sizes(lattice), lattice.diagonals, *ways, *_tables(scores), *into, *tables
        )
    else:
        _find_best(lattice, scores, into, tables)
    return [
        _trace_back(lattice, int(start), int(end), tables)
        for start, end in zip(lattice.starts, lattice.ends, strict=True)
    ]


def _find_best(
    lattice: Lattice, scores: Scores, into: tuple[Numbers, Numbers], tables: tuple[NDArray[np.generic], ...]
) -> None:
    """Fill in what leads to each boundary on the best path."""
    into_match, into_gap = into
    last_match, last_gap, comes_from_match, opens, ends_in_match = tables
    bounds = lattice.diagonals[1:].tolist()
    for top, end in pairwise(bounds):
        rows = slice(top, end)
        match = into_match.take(lattice.match_from[:, rows]) + scores.match[:, rows]
        gap = into_gap.take(lattice.gap_from[:, rows]) + scores.gap[:, rows]
        last_match[rows], last_gap[rows] = match.argmax(axis=0), gap.argmax(axis=0)
        after_match, after_gap = match.max(axis=0), gap.max(axis=0)
        ends_in_match[rows] = after_match >= after_gap
        comes_from_match[rows] = after_match + scores.cut[rows] >= after_gap
        opens[rows] = after_match + scores.opening[rows] >= after_gap
        into_match[rows] = np.maximum(after_match + scores.cut[rows], after_gap)
        into_gap[rows] = np.maximum(after_match + scores.opening[rows], after_gap)


def _trace_back(
    lattice: Lattice, start: int, end: int, tables: tuple[NDArray[np.generic], ...]
) -> list[tuple[int, int]]:
    last_match, last_gap, comes_from_match, opens, ends_in_match = tables
    is_match = bool(ends_in_match[end])
    match_types = len(lattice.match_from)
    path = []
    boundary = end
    while boundary != start:
        if is_match:
            kind = int(last_match[boundary])
            path.append((boundary, kind))
            boundary = int(lattice.match_from[kind, boundary])
            is_match = bool(comes_from_match[boundary])
        else:
            kind = int(last_gap[boundary])
            path.append((boundary, match_types + kind))
            boundary = int(lattice.gap_from[kind, boundary])
            is_match = bool(opens[boundary])
    return path[::-1]
