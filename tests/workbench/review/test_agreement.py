"""Kappa is Cohen's, by tables worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.review.agreement import cohens_kappa

YES, NO, UNSURE = "accepted", "rejected", "needs-review"

# 20 + 15 of 50 alike: observed .7; first says yes 25 times, second 30: expected (25*30 + 25*20) / 2500 = .5
TWO_BY_TWO = [(YES, YES)] * 20 + [(YES, NO)] * 5 + [(NO, YES)] * 10 + [(NO, NO)] * 15
# 14 of 20 alike; margins 10/6/4 and 9/7/4: expected (90 + 42 + 16) / 400 = .37; kappa .33/.63
THREE_BY_THREE = (
    [(YES, YES)] * 8
    + [(YES, NO)] * 2
    + [(NO, NO)] * 4
    + [(NO, YES)]
    + [(NO, UNSURE)]
    + [(UNSURE, UNSURE)] * 2
    + [(UNSURE, NO)]
    + [(UNSURE, UNSURE)]
)


def test_kappa_of_the_two_by_two_table_is_as_worked_out_by_hand() -> None:
    found = cohens_kappa(*zip(*TWO_BY_TWO, strict=True))
    assert (found.count, found.observed, found.expected) == (50, 0.7, 0.5)
    assert found.kappa == pytest.approx(0.4)
    assert found.interval == pytest.approx((0.4 - 0.254, 0.4 + 0.254), abs=1e-3)  # 1.96 * sqrt(.21 / 12.5)


def test_kappa_of_three_verdicts_is_as_worked_out_by_hand() -> None:
    found = cohens_kappa(*zip(*THREE_BY_THREE, strict=True))
    assert (found.observed, found.expected) == (0.75, pytest.approx(0.37))
    assert found.kappa == pytest.approx(0.38 / 0.63)


def test_perfect_agreement_is_one_and_perfect_disagreement_below_zero() -> None:
    assert cohens_kappa([YES, NO], [YES, NO]).kappa == pytest.approx(1.0)
    assert cohens_kappa([YES, NO], [NO, YES]).kappa == pytest.approx(-1.0)


def test_kappa_is_not_defined_where_both_always_say_the_same() -> None:
    assert cohens_kappa([YES] * 5, [YES] * 5).kappa is None


@pytest.mark.parametrize(("first", "second"), [([], []), ([YES], [YES, NO])])
def test_verdicts_that_are_no_pairs_are_refused(first: list[str], second: list[str]) -> None:
    with pytest.raises(ValueError, match="expected pairs"):
        cohens_kappa(first, second)


VERDICTS = st.sampled_from([YES, NO, UNSURE])


@given(st.lists(st.tuples(VERDICTS, VERDICTS), min_size=1, max_size=40))
def test_kappa_is_the_same_with_the_readers_exchanged_and_at_most_one(pairs: list[tuple[str, str]]) -> None:
    first, second = zip(*pairs, strict=True)
    one, other = cohens_kappa(first, second), cohens_kappa(second, first)
    assert one.kappa == (None if other.kappa is None else pytest.approx(other.kappa))
    assert one.kappa is None or -1.0 <= one.kappa <= 1.0 + 1e-12
