"""Translation runs while others work, stops when told, and says what came of it."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.driving import opened, press, screen_text, settle, states
from tests.workbench.translation.test_translation_queue import Pausing
from tui.screens.queue import job_of
from workbench.translation import translation_queue
from workbench.translation.translating import TranslationReport


@pytest.fixture
def translator(monkeypatch: pytest.MonkeyPatch) -> Pausing:
    """Put a translator in the place of the usual one that pauses after three segments."""
    fake = Pausing()
    usual = translation_queue.run_queue
    monkeypatch.setattr(
        translation_queue, "run_queue", lambda path, **options: usual(path, **options, translator=fake)
    )
    return fake


async def until(question: Callable[[], bool]) -> None:
    for _ in range(300):
        if question():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("not true within 15 seconds")


async def test_a_run_goes_on_behind_other_screens_while_edits_succeed(
    project: Path, translator: Pausing
) -> None:
    async with opened(project) as pilot:
        await pilot.press("ctrl+t")
        await settle(pilot)
        assert "segments pending" in screen_text(pilot)
        await pilot.press("s")
        await until(translator.reached.is_set)
        for key in ("escape", "enter", "space"):
            await pilot.press(key)
            await pilot.pause(0.2)
        await until(lambda: states(project)[0] == "accepted")
        assert job_of(pilot.app).is_running
        translator.go_on.set()
        await until(lambda: not job_of(pilot.app).is_running)
        assert translation_queue.queue(project)[0].pending_count == 0


async def test_one_document_is_translated_by_the_engine_that_was_chosen(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[object, object]] = []

    def run(path: Path, **options: object) -> TranslationReport:
        asked.append((options["engine"], options["document_ids"]))
        return TranslationReport(0, 0, "other")

    monkeypatch.setattr(translation_queue, "run_queue", run)
    monkeypatch.setattr(translation_queue, "engine_names", lambda: ["compact", "other"])
    async with opened(project, size=(120, 24)) as pilot:
        await press(pilot, "ctrl+t", "e", "j", "j", "enter")
        assert "engine other" in screen_text(pilot)
        await press(pilot, "enter")
        await until(lambda: not job_of(pilot.app).is_running)
        await press(pilot, "e", "k", "k", "enter", "s")
        await until(lambda: len(asked) == 2)
    first = translation_queue.queue(project)[0].document_id
    assert asked == [("other", (first,)), (None, None)]


async def test_a_run_is_stopped_and_resumed_by_keys(project: Path, translator: Pausing) -> None:
    async with opened(project, size=(120, 24)) as pilot:
        await pilot.press("ctrl+t")
        await settle(pilot)
        await pilot.press("s")
        await until(translator.reached.is_set)
        await pilot.press("x")
        translator.go_on.set()
        await until(lambda: not job_of(pilot.app).is_running)
        await press(pilot, "f5")
        assert "stopped: 4 segments translated" in screen_text(pilot)
        await press(pilot, "s", "f5")
        assert translation_queue.queue(project)[0].pending_count == 0
