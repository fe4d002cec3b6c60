"""Nothing that was acknowledged is lost: not to kill -9, not to a second reviewer, not to a busy database."""

import random
import sqlite3
from pathlib import Path

import pytest

from bench.review_safety import LostDecisionError, kill_repeatedly, read_log, replay, side_by_side
from tests.tui.databases import build_pair
from tests.tui.driving import reviewing_pair, settle, states
from workbench.review import reviewing

ROW_COUNT = 400


@pytest.fixture
def long_pair(tmp_path: Path) -> Path:
    source = [f"第{n}条：新签约项目{n}个。" for n in range(ROW_COUNT)]
    target = [f"Item {n}: {n} projects were signed." for n in range(ROW_COUNT)]
    beads = [(n, n + 1, n, n + 1, 0.9) for n in range(ROW_COUNT)]
    return build_pair(tmp_path / "long.db", source, target, beads)


def test_every_acknowledged_decision_outlives_kill_9(long_pair: Path) -> None:
    outcome = kill_repeatedly(long_pair, 2, random.Random(7))
    assert outcome.stored >= outcome.acknowledged >= 2


def test_two_reviewers_at_once_lose_and_overwrite_nothing(long_pair: Path) -> None:
    outcome = side_by_side(long_pair, ["mei", "li"], 50)
    _, events = read_log(long_pair)
    assert {event.reviewer for event in events} == {"mei", "li"}
    assert outcome.stored == outcome.acknowledged


async def test_a_decision_waits_for_a_batch_that_writes(project: Path) -> None:
    async with reviewing_pair(project) as pilot:
        connection = sqlite3.connect(project, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        await pilot.press("space", "x")
        await pilot.pause(0.3)
        assert states(project)[:2] == ["proposed", "proposed"]
        connection.execute("COMMIT")
        connection.close()
        await settle(pilot)
        assert states(project)[:2] == ["accepted", "rejected"]


def test_a_log_that_does_not_fit_is_noticed(long_pair: Path) -> None:
    original, _ = read_log(long_pair)
    pair = reviewing.open_pair(long_pair, 1)
    reviewing.set_note(long_pair, pair.run_id, pair.beads[0], note="one", reviewer="mei")
    _, events = read_log(long_pair)
    with pytest.raises(LostDecisionError):
        replay(original, [*events, *events])
