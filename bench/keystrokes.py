"""How many keys it takes to turn the aligner's output for the examples and for releases into their gold.

A script presses the keys in the application and reads the outcome from the database. It is run twice: every
right row accepted singly with Space, and all rows accepted at once at the end, with jumps to the wrong ones.
"""

import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.correcting import NoPlanError, Ranges, Region, monotone_gold, plan, regions, two_sided, wrong_count

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from aligners.beads import Alignment
    from aligners.evaluation import IdBead


@dataclass(frozen=True, slots=True)
class Keystrokes:
    """What one document took: beads, wrong ones, and keys pressed with single and with bulk acceptance.

    `singly` counts the presses of Space, each of which accepts one row; `allowed` is one for each of them and
    1.5 for a wrong bead.
    """

    name: str
    beads: int
    wrong: int
    singly: int
    single_keys: int
    bulk_keys: int

    @property
    def allowed(self) -> float:
        """The goal for `single_keys`."""
        return 1.5 * self.wrong + self.singly


def measure_keystrokes(folder: Path = Path("examples/gold")) -> list[Keystrokes]:
    """Align the examples with the embedded encoder, and correct each in the application."""
    from aligners.evaluation import read_alignment

    return _measure_all(
        (
            path.stem,
            (_lines(path.with_suffix(".zh")), _lines(path.with_suffix(".en"))),
            [(bead[0], bead[1]) for bead in read_alignment(_lines(path))],
        )
        for path in sorted(folder.glob("*.gold"))
    )


def measure_releases(every: int = 3) -> list[Keystrokes]:
    """Do the same with every so manieth release that the aligner learns from; nothing in the keys does."""
    from training.releases import read_releases

    return _measure_all(
        (pair.name, (list(pair.source), list(pair.target)), list(pair.gold))
        for pair in read_releases()[::every]
    )


def _measure_all(
    documents: "Iterable[tuple[str, tuple[list[str], list[str]], Sequence[IdBead]]]",
) -> list[Keystrokes]:
    import asyncio

    from aligners.embedding_based import EmbeddingAligner
    from workbench.engines.encoder import load_encoder

    encoder = load_encoder(None)
    figures = []
    for name, texts, gold in documents:
        alignment = EmbeddingAligner().align(*texts, encode=encoder.encode)
        try:
            figures.append(asyncio.run(_measure(name, texts, alignment, monotone_gold(gold))))
        except NoPlanError as error:
            print(f"{name}: left out, {error}", file=sys.stderr)
    return figures


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n")


async def _measure(
    name: str, texts: tuple[list[str], list[str]], alignment: "Alignment", gold: set[Ranges]
) -> Keystrokes:
    predicted = [(b.source_start, b.source_end, b.target_start, b.target_end) for b in alignment.beads]
    wrong = list(regions(predicted, gold))
    with tempfile.TemporaryDirectory() as folder:
        keys = []
        for is_bulk in (False, True):
            path = Path(folder) / f"{is_bulk}.db"
            _build(path, texts, alignment)
            keys.append(await _correct(path, wrong, gold, texts, is_bulk=is_bulk))
    (single, singly), (bulk, _) = keys
    return Keystrokes(name, len(predicted), sum(map(wrong_count, wrong)), singly, single, bulk)


def _build(path: Path, texts: tuple[list[str], list[str]], alignment: "Alignment") -> None:
    from bench.review_database import save_pair
    from db.records import StoredBead

    beads = [
        StoredBead(b.source_start, b.source_end, b.target_start, b.target_end, b.posterior, b.evidence)
        for b in alignment.beads
    ]
    save_pair(path, texts[0], texts[1], beads)


