"""`workbench check`: what looks wrong in translations and aligned texts."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.options import database_option, json_option

if TYPE_CHECKING:
    from db.findings import StoredFinding
    from db.records import StoredDocument


@click.command("check")
@click.option("--source", type=click.Path(path_type=Path), help="Chinese text, checked line by line.")
@click.option("--target", type=click.Path(path_type=Path), help="Its English version, a line for each line.")
@click.option("--all", "show_all", is_flag=True, help="Show information and what was dismissed, too.")
@click.option("--dismiss", metavar="KEY", help="Say that a finding is none; it stays so in later checks.")
@click.option("--reason", default="", metavar="TEXT", help="Why it is none.")
@click.option("--restore", metavar="KEY", help="Take a dismissal back.")
@click.option("--reviewer", metavar="NAME", help="Whose word this is.  [default: your login name]")
@database_option
@json_option
def command(
    *,
    source: Path | None,
    target: Path | None,
    show_all: bool,
    dismiss: str | None,
    reason: str,
    restore: str | None,
    reviewer: str | None,
    database: Path | None,
    as_json: bool,
) -> None:
    """Check figures, dates, names, terms and more in English versions of Chinese texts.

    Without --source and --target, all aligned pairs and machine translations of the database are checked, and
    the findings are stored in place of those of the last run. Prints a finding a line, with tabs between
    document, segment (from 1), check, severity, message, suggestion and, of a database, the finding's key.

    Example: workbench check --source speech.zh --target speech.en
    """
    if (source is None) != (target is None):
        raise click.UsageError("--source and --target go together")
    if dismiss is not None or restore is not None:
        _decide(database, dismiss=dismiss, restore=restore, reviewer=reviewer, reason=reason)
    elif source is not None and target is not None:
        _check_files(source, target, show_all=show_all, as_json=as_json)
    else:
        _check_database(database, show_all=show_all, as_json=as_json)


def _decide(
    database: Path | None, *, dismiss: str | None, restore: str | None, reviewer: str | None, reason: str
) -> None:
    from getpass import getuser

    from workbench.checking import dismiss_finding, restore_finding
    from workbench.config import default_database

    path = database or default_database()
    if dismiss is not None:
        dismiss_finding(path, dismiss, reviewer=reviewer or getuser(), reason=reason)
        click.echo(f"{dismiss}: dismissed", err=True)
    if restore is not None:
        restore_finding(path, restore)
        click.echo(f"{restore}: restored", err=True)


def _check_files(source: Path, target: Path, *, show_all: bool, as_json: bool) -> None:
    from workbench.checking import check_lines
    from workbench.errors import InputError
    from workbench.inputs import read_lines
    from workbench.quality.findings import Severity

    sources, targets = read_lines(source), read_lines(target)
    if len(sources) != len(targets):
        raise InputError(
            f"{source} has {len(sources)} lines, {target} has {len(targets)}; each needs its counterpart"
        )
    for found in check_lines(sources, targets):
        line, finding = found.line, found.finding
        if finding.severity is Severity.INFORMATION and not show_all:
            continue
        if as_json:
            click.echo(json.dumps({"line": line, **asdict(finding)}, ensure_ascii=False))
        else:
            row = (finding.check, finding.severity.value, finding.message, finding.suggestion)
            click.echo(_line(source.name, line, row))


def _check_database(database: Path | None, *, show_all: bool, as_json: bool) -> None:
    from db.store import open_store
    from workbench.checking import check_database
    from workbench.config import default_database
    from workbench.progress import progress_bar
    from workbench.quality.findings import Severity

    with (
        open_store(database or default_database(), must_exist=True) as store,
        progress_bar("Checking") as progress,
    ):
        report = check_database(store, progress=progress)
    for finding in report.findings:
        if not show_all and (finding.is_dismissed or finding.severity == Severity.INFORMATION.value):
            continue
        _print_stored(finding, report.documents[finding.document_id], as_json=as_json)
    counts = ", ".join(f"{report.count(severity)} {severity.value}" for severity in Severity)
    click.echo(
        f"{report.texts} texts checked, {report.pairs} pairs of documents among them: {counts}", err=True
    )


def _print_stored(finding: "StoredFinding", document: "StoredDocument", *, as_json: bool) -> None:
    side = "draft" if finding.pair_id is None else "aligned"
    if as_json:
        row = {"document": document.title, "side": side, **asdict(finding)}
        click.echo(json.dumps(row, ensure_ascii=False))
        return
    cells = (finding.check, finding.severity, finding.message, finding.suggestion, finding.key)
    click.echo(_line(f"{document.title} ({side})", finding.source_position + 1, cells))


def _line(document: str, number: int, cells: Sequence[str]) -> str:
    return "\t".join(" ".join(str(cell).split()) for cell in (document, number, *cells))
