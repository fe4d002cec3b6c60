"""Which keys turn the aligner's beads into gold ones, found by search over what the application's keys do.

The beads of an alignment are monotone, gold may hold passages that changed places: gold is taken as its
heaviest monotone chain of two-sided beads, and what lies outside it has no counterpart. Beads with an empty
side say nothing of each other, so only two-sided beads are compared. The plan is the cheapest by Dijkstra's
algorithm within a stretch of wrong rows, and a reviewer's knowledge of what is right comes from gold.
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from tui.screens.split import proposed_cuts

Ranges = tuple[int, int, int, int]
"""Source start and end, target start and end."""

MOST_STATES = 60_000
MOST_CUT = 9


@dataclass(frozen=True, slots=True)
class Region:
    """Neighbouring predicted beads of which one at least is wrong, and gold's two-sided beads there."""

    first: int
    beads: tuple[Ranges, ...]
    wanted: frozenset[Ranges]


@dataclass(frozen=True, slots=True)
class State:
    """The beads of a region as they are, the row under the cursor in it, and the side that keys work on."""

    beads: tuple[Ranges, ...]
    cursor: int
    side: str


def two_sided(bead: Ranges) -> bool:
    """True where neither side is empty."""
    return bead[0] < bead[1] and bead[2] < bead[3]


def monotone_gold(gold: Sequence[tuple[tuple[int, ...], tuple[int, ...]]]) -> set[Ranges]:
    """Give the heaviest chain of two-sided gold beads, by segments, in which both sides grow."""
    beads = sorted(
        (min(source), max(source) + 1, min(target), max(target) + 1)
        for source, target in gold
        if source and target
    )
    best: list[tuple[int, int | None]] = []
    for n, bead in enumerate(beads):
        weight = bead[1] - bead[0] + bead[3] - bead[2]
        before = [(best[m][0], m) for m in range(n) if beads[m][1] <= bead[0] and beads[m][3] <= bead[2]]
        heaviest = max(before, default=(0, None))
        best.append((weight + heaviest[0], heaviest[1]))
    chain: set[Ranges] = set()
    place: int | None = max(range(len(best)), key=lambda n: best[n][0], default=None)
    while place is not None:
        chain.add(beads[place])
        place = best[place][1]
    return chain


def regions(predicted: Sequence[Ranges], gold: set[Ranges]) -> Iterator[Region]:
    """Yield the stretches between right beads whose two-sided beads are not those of gold."""
    start = 0
    for n in range(len(predicted) + 1):
        if n < len(predicted) and predicted[n] not in gold:
            continue
        beads = tuple(predicted[start:n])
        if beads:
            wanted = frozenset(
                bead
                for bead in gold
                if beads[0][0] <= bead[0] < beads[-1][1] and beads[0][2] <= bead[2] < beads[-1][3]
            )
            if wanted != frozenset(filter(two_sided, beads)):
                yield Region(start, beads, wanted)
        start = n + 1


class NoPlanError(Exception):
    """No way was found to put a region right, within a bound on the search."""


def wrong_count(region: Region) -> int:
    """Count the beads of a region that gold does not have: two-sided ones, and such as gold pairs."""
    return sum(
        two_sided(bead)
        or any(
            max(bead[0], wanted[0]) < min(bead[1], wanted[1])
            or max(bead[2], wanted[2]) < min(bead[3], wanted[3])
            for wanted in region.wanted
        )
        for bead in region.beads
        if bead not in region.wanted
    )


def plan(
    region: Region, cursor: int, side: str, texts: tuple[Sequence[str], Sequence[str]]
) -> tuple[list[str], State]:
    """Give the fewest keys that put a region right from row `cursor` of it, and the state after them.

    Raises:
        NoPlanError: none was found within `MOST_STATES` states.
    """
    start = State(region.beads, cursor, side)
    order = count()
    queue: list[tuple[int, int, State]] = [(0, next(order), start)]
    keys_to: dict[State, list[str]] = {start: []}
    done: set[State] = set()
    while queue and len(done) < MOST_STATES:
        cost, _, state = heapq.heappop(queue)
        if state in done:
            continue
        if frozenset(filter(two_sided, state.beads)) == region.wanted:
            return keys_to[state], state
        done.add(state)
        for keys, following in _moves(state, texts):
            known = keys_to.get(following)
            if known is None or cost + len(keys) < len(known):
                keys_to[following] = [*keys_to[state], *keys]
                heapq.heappush(queue, (cost + len(keys), next(order), following))
    raise NoPlanError(f"no plan for rows {region.first + 1} to {region.first + len(region.beads)} was found")


