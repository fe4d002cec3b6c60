"""The user's own glossary terms."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from db.store import Store, now


@dataclass(frozen=True, slots=True)
class StoredTerm:
    """A term as the user gave it. `folded` is the source in Simplified characters."""

    folded: str
    source: str
    approved: tuple[str, ...]
    tolerated: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()
    category: str = ""
    note: str = ""


_BETWEEN = "|"
_TO_ESCAPE = re.compile(r"[|\\]")
_ESCAPED = re.compile(r"\\([|\\])")
_RENDERING = re.compile(r"(?:\\[|\\]|[^|])+")


def save_terms(store: Store, terms: Iterable[StoredTerm]) -> int:
    """Store terms in one transaction and return how many; a term of the same source is replaced."""
    rows = [
        (
            term.folded,
            term.source,
            _joined(term.approved),
            _joined(term.tolerated),
            _joined(term.banned),
            term.category,
            term.note,
            now(),
        )
        for term in terms
    ]
    with store.atomic():
        store.execute_many(
            "INSERT INTO term (folded, source, approved, tolerated, banned, category, note, added_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (folded) DO UPDATE SET source = excluded.source,"
            " approved = excluded.approved, tolerated = excluded.tolerated, banned = excluded.banned,"
            " category = excluded.category, note = excluded.note, added_at = excluded.added_at",
            rows,
        )
    return len(rows)


def remove_term(store: Store, folded: str) -> bool:
    """Take a term out, and say whether there was one."""
    with store.atomic():
        return store.execute("DELETE FROM term WHERE folded = ?", (folded,)).rowcount > 0


def list_terms(store: Store) -> list[StoredTerm]:
    """List the user's terms, by source."""
    rows = store.rows(
        "SELECT folded, source, approved, tolerated, banned, category, note FROM term ORDER BY folded"
    )
    return [
        StoredTerm(**{**row, **{name: _split(row[name]) for name in ("approved", "tolerated", "banned")}})
        for row in rows
    ]


def _joined(renderings: Iterable[str]) -> str:
    """Write renderings into one field; a mark that stands in one itself has a backslash before it."""
    return _BETWEEN.join(_TO_ESCAPE.sub(r"\\\g<0>", rendering) for rendering in renderings)


def _split(field: str) -> tuple[str, ...]:
    return tuple(_ESCAPED.sub(r"\1", part) for part in _RENDERING.findall(field))
