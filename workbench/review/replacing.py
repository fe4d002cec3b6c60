"""Replacing words in many rows at once, as one decision: first what would change, then the change."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from db.records import StoredBead
from workbench.review.reviewing import Change, PairTexts, decide, open_pair, with_edits

ACTION = "replace"


def preview_replacing(
    path: Path,
    pair_id: int,
    wanted: str,
    replacement: str,
    *,
    is_source: bool,
    keys: Collection[tuple[int, int]] | None = None,
) -> Change:
    """Say which rows of a pair would read otherwise, of those with `keys` or of all; nothing is stored.

    Raises:
        NotFoundError: there is no such pair, or it has not been aligned.
    """
    pair = open_pair(path, pair_id)
    beads = pair.beads if keys is None else [bead for bead in pair.beads if bead.key in keys]
    return with_replaced(pair, beads, wanted, replacement, is_source=is_source)


def with_replaced(
    texts: PairTexts, beads: Sequence[StoredBead], wanted: str, replacement: str, *, is_source: bool
) -> Change:
    """Put `replacement` for each `wanted` (as it is written) on one side of beads; only those that change.

    They count as edited; a text that reads as in the document again is no edit any more.
    """
    before: list[StoredBead] = []
    after: list[StoredBead] = []
    for bead in beads:
        text = texts.source_text(bead) if is_source else texts.target_text(bead)
        if wanted and wanted in text and wanted != replacement:
            before.append(bead)
            after.append(_with_text(texts, bead, text.replace(wanted, replacement), is_source=is_source))
    return Change(tuple(before), tuple(after))


def _with_text(texts: PairTexts, bead: StoredBead, text: str, *, is_source: bool) -> StoredBead:
    if is_source:
        as_read = texts.source.join(bead.source_start, bead.source_end)
        return with_edits(replace(bead, edited_source=None if text == as_read else text))
    as_read = texts.target.join(bead.target_start, bead.target_end)
    return with_edits(replace(bead, edited_target=None if text == as_read else text))


def replace_text(path: Path, run_id: int, change: Change, *, reviewer: str) -> Change:
    """Put what `preview_replacing` gave in place, as one decision.

    Raises:
        db.errors.ConflictError: somebody has changed one of the rows meanwhile.
    """
    return decide(path, run_id, change.before, change.after, action=ACTION, reviewer=reviewer)
