"""Which parts of a text have been read, so that no part is read twice."""

import re
from collections.abc import Iterable, Iterator


class Mask:
    """Marks the characters of a text that are taken."""

    def __init__(self, length: int, taken: Iterable[tuple[int, int]] = ()) -> None:
        self._taken = bytearray(length)
        for start, end in taken:
            self.take(start, end)

    def take(self, start: int, end: int) -> None:
        """Mark `start:end` as read."""
        self._taken[start:end] = b"\x01" * (end - start)

    def is_free(self, start: int, end: int) -> bool:
        """Tell whether nothing of `start:end` has been read."""
        return not any(self._taken[start:end])

    def free(self, pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
        """Yield the matches that lie in unread text; each is looked at when it is asked for."""
        for match in pattern.finditer(text):
            if self.is_free(match.start(), match.end()):
                yield match
