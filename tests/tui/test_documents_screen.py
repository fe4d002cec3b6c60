"""Documents are paired and taken apart by keys and by the mouse."""

from pathlib import Path

from db import alignments
from db.store import open_store
from tests.tui.driving import opened, press, screen_text, settle
from tui.screens.alignment import AlignmentScreen
from tui.screens.documents import DocumentsScreen


def pairs(path: Path) -> list[tuple[int, int]]:
    with open_store(path) as store:
        return [(pair.source.id, pair.target.id) for pair in alignments.list_pairs(store)]


async def test_documents_stand_with_match_runner_up_and_verdict(project: Path) -> None:
    async with opened(project, size=(120, 30)) as pilot:
        await press(pilot, "f2")
        text = screen_text(pilot)
        for words in ("0.82", "0.31", "not a translation of any document", "parallel", "1 in no pair"):
            assert words in text


async def test_a_marked_document_is_paired_with_another(project: Path) -> None:
    async with opened(project) as pilot:
        await press(pilot, "f2", "end", "space", "home", "p")
        assert pairs(project) == [(1, 2), (1, 3)]
        assert "by hand" in screen_text(pilot)


async def test_a_document_is_dragged_onto_its_counterpart(project: Path) -> None:
    async with opened(project) as pilot:
        await press(pilot, "f2")
        table = "#list"
        await pilot.mouse_down(table, offset=(12, 3))
        await pilot.mouse_up(table, offset=(12, 1))
        await settle(pilot)
        assert isinstance(pilot.app.screen, DocumentsScreen)
        assert pairs(project) == [(1, 2), (1, 3)]


async def test_two_documents_of_one_language_are_not_paired(project: Path) -> None:
    async with opened(project) as pilot:
        await press(pilot, "f2", "end", "space", "up", "p")
        assert pairs(project) == [(1, 2)]
        assert any("one Chinese and one English" in str(note.message) for note in pilot.app._notifications)


async def test_a_pair_is_taken_apart_after_a_question(project: Path) -> None:
    async with opened(project) as pilot:
        await press(pilot, "f2", "d", "enter")
        assert pairs(project) == [(1, 2)]
        await press(pilot, "d", "j", "enter")
        assert pairs(project) == []


async def test_enter_opens_the_pair_of_a_document(project: Path) -> None:
    async with opened(project) as pilot:
        await press(pilot, "f2", "enter")
        assert isinstance(pilot.app.screen, AlignmentScreen)