async def _correct(
    path: Path,
    wrong: Sequence[Region],
    gold: set[Ranges],
    texts: tuple[list[str], list[str]],
    *,
    is_bulk: bool,
) -> tuple[int, int]:
    """Press keys until the rows are those of gold; count them, and those of them that are Space.

    Raises:
        ValueError: the database does not hold gold in the end.
    """
    from tui.app import ReviewApp

    app = ReviewApp(path, "bench")
    async with app.run_test(size=(160, 48)) as pilot:
        await _settle(pilot)
        await _press(pilot, ["enter"])
        hand = _Hand(pilot, texts)
        if is_bulk:
            await hand.correct_in_bulk(wrong)
        else:
            await hand.correct_singly(wrong)
        outline = hand.screen.rows.outline
        table = outline.table[["source_start", "source_end", "target_start", "target_end"]].tolist()
        found = {bead for bead in table if two_sided(bead)}
        if found != gold or outline.is_open.any():
            raise ValueError(f"{path}: the keys did not lead to gold")
    return hand.count, hand.accepted


class _Hand:
    """Presses keys on the alignment screen and counts them."""

    def __init__(self, pilot: "Pilot[None]", texts: tuple[Sequence[str], Sequence[str]]) -> None:
        from tui.screens.alignment import AlignmentScreen

        assert isinstance(pilot.app.screen, AlignmentScreen)
        self.screen: AlignmentScreen = pilot.app.screen
        self.count = 0
        self.accepted = 0
        self._pilot = pilot
        self._texts = texts
        self._grown = 0

    async def press(self, *keys: str) -> None:
        self.count += len(keys)
        self.accepted += keys.count("space")
        await _press(self._pilot, keys)

    async def correct_singly(self, wrong: Sequence[Region]) -> None:
        """Go down, accept what is right, put right what is wrong."""
        waiting = list(wrong)
        while self.screen.rows.outline.is_open.any():
            region = waiting[0] if waiting else None
            if region is not None and self._row == region.first + self._grown:
                await self._repair(region)
                waiting.pop(0)
            await self.press("space")

    async def correct_in_bulk(self, wrong: Sequence[Region]) -> None:
        """Go to what is wrong, put it right, and accept all in the end."""
        for region in wrong:
            await self.press(*self._way_to(region.first + self._grown))
            await self._repair(region)
        await self.press("G", "A")

    async def _repair(self, region: Region) -> None:
        side = self.screen.place.side
        keys, state = plan(region, self._row - region.first - self._grown, side, self._texts)
        for key in keys:
            await self.press("space" if key == "j" and self._is_right(state.beads) else key)
        self._grown += len(state.beads) - len(region.beads)

    def _is_right(self, beads: Sequence[Ranges]) -> bool:
        """True where the row will stay as it is and both it and the next one are open: Space goes on, too."""
        rows, row = self.screen.rows, self._row
        bead = rows.bead(row)
        ranges = (bead.source_start, bead.source_end, bead.target_start, bead.target_end)
        return ranges in beads and bool(rows.outline.is_open[row : row + 2].all())

    @property
    def _row(self) -> int:
        return self.screen.view.cursor

    def _way_to(self, row: int) -> list[str]:
        """Give the shortest of: steps, a jump by number."""
        steps = row - self._row
        by_steps = ["j" if steps > 0 else "k"] * abs(steps)
        by_number = ["ctrl+g", *str(row + 1), "enter"]
        return min(by_steps, by_number, key=len)


async def _press(pilot: "Pilot[None]", keys: Sequence[str]) -> None:
    for key in keys:
        await pilot.press(key)
        await _settle(pilot)


async def _settle(pilot: "Pilot[None]") -> None:
    for _ in range(2):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


def keystroke_lines(figures: Sequence[Keystrokes], name: str = "all examples") -> list[str]:
    """Put the figures into lines, one a document and one for all."""
    total = Keystrokes(
        name,
        *(sum(getattr(one, name) for one in figures) for name in Keystrokes.__slots__[1:]),
    )
    return [
        f"{one.name:<18} {one.beads:4} beads, {one.wrong:3} wrong: {one.single_keys:4} keys,"
        f" {one.singly} rows accepted singly (goal {one.allowed:g}:"
        f" {'met' if one.single_keys <= one.allowed else 'MISSED'}), {one.bulk_keys} with bulk accept"
        for one in [*figures, total]
    ]
