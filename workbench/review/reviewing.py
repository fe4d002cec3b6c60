"""Reviewing: what people do to the alignments that the workbench proposes.

Each function opens the database, makes one change in one transaction and says what is different now. Beads
are handed back as they were read; where somebody else has changed one meanwhile, the store raises
`db.errors.ConflictError` and nothing happens.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from aligners import edits
from aligners.errors import BeadError
from db import alignments, documents, reviews, translations
from db.records import (
    Counterpart,
    DocumentPair,
    ReviewEvent,
    ReviewState,
    StoredBead,
    StoredDocument,
    StoredLink,
    Translation,
)
from db.store import Store, open_store
from workbench.languages import TARGET_LANGUAGE, join_segments


@dataclass(frozen=True, slots=True)
class ReviewText:
    """One side of a pair: its segments in order, and what joins them."""

    document: StoredDocument
    segments: Sequence[str]

    def join(self, start: int, end: int) -> str:
        """Give segments `start:end` as running text."""
        return join_segments(self.segments[start:end], self.document.language)


@dataclass(frozen=True, slots=True)
class PairTexts:
    """The two texts of a pair under review, and how its beads read."""

    pair: DocumentPair
    run_id: int
    source: ReviewText
    target: ReviewText

    def source_text(self, bead: StoredBead) -> str:
        """Give the source side of a bead as it reads now, edited or not."""
        if bead.edited_source is not None:
            return bead.edited_source
        return self.source.join(bead.source_start, bead.source_end)

    def target_text(self, bead: StoredBead) -> str:
        """Give the target side of a bead as it reads now, edited or not."""
        if bead.edited_target is not None:
            return bead.edited_target
        return self.target.join(bead.target_start, bead.target_end)


@dataclass(frozen=True, slots=True)
class ReviewPair(PairTexts):
    """A pair with all its beads and drafts.

    `drafts` are the machine translations of the source segments in order, None where there is none.
    """

    drafts: tuple[Translation | None, ...]
    beads: tuple[StoredBead, ...]

    def draft_text(self, bead: StoredBead) -> str:
        """Give the machine translation of a bead's source side, as far as there is one."""
        parts = self.drafts[bead.source_start : bead.source_end]
        return join_segments([part.target_text for part in parts if part is not None], TARGET_LANGUAGE)


@dataclass(frozen=True, slots=True)
class Change:
    """What a decision did: these beads went, those came in their place."""

    before: tuple[StoredBead, ...]
    after: tuple[StoredBead, ...]


@dataclass(frozen=True, slots=True)
class CandidateLink:
    """A candidate link with the texts of both sides."""

    link: StoredLink
    source_title: str
    source_text: str
    target_text: str


