"""Every key on the alignment screen does what it says, in the database, at once."""

import contextlib
import sys
from pathlib import Path

import pytest

from aligners.beads import Link, LinkKind
from db import alignments, reviews, translations
from db.records import ReviewState, Translation
from db.store import open_store
from tests.tui.databases import BEADS, SOURCE, TARGET, build_pair
from tests.tui.driving import beads, press, reviewing_pair, screen_text, settle, states
from tui.screens.alignment import AlignmentScreen
from tui.screens.edit import EditArea
from tui.screens.pairs import PairsScreen
from tui.widgets.bead_view import BeadView
from workbench.review import reviewing

DECISIONS = [
    ("space", ["accepted"]),
    ("enter", ["accepted"]),
    ("a", ["accepted"]),
    ("x", ["rejected"]),
    ("r", ["needs-review"]),
]


@pytest.mark.parametrize(("key", "expected"), DECISIONS)
async def test_a_decision_is_in_the_database_at_once(project: Path, key: str, expected: list[str]) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, key)
        assert states(project) == expected + ["proposed"] * (len(BEADS) - 1)


async def test_accepting_goes_to_the_next_open_row(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "down", "a", "up", "space")
        assert pilot.app.screen.query_one(BeadView).cursor == 2


async def test_keys_that_are_typed_ahead_act_in_their_order(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await pilot.press("space", "x", "down", "r", "m", "u", "U")
        await settle(pilot)
        # accept row 1, reject row 2, pass over row 3, mark row 4, merge rows 5 and 6, twice
        assert states(project) == [
            "accepted",
            "rejected",
            "proposed",
            "needs-review",
            "edited",
            "proposed",
        ]


async def test_accept_all_above_is_one_decision(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "down", "down", "x", "A")
        assert states(project)[:4] == ["accepted", "accepted", "rejected", "accepted"]
        await press(pilot, "u")
        assert states(project)[:4] == ["proposed", "proposed", "rejected", "proposed"]


async def test_merge_and_undo_and_redo(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "m")
        assert [bead.shape for bead in beads(project)][:2] == ["2-2", "2-1"]
        await press(pilot, "u")
        assert [bead.shape for bead in beads(project)] == ["1-1", "1-1", "2-1", "1-1", "0-1", "1-0", "1-2"]
        assert states(project) == ["proposed"] * len(BEADS)
        await press(pilot, "U")
        assert beads(project)[0].shape == "2-2"


async def test_undo_reaches_back_past_a_restart(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "space", "space", "x")
    async with reviewing_pair(project) as pilot:
        await press(pilot, "u", "u", "u")
        assert states(project) == ["proposed"] * len(BEADS)
        await press(pilot, "u")
        assert "nothing more to undo" in screen_text(pilot)


async def test_undo_takes_back_only_ones_own_decisions(project: Path) -> None:
    async with reviewing_pair(project, reviewer="mei") as pilot:
        await press(pilot, "space")
    async with reviewing_pair(project, reviewer="li") as pilot:
        await press(pilot, "u")
        assert states(project)[0] == "accepted"


async def test_split_cuts_at_the_numbers_that_were_pressed(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "down", "down", "s")
        assert "━ cut ━" in screen_text(pilot)
        await press(pilot, "2", "tab", "0")
        assert "gives 2-0 and 0-1" in screen_text(pilot)
        await press(pilot, "enter")
        assert [bead.shape for bead in beads(project)][2:4] == ["2-0", "0-1"]


async def test_a_split_that_leaves_nothing_is_not_taken(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "down", "down", "s", "0", "tab", "0", "enter")
        assert "would be empty" in screen_text(pilot)
        await press(pilot, "escape")
        assert len(beads(project)) == len(BEADS)


async def test_sentences_move_across_the_boundary_on_the_side_that_is_active(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "G", "[")
        moved = beads(project)[-2:]
        assert [bead.shape for bead in moved] == ["1-1", "1-1"]
        await press(pilot, "u", "g", "down", "down", "h", "]")
        assert [bead.shape for bead in beads(project)][2:4] == ["1-1", "2-1"]


async def test_the_english_is_edited_and_the_original_kept(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "e")
        area = pilot.app.screen.query_one(EditArea)
        assert area.text == TARGET[0]
        area.text = "Steady first quarter in Lingtan"
        await press(pilot, "enter")
        bead = beads(project)[0]
        assert (bead.edited_target, bead.state) == ("Steady first quarter in Lingtan", ReviewState.EDITED)
        assert "as read: Lingtan High-Tech Zone reports" in screen_text(pilot)
        await press(pilot, "e", "ctrl+r", "enter")
        assert beads(project)[0].edited_target is None


async def test_a_text_goes_through_the_users_own_editor(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "editor.py"
    script.write_text("import sys; open(sys.argv[1], 'a', encoding='utf-8').write(' [bold]')\n")
    monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")
    async with reviewing_pair(project) as pilot:
        await press(pilot, "e", "ctrl+e")
        assert "no terminal here" in screen_text(pilot)
        monkeypatch.setattr(pilot.app, "suspend", contextlib.nullcontext)
        await press(pilot, "ctrl+e", "enter")
        assert (beads(project)[0].edited_target or "").endswith(" [bold]")


async def test_leaving_an_edit_asks_before_it_throws_text_away(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "e", "z", "escape")
        assert "Esc again" in screen_text(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, AlignmentScreen)
        assert beads(project)[0].edited_target is None


async def test_a_note_is_written_and_shown(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "c", "o", "k", "enter")
        assert beads(project)[0].note == "ok"
        assert "note: ok" in screen_text(pilot)


async def test_the_filter_shows_only_open_rows(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "space", "x", "f")
        assert pilot.app.screen.query_one(BeadView).row_count == len(BEADS) - 2
        assert SOURCE[0] not in screen_text(pilot).splitlines()[1]
        await press(pilot, "space", "space", "space", "space", "space")
        assert "There are no open rows here" in screen_text(pilot)
        await press(pilot, "space", "m", "s", "e", "f")
        assert pilot.app.screen.query_one(BeadView).row_count == len(BEADS)


async def test_jumps_find_open_uneven_and_doubtful_rows(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        view = pilot.app.screen.query_one(BeadView)
        await press(pilot, "2")
        assert view.cursor == 2
        await press(pilot, "3")
        assert view.cursor == 4
        await press(pilot, "a", "full_stop")
        assert view.cursor == 5
        await press(pilot, "comma")
        assert view.cursor == 3
        await press(pilot, "ctrl+g", "7", "enter")
        assert view.cursor == 6


async def test_the_machine_draft_is_shown_as_a_draft(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        assert "machine draft" not in screen_text(pilot)
        await press(pilot, "v")
        assert "machine draft: The economy of" in screen_text(pilot)


async def test_a_draft_of_another_engine_can_be_edited_as_the_english(project: Path) -> None:
    with open_store(project) as store:
        other = Translation(SOURCE[0], "Said [otherwise].", "en", "other-engine", -0.1, is_draft=True)
        translations.save(store, [other])
    async with reviewing_pair(project) as pilot:
        await press(pilot, "V")
        assert "other-engine" in screen_text(pilot)
        assert "test-engine" in screen_text(pilot)
        await press(pilot, "enter")
        assert "Edit the English text" in screen_text(pilot)
        await press(pilot, "enter")
        assert beads(project)[0].edited_target == "Said [otherwise]."


async def test_a_row_without_a_draft_says_what_to_do(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "end", "V")
        assert "workbench translate" in screen_text(pilot)


async def test_a_conflict_is_told_and_nothing_is_overwritten(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        review = reviewing.open_pair(project, 1)
        reviewing.set_note(project, review.run_id, review.beads[0], note="from Li", reviewer="li")
        await press(pilot, "x")
        assert states(project)[0] == "proposed"
        assert "Somebody else has changed this row" in screen_text(pilot)
        assert "note: from Li" in screen_text(pilot)
        await press(pilot, "x")
        assert states(project)[0] == "rejected"


async def test_what_was_typed_on_a_row_that_somebody_changed_is_kept(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "e", "z")
        pair = reviewing.open_pair(project, 1)
        reviewing.set_state(project, pair.run_id, pair.beads[:1], state=ReviewState.REJECTED, reviewer="li")
        await press(pilot, "enter")
        assert beads(project)[0].edited_target is None
        assert "What you typed is kept" in screen_text(pilot)
        await press(pilot, "e")
        typed = pilot.app.screen.query_one(EditArea).text
        assert typed.endswith("z")
        await press(pilot, "enter")
        assert beads(project)[0].edited_target == typed
        await press(pilot, "e", "escape")
        assert isinstance(pilot.app.screen, AlignmentScreen)


async def test_a_refused_edit_is_one_line_and_changes_nothing(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        review = reviewing.open_pair(project, 1)
        reviewing.edit_target(project, review.run_id, review.beads[0], text="Other", reviewer="mei")
        await press(pilot, "f5", "m")
        assert "text was edited" in screen_text(pilot)
        assert len(beads(project)) == len(BEADS)


async def test_every_decision_is_an_event(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "space", "m", "u")
    with open_store(project) as store:
        run_id = reviewing.open_pair(project, 1).run_id
        assert [event.action for event in reviews.list_events(store, run_id)] == ["accepted", "merge", "undo"]


async def test_escape_goes_back_to_a_list_that_is_up_to_date(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "space", "escape")
        assert isinstance(pilot.app.screen, PairsScreen)
        assert f"{len(BEADS) - 1}/{len(BEADS)}" in screen_text(pilot)


async def test_a_passage_that_moved_is_shown_where_it_is_missing(project: Path) -> None:
    with open_store(project) as store:
        link = Link(5, 6, 6, 7, 0.9, LinkKind.MOVED)
        alignments.replace_candidates(store, 2, recipe="test", links=[(1, link)])
    async with reviewing_pair(project, size=(160, 48)) as pilot:
        assert "stands elsewhere: It is expected to open" in screen_text(pilot)


@pytest.mark.parametrize("key", ["[", "]"])
async def test_nothing_is_moved_from_an_empty_side(project: Path, key: str) -> None:
    before = beads(project)
    async with reviewing_pair(project) as pilot:
        await press(pilot, *"jjjj", "h", key)
        assert "This side of the row is empty" in screen_text(pilot)
    assert beads(project) == before


async def test_a_pair_without_rows_says_so_and_takes_every_key(tmp_path: Path) -> None:
    path = build_pair(tmp_path / "none.db", ("甲",), ("A",), ())
    async with reviewing_pair(path) as pilot:
        await press(pilot, "space", "m", "S", "D", "R", "p", "j", "G", "u", "f", "f")
        assert "This pair has no rows." in screen_text(pilot)
