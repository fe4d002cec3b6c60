"""Mining: sentences that say the same in documents that are no translations of each other.

Each English document is held against all Chinese ones together; the links are candidates for a reviewer, with
the ratio margin as their score (see `aligners.mining`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from aligners.beads import Link, Vectors
from aligners.mining import METHOD, MINIMUM_MARGIN, mine
from aligners.progress import Progress
from db import alignments, documents, vectors
from db.errors import NotFoundError
from db.records import StoredDocument
from db.store import Store
from workbench.engines.protocols import SentenceEncoder
from workbench.errors import NothingToDoError
from workbench.languages import SOURCE_LANGUAGE, TARGET_LANGUAGE

MAXIMUM_CANDIDATES = 50
"""Links offered for one document, unless the user asks for more or fewer."""

DocumentLink = tuple[int, Link]
"""The id of the source document, and a link into it."""


@dataclass(frozen=True, slots=True)
class MinedLink:
    """A candidate link with the documents and the texts of both sides."""

    source: StoredDocument
    target: StoredDocument
    link: Link
    source_text: str
    target_text: str


def mine_documents(
    store: Store,
    encoder: SentenceEncoder,
    *,
    document_ids: Sequence[int] = (),
    threshold: float = MINIMUM_MARGIN,
    top: int = MAXIMUM_CANDIDATES,
    progress: Progress,
) -> list[MinedLink]:
    """Look for links and store them as candidates, best first within each English document.

    Of `document_ids` the English ones are held against the Chinese ones; where either language is not among
    them, all Chinese documents stand for it, or the English ones without a counterpart. Candidates that were
    found before and that nobody has decided on are replaced.

    Raises:
        NotFoundError: there is no document of such an id.
        NothingToDoError: there is no document on either side.
    """
    sources, targets = _chosen(store, document_ids)
    encode = vectors.cached(store, encoder.name, encoder.encode)
    texts = {one.id: documents.segment_texts(store, one.id) for one in (*sources, *targets)}
    pool = [encode(texts[one.id]) for one in sources]
    by_id = {one.id: one for one in sources}
    found: list[MinedLink] = []
    for n, target in enumerate(targets):
        progress(n, len(targets))
        links = nearest_links(sources, pool, encode(texts[target.id]), threshold=threshold, top=top)
        recipe = f"{METHOD} margin>={threshold:g} encoder={encoder.name}"
        alignments.replace_mined(store, target.id, recipe=recipe, links=links)
        found += [_with_texts(by_id[source_id], target, link, texts) for source_id, link in links]
    progress(len(targets), len(targets))
    return found


def _with_texts(
    source: StoredDocument, target: StoredDocument, link: Link, texts: Mapping[int, Sequence[str]]
) -> MinedLink:
    return MinedLink(
        source, target, link, texts[source.id][link.source_start], texts[target.id][link.target_start]
    )


def nearest_links(
    sources: Sequence[StoredDocument],
    pool: Sequence[Vectors],
    target: Vectors,
    *,
    threshold: float = MINIMUM_MARGIN,
    top: int = MAXIMUM_CANDIDATES,
) -> list[DocumentLink]:
    """Give the best links of one target document into the sources, whose sentence vectors are `pool`."""
    starts = np.array(list(accumulate((len(own) for own in pool), initial=0)))
    links = mine(np.concatenate(list(pool)), target, minimum_margin=threshold)[:top]
    return [_in_document(link, sources, starts) for link in links]


def _in_document(link: Link, sources: Sequence[StoredDocument], starts: NDArray[np.int64]) -> DocumentLink:
    """Turn a link into the joined sentences into one into the document that it falls in."""
    n = int(np.searchsorted(starts, link.source_start, side="right")) - 1
    first = int(starts[n])
    inside = replace(link, source_start=link.source_start - first, source_end=link.source_end - first)
    return sources[n].id, inside


def _chosen(store: Store, ids: Sequence[int]) -> tuple[list[StoredDocument], list[StoredDocument]]:
    """Give the Chinese and the English documents to be mined."""
    originals = [
        one
        for language in (SOURCE_LANGUAGE, TARGET_LANGUAGE)
        for one in documents.list_originals(store, language=language)
        if one.segment_count
    ]
    known = {one.id: one for one in documents.list_documents(store)}
    for unknown in (one for one in ids if one not in known):
        raise NotFoundError(f"no document {unknown} in {store.path}: 'workbench documents' lists them")
    chosen = [known[one] for one in dict.fromkeys(ids) if known[one].segment_count]
    sources = [one for one in chosen if one.language == SOURCE_LANGUAGE]
    targets = [one for one in chosen if one.language == TARGET_LANGUAGE]
    if not sources:
        sources = [one for one in originals if one.language == SOURCE_LANGUAGE]
    if not targets:
        alone = {item.document_id for item in alignments.list_counterparts(store)}
        targets = [one for one in originals if one.language == TARGET_LANGUAGE and one.id in alone]
    if not sources or not targets:
        missing = "Chinese document" if not sources else "English document without a counterpart"
        raise NothingToDoError(f"there is no {missing} to look for links in; name documents by their ids")
    return sources, targets
