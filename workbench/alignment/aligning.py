"""Aligning: the sentences of the documents that belong together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from aligners.beads import Alignment, Bead
from aligners.evaluation import alignment_beads, write_alignment
from aligners.progress import Progress
from aligners.registry import Aligner
from db import alignments, documents, lineage, vectors
from db.records import DocumentPair, ReviewState, StoredBead, StoredDocument
from db.store import Store
from workbench.alignment.given import MARK, declared_parallel, given_beads, given_pairs, with_given
from workbench.alignment.matching import match_all
from workbench.engines.protocols import SentenceEncoder
from workbench.review.carrying import carry_over, in_order

DECIDED = frozenset({ReviewState.ACCEPTED, ReviewState.EDITED})
"""A bead in one of these states is a fixed point of every alignment to come."""


@dataclass(frozen=True, slots=True)
class AlignmentReport:
    """How many pairs were aligned now, and by which recipe."""

    aligned: int
    recipe: str


def align_pending(
    store: Store,
    encoder: SentenceEncoder,
    aligner: Aligner,
    *,
    show_matching: Progress,
    show_aligning: Progress,
) -> AlignmentReport:
    """Match the documents, then align every pair that is new or was aligned by another recipe.

    Beads that reviewers accepted or edited are fixed points of the new alignment and keep their state.
    """
    recipe = f"aligner={aligner.name}/{aligner.version} encoder={encoder.name}"
    encode = vectors.cached(store, encoder.name, encoder.encode)

    align = partial(_align_documents, store, partial(aligner.align, encode=encode))
    known = match_all(
        store,
        recipe=recipe,
        encode=lambda document: encode(documents.segment_texts(store, document.id)),
        align=align,
        progress=show_matching,
    )
    given = set(given_pairs(store))
    pairs = {pair: (pair.source.id, pair.target.id) for pair in alignments.list_pairs(store)}
    recipes = {pair: recipe + MARK * (ids in given) for pair, ids in pairs.items()}
    pending = [pair for pair in pairs if pair.run is None or pair.run.recipe != recipes[pair]]
    for n, pair in enumerate(pending):
        show_aligning(n, len(pending))
        _align_pair(store, pair, known.get(pairs[pair]), align, recipe=recipes[pair])
    show_aligning(len(pending), len(pending))
    return AlignmentReport(aligned=len(pending), recipe=recipe)


def _align_documents(
    store: Store,
    align: Callable[..., Alignment],
    source: StoredDocument,
    target: StoredDocument,
    pins: Sequence[Bead] = (),
) -> Alignment:
    """Align two documents through the rows that their file gives, and through pins."""
    texts = [documents.segment_texts(store, document.id) for document in (source, target)]

    def align_piece(left: range, right: range) -> Alignment:
        return align(texts[0][left.start : left.stop], texts[1][right.start : right.stop])

    beads = given_beads(store, source.id, target.id, align_piece)
    found = align(texts[0], texts[1], pins=with_given(pins, beads))
    return declared_parallel(found, beads)


def _align_pair(
    store: Store,
    pair: DocumentPair,
    known: Alignment | None,
    align: Callable[[StoredDocument, StoredDocument, Sequence[Bead]], Alignment],
    *,
    recipe: str,
) -> None:
    """Align one pair and store the outcome, with its moved passages as links.

    It begins anew where somebody has reviewed the pair meanwhile, and leaves a pair alone that another
    process has aligned by this recipe.
    """
    reviewed = _reviewed_beads(store, pair)
    while True:
        pins = [pin_of(bead) for bead in reviewed if bead.state in DECIDED]
        if pins or known is None:
            known = align(pair.source, pair.target, pins)
        with store.atomic():
            pair = alignments.get_pair(store, pair.id)
            if pair.run is not None and pair.run.recipe == recipe:
                return
            if (latest := _reviewed_beads(store, pair)) == reviewed:
                alignments.save_run(
                    store, pair.id, recipe=recipe, alignment=known, beads=_with_reviews(known, reviewed)
                )
                moved = [(pair.source.id, link) for link in known.links]
                alignments.replace_candidates(store, pair.target.id, recipe=recipe, links=moved)
                return
        reviewed, known = latest, None


def _reviewed_beads(store: Store, pair: DocumentPair) -> list[StoredBead]:
    return [bead for bead in _earlier_beads(store, pair) if _is_reviewed(bead)]


def _earlier_beads(store: Store, pair: DocumentPair) -> list[StoredBead]:
    """Give the beads of the last alignment; where the files have changed since, as far as they stand."""
    if pair.run is not None:
        return alignments.list_beads(store, pair.run.id)
    new = _texts(store, pair)
    return in_order(
        bead
        for previous in lineage.earlier_pairs(store, pair)
        if previous.run is not None
        for bead in carry_over(
            alignments.list_beads(store, previous.run.id), old=_texts(store, previous), new=new
        )
    )


def _texts(store: Store, pair: DocumentPair) -> tuple[list[str], list[str]]:
    return documents.segment_texts(store, pair.source.id), documents.segment_texts(store, pair.target.id)


def _is_reviewed(bead: StoredBead) -> bool:
    return bead.state is not ReviewState.PROPOSED or bool(bead.note)


def pin_of(bead: StoredBead) -> Bead:
    """Give the ranges of a bead, to be a fixed point of an alignment."""
    return Bead(bead.source_start, bead.source_end, bead.target_start, bead.target_end)


def proposed_bead(bead: Bead) -> StoredBead:
    """Give a bead as it is stored before anybody has looked at it."""
    return StoredBead(
        source_start=bead.source_start,
        source_end=bead.source_end,
        target_start=bead.target_start,
        target_end=bead.target_end,
        posterior=bead.posterior,
        evidence=bead.evidence,
    )


def _with_reviews(alignment: Alignment, reviewed: Sequence[StoredBead]) -> list[StoredBead]:
    """Give the beads to store: those that stand as they were reviewed, the others as proposed."""
    kept = {(bead.key, bead.shape): bead for bead in reviewed}
    proposed = [proposed_bead(bead) for bead in alignment.beads]
    return [kept.get((bead.key, bead.shape), bead) for bead in proposed]


def align_sentences(
    source: Sequence[str], target: Sequence[str], encoder: SentenceEncoder, aligner: Aligner
) -> Alignment:
    """Align two lists of sentences, without a database."""
    return aligner.align(source, target, encode=encoder.encode)


def format_beads(alignment: Alignment) -> list[str]:
    """Write an alignment as `[source ids]:[target ids]:posterior` lines, in the order of the source.

    Moved passages stand in place of their gaps, as `alignment_beads` has them.
    """
    return write_alignment(alignment_beads(alignment))
