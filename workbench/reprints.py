"""Recognising reprints: a document that says what another one here says is not translated and aligned twice.

Of a family the document that was taken in first is the original, whatever version of its file is current.
"""

from db import documents, reprints
from db.records import Reprint
from db.store import Store, text_hash
from workbench.intake.families import find_originals, fold, make_signature


def recognise_reprints(store: Store, *, is_forced: bool = False) -> None:
    """Tell the reprints among the current documents from their originals, and store the outcome.

    Nothing is done where no document has come or gone since the last time, unless it is forced. Sentences of
    a reprint that its original has too get the translation made there; only the others are translated.
    """
    missing = reprints.documents_without_signature(store)
    if not missing and not is_forced and not reprints.is_stale(store):
        return
    is_alone = reprints.count_current(store) < 2
    made = [(number, make_signature(_text(store, number))) for number in missing if not is_alone]
    with store.atomic():
        reprints.save_signatures(store, made)
        found: list[Reprint] = []
        for _, signatures in reprints.signatures_by_language(store):
            originals = find_originals(signatures, lambda number: _text(store, number))
            found += [Reprint(number, original, share) for number, (original, share) in originals.items()]
        reprints.replace_reprints(store, found)
        for item in found:
            reprints.set_translated_as(store, item.document_id, _shared_sentences(store, item))


def _text(store: Store, document_id: int) -> str:
    """Give the text of a document without its furniture, which differs from site to site."""
    return "\n".join(documents.segment_texts(store, document_id))


def _shared_sentences(store: Store, reprint: Reprint) -> list[tuple[int, str]]:
    """Give the segments of a reprint that its original has in another spelling, with that one's hash."""
    originals = {fold(text): text for text in documents.segment_texts(store, reprint.original_id)}
    return [
        (segment.position, text_hash(same))
        for segment in documents.list_segments(store, reprint.document_id)
        if (same := originals.get(fold(segment.text))) is not None and same != segment.text
    ]