@dataclass(frozen=True, slots=True)
class UnmatchedDocument:
    """A document that is not a translation of any document here, with the figure that says it."""

    document: StoredDocument
    counterpart: Counterpart
    nearest_title: str
    link_count: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What there is to review."""

    pairs: tuple[DocumentPair, ...]
    unmatched: tuple[UnmatchedDocument, ...]


def overview(path: Path) -> Overview:
    """List the pairs, and the documents without a counterpart."""
    with open_store(path, must_exist=True) as store:
        by_id = {document.id: document for document in documents.list_documents(store)}
        link_counts: dict[int, int] = {}
        for link in alignments.list_links(store):
            for document_id in (link.source_document_id, link.target_document_id):
                link_counts[document_id] = link_counts.get(document_id, 0) + 1
        unmatched = [
            UnmatchedDocument(
                document=by_id[item.document_id],
                counterpart=item,
                nearest_title=_title(by_id, item.nearest_document_id),
                link_count=link_counts.get(item.document_id, 0),
            )
            for item in alignments.list_counterparts(store)
            if item.document_id in by_id
        ]
        return Overview(pairs=tuple(alignments.list_pairs(store)), unmatched=tuple(unmatched))


def _title(by_id: dict[int, StoredDocument], document_id: int | None) -> str:
    document = None if document_id is None else by_id.get(document_id)
    return "" if document is None else document.title


def open_pair(path: Path, pair_id: int) -> ReviewPair:
    """Read one pair with all its beads.

    Raises:
        NotFoundError: there is no such pair, or it has not been aligned.
    """
    with open_store(path, must_exist=True) as store:
        pair, run = alignments.get_aligned_pair(store, pair_id)
        return ReviewPair(
            pair=pair,
            run_id=run.id,
            source=ReviewText(pair.source, tuple(documents.segment_texts(store, pair.source.id))),
            target=ReviewText(pair.target, tuple(documents.segment_texts(store, pair.target.id))),
            drafts=tuple(
                translations.for_document(store, pair.source.id, target_language=pair.target.language)
            ),
            beads=tuple(alignments.list_beads(store, run.id)),
        )


def set_state(
    path: Path, run_id: int, beads: Sequence[StoredBead], *, state: ReviewState, reviewer: str
) -> Change:
    """Accept, reject, or mark beads; the same state for all of them is one decision."""
    after = tuple(replace(bead, state=state) for bead in beads)
    return decide(path, run_id, beads, after, action=state.value, reviewer=reviewer)


def set_note(path: Path, run_id: int, bead: StoredBead, *, note: str, reviewer: str) -> Change:
    """Write a note on a bead; an empty note takes it away."""
    return decide(path, run_id, [bead], (replace(bead, note=note),), action="note", reviewer=reviewer)


def edit_target(path: Path, run_id: int, bead: StoredBead, *, text: str | None, reviewer: str) -> Change:
    """Put another English text on a bead; the text as it was read stays, and None brings it back.

    A row that holds no edit any more is open again, unless a person gave it its shape.
    """
    after = with_edits(replace(bead, edited_target=text))
    return decide(path, run_id, [bead], (after,), action="edit-target", reviewer=reviewer)


def edit_source(path: Path, run_id: int, bead: StoredBead, *, text: str | None, reviewer: str) -> Change:
    """Put another Chinese text on a bead; the text as it was read stays, and None brings it back.

    A row that holds no edit any more is open again, unless a person gave it its shape.
    """
    after = with_edits(replace(bead, edited_source=text))
    return decide(path, run_id, [bead], (after,), action="edit-source", reviewer=reviewer)


def with_edits(bead: StoredBead) -> StoredBead:
    """Give a bead the state of its texts: edited, or open where neither text nor shape is a person's."""
    is_edited = bead.edited_source is not None or bead.edited_target is not None or bead.is_manual
    return replace(bead, state=ReviewState.EDITED if is_edited else ReviewState.PROPOSED)


def merge(path: Path, run_id: int, first: StoredBead, second: StoredBead, *, reviewer: str) -> Change:
    """Make one bead of two neighbours.

    Raises:
        aligners.errors.BeadError: they are no neighbours, or one of them holds edited text.
    """
    refuse_edited(first, second)
    merged = edits.merge(first, second)
    return restructure(path, run_id, (first, second), (merged,), action="merge", reviewer=reviewer)


def split(
    path: Path, run_id: int, bead: StoredBead, *, at_source: int, at_target: int, reviewer: str
) -> Change:
    """Cut a bead before these segments (ids in the document).

    Raises:
        aligners.errors.BeadError: a half would be empty, or the bead holds edited text.
    """
    refuse_edited(bead)
    halves = edits.split(bead, at_source, at_target)
    return restructure(path, run_id, (bead,), halves, action="split", reviewer=reviewer)


def move_boundary(
    path: Path,
    run_id: int,
    upper: StoredBead,
    lower: StoredBead,
    *,
    source_delta: int = 0,
    target_delta: int = 0,
    reviewer: str,
) -> Change:
    """Move the boundary between two neighbours down by so many segments a side, up where negative.

    Raises:
        aligners.errors.BeadError: there are too few segments, or one of the beads holds edited text.
    """
    refuse_edited(upper, lower)
    after = edits.move_boundary(upper, lower, source_delta=source_delta, target_delta=target_delta)
    return restructure(path, run_id, (upper, lower), after, action="move-boundary", reviewer=reviewer)


def undo(path: Path, run_id: int, *, reviewer: str) -> Change | None:
    """Walk back the reviewer's last decision on this run; None where there is nothing left to undo."""
    with _open_to_decide(path) as store:
        return _change(reviews.undo(store, run_id, reviewer=reviewer))


def redo(path: Path, run_id: int, *, reviewer: str) -> Change | None:
    """Make the decision that was undone last again; None where there is none."""
    with _open_to_decide(path) as store:
        return _change(reviews.redo(store, run_id, reviewer=reviewer))


