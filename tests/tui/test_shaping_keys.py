"""Keys for several rows at once, omissions, bookmarks, pins and terms do what they say."""

from pathlib import Path

import pytest
from textual.widgets import Input

from aligners.edits import split
from db.records import StoredBead
from db.store import open_store
from tests.tui.databases import BEADS
from tests.tui.driving import beads, opened, press, reviewing_pair, screen_text, settle, states
from tui.screens.alignment import AlignmentScreen
from tui.screens.confirm import ConfirmScreen
from tui.screens.search import SearchScreen
from tui.screens.term import TermScreen
from workbench.alignment import realigning
from workbench.alignment.realigning import Realignment
from workbench.engines import encoder
from workbench.review.reviewing import Change
from workbench.translation import terms


def shapes(path: Path) -> list[str]:
    return [bead.shape for bead in beads(path)]


SHAPES = [
    (("J", "J", "m"), ["4-3", "1-1", "0-1", "1-0", "1-2"]),
    (("j", "j", "o"), ["1-1", "1-1", "1-0", "1-1", "1-1", "0-1", "1-0", "1-2"]),
    (("j", "j", "O"), ["1-1", "1-1", "1-1", "1-0", "1-1", "0-1", "1-0", "1-2"]),
    (("G", "O"), ["1-1", "1-1", "2-1", "1-1", "0-1", "1-0", "1-1", "0-1"]),
    (("G", "S"), ["1-1", "1-1", "2-1", "1-1", "0-1", "1-0", "1-1", "0-1"]),
    (("right_curly_bracket",), ["1-0", "1-1", "2-1", "1-1", "0-1", "1-1", "1-2"]),
    (("j", "left_curly_bracket"), ["1-2", "1-1", "2-1", "1-1", "1-0", "1-2"]),
    (("j", "d", "enter"), ["1-1", "1-0", "0-1", "2-1", "1-1", "0-1", "1-0", "1-2"]),
]


@pytest.mark.parametrize(("keys", "expected"), SHAPES, ids="".join)
async def test_a_key_gives_rows_their_shape_and_undo_takes_it_back(
    project: Path, keys: tuple[str, ...], expected: list[str]
) -> None:
    async with reviewing_pair(project) as pilot:
        before = beads(project)
        await press(pilot, *keys)
        assert shapes(project) == expected
        await press(pilot, "u")
        assert beads(project) == before


async def test_the_reason_of_an_omission_is_shown_in_its_place(project: Path) -> None:
    async with reviewing_pair(project, size=(120, 40)) as pilot:
        await press(pilot, "G", "k", "d", "2")
        assert beads(project)[5].reason == "boilerplate"
        assert "boilerplate" in screen_text(pilot)


async def test_the_likely_reason_is_proposed(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "G", "k", "d", "enter", "k", "d", "enter")
    assert [bead.reason for bead in beads(project)[4:6]] == [
        "added by the translator",
        "left out by the translator",
    ]


async def test_a_passage_that_moved_is_marked_on_both_sides_and_shown_there(project: Path) -> None:
    async with reviewing_pair(project, size=(140, 40)) as pilot:
        await press(pilot, "D")
        assert "has both sides" in screen_text(pilot)
        await press(pilot, "j", "j", "j", "j", "D")
        assert "waits for its other side" in screen_text(pilot)
        await press(pilot, "j", "D")
        assert [bead.reason for bead in beads(project)[4:6]] == ["moved elsewhere"] * 2
        assert screen_text(pilot).count("stands elsewhere:") == 2
        await press(pilot, "u")
        assert [bead.state.value for bead in beads(project)[4:6]] == ["proposed"] * 2
        await press(pilot, "D")  # where it may stand is known by now
        assert [bead.state.value for bead in beads(project)[4:6]] == ["accepted"] * 2


async def test_words_are_replaced_in_the_rows_that_are_shown_as_one_decision(project: Path) -> None:
    before = beads(project)
    async with reviewing_pair(project) as pilot:
        await press(pilot, "x", "f", "percent_sign")
        await pilot.press(*"zone")
        await press(pilot, "enter", *"[b]", "enter")
        assert isinstance(pilot.app.screen, ConfirmScreen)
        assert beads(project)[1:] == before[1:]
        await press(pilot, "enter")
        texts = [bead.edited_target for bead in beads(project)]
        assert [text is not None for text in texts] == [False, True, False, True, False, False, True]
        assert all("[b]" in text and "zone" not in text for text in texts if text is not None)
        await press(pilot, "u")
    assert beads(project)[1:] == before[1:]


