"""Checking: the checks of `workbench.quality` on lines of text, and on all that a database holds.

What is found is kept, and what a reviewer dismisses stays dismissed in later runs as long as the two texts
are the same.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from aligners.beads import Verdict
from aligners.progress import Progress
from db import alignments, documents, findings, translations
from db.findings import StoredFinding
from db.records import DocumentPair, ReviewState, StoredBead, StoredDocument
from db.store import Store, open_store, text_hash
from workbench.errors import InputError
from workbench.languages import SOURCE_LANGUAGE, TARGET_LANGUAGE
from workbench.quality import numbers, omissions
from workbench.quality.context import Context
from workbench.quality.findings import Finding, Severity
from workbench.quality.glossary import Glossary
from workbench.quality.registry import run_checks
from workbench.quality.terms import check_consistency
from workbench.review.reviewing import ReviewPair, open_pair
from workbench.translation.terms import load_glossary

MIN_OMITTED_LENGTH = 8  # characters; shorter Chinese segments are often credits and captions
KEY_LENGTH = 16  # hexadecimal digits


@dataclass(frozen=True, slots=True)
class LineFinding:
    """A finding in line `line` (from 1) of two texts."""

    line: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was checked and found: `pairs` of documents, `texts` pairs of texts in them and in drafts.

    `findings` has those that were dismissed, too.
    """

    pairs: int
    texts: int
    findings: tuple[StoredFinding, ...]
    documents: dict[int, StoredDocument]

    def count(self, severity: Severity) -> int:
        """Count the findings of a severity, without those that were dismissed."""
        return sum(f.severity == severity.value and not f.is_dismissed for f in self.findings)


def check_lines(
    sources: Sequence[str], targets: Sequence[str], *, glossary: Glossary | None = None
) -> list[LineFinding]:
    """Check texts line by line.

    Raises:
        InputError: the numbers of lines differ.
    """
    if len(sources) != len(targets):
        raise InputError(
            f"{len(sources)} source lines and {len(targets)} target lines: each line needs its counterpart"
        )
    context = Context(glossary=load_glossary() if glossary is None else glossary)
    return [
        LineFinding(line, finding)
        for line, (source, target) in enumerate(zip(sources, targets, strict=True), start=1)
        for finding in run_checks(source, target, context)
    ]


def check_database(store: Store, *, progress: Progress) -> CheckReport:
    """Check all aligned pairs and all machine translations, and store what is found in place of the last run.

    Beads that a reviewer rejected are left out. Computing comes first, the one transaction at the end.
    """
    glossary = load_glossary(store)
    pairs = [pair for pair in alignments.list_pairs(store) if _is_checked(pair)]
    sources = documents.list_documents(store, language=SOURCE_LANGUAGE)
    found: list[StoredFinding] = []
    texts = 0
    total = len(pairs) + len(sources)
    for n, pair in enumerate(pairs):
        progress(n, total)
        view = open_pair(store.path, pair.id)
        texts += len(view.beads)
        found += _check_pair(view, glossary)
    for n, document in enumerate(sources, start=len(pairs)):
        progress(n, total)
        drafts = list(_drafts(store, document))
        texts += len(drafts)
        found += _check_drafts(document, drafts, glossary)
    progress(total, total)
    findings.replace_findings(store, found)
    stored = tuple(findings.list_findings(store, with_dismissed=True))
    by_id = {document.id: document for document in documents.list_documents(store)}
    return CheckReport(pairs=len(pairs), texts=texts, findings=stored, documents=by_id)


def check_pair(path: Path, pair_id: int) -> list[StoredFinding]:
    """Check one pair of documents as it is now, store what is found, and give what nobody has dismissed.

    Raises:
        NotFoundError: there is no such pair, or it is not aligned.
    """
    view = open_pair(path, pair_id)
    with open_store(path, must_exist=True) as store:
        found = list(_check_pair(view, load_glossary(store)))
        findings.replace_findings(store, found, pair_id=pair_id)
        return findings.list_findings(store, pair_id=pair_id)


def list_findings(
    path: Path, *, document_id: int | None = None, pair_id: int | None = None, with_dismissed: bool = False
) -> list[StoredFinding]:
    """List the findings of the last check in reading order: of all, of one Chinese document, or of a pair."""
    with open_store(path, must_exist=True) as store:
        return findings.list_findings(
            store, document_id=document_id, pair_id=pair_id, with_dismissed=with_dismissed
        )


def dismiss_finding(path: Path, key: str, *, reviewer: str, reason: str = "") -> None:
    """Say that a finding is none; it stays so in later checks of the same texts.

    Raises:
        NotFoundError: there is no finding of that key.
    """
    with open_store(path, must_exist=True) as store:
        findings.dismiss(store, key, reviewer=reviewer, reason=reason)


def restore_finding(path: Path, key: str) -> None:
    """Take a dismissal back.

    Raises:
        NotFoundError: no finding of that key is dismissed.
    """
    with open_store(path, must_exist=True) as store:
        findings.restore(store, key)


def _is_checked(pair: DocumentPair) -> bool:
    return pair.run is not None and pair.run.verdict is not Verdict.NOT_PARALLEL


