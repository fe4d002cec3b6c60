"""Sentence alignment by length alone: Gale & Church 1993, "A Program for Aligning Sentences in Bilingual
Corpora", Computational Linguistics 19(1).

The cost of a bead is minus the log of how probable its difference in characters is under a normal
distribution, minus the log of how frequent its type is. We depart from the paper in two things: the ratio of
characters is that of the two texts as wholes, since Chinese and English differ by a factor of about four, and
long texts are searched in a corridor along the diagonal. Posteriors come from the same costs.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from aligners.beads import Alignment, Bead, Encode, Verdict
from aligners.chain_model import NEVER, Scores, best_paths, marginals
from aligners.lattice import GAP_TYPES, Band, band_around, build_lattice, full_band
from aligners.pins import Corner, check_pins, stretches
from aligners.progress import Progress

LENGTH_VARIANCE = 6.8
"""Variance of the difference, per character (Gale & Church 1993)."""
TYPE_PROBABILITIES = {
    (1, 1): 0.89,
    (1, 0): 0.0099 / 2,
    (0, 1): 0.0099 / 2,
    (2, 1): 0.089 / 2,
    (1, 2): 0.089 / 2,
    (2, 2): 0.011,
}
"""How frequent each type of bead is (Gale & Church 1993, table 5)."""
MATCH_TYPES = tuple(shape for shape in TYPE_PROBABILITIES if 0 not in shape)
FULL_SEARCH_PAIRS = 1_000_000
CORRIDOR_SEGMENTS = 60
"""Half the width of the corridor in which longer texts are searched."""
LEAST_PROBABILITY = 1e-300

Costs = NDArray[np.float64]


class LengthAligner:
    """Aligns by lengths; asks for no vectors, and cannot tell whether the texts are parallel."""

    name = "gale-church"
    version = "1"

    def align(
        self,
        source: Sequence[str],
        target: Sequence[str],
        *,
        encode: Encode,
        pins: Sequence[Bead] = (),
        progress: Progress | None = None,
    ) -> Alignment:
        """Align source with target sentences; see `registry.Aligner`. `encode` is not called."""
        check_pins(pins, len(source), len(target))
        source_lengths, target_lengths = _lengths(source), _lengths(target)
        ratio = max(1.0, target_lengths.sum()) / max(1.0, source_lengths.sum())
        beads: list[Bead] = []
        for start, end, pin in stretches(pins, len(source), len(target)):
            beads += _search(
                source_lengths[start[0] : end[0]] * ratio, target_lengths[start[1] : end[1]], start
            )
            if pin is not None:
                beads.append(pin)
            if progress is not None:
                progress(end[0], len(source))
        matches = [bead.posterior for bead in beads if bead.has_both_sides]
        mean_posterior = float(np.mean(matches)) if matches else 0.0
        return Alignment(tuple(beads), (), Verdict.PARTLY_PARALLEL, 0.0, mean_posterior, 0.0)


def bead_cost(source_length: Costs, target_length: Costs, type_probability: float) -> Costs:
    """Give minus the log probability of beads of these lengths, in characters of the target."""
    mean = (source_length + target_length) / 2
    delta = np.abs(target_length - source_length) / np.sqrt(np.maximum(mean, 1.0) * LENGTH_VARIANCE)
    outside = np.vectorize(math.erfc, otypes=[np.float64])(delta / math.sqrt(2))
    cost: Costs = -np.log(np.maximum(outside, LEAST_PROBABILITY)) - math.log(type_probability)
    return cost


def _lengths(text: Sequence[str]) -> Costs:
    return np.array([len("".join(sentence.split())) for sentence in text], dtype=np.float64)


def _search(source: Costs, target: Costs, start: Corner) -> list[Bead]:
    """Find the beads of lowest cost between two stretches of lengths, in characters of the target."""
    if not len(source) and not len(target):
        return []
    lattice = build_lattice([_band(len(source), len(target))], MATCH_TYPES)
    sums = [np.concatenate(([0.0], np.cumsum(lengths))) for lengths in (source, target)]
    tables: list[Costs] = []
    for types, begins in ((MATCH_TYPES, lattice.match_from), (GAP_TYPES, lattice.gap_from)):
        table: Costs = np.full(begins.shape, NEVER)
        for kind, (a, b) in enumerate(types):
            there = begins[kind] < lattice.count
            i, j = lattice.source[there], lattice.target[there]
            lengths = (sums[0][i] - sums[0][i - a], sums[1][j] - sums[1][j - b])
            table[kind, there] = -bead_cost(*lengths, TYPE_PROBABILITIES[a, b])
        tables.append(table)
    scores = Scores(tables[0], tables[1], np.zeros(lattice.count), np.zeros(lattice.count))
    found = marginals(lattice, scores)
    probabilities = np.concatenate((found.match, found.gap))
    beads = []
    for boundary, kind in best_paths(lattice, scores)[0]:
        a, b = (MATCH_TYPES + GAP_TYPES)[kind]
        end = start[0] + int(lattice.source[boundary]), start[1] + int(lattice.target[boundary])
        posterior = min(1.0, float(probabilities[kind, boundary]))
        beads.append(Bead(end[0] - a, end[0], end[1] - b, end[1], posterior))
    return beads


def _band(source_count: int, target_count: int) -> Band:
    """Search everything, or in long texts a corridor along the diagonal."""
    if source_count * target_count <= FULL_SEARCH_PAIRS:
        return full_band(source_count, target_count)
    steps = max(1, min(source_count, target_count) // CORRIDOR_SEGMENTS)
    corners = [(source_count * k // steps, target_count * k // steps) for k in range(steps + 1)]
    return band_around(corners, CORRIDOR_SEGMENTS)
