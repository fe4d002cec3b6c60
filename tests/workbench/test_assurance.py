"""The bound is the exact binomial one, and only decisions that stand and were single count."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records import ReviewState
from tests.tui.databases import build_pair
from workbench import reviewing
from workbench.assurance import assurance, lower_bound

# One-sided 95 % bounds: 0.05 ** (1 / n) where all are right; the others from tables of the F distribution.
BOUNDS = [(0, 10, 0.0), (43, 43, 0.9327), (10, 10, 0.7411), (9, 10, 0.6058), (95, 100, 0.8977), (1, 1, 0.05)]


@pytest.mark.parametrize(("right", "checked", "expected"), BOUNDS)
def test_bounds_are_those_of_the_tables(right: int, checked: int, expected: float) -> None:
    assert lower_bound(right, checked) == pytest.approx(expected, abs=1e-4)


@given(st.integers(1, 200), st.integers(0, 200))
def test_a_bound_is_below_the_share_and_grows_with_it(checked: int, right: int) -> None:
    right = min(right, checked)
    bound = lower_bound(right, checked)
    assert 0 <= bound <= right / checked
    if right:
        assert lower_bound(right - 1, checked) <= bound


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