def _check_pair(view: ReviewPair, glossary: Glossary) -> Iterator[StoredFinding]:
    beads = [bead for bead in view.beads if bead.state is not ReviewState.REJECTED]
    published_on = _date(view.pair.source.published_on)
    sources = [view.source_text(bead) for bead in beads]
    targets = [view.target_text(bead) for bead in beads]
    whole_target = " ".join(targets)
    for n, bead in enumerate(beads):
        if not sources[n].strip():
            continue
        make = _storing(view.pair.source.id, view.pair.id, bead, (sources[n], targets[n]))
        if not targets[n].strip():
            if len(sources[n]) >= MIN_OMITTED_LENGTH:
                message = "the English has no counterpart of this"
                yield make(Finding(omissions.NAME, Severity.INFORMATION, (0, len(sources[n])), None, message))
            continue
        context = Context(published_on, glossary, view.draft_text(bead))
        near = slice(max(0, n - 1), n + 2)
        around = _Surroundings("".join(sources[near]), " ".join(targets[near]), whole_target)
        yield from map(make, _without_moved((sources[n], targets[n]), around, context))
    texts = list(zip(sources, targets, strict=True))
    for n, finding in check_consistency(texts, Context(glossary=glossary)):
        yield _storing(view.pair.source.id, view.pair.id, beads[n], texts[n])(finding)


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """The texts of a bead with its neighbours, and the whole of the English."""

    source: str
    target: str
    whole_target: str


def _without_moved(texts: tuple[str, str], around: _Surroundings, context: Context) -> Iterator[Finding]:
    """Run the checks on a bead, looking for what is missing or added in the beads beside it as well.

    What stands there is no finding. What stands elsewhere in the English is information at most.
    """
    found = run_checks(*texts, context)
    missing = [finding for finding in found if finding.target_span is None and finding.suggestion]
    added = [finding for finding in found if finding.source_span is None and finding.check == numbers.NAME]
    still_missing = _source_spans(texts[0], around.target, missing, context)
    nowhere = _source_spans(texts[0], around.whole_target, missing, context) if still_missing else set()
    in_source = run_checks(around.source, texts[1], context, only={numbers.NAME}) if added else []
    still_added = {finding.target_span for finding in in_source}
    for finding in found:
        key = (finding.check, finding.source_span)
        if (finding in missing and key not in still_missing) or (
            finding in added and finding.target_span not in still_added
        ):
            continue
        if finding in missing and finding.severity is Severity.WARNING and key not in nowhere:
            message = f"{finding.message} here, but elsewhere in it"
            yield replace(finding, severity=Severity.INFORMATION, message=message)
        else:
            yield finding


def _source_spans(
    source: str, target: str, missing: Sequence[Finding], context: Context
) -> set[tuple[str, tuple[int, int] | None]]:
    """Give the checks and places of what is found in a source text against another English one."""
    checks = {finding.check for finding in missing}
    found = run_checks(source, target, context, only=checks) if checks else []
    return {(finding.check, finding.source_span) for finding in found if finding.source_span is not None}


def _drafts(store: Store, document: StoredDocument) -> Iterator[tuple[int, str, str]]:
    """Yield (position, source, machine translation) of the segments that have a translation."""
    texts = documents.segment_texts(store, document.id)
    units = translations.for_document(store, document.id, target_language=TARGET_LANGUAGE)
    for position, (text, unit) in enumerate(zip(texts, units, strict=True)):
        if unit is not None:
            yield position, text, unit.target_text


def _check_drafts(
    document: StoredDocument, drafts: Sequence[tuple[int, str, str]], glossary: Glossary
) -> Iterator[StoredFinding]:
    context = Context(_date(document.published_on), glossary, is_draft=True)
    for position, source, target in drafts:
        bead = StoredBead(position, position + 1, 0, 0, 1.0, None)
        make = _storing(document.id, None, bead, (source, target))
        yield from map(make, run_checks(source, target, context))
    texts = [(source, target) for _, source, target in drafts]
    for n, finding in check_consistency(texts, context):
        bead = StoredBead(drafts[n][0], drafts[n][0] + 1, 0, 0, 1.0, None)
        yield _storing(document.id, None, bead, texts[n])(finding)


def _storing(
    document_id: int, pair_id: int | None, bead: StoredBead, texts: tuple[str, str]
) -> Callable[[Finding], StoredFinding]:
    def make(finding: Finding) -> StoredFinding:
        source_start, source_end = finding.source_span or (None, None)
        target_start, target_end = finding.target_span or (None, None)
        return StoredFinding(
            document_id=document_id,
            pair_id=pair_id,
            source_position=bead.source_start,
            target_position=None if pair_id is None else bead.target_start,
            check=finding.check,
            severity=finding.severity.value,
            source_start=source_start,
            source_end=source_end,
            target_start=target_start,
            target_end=target_end,
            message=finding.message,
            suggestion=finding.suggestion,
            key=_finding_key(finding, texts),
        )

    return make


def _finding_key(finding: Finding, texts: tuple[str, str]) -> str:
    places = f"{finding.source_span} {finding.target_span}"
    return text_hash("\x1f".join([finding.check, places, *texts]))[:KEY_LENGTH]


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
