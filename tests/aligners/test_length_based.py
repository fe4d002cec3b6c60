"""Gale-Church aligns by lengths alone, and asks for no vectors."""

import numpy as np
import pytest

from aligners.edits import check_cover
from aligners.evaluation import bead_ids
from aligners.length_based import LengthAligner, bead_cost


def _no_vectors(_: object) -> np.ndarray:
    raise AssertionError("the length-based aligner asked for vectors")


def test_a_merged_sentence_is_found_by_its_length() -> None:
    source = ["a" * 40, "b" * 90, "c" * 25, "d" * 60, "e" * 33]
    target = ["A" * 40, "B" * 90 + "C" * 25, "D" * 60, "E" * 33]
    alignment = LengthAligner().align(source, target, encode=_no_vectors)
    assert bead_ids(alignment.beads) == [((0,), (0,)), ((1, 2), (1,)), ((3,), (2,)), ((4,), (3,))]


def test_long_texts_are_searched_in_a_corridor() -> None:
    rng = np.random.default_rng(1)
    source = ["x" * int(size) for size in rng.integers(5, 200, size=1500)]
    alignment = LengthAligner().align(source, source, encode=_no_vectors)
    check_cover(alignment.beads, 1500, 1500)
    assert sum(bead.shape == "1-1" for bead in alignment.beads) >= 1490


def test_a_bead_costs_more_the_further_its_lengths_are_apart() -> None:
    lengths = np.array([50.0, 60.0, 80.0, 120.0])
    costs = bead_cost(np.full(4, 50.0), lengths, 0.89)
    assert (np.diff(costs) > 0).all()
    assert costs[0] == pytest.approx(-np.log(0.89))
