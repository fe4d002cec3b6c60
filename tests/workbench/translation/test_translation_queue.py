"""The queue can be stopped after any segment, loses nothing, and lets reviewers work meanwhile."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from db.records import ReviewState
from tests.fakes import FakeTranslator
from tests.tui.databases import SOURCE, build_pair
from workbench.engines.protocols import Translated
from workbench.review import reviewing
from workbench.translation import translation_queue


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    """A pair with seven Chinese segments that nobody has translated."""
    return build_pair(tmp_path / "one.db")


def never() -> bool:
    return False


def test_the_queue_says_what_is_pending(pair: Path) -> None:
    (before,) = translation_queue.queue(pair)
    assert (before.segment_count, before.pending_count) == (len(SOURCE), len(SOURCE))
    report = translation_queue.run_queue(
        pair, is_stopped=never, progress=lambda *_: None, translator=FakeTranslator()
    )
    assert report.translated == len(SOURCE)
    assert translation_queue.queue(pair)[0].pending_count == 0


@pytest.mark.parametrize("after", [0, 1, 4])
def test_a_stopped_run_keeps_what_is_done_and_the_next_goes_on(pair: Path, after: int) -> None:
    translator = FakeTranslator()
    report = translation_queue.run_queue(
        pair,
        is_stopped=lambda: len(translator.seen) >= after,
        progress=lambda *_: None,
        translator=translator,
    )
    assert report.translated == after
    assert translation_queue.queue(pair)[0].translated_count == after
    translation_queue.run_queue(pair, is_stopped=never, progress=lambda *_: None, translator=translator)
    assert sorted(translator.seen) == sorted(SOURCE)


def test_progress_is_told_after_every_segment(pair: Path) -> None:
    told: list[tuple[int, int]] = []
    translation_queue.run_queue(
        pair,
        is_stopped=never,
        progress=lambda done, total: told.append((done, total)),
        translator=FakeTranslator(),
    )
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert {(n, len(SOURCE)) for n in range(1, len(SOURCE) + 1)} <= set(told)


class Pausing(FakeTranslator):
    """Waits between segments until it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.reached, self.go_on = threading.Event(), threading.Event()

    def translate(self, segments: Sequence[str]) -> Iterator[tuple[int, Translated]]:
        for n, result in enumerate(super().translate(segments)):
            if n == 3:
                self.reached.set()
                assert self.go_on.wait(30)
            yield result


def test_a_decision_made_during_a_run_succeeds(pair: Path) -> None:
    translator = Pausing()
    run = threading.Thread(
        target=translation_queue.run_queue,
        args=(pair,),
        kwargs={"is_stopped": never, "progress": lambda *_: None, "translator": translator},
    )
    run.start()
    assert translator.reached.wait(30)
    view = reviewing.open_pair(pair, 1)
    reviewing.set_state(pair, view.run_id, view.beads[:1], state=ReviewState.ACCEPTED, reviewer="mei")
    translator.go_on.set()
    run.join(30)
    assert reviewing.open_pair(pair, 1).beads[0].state is ReviewState.ACCEPTED
    assert translation_queue.queue(pair)[0].pending_count == 0
