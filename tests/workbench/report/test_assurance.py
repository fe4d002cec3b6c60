"""The bound is the exact one for finite documents; only decisions that stand and were single count."""

from fractions import Fraction
from math import comb
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records import ReviewState
from tests.tui.databases import build_pair
from workbench.report.assurance import assurance, checks_needed, document_bound
from workbench.review import reviewing


def brute_force(right: int, checked: int, total: int) -> float:
    """Try every number of wrong rows, with exact fractions."""
    seen, most = checked - right, 0
    for wrong in range(seen, total - right + 1):
        ways = sum(comb(wrong, k) * comb(total - wrong, checked - k) for k in range(min(seen, wrong) + 1))
        if Fraction(ways, comb(total, checked)) >= Fraction(1, 20):
            most = max(most, wrong - seen)
    return 1 - most / total


@given(st.integers(1, 60), st.integers(0, 60), st.integers(0, 60))
def test_the_bound_is_the_exact_one(total: int, checked: int, right: int) -> None:
    checked = min(checked, total)
    right = min(right, checked)
    assert document_bound(right, checked, total) == pytest.approx(brute_force(right, checked, total))


BOUNDS = [(43, 43, 43, 1.0), (0, 0, 10, 0.0), (149, 149, 10**6, 0.98)]


@pytest.mark.parametrize(("right", "checked", "total", "expected"), BOUNDS)
def test_bounds_that_are_known(right: int, checked: int, total: int, expected: float) -> None:
    assert document_bound(right, checked, total) == pytest.approx(expected, abs=2e-3)


def test_so_many_more_right_checks_are_enough_and_one_less_is_not() -> None:
    for right, checked, total in [(0, 0, 60), (40, 43, 200), (7, 7, 7), (300, 310, 100_000)]:
        more = checks_needed(right, checked, total)
        assert document_bound(right + more, checked + more, total) >= 0.98
        if more:
            assert document_bound(right + more - 1, checked + more - 1, total) < 0.98


def test_only_single_decisions_that_stand_count(tmp_path: Path) -> None:
    path = build_pair(tmp_path / "one.db")
    pair = reviewing.open_pair(path, 1)
    accept = ReviewState.ACCEPTED
    reviewing.set_state(path, pair.run_id, pair.beads[:1], state=accept, reviewer="mei")
    reviewing.set_state(path, pair.run_id, pair.beads[1:2], state=ReviewState.REJECTED, reviewer="mei")
    reviewing.set_state(path, pair.run_id, pair.beads[2:4], state=accept, reviewer="mei")
    reviewing.set_state(path, pair.run_id, pair.beads[4:5], state=accept, reviewer="li")
    reviewing.set_state(path, pair.run_id, pair.beads[5:6], state=accept, reviewer="mei")
    found = assurance(path, pair.run_id, reviewer="mei")
    assert (found.checked, found.right) == (3, 2)
    reviewing.undo(path, pair.run_id, reviewer="mei")
    found = assurance(path, pair.run_id, reviewer="mei")
    assert (found.checked, found.right) == (2, 1)
    reviewing.redo(path, pair.run_id, reviewer="mei")
    assert assurance(path, pair.run_id, reviewer="mei").checked == 3