async def test_bookmarks_are_set_found_and_taken_away(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "j", "j", "b", "g", "6")
        screen = pilot.app.screen
        assert isinstance(screen, AlignmentScreen)
        assert screen.view.cursor == 2
        assert "»" in screen_text(pilot)
        await press(pilot, "b")
        assert not any(bead.is_bookmarked for bead in beads(project))


async def test_two_pins_belong_together_and_the_rest_is_aligned_anew(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    previews: list[tuple[int, int]] = []

    def preview(path: Path, pair_id: int, *, around: tuple[int, int], encoder: object) -> Realignment:
        previews.append(around)
        (old,) = [bead for bead in beads(path) if bead.key == around]
        return Realignment(1, (Change((old,), _halves(old)),), 2, 1)

    monkeypatch.setattr(encoder, "load_encoder", lambda name: name)
    monkeypatch.setattr(realigning, "preview_realignment", preview)
    async with reviewing_pair(project, size=(120, 40)) as pilot:
        await press(pilot, "h", "j", "j", "p", "j", "j", "p")
        assert shapes(project) == ["1-1", "1-1", "0-2", "1-1", "2-0", "1-0", "1-2"]
        assert states(project)[3] == "accepted"
        assert isinstance(pilot.app.screen, ConfirmScreen)
        assert "+ 0-1" in screen_text(pilot)
        await press(pilot, "enter")
        assert previews == [(2, 2), (3, 5)]
        assert shapes(project) == ["1-1", "1-1", "0-1", "0-1", "1-1", "1-0", "1-0", "1-0", "1-2"]
        await press(pilot, "u", "u")
        assert len(beads(project)) == len(BEADS)


def _halves(bead: StoredBead) -> tuple[StoredBead, ...]:
    at_source = min(bead.source_start + 1, bead.source_end)
    return split(bead, at_source, min(bead.target_start + 1, bead.target_end))


async def test_a_pin_that_waits_is_shown_and_dropped(project: Path) -> None:
    async with reviewing_pair(project, size=(120, 40)) as pilot:
        await press(pilot, "p")
        assert "a pin waits" in screen_text(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, AlignmentScreen)
        assert "a pin waits" not in screen_text(pilot)
        await press(pilot, "l", "p", "p")
        assert shapes(project)[0] == "1-1"
        assert states(project)[0] == "accepted"


async def test_a_term_of_the_row_goes_into_the_glossary(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "t")
        assert isinstance(pilot.app.screen, TermScreen)
        pilot.app.screen.query_one("#term-source", Input).value = "灵潭高新区"
        await press(pilot, "enter", *"Lingtan Zone", "enter", "enter")
        with open_store(project) as store:
            (term,) = terms.user_terms(store)
        assert (term.source, term.approved) == ("灵潭高新区", ("Lingtan Zone",))


async def test_a_term_without_english_is_asked_for_again(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "t", "ctrl+s")
        assert isinstance(pilot.app.screen, TermScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, AlignmentScreen)


async def test_selected_rows_are_copied(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "J", "y")
        assert pilot.app.clipboard.count("\t") == 2
        assert pilot.app.clipboard.count("\n") == 1


async def test_pinyin_finds_rows_and_marks_them(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        await press(pilot, "slash", *"rencai", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, AlignmentScreen)
        assert screen.view.cursor == 6
        assert screen.view.text(6).source_marks


async def test_the_search_of_all_documents_goes_to_the_row_and_writes_a_table(
    project: Path, tmp_path: Path
) -> None:
    async with opened(project) as pilot:
        await press(pilot, "f9", *"zone", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, SearchScreen)
        assert "[zone]" in screen_text(pilot)
        await press(pilot, "e")
        pilot.app.screen.query_one(Input).value = str(tmp_path / "hits.tsv")
        await press(pilot, "enter")
        assert (tmp_path / "hits.tsv").read_text(encoding="utf-8").count("\n") == len(screen.items) + 1
        row = screen.items[1].row
        await press(pilot, "j", "enter")
        await settle(pilot)
        alignment = pilot.app.screen
        assert isinstance(alignment, AlignmentScreen)
        assert alignment.view.cursor + 1 == row
