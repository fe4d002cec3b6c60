"""Golden tables of the intake: tab-separated, with a header, in tests/data."""

from pathlib import Path

DATA = Path(__file__).parents[2] / "data"
MARK = "‖"
"""Stands between two sentences in the segmentation tables; it is not part of the text."""


def rows(name: str) -> list[list[str]]:
    """Give the rows of a table without its header."""
    lines = (DATA / name).read_text(encoding="utf-8").split("\n")
    return [line.split("\t") for line in lines[1:] if line]
