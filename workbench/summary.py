"""The summary of a run, in words for people and as one object for programs."""

import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.cells import cell_len, chop_cells

from db.records import DocumentPair, Route, StoredDocument
from workbench.importing import Outcome
from workbench.languages import SOURCE_LANGUAGE, TARGET_LANGUAGE
from workbench.review.reviewing import UnmatchedDocument
from workbench.running import RunReport

TITLE_WIDTH = 44  # terminal cells


def report_lines(report: RunReport, database: Path) -> Iterator[str]:
    """Say what was done and what there is now, a line at a time."""
    yield from _done_lines(report)
    yield ""
    yield from _pair_lines(report.pairs)
    yield from _unmatched_lines(report)
    yield ""
    for path in report.exported:
        yield f"Exported  {path}"
    yield f"Database  {database}"
    yield f"Next      workbench review --db {shlex.quote(str(database))}"


def _done_lines(report: RunReport) -> Iterator[str]:
    outcomes = Counter(file.outcome for file in report.files)
    files = ", ".join(f"{outcomes[outcome]} {outcome.value}" for outcome in Outcome if outcomes[outcome])
    languages = Counter(document.language for document in report.documents)
    yield f"Files       {files}"
    yield (
        f"Documents   {len(report.documents)}: {languages[SOURCE_LANGUAGE]} Chinese,"
        f" {languages[TARGET_LANGUAGE]} English"
    )
    yield "Paragraphs  " + ", ".join(f"{report.routes[route]} {route.value}" for route in Route)
    yield (
        f"Translated  {report.translation.translated} segments now, {report.translation.warned} with a"
        f" warning (drafts by {report.translation.engine})"
    )
    yield f"Aligned     {report.alignment.aligned} pairs now ({report.alignment.recipe})"


def _pair_lines(pairs: tuple[DocumentPair, ...]) -> Iterator[str]:
    if not pairs:
        yield "No document here is a translation of another."
        return
    yield "Pairs"
    for pair in pairs:
        yield f"  {_name(pair.source)}  =  {_name(pair.target)}"
        if pair.run is not None:
            yield (
                f"      {pair.run.verdict.value}: {pair.run.bead_count} beads, mean posterior"
                f" {pair.run.mean_posterior:.2f}, {pair.run.anchor_share:.2f} anchors a sentence"
            )


def _unmatched_lines(report: RunReport) -> Iterator[str]:
    for item in report.unmatched:
        yield _unmatched_line(item)


def _unmatched_line(item: UnmatchedDocument) -> str:
    text = f"  {_name(item.document)}  is not a translation of any document here"
    if item.counterpart.score is not None:
        text += f" (nearest: {_title(item.nearest_title)}, match {item.counterpart.score:.2f}"
        if item.counterpart.anchor_share is not None:
            text += f", {item.counterpart.anchor_share:.2f} anchors a sentence"
        text += ")"
    if item.link_count:
        text += f"; {item.link_count} candidate sentence links to review"
    return text


def _name(document: StoredDocument) -> str:
    """Give a document's title, or its file's name where it has none."""
    return _title(document.title or Path(document.path).name)


def _title(title: str) -> str:
    """Shorten a title to the width of a column and take control characters out of it."""
    clean = "".join(character if character.isprintable() else " " for character in title) or "(no title)"
    return clean if cell_len(clean) <= TITLE_WIDTH else chop_cells(clean, TITLE_WIDTH - 1)[0] + "…"


def report_row(report: RunReport) -> dict[str, Any]:
    """Give the same as one object for JSON."""
    return {
        "files": [
            {"path": file.path, "outcome": file.outcome.value, "detail": file.detail} for file in report.files
        ],
        "documents": len(report.documents),
        "paragraphs": {route.value: count for route, count in report.routes.items()},
        "translated": report.translation.translated,
        "translations_with_warning": report.translation.warned,
        "engine": report.translation.engine,
        "aligned": report.alignment.aligned,
        "recipe": report.alignment.recipe,
        "pairs": [_pair_row(pair) for pair in report.pairs],
        "without_counterpart": [_unmatched_row(item) for item in report.unmatched],
        "exported": [str(path) for path in report.exported],
    }


def _pair_row(pair: DocumentPair) -> dict[str, Any]:
    return {
        "id": pair.id,
        "source": pair.source.path,
        "source_title": pair.source.title,
        "target": pair.target.path,
        "target_title": pair.target.title,
        "score": pair.score,
        "verdict": None if pair.run is None else pair.run.verdict.value,
        "beads": None if pair.run is None else pair.run.bead_count,
        "mean_posterior": None if pair.run is None else pair.run.mean_posterior,
        "anchor_share": None if pair.run is None else pair.run.anchor_share,
    }


def _unmatched_row(item: UnmatchedDocument) -> dict[str, Any]:
    return {
        "path": item.document.path,
        "title": item.document.title,
        "verdict": item.counterpart.verdict.value,
        "nearest_title": item.nearest_title,
        "score": item.counterpart.score,
        "anchor_share": item.counterpart.anchor_share,
        "mean_posterior": item.counterpart.mean_posterior,
        "candidate_links": item.link_count,
    }
