"""The translation memory: units that came from other tools' files.

What reviewers have accepted here is not copied: it is read from the alignments, so that it is always as the
reviewers left it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from db.store import Store, now, text_hash


@dataclass(frozen=True, slots=True)
class MemoryUnit:
    """A source text with its translation and where it came from; languages are BCP 47 tags."""

    source_text: str
    target_text: str
    source_language: str
    target_language: str
    origin: str
    state: str = ""
    document: str = ""
    note: str = ""
    created_at: str = ""


def add_units(store: Store, units: Iterable[MemoryUnit]) -> int:
    """Store units in one transaction; return how many were new. The same pair of texts is kept once."""
    with store.atomic():
        before = count_units(store)
        store.execute_many(
            "INSERT INTO memory_unit (source_hash, source_text, target_text, source_language,"
            " target_language, origin, state, document, note, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (source_hash, target_text, target_language) DO NOTHING",
            (
                (
                    text_hash(unit.source_text),
                    unit.source_text,
                    unit.target_text,
                    unit.source_language,
                    unit.target_language,
                    unit.origin,
                    unit.state,
                    unit.document,
                    unit.note,
                    unit.created_at or now(),
                )
                for unit in units
            ),
        )
        return count_units(store) - before


def count_units(store: Store) -> int:
    """Count the units."""
    return int(next(store.rows("SELECT count(*) AS n FROM memory_unit"))["n"])


def list_units(store: Store) -> Iterator[MemoryUnit]:
    """Yield all units, the oldest first."""
    rows = store.rows(
        "SELECT source_text, target_text, source_language, target_language, origin, state, document, note,"
        " created_at FROM memory_unit ORDER BY id"
    )
    for row in rows:
        yield MemoryUnit(**row)
