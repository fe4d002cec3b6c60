"""Findings with the titles of the documents that they are about, for lists."""

from dataclasses import dataclass
from pathlib import Path

from db import documents, findings
from db.findings import StoredFinding
from db.store import open_store


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding with the title of its Chinese document."""

    finding: StoredFinding
    title: str


def findings_with_titles(
    path: Path, *, pair_id: int | None = None, with_dismissed: bool = False
) -> list[PlacedFinding]:
    """List the findings of the last check, of one pair or of all, the gravest first."""
    with open_store(path, must_exist=True) as store:
        titles = {document.id: document.title for document in documents.list_documents(store)}
        found = findings.list_findings(store, pair_id=pair_id, with_dismissed=with_dismissed)
    order = {"error": 0, "warning": 1, "information": 2}
    found.sort(key=lambda finding: (finding.is_dismissed, order.get(finding.severity, len(order))))
    return [PlacedFinding(finding, titles.get(finding.document_id, "")) for finding in found]
