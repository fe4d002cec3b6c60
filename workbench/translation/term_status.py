"""Changing single terms of the glossary: their renderings, and which are approved, tolerated or banned.

A change to a shipped term makes one of the user's own, which comes before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from db import glossary as stored
from db.store import Store, open_store
from workbench.errors import InputError, NothingToDoError
from workbench.quality.folding import fold_chinese
from workbench.quality.glossary import Term
from workbench.translation.terms import USER_CATEGORY, add_term, load_glossary

STATUSES = ("approved", "tolerated", "banned")


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term, and whether it is the user's own."""

    term: Term
    is_own: bool


def term_lines(path: Path, *, own_only: bool = False) -> list[TermLine]:
    """List the terms that count, the user's own first."""
    with open_store(path, must_exist=True) as store:
        own = {term.folded for term in stored.list_terms(store)}
        terms = load_glossary(store).terms
    lines = [TermLine(term, fold_chinese(term.source) in own) for term in terms]
    return sorted((line for line in lines if line.is_own or not own_only), key=lambda line: not line.is_own)


def set_renderings(path: Path, source: str, approved: Sequence[str]) -> Term:
    """Give a term, new or known, these approved renderings; what else is known of it stays.

    Raises:
        InputError: the source or all renderings are empty.
    """
    chosen = tuple(dict.fromkeys(text.strip() for text in approved if text.strip()))
    with open_store(path, must_exist=True) as store:
        known = _find(store, source) or Term(source.strip(), (), category=USER_CATEGORY)
        tolerated, banned = _without(known.tolerated, chosen), _without(known.banned, chosen)
        term = replace(known, approved=chosen, tolerated=tolerated, banned=banned)
        add_term(store, term)
    return term


def set_status(path: Path, source: str, rendering: str, status: str) -> Term:
    """Make a rendering of a term approved (and the first to use), tolerated or banned.

    Raises:
        NothingToDoError: there is no such term.
        InputError: no approved rendering would be left, or the status is none of `STATUSES`.
    """
    if status not in STATUSES:
        raise InputError(f"{status}: expected {', '.join(STATUSES)}")
    with open_store(path, must_exist=True) as store:
        known = _find(store, source)
        if known is None:
            raise NothingToDoError(f"no term {source!r} in the glossary")
        sides = {name: _without(getattr(known, name), (rendering,)) for name in STATUSES}
        sides[status] = (rendering, *sides[status])
        if not sides["approved"]:
            raise InputError(f"{source}: {rendering!r} is its only approved rendering; approve another first")
        approved, tolerated, banned = (sides[name] for name in STATUSES)
        term = replace(known, approved=approved, tolerated=tolerated, banned=banned)
        add_term(store, term)
    return term


def remove_own(path: Path, source: str) -> None:
    """Take one of the user's own terms out.

    Raises:
        NothingToDoError: there is none of that source.
    """
    with open_store(path, must_exist=True) as store:
        if not stored.remove_term(store, fold_chinese(source)):
            raise NothingToDoError(f"no term {source!r} of your own in {path}")


def _find(store: Store, source: str) -> Term | None:
    wanted = fold_chinese(source.strip())
    return next((term for term in load_glossary(store).terms if fold_chinese(term.source) == wanted), None)


def _without(renderings: Sequence[str], gone: Sequence[str]) -> tuple[str, ...]:
    folded = {text.casefold() for text in gone}
    return tuple(text for text in renderings if text.casefold() not in folded)
