"""Pages of a pair for a screen that draws: texts and beads are read when somebody looks at them.

A page is read by primary key in a few milliseconds, so the screen reads it while it draws instead of drawing
empty rows first. Nothing waits for a writer: readers of the database never do.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import overload

from db import documents, review_reading
from db.records import StoredBead
from db.store import open_store

PAGE_SEGMENTS = 256
MOST_PAGES = 64
"""Pages of one side that are kept: some megabytes of text at most."""


class PagedTexts(Sequence[str]):
    """The texts of a document's segments in order, read by the page."""

    def __init__(self, path: Path, document_id: int, count: int) -> None:
        self._path = path
        self._document_id = document_id
        self._count = count
        self._pages: OrderedDict[int, list[str]] = OrderedDict()

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[str, ...]: ...
    def __getitem__(self, place: int | slice) -> str | tuple[str, ...]:
        if isinstance(place, slice):
            return tuple(self._at(n) for n in range(*place.indices(self._count)))
        if not -self._count <= place < self._count:
            raise IndexError(f"segment {place} of {self._count}")
        return self._at(place % self._count)

    def __iter__(self) -> Iterator[str]:
        return (self._at(n) for n in range(self._count))

    def _at(self, place: int) -> str:
        number, offset = divmod(place, PAGE_SEGMENTS)
        page = self._pages.get(number)
        if page is None:
            start = number * PAGE_SEGMENTS
            with open_store(self._path, must_exist=True) as store:
                page = documents.segment_texts(store, self._document_id, start, start + PAGE_SEGMENTS)
            self._pages[number] = page
            if len(self._pages) > MOST_PAGES:
                self._pages.popitem(last=False)
        return page[offset]


def read_beads(path: Path, run_id: int, key: tuple[int, int], count: int) -> list[StoredBead]:
    """Read `count` beads of a run from the one that begins at `key`."""
    with open_store(path, must_exist=True) as store:
        return review_reading.beads_from(store, run_id, key, count)
