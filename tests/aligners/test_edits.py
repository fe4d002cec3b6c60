"""Edits keep the cover of both texts, or are refused."""

import contextlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligners.beads import Bead
from aligners.edits import check_cover, merge, move_boundary, shift_column, split
from aligners.errors import BeadError
from tests.aligners.strategies import covers


def _ends(beads: tuple[Bead, ...]) -> tuple[int, int]:
    return (beads[-1].source_end, beads[-1].target_end) if beads else (0, 0)


@given(covers(), st.data())
def test_an_edit_keeps_the_cover_or_is_refused(beads: tuple[Bead, ...], data: st.DataObject) -> None:
    if len(beads) < 2:
        return
    place = data.draw(st.integers(0, len(beads) - 2))
    first, second = beads[place : place + 2]
    delta = st.integers(-4, 4)
    outcomes: list[tuple[Bead, ...]] = [(merge(first, second),)]
    with contextlib.suppress(BeadError):
        outcomes.append(
            move_boundary(first, second, source_delta=data.draw(delta), target_delta=data.draw(delta))
        )
    for outcome in outcomes:
        check_cover(beads[:place] + outcome + beads[place + 2 :], *_ends(beads))


@given(covers(), st.data())
def test_merging_the_halves_of_a_split_gives_the_bead_back(
    beads: tuple[Bead, ...], data: st.DataObject
) -> None:
    for bead in beads:
        at_source = data.draw(st.integers(bead.source_start, bead.source_end))
        at_target = data.draw(st.integers(bead.target_start, bead.target_end))
        try:
            halves = split(bead, at_source, at_target)
        except BeadError:
            start = (bead.source_start, bead.target_start)
            assert (at_source, at_target) in (start, (bead.source_end, bead.target_end))
        else:
            assert merge(*halves) == bead


def test_moving_a_boundary_down_gives_the_upper_bead_the_first_segments_of_the_lower() -> None:
    upper, lower = Bead(0, 1, 0, 1), Bead(1, 3, 1, 2)
    assert move_boundary(upper, lower, source_delta=1) == (Bead(0, 2, 0, 1), Bead(2, 3, 1, 2))


def test_a_bead_that_loses_its_last_segment_disappears() -> None:
    upper, lower = Bead(0, 1, 0, 1), Bead(1, 2, 1, 1)
    assert move_boundary(upper, lower, source_delta=1) == (Bead(0, 2, 0, 1),)


@pytest.mark.parametrize(("source_delta", "target_delta"), [(3, 0), (-2, 0), (0, 2), (0, -2)])
def test_a_boundary_does_not_move_past_its_beads(source_delta: int, target_delta: int) -> None:
    with pytest.raises(BeadError, match="cannot move"):
        move_boundary(
            Bead(0, 1, 0, 1), Bead(1, 3, 1, 2), source_delta=source_delta, target_delta=target_delta
        )


def test_beads_that_are_no_neighbours_are_not_merged() -> None:
    with pytest.raises(BeadError, match="does not follow"):
        merge(Bead(0, 1, 0, 1), Bead(2, 3, 1, 2))


@pytest.mark.parametrize(("at_source", "at_target"), [(0, 0), (2, 1), (3, 1), (1, -1)])
def test_a_cut_outside_or_beside_the_bead_is_refused(at_source: int, at_target: int) -> None:
    with pytest.raises(BeadError):
        split(Bead(0, 2, 0, 1), at_source, at_target)


@given(covers(), st.booleans(), st.sampled_from([1, -1]))
def test_shifting_a_column_keeps_the_cover_and_the_other_side(
    beads: tuple[Bead, ...], is_source: bool, step: int
) -> None:
    if not beads:
        return
    shifted = shift_column(beads, is_source=is_source, step=step)
    check_cover(shifted, *_ends(beads))
    kept = [(b.target_start, b.target_end) if is_source else (b.source_start, b.source_end) for b in beads]
    left = [(b.target_start, b.target_end) if is_source else (b.source_start, b.source_end) for b in shifted]
    assert [side for side in left if side[0] < side[1]] == [side for side in kept if side[0] < side[1]]


def test_a_column_shifted_down_leaves_the_first_bead_empty_and_the_last_with_two() -> None:
    beads = (Bead(0, 1, 0, 1), Bead(1, 2, 1, 2), Bead(2, 3, 2, 3))
    down = shift_column(beads, is_source=False, step=1)
    assert [bead.shape for bead in down] == ["1-0", "1-1", "1-2"]
    assert [bead.shape for bead in shift_column(beads, is_source=False, step=-1)] == ["1-2", "1-1", "1-0"]


@given(covers())
def test_dropping_or_swapping_any_bead_is_caught(beads: tuple[Bead, ...]) -> None:
    check_cover(beads, *_ends(beads))
    for place in range(len(beads)):
        with pytest.raises(BeadError):
            check_cover(beads[:place] + beads[place + 1 :], *_ends(beads))
    for place in range(len(beads) - 1):
        swapped = (*beads[:place], beads[place + 1], beads[place], *beads[place + 2 :])
        with pytest.raises(BeadError):
            check_cover(swapped, *_ends(beads))


def test_empty_and_backward_beads_are_caught() -> None:
    with pytest.raises(BeadError, match="holds no segment"):
        check_cover([Bead(0, 0, 0, 0)], 0, 0)
    with pytest.raises(BeadError, match="ends before it begins"):
        check_cover([replace(Bead(0, 1, 0, 1), source_end=-1)], 0, 1)
