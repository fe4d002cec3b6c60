"""Checking: the checks of `workbench.quality` on lines of text, and on all that a database holds."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from aligners.beads import Verdict
from db import alignments, documents, findings, translations
from db.findings import StoredFinding
from db.records import DocumentPair, ReviewState, StoredBead, StoredDocument
from db.store import Store
from workbench.engines.protocols import Progress
from workbench.errors import InputError
from workbench.languages import SOURCE_LANGUAGE, TARGET_LANGUAGE
from workbench.quality import omissions
from workbench.quality.context import Context
from workbench.quality.findings import Finding, Severity
from workbench.quality.glossary import Glossary
from workbench.quality.registry import run_checks
from workbench.quality.terms import check_consistency
from workbench.reviewing import ReviewPair, open_pair
from workbench.terms import load_glossary

MIN_OMITTED_LENGTH = 8  # characters; shorter Chinese segments are often credits and captions
SIDES = ("aligned", "draft")


@dataclass(frozen=True, slots=True)
class LineFinding:
    """A finding in line `line` (from 1) of two texts."""

    line: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was checked and found: `pairs` of documents, `texts` pairs of texts in them and in drafts."""

    pairs: int
    texts: int
    findings: tuple[StoredFinding, ...]
    documents: dict[int, StoredDocument]

    def count(self, severity: Severity) -> int:
        """Count the findings of a severity."""
        return sum(finding.severity == severity.value for finding in self.findings)


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
    stored = tuple(findings.list_findings(store))
    by_id = {document.id: document for document in documents.list_documents(store)}
    return CheckReport(pairs=len(pairs), texts=texts, findings=stored, documents=by_id)


def _is_checked(pair: DocumentPair) -> bool:
    return pair.run is not None and pair.run.verdict is not Verdict.NOT_PARALLEL


def _check_pair(view: ReviewPair, glossary: Glossary) -> Iterator[StoredFinding]:
    beads = [bead for bead in view.beads if bead.state is not ReviewState.REJECTED]
    published_on = _date(view.pair.source.published_on)
    targets = [view.target_text(bead) for bead in beads]
    for n, bead in enumerate(beads):
        source = view.source_text(bead)
        if not source.strip():
            continue
        make = _storing(view.pair.source.id, view.pair.id, bead)
        if not targets[n].strip():
            if len(source) >= MIN_OMITTED_LENGTH:
                message = "the English has no counterpart of this"
                yield make(Finding(omissions.NAME, Severity.INFORMATION, (0, len(source)), None, message))
            continue
        context = Context(published_on, glossary, view.draft_text(bead))
        around = " ".join(targets[max(0, n - 1) : n + 2])
        yield from map(make, _without_moved(source, targets[n], around, context))
    texts = [(view.source_text(bead), target) for bead, target in zip(beads, targets, strict=True)]
    for n, finding in check_consistency(texts, Context(glossary=glossary)):
        yield _storing(view.pair.source.id, view.pair.id, beads[n])(finding)


def _without_moved(source: str, target: str, around: str, context: Context) -> Iterator[Finding]:
    """Run the checks; what is missing here but stands in a neighbouring bead's English is not missing."""
    found = run_checks(source, target, context)
    missing = [finding for finding in found if finding.target_span is None and finding.suggestion]
    still_missing = run_checks(source, around, context) if missing else []
    kept = {(f.check, f.source_span) for f in still_missing if f.target_span is None}
    for finding in found:
        if finding not in missing or (finding.check, finding.source_span) in kept:
            yield finding


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
        make = _storing(document.id, None, StoredBead(position, position + 1, 0, 0, 1.0, None))
        yield from map(make, run_checks(source, target, context))
    texts = [(source, target) for _, source, target in drafts]
    for n, finding in check_consistency(texts, context):
        bead = StoredBead(drafts[n][0], drafts[n][0] + 1, 0, 0, 1.0, None)
        yield _storing(document.id, None, bead)(finding)


def _storing(document_id: int, pair_id: int | None, bead: StoredBead) -> Callable[[Finding], StoredFinding]:
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
        )

    return make


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
