"""Reversible cleaning: rules find what is wrong in a text, and their hits lie on top of it.

The text itself is never changed. Each hit names its rule and can be switched off; `apply` makes the cleaned
text from the hits that are active, with a map that leads every place back to where it came from.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from db.records import RuleHit
from workbench.intake import artefacts, layout

MARK_PREFIX = "furniture/"
"""Rules of this family mark a paragraph as no part of the text: an empty hit at its start."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A cleaning rule: what it is called, what it does in words, and the function that finds its hits."""

    id: str
    words: str
    find: Callable[[str], Iterable[tuple[int, int, str]]]


RULES: tuple[Rule, ...] = (
    Rule("mojibake", "UTF-8 that was read as Windows-1252 is read again", artefacts.find_mojibake),
    Rule(
        "line-end", "a lone carriage return or line separator becomes a line feed", artefacts.find_line_ends
    ),
    Rule("control-character", "invisible control and direction characters go", artefacts.find_controls),
    Rule(
        "pinyin-artefact",
        "pinyin in brackets that a font substitution left behind goes",
        artefacts.find_pinyin,
    ),
    Rule("full-width", "full-width Latin letters and digits become plain ones", artefacts.find_full_width),
    Rule("lead-marker", "a marker such as [abstract] before a text goes", artefacts.find_lead_markers),
    Rule(
        "official-head",
        "the data block of a published regulation stands on its own",
        layout.find_official_heads,
    ),
    Rule(
        "glued-title",
        "a title that was glued to the first sentence stands on its own",
        layout.find_glued_titles,
    ),
    Rule(
        "glued-credit",
        "a credit line that was glued to the last sentence stands alone",
        layout.find_glued_credits,
    ),
    Rule("hard-wrap", "a line broken at a fixed width is joined again", layout.find_hard_wraps),
    Rule("space-as-stop", "a space that stands for a full stop becomes one", layout.find_spaces_as_stops),
)


class OffsetMap:
    """Leads offsets in a cleaned text back to the text that it was made from."""

    def __init__(self, hits: Sequence[RuleHit]) -> None:
        """`hits` are the active ones, in order and without overlap."""
        self._starts: list[int] = []
        self._hits = hits
        shift = 0
        self._shifts: list[int] = []
        for hit in hits:
            self._starts.append(hit.start + shift)
            shift += len(hit.replacement) - (hit.end - hit.start)
            self._shifts.append(shift)

    def start(self, offset: int) -> int:
        """Give the place in the original of a span's start: after what a hit took away there."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return offset
        hit = self._hits[index]
        if offset < self._starts[index] + len(hit.replacement):
            return hit.start
        return offset - self._shifts[index]

    def end(self, offset: int) -> int:
        """Give the place in the original of a span's end: before what a hit took away there."""
        index = bisect_right(self._starts, offset - 1) - 1
        if index < 0:
            return offset
        hit = self._hits[index]
        if offset - 1 < self._starts[index] + len(hit.replacement):
            return hit.end
        return offset - self._shifts[index]

    def cleaned(self, offset: int) -> int:
        """Give the place in the cleaned text of an offset in the original, after what changed before it."""
        index = bisect_right(self._hits, offset, key=lambda hit: hit.end) - 1
        return offset + (self._shifts[index] if index >= 0 else 0)


def replacing(rule_id: str, words: str, pattern: re.Pattern[str], replacement: str) -> Rule:
    """Make a rule of a pattern and what takes its place, in the way of `re.sub`; empty matches are none."""

    def find(text: str) -> Iterator[tuple[int, int, str]]:
        for match in pattern.finditer(text):
            if match.end() > match.start() and (new := match.expand(replacement)) != match[0]:
                yield match.start(), match.end(), new

    return Rule(rule_id, words, find)


def find_hits(text: str, *, before: Sequence[Rule] = ()) -> tuple[RuleHit, ...]:
    """Run the rules `before` and then all of `RULES` over a text.

    Hits come in order and never overlap; the earlier rule has its way.
    """
    taken: list[RuleHit] = []
    for rule in (*before, *RULES):
        found = [RuleHit(rule.id, start, end, replacement) for start, end, replacement in rule.find(text)]
        if found:
            taken = list(_merge(taken, found)) if taken else found
    return tuple(taken)


def _merge(first: list[RuleHit], second: list[RuleHit]) -> Iterator[RuleHit]:
    """Yield both in order, without those of the second that touch one of the first."""
    kept = [*first]
    starts = [hit.start for hit in first]
    for hit in second:
        index = bisect_right(starts, hit.start)
        before = first[index - 1] if index else None
        after = first[index] if index < len(first) else None
        if before is not None and (
            before.end > hit.start or (before.start, before.end) == (hit.start, hit.end)
        ):
            continue
        if after is not None and after.start < hit.end:
            continue
        kept.append(hit)
    yield from sorted(kept, key=lambda hit: (hit.start, hit.end))


def apply(text: str, hits: Iterable[RuleHit]) -> tuple[str, OffsetMap]:
    """Make the cleaned text from the active hits, with the map that leads back.

    Raises ValueError where hits overlap or lie outside the text.
    """
    active = [hit for hit in hits if hit.is_active and not hit.rule.startswith(MARK_PREFIX)]
    pieces: list[str] = []
    position = 0
    for hit in active:
        if hit.start < position or hit.end < hit.start or hit.end > len(text):
            raise ValueError(f"hit {hit.rule} at {hit.start}:{hit.end} overlaps another or leaves the text")
        pieces.append(text[position : hit.start])
        pieces.append(hit.replacement)
        position = hit.end
    if not active:
        return text, OffsetMap(())
    pieces.append(text[position:])
    return "".join(pieces), OffsetMap(active)