def candidate_links(path: Path, document_id: int) -> list[CandidateLink]:
    """List the candidate links of a document without a counterpart, best first, with their texts.

    The document may be on either side of them.
    """
    with open_store(path, must_exist=True) as store:
        links = [
            link
            for link in alignments.list_links(store)
            if document_id in (link.source_document_id, link.target_document_id)
        ]
        return list(_with_texts(store, sorted(links, key=lambda link: -link.score)))


def set_link_state(
    path: Path, link_id: int, *, state: ReviewState, note: str | None = None, reviewer: str
) -> None:
    """Accept or reject a candidate link, and write a note on it."""
    with _open_to_decide(path) as store:
        reviews.set_link_state(store, link_id, state=state, note=note, reviewer=reviewer)


def _with_texts(store: Store, links: Sequence[StoredLink]) -> Iterator[CandidateLink]:
    texts: dict[int, ReviewText] = {}
    for link in links:
        for document_id in (link.source_document_id, link.target_document_id):
            if document_id not in texts:
                document = documents.get_document(store, document_id)
                texts[document_id] = ReviewText(document, tuple(documents.segment_texts(store, document_id)))
        source, target = texts[link.source_document_id], texts[link.target_document_id]
        yield CandidateLink(
            link=link,
            source_title=source.document.title,
            source_text=source.join(link.source_start, link.source_end),
            target_text=target.join(link.target_start, link.target_end),
        )


def restructure(
    path: Path,
    run_id: int,
    before: Sequence[StoredBead],
    after: Sequence[StoredBead],
    *,
    action: str,
    reviewer: str,
) -> Change:
    """Record beads of a new shape: the aligner's evidence is not about them, and a person made them."""
    made = carry_marks(before, [made_by_hand(bead) for bead in after])
    return decide(path, run_id, before, made, action=action, reviewer=reviewer)


def made_by_hand(bead: StoredBead) -> StoredBead:
    """Give a bead as a person's own: certain, and without the aligner's figures."""
    return replace(bead, state=ReviewState.EDITED, posterior=1.0, evidence=None, is_manual=True)


def carry_marks(before: Sequence[StoredBead], after: Sequence[StoredBead]) -> tuple[StoredBead, ...]:
    """Put notes and bookmarks of beads that go on the first that comes; reasons stay with one-sided beads."""
    notes = " / ".join(dict.fromkeys(bead.note for bead in before if bead.note))
    is_bookmarked = any(bead.is_bookmarked for bead in before)
    return tuple(
        replace(
            bead,
            note=notes if n == 0 else "",
            is_bookmarked=is_bookmarked and n == 0,
            reason="" if bead.has_both_sides else bead.reason,
        )
        for n, bead in enumerate(after)
    )


def decide(
    path: Path,
    run_id: int,
    before: Sequence[StoredBead],
    after: Sequence[StoredBead],
    *,
    action: str,
    reviewer: str,
) -> Change:
    """Record a decision; one that changes nothing is none, so that undo always undoes something.

    Raises:
        db.errors.ConflictError: somebody else has changed one of the beads meanwhile.
    """
    if tuple(before) == tuple(after):
        return Change(before=tuple(before), after=tuple(after))
    with _open_to_decide(path) as store:
        event_id = reviews.replace_beads(
            store, run_id, before=before, after=after, action=action, reviewer=reviewer
        )
        event = reviews.get_event(store, event_id)
    return Change(before=event.before, after=event.after)


@contextmanager
def held_open(path: Path) -> Iterator[None]:
    """Keep the database open: then no decision in between is the last to close it, which takes a while.

    SQLite writes its log back into the file whenever the last one closes it.
    """
    with open_store(path, must_exist=True):
        yield


@contextmanager
def _open_to_decide(path: Path) -> Iterator[Store]:
    with open_store(path, must_exist=True) as store:
        store.sync_each_commit()
        yield store


def _change(event: ReviewEvent | None) -> Change | None:
    return None if event is None else Change(before=event.before, after=event.after)


def refuse_edited(*beads: StoredBead) -> None:
    """Raise BeadError where a bead holds edited text: it belongs to the shape it was written for."""
    if any(bead.edited_source is not None or bead.edited_target is not None for bead in beads):
        raise BeadError("this row's text was edited: bring the original text back before changing its shape")
