"""Finds the longest terms of a list in a text, in one pass.

A trie of characters: from every place, the longest term that starts there is taken and the search goes on
after it. Cost is proportional to the length of the text times the longest shared prefix, whatever the number
of terms.
"""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

Value = TypeVar("Value")


class _Node(Generic[Value]):
    __slots__ = ("children", "value")

    def __init__(self) -> None:
        self.children: dict[str, _Node[Value]] = {}
        self.value: Value | None = None


class Matcher(Generic[Value]):
    """Terms with a value each; of two equal terms, the later one holds."""

    def __init__(self, terms: Iterable[tuple[str, Value]]) -> None:
        self._root: _Node[Value] = _Node()
        for text, value in terms:
            node = self._root
            for character in text:
                node = node.children.setdefault(character, _Node())
            if text:
                node.value = value

    def find(self, text: str) -> Iterator[tuple[int, int, Value]]:
        """Yield (start, end, value) of the terms in `text`, longest first from the left, without overlap."""
        start = 0
        while start < len(text):
            end, value = self._longest(text, start)
            if value is None:
                start += 1
            else:
                yield start, end, value
                start = end

    def _longest(self, text: str, start: int) -> tuple[int, Value | None]:
        node = self._root
        best: tuple[int, Value | None] = (start, None)
        for place in range(start, len(text)):
            following = node.children.get(text[place])
            if following is None:
                break
            node = following
            if node.value is not None:
                best = (place + 1, node.value)
        return best
