"""Rows stay in step with decisions, and heights add up whatever is measured when."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligners import edits
from db.records import ReviewState, StoredBead
from db.review_reading import outline_of
from tests.tui.databases import BEADS, stored_beads
from tui.rows import BeadRows, Heights, StaleRowsError, is_open
from workbench.review.reviewing import Change


def rows_of(beads: list[StoredBead]) -> BeadRows:
    def read(key: tuple[int, int], count: int) -> list[StoredBead]:
        return [bead for bead in beads if bead.key >= key][:count]

    return BeadRows(outline_of(beads), read)


def all_of(rows: BeadRows) -> list[StoredBead]:
    return [rows.bead(place) for place in range(rows.count)]


def accepted(bead: StoredBead) -> StoredBead:
    return replace(bead, state=ReviewState.ACCEPTED)


def test_a_change_of_state_replaces_beads_in_their_places() -> None:
    beads = stored_beads(BEADS)
    rows = rows_of(beads)
    change = Change(before=(beads[1], beads[4]), after=(accepted(beads[1]), accepted(beads[4])))
    assert rows.apply(change) == (1, 4, 4)
    assert [bead.state.value for bead in all_of(rows)].count("accepted") == 2


def test_a_merge_and_its_undo_come_back_to_the_same_rows() -> None:
    beads = stored_beads(BEADS)
    rows = rows_of(beads)
    merged = edits.merge(beads[2], beads[3])
    assert rows.apply(Change(before=(beads[2], beads[3]), after=(merged,))) == (2, 2, 1)
    assert len(rows) == len(beads) - 1
    assert rows.apply(Change(before=(merged,), after=(beads[2], beads[3]))) == (2, 1, 2)
    assert all_of(rows) == beads


def test_a_change_of_rows_that_are_not_here_is_refused() -> None:
    beads = stored_beads(BEADS)
    rows = rows_of(beads)
    other = replace(beads[2], note="changed elsewhere")
    with pytest.raises(StaleRowsError):
        rows.apply(Change(before=(other,), after=(accepted(other),)))
    assert all_of(rows) == beads


def test_a_filter_follows_decisions() -> None:
    beads = stored_beads(BEADS)
    rows = rows_of(beads)
    rows.set_filter(is_open)
    rows.apply(Change(before=(beads[0],), after=(accepted(beads[0]),)))
    assert len(rows) == len(beads) - 1
    assert rows.index(0) == 1
    assert rows.row_at_or_after(0) == 0
    assert rows.row_at_or_after(len(beads)) == len(rows) - 1


@given(
    st.lists(st.tuples(st.integers(0, 19), st.integers(1, 50)), max_size=40),
    st.integers(0, 20),
    st.integers(0, 5),
    st.integers(0, 5),
)
def test_rows_lie_end_to_end(measured: list[tuple[int, int]], first: int, gone: int, come: int) -> None:
    heights = Heights(20, 3)
    for row, lines in measured:
        heights.measure(row, lines)
    heights.replace(first, gone, come)
    line = 0
    for row in range(len(heights)):
        assert heights.start(row) == line
        assert heights.row_at(line) == row
        assert heights.row_at(line + heights[row] - 1) == row
        line += heights[row]
    assert heights.total == line


@given(st.data())
def test_rows_after_a_change_are_those_of_the_list(data: st.DataObject) -> None:
    beads = stored_beads([(n, n + 1, n, n + 1, n / 20) for n in range(12)])
    rows, now = rows_of(beads), list(beads)
    for _ in range(data.draw(st.integers(1, 6))):
        places = sorted(data.draw(st.sets(st.integers(0, len(now) - 2), min_size=1, max_size=3)))
        places = [n for place, n in enumerate(places) if not place or n > places[place - 1] + 1]
        before = [bead for n in places for bead in now[n : n + 2]]
        after = [edits.merge(*now[n : n + 2]) for n in places]
        undone = data.draw(st.booleans())
        rows.apply(Change(tuple(before), tuple(after)))
        if undone:
            rows.apply(Change(tuple(after), tuple(before)))
            continue
        for n in reversed(places):
            now[n : n + 2] = [edits.merge(*now[n : n + 2])]
        if len(now) < 2:
            break
    assert all_of(rows) == now
    assert [rows.place_holding(bead.key) for bead in now] == list(range(len(now)))


def test_a_bead_that_changed_in_the_database_is_noticed() -> None:
    beads = stored_beads(BEADS)
    others = [accepted(bead) for bead in beads]
    rows = BeadRows(outline_of(beads), lambda key, count: others)
    assert rows.bead(2).state is ReviewState.PROPOSED
    assert rows.is_stale


def test_the_riskiest_row_is_open_and_one_with_a_finding_comes_first() -> None:
    beads = stored_beads(BEADS)
    rows = rows_of([*beads[:4], accepted(beads[4]), *beads[5:]])
    assert rows.riskiest() == 6
    assert rows.riskiest(rows.outline.table["source_start"] == 1) == 1
    assert rows_of([accepted(bead) for bead in beads]).riskiest() is None
