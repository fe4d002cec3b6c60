"""The plausible part of training lattices, all side by side, so that learning takes seconds.

Under weights that are roughly right most boundaries are as good as impossible. They are found once, with
scores made flatter so that nothing is given up that better weights might like, and left out of the search
(coarse-to-fine inference, Charniak & Johnson 2005). The gold paths always stay.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from aligners.chain_model import marginals
from aligners.fitting import Example, score_example
from aligners.lattice import GAP_TYPES, MATCH_TYPES, Cells, Ids, Lattice

FLATTENED = 0.5
"""Scores are multiplied by this much."""
LEAST_BOUNDARY, LEAST_MATCH = 3e-4, 1e-5
"""The probabilities, under flattened scores, from which boundaries and matches stay."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What stays of an example: boundaries, matches and gaps, as masks over its own."""

    example: Example
    boundaries: NDArray[np.bool_]
    matches: NDArray[np.bool_]
    gaps: NDArray[np.bool_]


def narrow(examples: Sequence[Example], flat: NDArray[np.float64]) -> Example:
    """Join what is plausible of some examples under weights `flat` into one example."""
    parts = [_plausible(example, flat) for example in examples]
    offsets = np.cumsum([0, *(len(part.example.weights) for part in parts)])
    chunk = np.concatenate(
        [part.example.lattice.chunk[part.boundaries] + top for part, top in zip(parts, offsets, strict=False)]
    )
    source, target = (
        np.concatenate([side[part.boundaries] for part, side in zip(parts, sides, strict=True)])
        for sides in (
            [part.example.lattice.source for part in parts],
            [part.example.lattice.target for part in parts],
        )
    )
    order = np.lexsort((source, chunk, source + target))
    numbers = _renumber(parts, order)
    (match_from, match_to), (gap_from, gap_to) = _reached(parts, numbers, len(order))
    diagonal = (source + target)[order]
    lattice = Lattice(
        chunk[order].astype(np.int32),
        source[order],
        target[order],
        np.searchsorted(diagonal, np.arange(int(diagonal[-1]) + 2)),
        match_from,
        match_to,
        gap_from,
        gap_to,
        np.concatenate([n[part.example.lattice.starts] for part, n in zip(parts, numbers, strict=True)]),
        np.concatenate([n[part.example.lattice.ends] for part, n in zip(parts, numbers, strict=True)]),
    )
    return _joined(parts, numbers, order, lattice)


def _plausible(example: Example, flat: NDArray[np.float64]) -> _Part:
    lattice = example.lattice
    found = marginals(lattice, score_example(FLATTENED * flat, example))
    kept = found.match.sum(axis=0) + found.gap.sum(axis=0) >= LEAST_BOUNDARY
    kept[lattice.starts] = True
    for places, is_gold in (
        (example.match_places, example.is_gold_match),
        (example.gap_places, example.is_gold_gap),
    ):
        kept[places[is_gold] % lattice.count] = True
    kind, end = np.divmod(example.match_places, lattice.count)
    is_likely = found.match[kind, end] >= LEAST_MATCH
    matches = kept[end] & kept[lattice.match_from[kind, end]] & (is_likely | example.is_gold_match)
    kind, end = np.divmod(example.gap_places, lattice.count)
    return _Part(example, kept, matches, kept[end] & kept[lattice.gap_from[kind, end]])


def _renumber(parts: Sequence[_Part], order: Ids) -> list[Ids]:
    """Give for each boundary of each part its new number; meaningless for those that go."""
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    numbers = []
    top = 0
    for part in parts:
        new = np.full(len(part.boundaries), len(order), dtype=np.int64)
        count = int(part.boundaries.sum())
        new[part.boundaries] = place[top : top + count]
        numbers.append(new)
        top += count
    return numbers


def _reached(parts: Sequence[_Part], numbers: Sequence[Ids], count: int) -> list[tuple[Cells, Cells]]:
    """Give where matches come from and go to, and gaps likewise, as in `Lattice`."""
    tables = []
    for types, places_of, kept_of, from_of in (
        (MATCH_TYPES, "match_places", "matches", "match_from"),
        (GAP_TYPES, "gap_places", "gaps", "gap_from"),
    ):
        begins, ends = (np.full((len(types), count), count, dtype=np.int32) for _ in range(2))
        for part, new in zip(parts, numbers, strict=True):
            places = getattr(part.example, places_of)[getattr(part, kept_of)]
            kind, end = np.divmod(places, part.example.lattice.count)
            first = new[getattr(part.example.lattice, from_of)[kind, end]]
            begins[kind, new[end]] = first
            ends[kind, first] = new[end]
        tables.append((begins, ends))
    return tables


def _joined(parts: Sequence[_Part], numbers: Sequence[Ids], order: Ids, lattice: Lattice) -> Example:
    """Put the features of the parts together, matches in order of shape class."""
    examples = [part.example for part in parts]
    classes = np.concatenate(
        [
            np.repeat(np.arange(len(example.class_starts) - 1), np.diff(example.class_starts))[part.matches]
            for example, part in zip(examples, parts, strict=True)
        ]
    )
    by_class = np.argsort(classes, kind="stable")

    def places(all_places: Ids, part: _Part, new: Ids) -> Ids:
        kind, end = np.divmod(all_places, part.example.lattice.count)
        moved: Ids = kind * lattice.count + new[end]
        return moved

    matches = [
        places(part.example.match_places[part.matches], part, new)
        for part, new in zip(parts, numbers, strict=True)
    ]
    gaps = [
        places(part.example.gap_places[part.gaps], part, new)
        for part, new in zip(parts, numbers, strict=True)
    ]
    return replace(
        examples[0],
        lattice=lattice,
        match=np.concatenate([part.example.match[part.matches] for part in parts])[by_class],
        match_places=np.concatenate(matches)[by_class],
        is_gold_match=np.concatenate([part.example.is_gold_match[part.matches] for part in parts])[by_class],
        class_starts=np.searchsorted(classes[by_class], np.arange(len(examples[0].class_starts))),
        gap=np.concatenate([part.example.gap[part.gaps] for part in parts]),
        gap_places=np.concatenate(gaps),
        is_gold_gap=np.concatenate([part.example.is_gold_gap[part.gaps] for part in parts]),
        cut=np.concatenate([part.example.cut[part.boundaries] for part in parts])[order],
        opening=np.concatenate([part.example.opening[part.boundaries] for part in parts])[order],
        weights=np.concatenate([example.weights for example in examples]),
        gold=np.sum([example.gold for example in examples], axis=0),
    )
