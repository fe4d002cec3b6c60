"""Pins: beads that a reviewer has confirmed, and that an alignment must go through as they are."""

from collections.abc import Iterator, Sequence

from aligners.beads import Bead
from aligners.edits import describe
from aligners.errors import BeadError

Corner = tuple[int, int]
"""A boundary: the numbers of source and target segments before it."""


def check_pins(pins: Sequence[Bead], source_count: int, target_count: int) -> None:
    """Raise BeadError unless the pins are in order, apart, not empty, and within the texts."""
    source = target = 0
    for pin in pins:
        if pin.source_end < pin.source_start or pin.target_end < pin.target_start:
            raise BeadError(f"the pinned bead {describe(pin)} ends before it begins")
        if (pin.source_start, pin.target_start) == (pin.source_end, pin.target_end):
            raise BeadError(f"the pinned bead {describe(pin)} holds no segment")
        if pin.source_start < source or pin.target_start < target:
            raise BeadError(f"the pinned bead {describe(pin)} crosses the one before it")
        source, target = pin.source_end, pin.target_end
    if source > source_count or target > target_count:
        raise BeadError(
            f"a pinned bead ends at {source}, {target}; the texts at {source_count}, {target_count}"
        )


def stretches(
    pins: Sequence[Bead], source_count: int, target_count: int
) -> Iterator[tuple[Corner, Corner, Bead | None]]:
    """Give the rectangles before, between and after the pins, each with the pin that follows it."""
    start = (0, 0)
    for pin in pins:
        yield start, (pin.source_start, pin.target_start), pin
        start = (pin.source_end, pin.target_end)
    yield start, (source_count, target_count), None
