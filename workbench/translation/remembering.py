"""Remembering: the translation memory, of imported units and of what reviewers have accepted.

Similarity is 100 (1 - d / n), d the Levenshtein distance in characters and n the longer length, on texts with
Traditional and full-width characters folded and white space closed up; 100 is an exact match. Figures and
dates that differ in a fuzzy match are put right in its English where every one of them can be placed and the
checks find nothing to say against the outcome; a match whose figures cannot be put right translates nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from db import memory
from db.memory import MemoryUnit
from db.store import Store
from workbench.converting import read_units
from workbench.errors import InputError
from workbench.export.exporting import aligned_units, refuse_database
from workbench.formats.tmx import write_tmx
from workbench.formats.units import Unit
from workbench.languages import SOURCE_LANGUAGE
from workbench.quality.folding import fold_chinese
from workbench.quality.repair import repair_figures

if TYPE_CHECKING:
    from workbench.translation.candidates import CandidateIndex

EXACT = 100.0
DEFAULT_AT_LEAST = 70.0
REVIEWED = "reviewed"
IMPORTED_TOGETHER = 1000  # units a transaction
_FIGURES = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class MemoryMatch:
    """A unit that is like a text. `target_text` is its English, with figures put right if `is_repaired`.

    `is_unsafe` says that figures or dates differ and could not be put right.
    """

    unit: MemoryUnit
    percent: float
    target_text: str
    is_repaired: bool = False
    is_unsafe: bool = False


class TranslationMemory:
    """Units to look texts up in. Of units with the same source, the first comes first.

    A search costs the same small time in a large memory as in a small one, see
    `workbench.translation.candidates`.
    """

    def __init__(self, units: Iterable[MemoryUnit]) -> None:
        self._units = [unit for unit in units if unit.source_text.strip() and unit.target_text.strip()]
        self._keys = [_key(unit.source_text) for unit in self._units]
        self._by_key: dict[str, MemoryUnit] = {}
        self._by_shape: dict[str, MemoryUnit] = {}
        for key, unit in zip(self._keys, self._units, strict=True):
            self._by_key.setdefault(key, unit)
            self._by_shape.setdefault(without_figures(key), unit)
        self._index: CandidateIndex | None = None

    def __len__(self) -> int:
        return len(self._units)

    def exact(self, text: str) -> MemoryMatch | None:
        """Give the unit whose source is `text`, None where there is none."""
        unit = self._by_key.get(_key(text))
        return None if unit is None else MemoryMatch(unit, EXACT, unit.target_text)

    def search(self, text: str, *, at_least: float = DEFAULT_AT_LEAST, limit: int = 5) -> list[MemoryMatch]:
        """Give up to `limit` units at least `at_least` percent like `text`, the likest first."""
        from rapidfuzz import process
        from rapidfuzz.distance import Levenshtein

        key = _key(text)
        candidates = self._candidates(key, at_least / 100)
        found = process.extract(
            key,
            [self._keys[n] for n in candidates],
            scorer=Levenshtein.normalized_similarity,
            score_cutoff=at_least / 100,
            limit=limit,
        )
        return [_match(self._units[candidates[n]], share * 100, text) for _, share, n in found]

    def best(self, text: str, *, at_least: float) -> MemoryMatch | None:
        """Give the match to translate `text` with, None where nothing is like enough or safe.

        One that differs in figures only, and has them put right, is good however much of it they are.
        """
        exact = self.exact(text)
        if exact is not None or at_least >= EXACT:
            return exact
        alike = self._by_shape.get(without_figures(_key(text)))
        if alike is not None and not (match := _match(alike, _percent(alike, text), text)).is_unsafe:
            return match
        found = self.search(text, at_least=at_least, limit=3)
        return next((match for match in found if not match.is_unsafe), None)

    def _candidates(self, key: str, at_least: float) -> Sequence[int]:
        if self._index is None:
            from workbench.translation.candidates import CandidateIndex

            self._index = CandidateIndex(self._keys)
        return self._index.find(key, at_least=at_least)


def _key(text: str) -> str:
    return "".join(fold_chinese(text).split())


def without_figures(text: str) -> str:
    """Give a text with every figure in Arabic digits as 0: texts that differ in figures only are equal."""
    return _FIGURES.sub("0", text)


def _percent(unit: MemoryUnit, text: str) -> float:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_similarity(_key(unit.source_text), _key(text)) * 100


def _match(unit: MemoryUnit, percent: float, text: str) -> MemoryMatch:
    if percent == EXACT:
        return MemoryMatch(unit, percent, unit.target_text)
    repaired = repair_figures(unit.source_text, unit.target_text, text)
    if repaired is None:
        return MemoryMatch(unit, percent, unit.target_text, is_unsafe=True)
    return MemoryMatch(unit, percent, repaired, is_repaired=repaired != unit.target_text)


def load_memory(store: Store) -> TranslationMemory:
    """Read the memory: what reviewers have accepted or edited first, then what was imported."""
    return TranslationMemory([*reviewed_units(store), *memory.list_units(store)])


def reviewed_units(store: Store) -> Iterator[MemoryUnit]:
    """Yield a memory unit for all that a reviewer has accepted or edited."""
    for unit in aligned_units(store, at_least=None):
        yield MemoryUnit(
            source_text=unit.source_text,
            target_text=unit.target_text,
            source_language=unit.source_language,
            target_language=unit.target_language,
            origin=REVIEWED,
            state=unit.state,
            document=unit.document,
            note=unit.note,
        )


def import_memory(store: Store, path: Path) -> tuple[int, int]:
    """Store the units of a file that have Chinese on one side; return (how many were new, read).

    Units are saved in parts of 1,000, so that a large file does not fill the memory of the machine.

    Raises:
        InputError: the file cannot be read (see `converting.read_units`), or holds no unit.
    """
    added = read = 0
    part: list[MemoryUnit] = []
    for unit in read_units(path):
        read += 1
        part += _from_exchange(unit, path.name)
        if len(part) >= IMPORTED_TOGETHER:
            added += memory.add_units(store, part)
            part = []
    added += memory.add_units(store, part)
    if not read:
        raise InputError(f"{path}: no unit in it; a file with Chinese on one side is expected")
    return added, read


def _from_exchange(unit: Unit, file_name: str) -> Iterator[MemoryUnit]:
    """Turn a unit so that Chinese is the source; one without Chinese, or with an empty side, is left out."""
    sides = [(unit.source_language, unit.source_text), (unit.target_language, unit.target_text)]
    if not unit.source_language.startswith(SOURCE_LANGUAGE):
        sides.reverse()
    (source_language, source), (target_language, target) = sides
    if source_language.startswith(SOURCE_LANGUAGE) and source.strip() and target.strip():
        yield MemoryUnit(
            source_text=source,
            target_text=target,
            source_language=source_language,
            target_language=target_language,
            origin=unit.origin or file_name,
            state=unit.state,
            document=unit.document,
            note=unit.note,
            created_at=unit.created_at,
        )


def export_memory(store: Store, path: Path) -> int:
    """Write the whole memory as TMX and return the number of units.

    Raises:
        OutputError: the file cannot be written; an old one is left as it was.
    """
    refuse_database(store, path)
    return write_tmx(path, map(_to_exchange, _distinct([*reviewed_units(store), *memory.list_units(store)])))


def _distinct(units: Sequence[MemoryUnit]) -> Iterator[MemoryUnit]:
    seen: set[tuple[str, str]] = set()
    for unit in units:
        if (unit.source_text, unit.target_text) not in seen:
            seen.add((unit.source_text, unit.target_text))
            yield unit


def _to_exchange(unit: MemoryUnit) -> Unit:
    return Unit(
        source_text=unit.source_text,
        target_text=unit.target_text,
        source_language=unit.source_language,
        target_language=unit.target_language,
        state=unit.state,
        origin=unit.origin,
        document=unit.document,
        note=unit.note,
        created_at=unit.created_at,
    )
