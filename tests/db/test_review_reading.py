"""The outline of a run and its pages say what the beads themselves say."""

from dataclasses import replace
from pathlib import Path

import pytest

from db import alignments, review_reading
from db.records import ReviewState, StoredBead
from db.review_reading import Flag, outline_of
from db.store import open_store
from tests.tui.databases import BEADS, build_pair, save_alignment, stored_beads

STATES = [*ReviewState, ReviewState.PROPOSED, ReviewState.ACCEPTED]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return build_pair(tmp_path / "one.db")


def marked_beads() -> list[StoredBead]:
    beads = [replace(bead, state=state) for bead, state in zip(stored_beads(BEADS), STATES, strict=True)]
    beads[0] = replace(beads[0], note="look", is_bookmarked=True)
    beads[1] = replace(beads[1], edited_target="")
    beads[4] = replace(beads[4], reason="other", is_manual=True)
    return beads


def test_the_outline_in_the_database_is_the_outline_of_the_beads(path: Path) -> None:
    beads = marked_beads()
    with open_store(path) as store:
        run_id = save_alignment(store, alignments.list_pairs(store)[0].id, beads)
        outline = review_reading.read_outline(store, run_id)
    assert (outline.table == outline_of(beads).table).all()
    assert outline.has(Flag.BOOKMARK).tolist() == [bead.is_bookmarked for bead in beads]
    assert outline.has(Flag.TEXT).tolist() == [False, True, False, False, False, False, False]
    assert outline.has(Flag.MANUAL | Flag.REASON).tolist().count(True) == 1
    assert outline.is_open.tolist() == [bead.state.value in {"proposed", "needs-review"} for bead in beads]
    shapes = [f"{n}-{m}" for n, m in zip(outline.source_counts, outline.target_counts, strict=True)]
    assert shapes == [bead.shape for bead in beads]


def test_a_page_begins_at_its_key_and_holds_whole_beads(path: Path) -> None:
    beads = marked_beads()
    with open_store(path) as store:
        run_id = save_alignment(store, alignments.list_pairs(store)[0].id, beads)
        assert review_reading.beads_from(store, run_id, (0, 0), 100) == beads
        assert review_reading.beads_from(store, run_id, beads[4].key, 2) == beads[4:6]
        open_ones = review_reading.open_beads_through(store, run_id, beads[5].key)
        assert open_ones == [bead for bead in beads[:6] if bead.state.value in {"proposed", "needs-review"}]
        assert review_reading.edited_beads(store, run_id) == [beads[1]]
