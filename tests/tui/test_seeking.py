"""Rows are found, filtered, selected and queued; what was set comes back."""

from pathlib import Path

import pytest

from db import findings
from db.findings import StoredFinding
from db.store import open_store
from db.translations import save
from tests.tui.databases import BEADS, SOURCE
from tests.tui.driving import beads, opened, press, reviewing_pair, screen_text, settle, states
from tui.app import ReviewApp
from tui.screens.alignment import AlignmentScreen
from tui.screens.choice import ChoiceScreen
from tui.widgets.bead_view import BeadView
from workbench.review import reviewing
from workbench.review.review_places import Settings


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.mark.parametrize(("wanted", "row"), [("人才", 6), ("FOREIGN", 2), ("[记者]", 5), ("36.5亿", 1)])
async def test_search_finds_text_of_either_side(project: Path, wanted: str, row: int) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "slash")
        await pilot.press(*wanted)
        await press(pilot, "enter")
        assert pilot.app.screen.query_one(BeadView).cursor == row


async def test_search_goes_round_and_back(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        view = pilot.app.screen.query_one(BeadView)
        await press(pilot, "slash", *"the zone", "enter")
        found = [view.cursor]
        for key in ("n", "n", "n", "N"):
            await press(pilot, key)
            found.append(view.cursor)
        assert found == [1, 3, 6, 1, 6]


async def test_what_is_nowhere_is_not_found(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "slash", *"zebra", "enter")
        assert "Not found" in screen_text(pilot)
        assert pilot.app.screen.query_one(BeadView).cursor == 0


async def test_a_selection_is_decided_on_at_once(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "down", "J", "J")
        assert "3 selected" in screen_text(pilot)
        await press(pilot, "x")
        assert states(project)[:5] == ["proposed", "rejected", "rejected", "rejected", "proposed"]
        await press(pilot, "u")
        assert states(project) == ["proposed"] * len(BEADS)


async def test_escape_drops_the_selection_before_it_leaves(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "J", "escape")
        assert isinstance(pilot.app.screen, AlignmentScreen)
        assert "selected" not in screen_text(pilot)


async def test_doubt_first_goes_from_the_riskiest_row_to_the_next(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        view = pilot.app.screen.query_one(BeadView)
        await press(pilot, "4")
        seen = [view.cursor]
        for _ in range(3):
            await press(pilot, "space")
            seen.append(view.cursor)
        assert [BEADS[row][4] for row in seen] == [0.41, 0.55, 0.74, 0.88]


async def test_a_filter_is_chosen_by_name(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "F")
        assert isinstance(pilot.app.screen, ChoiceScreen)
        await press(pilot, "down", "down", "enter")
        assert pilot.app.screen.query_one(BeadView).row_count == 4
        assert "only rows that are not 1-1" in screen_text(pilot)


async def test_the_words_that_differ_are_marked(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "w")
        view = pilot.app.screen.query_one(BeadView)
        row = view.text(0)
        marked = [row.draft[start:end] for start, end in row.draft_marks]
        assert marked[:3] == ["The", "economy", "of"]
        assert [row.target[start:end] for start, end in row.target_marks] == ["reports", "steady"]


async def test_the_panel_says_why(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "i")
        text = screen_text(pilot)
        for words in ("posterior", "cosine", "does not apply", "made by: test"):
            assert words in text


async def test_statistics_count_and_say_how_sure_the_rest_is(project: Path) -> None:
    async with reviewing_pair(project, size=(100, 45)) as pilot:
        await press(pilot, "space", "space", "x", "I")
        text = screen_text(pilot)
        assert "mei has checked 3 of 7 rows singly, 2 were right" in text
        assert "4 more right checks make it 98 %" in text


async def test_the_place_comes_back_on_reopening(project: Path) -> None:
    for turn in (1, 2):
        app = ReviewApp(project, "mei", keeps_place=True)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await press(pilot, "enter")
            if turn == 1:
                await press(pilot, "2", "F", "down", "down", "enter", "down", "h", "escape")
            else:
                view = pilot.app.screen.query_one(BeadView)
                assert (view.row_count, view.cursor) == (4, 1)
                assert "▸ 灵潭" in screen_text(pilot).splitlines()[0]


@pytest.mark.parametrize("is_killed", [False, True])
async def test_work_goes_on_in_the_row_where_it_ended(project: Path, is_killed: bool) -> None:
    app = ReviewApp(project, "mei", keeps_place=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "G")
        if is_killed:
            assert isinstance(app.screen, AlignmentScreen)
            app.screen._keep_place()  # what a timer does: nothing of the application runs after kill -9
            await settle(pilot)
        else:
            await pilot.press("ctrl+q")
    app = ReviewApp(project, "mei", keeps_place=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, AlignmentScreen)
        assert app.screen.view.cursor == len(BEADS) - 1


async def test_a_pair_opens_at_its_first_open_row(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "space", "space")
    async with reviewing_pair(project) as pilot:
        assert pilot.app.screen.query_one(BeadView).cursor == 2


async def test_a_finding_is_signed_said_and_filtered_for(project: Path) -> None:
    with open_store(project) as store:
        found = StoredFinding(1, 1, 4, 3, "numbers", "error", 0, 2, None, None, "missing 50亿", "", "k1")
        findings.replace_findings(store, [found])
    async with reviewing_pair(project) as pilot:
        assert "4!◦" in screen_text(pilot)
        await press(pilot, "F", "up", "enter")
        assert pilot.app.screen.query_one(BeadView).row_count == 1
        assert "missing 50亿" in screen_text(pilot)
        await press(pilot, "f5")
        assert pilot.app.screen.query_one(BeadView).row_count == 1


async def test_a_remark_is_no_warning_and_does_not_come_first_in_the_order_of_doubt(project: Path) -> None:
    with open_store(project) as store:
        places = ((1, "information", "k1"), (4, "warning", "k2"))
        found = [
            StoredFinding(1, 1, n, n, "numbers", severity, 0, 2, None, None, "missing", "", key)
            for n, severity, key in places
        ]
        findings.replace_findings(store, found)
    async with reviewing_pair(project) as pilot:
        assert "2i◦" in screen_text(pilot)
        assert "4!◦" in screen_text(pilot)
        await press(pilot, "4")
        assert pilot.app.screen.query_one(BeadView).cursor == 3
        await press(pilot, "5")
        assert pilot.app.screen.query_one(BeadView).cursor == 1


async def test_keys_can_be_set_by_action_id(project: Path) -> None:
    settings = Settings(keys={"bead.merge": "z", "no.such": "y"}, theme="high-contrast")
    app = ReviewApp(project, "mei", settings=settings)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        assert "no.such" in screen_text(pilot)
        assert app.theme == "high-contrast"
        await press(pilot, "enter", "m")
        assert len(beads(project)) == len(BEADS)
        await press(pilot, "z")
        assert len(beads(project)) == len(BEADS) - 1


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "high-contrast", "textual-ansi"])
async def test_every_theme_draws_every_state(project: Path, theme: str) -> None:
    app = ReviewApp(project, "mei", settings=Settings(theme=theme))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "space", "x", "r", "m", "J")
        text = screen_text(pilot)
        for sign in "✓✗?✎◦":
            assert sign in text


async def test_what_another_reviewer_does_is_seen(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, AlignmentScreen)
        await press(pilot, "G")
        review = reviewing.open_pair(project, 1)
        reviewing.merge(project, review.run_id, review.beads[0], review.beads[1], reviewer="li")
        screen._ask_for_news()
        await settle(pilot)
        assert screen.query_one(BeadView).row_count == len(BEADS) - 1
        assert screen.query_one(BeadView).cursor == len(BEADS) - 2
        assert "li has made a decision here" in screen_text(pilot)
        await press(pilot, "x")
        assert states(project)[-1] == "rejected"


async def test_a_draft_of_a_pair_without_translations_says_what_to_do(project: Path) -> None:
    with open_store(project) as store:
        store.execute("DELETE FROM translation")
        store.database.conn.commit()
        save(store, [])
    async with reviewing_pair(project) as pilot:
        await press(pilot, "v")
        assert "workbench translate" in screen_text(pilot)


async def test_the_list_stays_where_it_was_read(project: Path) -> None:
    async with opened(project) as pilot:
        await press(pilot, "down", "f5")
        assert "New metro line opens — metro.txt" in screen_text(pilot)
        assert SOURCE[0] in screen_text(pilot)
