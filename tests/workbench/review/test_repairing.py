"""Segments are split and joined without losing text, rows or decisions."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import alignments, documents, findings, history
from db.alignments import ProposedPair
from db.errors import ConflictError, NotFoundError, RefusedError
from db.findings import StoredFinding
from db.records import ReviewState
from db.store import open_store
from tests.fakes import make_file
from tests.tui.databases import save_alignment, stored_beads
from tests.workbench.conftest import CommandLine
from workbench.errors import InputError
from workbench.review import repairing, reviewing

CHINESE = [["甲乙丙。", "丁 戊。"], ["己。", "庚辛。"]]
ENGLISH = [["A b c. ", "D e.", "F.", "G h."]]
BEADS = ((0, 2, 0, 1, 0.9), (2, 3, 1, 3, 0.8), (3, 4, 3, 4, 0.7))


def build(path: Path) -> Path:
    """Make a pair in three rows: two Chinese segments with one, one with two, one with one."""
    with open_store(path) as store:
        (source,) = documents.add_file(store, "/a.txt", make_file(CHINESE))
        (target,) = documents.add_file(store, "/b.txt", make_file(ENGLISH, "en"))
        pairs = [ProposedPair(source, target, 0.5, None)]
        alignments.save_matching(store, digest="d", recipe="r", pairs=pairs, counterparts=[])
        save_alignment(store, 1, stored_beads(BEADS))
    return path


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    return build(tmp_path / "one.db")


def rows(path: Path) -> list[tuple[str, str, str]]:
    view = reviewing.open_pair(path, 1)
    return [(view.source_text(bead), view.target_text(bead), bead.state.value) for bead in view.beads]


def accept_all(path: Path) -> None:
    view = reviewing.open_pair(path, 1)
    reviewing.set_state(path, view.run_id, view.beads, state=ReviewState.ACCEPTED, reviewer="mei")


def test_a_split_keeps_rows_texts_and_decisions(pair: Path) -> None:
    accept_all(pair)
    before = rows(pair)
    repairing.split_segment(pair, 1, 0, at=2, reviewer="mei")
    assert [segment.text for segment in repairing.open_text(pair, 1).segments[:2]] == ["甲乙", "丙。"]
    assert rows(pair) == before
    assert [bead.shape for bead in reviewing.open_pair(pair, 1).beads] == ["3-1", "1-2", "1-1"]


def test_white_space_at_a_cut_lies_between_the_halves(pair: Path) -> None:
    repairing.split_segment(pair, 1, 1, at=2, reviewer="mei")
    assert [segment.text for segment in repairing.open_text(pair, 1).segments[1:3]] == ["丁", "戊。"]


def test_a_merge_in_one_row_keeps_rows_and_decisions(pair: Path) -> None:
    accept_all(pair)
    before = rows(pair)
    repairing.merge_segments(pair, 2, 1, reviewer="mei")
    assert [segment.text for segment in repairing.open_text(pair, 2).segments] == [
        "A b c. ",
        "D e.F.",
        "G h.",
    ]
    assert [state for _, _, state in rows(pair)] == [state for _, _, state in before]
    assert [bead.shape for bead in reviewing.open_pair(pair, 1).beads] == ["2-1", "1-1", "1-1"]


def test_segments_of_different_rows_or_paragraphs_are_not_joined(pair: Path) -> None:
    with pytest.raises(RefusedError, match="merge the rows first"):
        repairing.merge_segments(pair, 2, 0, reviewer="mei")
    with pytest.raises(InputError, match="another paragraph"):
        repairing.merge_segments(pair, 1, 1, reviewer="mei")
    with pytest.raises(NotFoundError):
        repairing.merge_segments(pair, 1, 3, reviewer="mei")


@pytest.mark.parametrize("at", [0, 4, 99, -1])
def test_a_cut_that_leaves_nothing_is_refused(pair: Path, at: int) -> None:
    with pytest.raises(InputError, match="no text would be left"):
        repairing.split_segment(pair, 1, 0, at=at, reviewer="mei")


def test_a_repair_is_logged_and_review_goes_on_after_it(pair: Path) -> None:
    accept_all(pair)
    old = reviewing.open_pair(pair, 1)
    repairing.split_segment(pair, 1, 0, at=2, reviewer="li")
    with pytest.raises(ConflictError):
        reviewing.set_state(pair, old.run_id, old.beads[:1], state=ReviewState.REJECTED, reviewer="mei")
    new = reviewing.open_pair(pair, 1)
    reviewing.set_state(pair, new.run_id, new.beads[:1], state=ReviewState.REJECTED, reviewer="mei")
    reviewing.undo(pair, new.run_id, reviewer="mei")
    assert [state for _, _, state in rows(pair)] == ["accepted"] * 3
    with open_store(pair) as store:
        (logged,) = store.rows("SELECT action, position, before, after, reviewer FROM segment_repair")
    assert logged == {
        "action": "split",
        "position": 0,
        "before": '["甲乙丙。"]',
        "after": '["甲乙", "丙。"]',
        "reviewer": "li",
    }


def test_undo_and_redo_go_back_past_repairs(pair: Path) -> None:
    first = reviewing.open_pair(pair, 1)
    reviewing.merge(pair, first.run_id, *first.beads[1:3], reviewer="mei")
    repairing.split_segment(pair, 1, 0, at=2, reviewer="li")
    repairing.split_segment(pair, 2, 0, at=1, reviewer="li")
    repairing.merge_segments(pair, 1, 0, reviewer="li")
    view = reviewing.open_pair(pair, 1)
    reviewing.set_state(pair, view.run_id, view.beads[:1], state=ReviewState.ACCEPTED, reviewer="mei")
    merged = rows(pair)
    assert reviewing.undo(pair, view.run_id, reviewer="mei") is not None
    assert reviewing.undo(pair, view.run_id, reviewer="mei") is not None
    assert rows(pair) == [
        ("甲乙丙。丁 戊。", "A b c. ", "proposed"),
        ("己。", "D e. F.", "proposed"),
        ("庚辛。", "G h.", "proposed"),
    ]
    assert reviewing.undo(pair, view.run_id, reviewer="mei") is None
    for _ in range(2):
        assert reviewing.redo(pair, view.run_id, reviewer="mei") is not None
    assert rows(pair) == merged
    with open_store(pair) as store:
        decisions = history.list_decisions(store, pair_id=1)
    assert [(each.action, each.is_undone) for each in decisions[-2:]] == [
        ("accepted", False),
        ("merge", False),
    ]


def test_undo_says_why_it_cannot_go_past_a_merge_of_its_segments(pair: Path) -> None:
    view = reviewing.open_pair(pair, 1)
    first = view.beads[0]
    halves = reviewing.split(pair, view.run_id, first, at_source=1, at_target=1, reviewer="mei").after
    reviewing.merge(pair, view.run_id, *halves, reviewer="mei")
    repairing.merge_segments(pair, 1, 0, reviewer="li")
    run_id = reviewing.open_pair(pair, 1).run_id
    before = rows(pair)
    with pytest.raises(ConflictError, match="joined with the next one"):
        reviewing.undo(pair, run_id, reviewer="mei")
    assert rows(pair) == before


def test_findings_move_along(pair: Path) -> None:
    with open_store(pair) as store:
        made = [
            StoredFinding(1, 1, source, target, "terms", "error", 0, 1, None, None, "m", "", key)
            for source, target, key in ((0, 0, "a"), (3, 3, "b"))
        ]
        findings.replace_findings(store, made)
    repairing.split_segment(pair, 1, 0, at=2, reviewer="mei")
    repairing.split_segment(pair, 2, 1, at=1, reviewer="mei")
    with open_store(pair) as store:
        places = [(f.source_position, f.target_position) for f in findings.list_findings(store)]
    assert places == [(0, 0), (4, 4)]


@settings(deadline=None, max_examples=12)
@given(st.data())
def test_splits_and_merges_lose_no_text_and_no_row(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = build(tmp_path_factory.mktemp("made") / "one.db")
    before = [source for source, _, _ in rows(path)]
    for _ in range(data.draw(st.integers(1, 4))):
        segments = repairing.open_text(path, 1).segments
        position = data.draw(st.integers(0, len(segments) - 1))
        try:
            if data.draw(st.booleans()):
                at = data.draw(st.integers(0, len(segments[position].text)))
                repairing.split_segment(path, 1, position, at=at, reviewer="mei")
            else:
                repairing.merge_segments(path, 1, position, reviewer="mei")
        except (InputError, RefusedError, NotFoundError):
            pass
    after = [source for source, _, _ in rows(path)]
    assert [text.replace(" ", "") for text in after] == [text.replace(" ", "") for text in before]
    segments = repairing.open_text(path, 1).segments
    assert [segment.position for segment in segments] == list(range(len(segments)))
    assert all(s.paragraph_text[s.start : s.end] == s.text for s in segments)


def test_the_commands_show_split_and_merge(pair: Path, command_line: CommandLine) -> None:
    assert command_line("repair", "split", 1, 1, 2, "--db", pair).code == 0
    assert command_line("repair", "show", 1, "--db", pair).out.startswith("1\t甲乙\n2\t丙。\n")
    assert command_line("repair", "merge", 1, 1, "--db", pair).code == 0
    assert command_line("repair", "show", 1, "--json", "--db", pair).out.count("raw_paragraph") == 4
    assert command_line("repair", "split", 1, 1, 9, "--db", pair).code == 3
    assert command_line("repair", "split", 1, 99, 1, "--db", pair).code == 7
    assert command_line("repair", "merge", 2, 1, "--db", pair).code == 4
