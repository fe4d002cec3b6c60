"""Agreement is counted as Vecalign and Bertalign count it, and alignment files are read strictly."""

import pytest
from hypothesis import given

from aligners.beads import Bead
from aligners.errors import GoldFormatError
from aligners.evaluation import IdBead, Scores, bead_ids, read_alignment, score_alignment, write_alignment
from tests.aligners.strategies import covers

GOLD: list[IdBead] = [((0,), (0,)), ((1, 2), (1,)), ((3,), ()), ((4,), (2, 3))]

# name, predicted, (strict precision, strict recall, lax precision, lax recall) worked out by hand
CASES: list[tuple[str, list[IdBead], tuple[float, float, float, float]]] = [
    ("the gold itself", GOLD, (1, 1, 1, 1)),
    (
        "a 2-1 bead taken apart: the half that keeps the target is lax, the other half is wrong",
        [((0,), (0,)), ((1,), (1,)), ((2,), ()), ((3,), ()), ((4,), (2, 3))],
        (3 / 5, 2 / 3, 4 / 5, 1),
    ),
    (
        "a deletion that gold does not have costs precision only",
        [((0,), (0,)), ((1, 2), (1,)), ((3,), ()), ((4,), ()), ((), (2, 3))],
        (3 / 5, 2 / 3, 3 / 5, 2 / 3),
    ),
    ("nothing predicted", [], (0, 0, 0, 0)),
    ("one bead over everything", [((0, 1, 2, 3, 4), (0, 1, 2, 3))], (0, 0, 1, 1)),
]


@pytest.mark.parametrize(
    ("predicted", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_scores_equal_the_figures_worked_out_by_hand(
    predicted: list[IdBead], expected: tuple[float, float, float, float]
) -> None:
    scores = score_alignment(GOLD, predicted)
    found = (scores.strict_precision, scores.strict_recall, scores.lax_precision, scores.lax_recall)
    assert found == pytest.approx(expected)


def test_f1_is_the_harmonic_mean() -> None:
    scores = score_alignment(GOLD, CASES[1][1])
    assert scores.strict_f1 == pytest.approx(2 * (3 / 5) * (2 / 3) / (3 / 5 + 2 / 3))
    assert Scores().strict_f1 == 0.0


@given(covers(), covers())
def test_strict_never_passes_lax(gold: tuple[Bead, ...], predicted: tuple[Bead, ...]) -> None:
    scores = score_alignment(bead_ids(gold), bead_ids(predicted))
    assert scores.strict_precision <= scores.lax_precision
    assert scores.strict_recall <= scores.lax_recall
    assert scores.strict_f1 <= scores.lax_f1


@given(covers())
def test_dropping_any_two_sided_bead_is_caught(gold: tuple[Bead, ...]) -> None:
    for dropped in gold:
        if dropped.has_both_sides:
            rest = [bead for bead in gold if bead is not dropped]
            assert score_alignment(bead_ids(gold), bead_ids(rest)).strict_recall < 1


def test_scores_of_documents_add_up() -> None:
    first, second = score_alignment(GOLD, GOLD), score_alignment(GOLD, CASES[1][1])
    both = first + second
    assert (both.predicted, both.predicted_strict, both.gold, both.gold_strict) == (9, 7, 6, 5)


@given(covers())
def test_what_is_written_is_read_back(beads: tuple[Bead, ...]) -> None:
    assert read_alignment(write_alignment(beads)) == bead_ids(beads)


def test_spaces_scores_and_blank_lines_are_read() -> None:
    assert read_alignment(["[0, 1]:[2]\n", "\n", "[]:[0,1]:0.5", " [2] : [] :-1.5 "]) == [
        ((0, 1), (2,)),
        ((), (0, 1)),
        ((2,), ()),
    ]


@pytest.mark.parametrize(
    "line", ["[3]:", "[3]", "3:4", "[a]:[1]", "[-1]:[0]", "[1,]:[0]", "[1 2]:[0]", "[1]:[2]:[3]"]
)
def test_a_line_that_is_no_bead_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(GoldFormatError, match="line 2"):
        read_alignment(["[0]:[0]", line])


def test_an_id_given_twice_is_refused() -> None:
    with pytest.raises(GoldFormatError, match="line 2: id 0"):
        read_alignment(["[0]:[0]", "[0]:[1]"])