def _moves(state: State, texts: tuple[Sequence[str], Sequence[str]]) -> Iterator[tuple[list[str], State]]:
    beads, cursor, side = state.beads, state.cursor, state.side
    if cursor + 1 < len(beads):
        yield ["j"], State(beads, cursor + 1, side)
        merged = (*_merge(beads[cursor : cursor + 2]),)
        yield ["m"], State((*beads[:cursor], merged, *beads[cursor + 2 :]), cursor, side)
        if (moved := _move_boundary(beads, cursor, side, -1)) is not None:
            yield ["right_square_bracket"], State(moved, min(cursor, len(moved) - 1), side)
    if cursor > 0:
        yield ["k"], State(beads, cursor - 1, side)
        if (moved := _move_boundary(beads, cursor - 1, side, 1)) is not None:
            yield ["left_square_bracket"], State(moved, min(cursor, len(moved) - 1), side)
    yield from _taken_out(state)
    yield ["tab"], State(beads, cursor, "source" if side == "target" else "target")
    yield from _splits(state, texts)


def _taken_out(state: State) -> Iterator[tuple[list[str], State]]:
    bead = state.beads[state.cursor]
    counts = (bead[1] - bead[0], bead[3] - bead[2])
    if sum(counts) < 2:
        return
    side = 0 if state.side == "source" else 1
    if counts[side] < counts[1 - side]:
        side = 1 - side
    for key, start, step in (("o", (bead[0], bead[2]), 1), ("O", (bead[1], bead[3]), -1)):
        middle = list(start)
        middle[side] += step
        halves = ((bead[0], middle[0], bead[2], middle[1]), (middle[0], bead[1], middle[1], bead[3]))
        beads = (*state.beads[: state.cursor], *halves, *state.beads[state.cursor + 1 :])
        yield [key], State(beads, state.cursor + (step > 0), state.side)


def _merge(beads: Sequence[Ranges]) -> Ranges:
    return (beads[0][0], beads[-1][1], beads[0][2], beads[-1][3])


def _move_boundary(beads: tuple[Ranges, ...], upper: int, side: str, delta: int) -> tuple[Ranges, ...] | None:
    first, second = beads[upper], beads[upper + 1]
    place = 0 if side == "source" else 2
    cut = first[place + 1] + delta
    if not first[place] <= cut <= second[place + 1]:
        return None
    moved = [list(first), list(second)]
    moved[0][place + 1] = moved[1][place] = cut
    kept = [(a, b, c, d) for a, b, c, d in moved if a < b or c < d]
    return (*beads[:upper], *kept, *beads[upper + 2 :])


def _splits(state: State, texts: tuple[Sequence[str], Sequence[str]]) -> Iterator[tuple[list[str], State]]:
    bead = state.beads[state.cursor]
    counts = (bead[1] - bead[0], bead[3] - bead[2])
    if sum(counts) < 2:
        return
    proposed = proposed_cuts(tuple(texts[0][bead[0] : bead[1]]), tuple(texts[1][bead[2] : bead[3]]))
    for source in range(min(counts[0], MOST_CUT) + 1):
        for target in range(min(counts[1], MOST_CUT) + 1):
            if (source, target) in {(0, 0), counts}:
                continue
            middle = (bead[0] + source, bead[2] + target)
            halves = ((bead[0], middle[0], bead[2], middle[1]), (middle[0], bead[1], middle[1], bead[3]))
            beads = (*state.beads[: state.cursor], *halves, *state.beads[state.cursor + 1 :])
            yield split_keys((source, target), proposed, counts), State(beads, state.cursor, state.side)


def split_keys(cuts: tuple[int, int], proposed: tuple[int, int], counts: tuple[int, int]) -> list[str]:
    """Give the keys that cut a row there: `S` takes what is proposed, `s` shows numbers to choose from."""
    if cuts == proposed:
        return ["S"]
    keys = ["s"]
    active = 0 if counts[0] > 1 else 1
    for side in (active, 1 - active):
        if cuts[side] != proposed[side]:
            keys += [str(cuts[side])] if side == active else ["tab", str(cuts[side])]
    return [*keys, "enter"]
