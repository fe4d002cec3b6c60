"""What a language's segmentation table and furniture list are made of."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SegmentationTable:
    """How sentences end in a language.

    `terminals` end a sentence; dots and ellipses, which need a closer look, are known to all languages.
    `abbreviations` (lower case, without the last dot) keep their dot; `numbered` are those that a number
    follows, `words` those that are a word too; `titles` stand before a name and never end a sentence.
    `starters` begin a sentence even after an abbreviation. `enumerator` matches a mark such as （一）
    or 2. where it begins a new item inside a glued line. `clause_marks` are where a long sentence may be
    broken for show.
    """

    language: str
    terminals: str
    abbreviations: frozenset[str]
    numbered: frozenset[str]
    titles: frozenset[str]
    words: frozenset[str]
    starters: frozenset[str]
    enumerator: re.Pattern[str] | None
    clause_marks: str


@dataclass(frozen=True, slots=True)
class FurnitureRule:
    """A pattern that a paragraph of a site's furniture matches at its start, with the reason in words."""

    id: str
    pattern: re.Pattern[str]
    words: str
    kind: str = "boilerplate"
    max_characters: int = 400
