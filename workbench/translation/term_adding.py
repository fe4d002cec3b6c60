"""A term that a reviewer puts into the glossary while reading a row."""

from pathlib import Path

from db.store import open_store
from workbench.quality.folding import fold_chinese
from workbench.quality.glossary import ALTERNATIVES, Term
from workbench.translation.terms import USER_CATEGORY, add_term, load_glossary


def add_own_term(path: Path, source: str, target: str, *, note: str = "") -> tuple[str, ...]:
    """Store a term and give the renderings that were approved for it until now, none for a new one.

    `target` may hold several renderings with `|` between them.

    Raises:
        InputError: a side is empty.
    """
    approved = tuple(part.strip() for part in target.split(ALTERNATIVES) if part.strip())
    folded = fold_chinese(source.strip())
    with open_store(path, must_exist=True) as store:
        known = {fold_chinese(term.source): term.approved for term in load_glossary(store).terms}
        add_term(store, Term(source.strip(), approved, (), (), USER_CATEGORY, note))
    before = known.get(folded, ())
    return tuple(rendering for rendering in before if rendering not in approved)
