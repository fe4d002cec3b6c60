"""Aligners are found by name, and every one of them covers both texts, whatever comes in."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligners.beads import Bead, Vectors
from aligners.edits import check_cover
from aligners.errors import BeadError, UnknownAlignerError, VectorError
from aligners.registry import aligner_names, get_aligner
from tests.aligners.strategies import hashed_vectors

TEXTS = [
    ("both empty", [], []),
    ("source empty", [], ["a b", "c d"]),
    ("target empty", ["甲乙", "丙丁"], []),
    ("only blank lines", ["", " "], ["", "\t", ""]),
    ("one against many", ["一句话。"], [f"sentence {n}" for n in range(300)]),
    ("identical sides", [f"sentence {n}" for n in range(40)], [f"sentence {n}" for n in range(40)]),
    ("nothing in common", [f"甲{n}" for n in range(150)], [f"word {n}" for n in range(90)]),
    ("one line of 20,000 characters", ["一" * 20_000, "二"], ["a " * 10_000, "b"]),
]


@pytest.mark.parametrize("name", aligner_names())
@pytest.mark.parametrize(("source", "target"), [case[1:] for case in TEXTS], ids=[case[0] for case in TEXTS])
def test_beads_cover_both_texts(name: str, source: list[str], target: list[str]) -> None:
    alignment = get_aligner(name).align(source, target, encode=hashed_vectors)
    check_cover(alignment.beads, len(source), len(target))
    assert all(0.0 <= bead.posterior <= 1.0 for bead in alignment.beads)


@pytest.mark.parametrize("name", aligner_names())
@settings(max_examples=30, deadline=None)
@given(st.data())
def test_pins_stand_in_the_outcome(name: str, data: st.DataObject) -> None:
    size = st.integers(0, 25)
    source = [f"句{n}" for n in range(data.draw(size))]
    target = [f"line {n}" for n in range(data.draw(size))]
    cuts = [
        sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
        for text in (source, target)
    ]
    pins = [
        Bead(cuts[0][k], cuts[0][k + 1], cuts[1][k], cuts[1][k + 1])
        for k in (0, 2)
        if cuts[0][k] < cuts[0][k + 1] or cuts[1][k] < cuts[1][k + 1]
    ]
    alignment = get_aligner(name).align(source, target, encode=hashed_vectors, pins=pins)
    check_cover(alignment.beads, len(source), len(target))
    assert set(pins) <= set(alignment.beads)


@pytest.mark.parametrize("name", aligner_names())
@pytest.mark.parametrize(
    "pins",
    [[Bead(0, 1, 1, 2), Bead(1, 2, 0, 1)], [Bead(0, 3, 0, 1)], [Bead(1, 1, 1, 1)], [Bead(1, 0, 0, 1)]],
    ids=["crossing", "outside", "empty", "backward"],
)
def test_pins_that_cannot_be_kept_are_refused(name: str, pins: list[Bead]) -> None:
    with pytest.raises(BeadError):
        get_aligner(name).align(["甲", "乙"], ["a", "b"], encode=hashed_vectors, pins=pins)


@pytest.mark.parametrize(
    ("vectors", "expected"),
    [
        (np.zeros((3, 4), np.float32), "came back"),
        (np.zeros(4, np.float32), "came back"),
        (np.full((4, 4), np.nan, np.float32), "not finite"),
        (np.zeros((4, 4), np.int64), "floating-point"),
    ],
)
def test_unusable_vectors_are_refused(vectors: Vectors, expected: str) -> None:
    with pytest.raises(VectorError, match=expected):
        get_aligner("embedding").align(["甲乙", "丙丁"], ["a b", "c d"], encode=lambda _: vectors)


def test_an_unknown_name_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownAlignerError, match="embedding, gale-church"):
        get_aligner("vecalign")
