"""A reviewer in a process of its own: presses keys in the application until it is done or killed.

    python -m bench.scripted_reviewer DATABASE REVIEWER KEYS

It writes a line for every decision that the application has acknowledged by showing it.
"""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

from tui.app import ReviewApp
from tui.screens import pairs
from tui.screens.alignment import AlignmentScreen
from workbench.review.reviewing import Change

KEYS = ("space", "x", "r", "space", "m", "u", "space", "x", "u", "U")


class AcknowledgingScreen(AlignmentScreen):
    """Says so when it shows what one of its own decisions changed."""

    def _decided(self, change: Change | None, *, then: Callable[[int], None]) -> None:
        super()._decided(change, then=then)
        if change is not None:
            sys.stdout.write("decided\n")
            sys.stdout.flush()


async def review(database: Path, reviewer: str, key_count: int) -> None:
    """Press `key_count` keys, beginning at the first row."""
    pairs.AlignmentScreen = AcknowledgingScreen  # type: ignore[misc]
    app = ReviewApp(database, reviewer)
    async with app.run_test(size=(80, 24)) as pilot:
        while not app.screen.query(pairs.PairTable) or not app.screen.query_one(pairs.PairTable).row_count:
            await asyncio.sleep(0.01)
        await pilot.press("enter")
        while not isinstance(app.screen, AlignmentScreen) or not app.screen.rows.count:
            await asyncio.sleep(0.01)
        screen = app.screen
        for n in range(key_count):
            await pilot.press(KEYS[n % len(KEYS)])
            while screen.is_waiting:
                await asyncio.sleep(0.001)


if __name__ == "__main__":
    asyncio.run(review(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
