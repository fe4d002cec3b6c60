"""`workbench run`: the main job."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.options import (
    aligner_option,
    database_option,
    encoder_option,
    encoding_option,
    json_option,
    rules_option,
)

if TYPE_CHECKING:
    from workbench.running import RunReport


@click.command("run")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@database_option
@click.option("--export", "export_folder", type=click.Path(path_type=Path), help="Export into this folder.")
@encoding_option
@rules_option
@encoder_option
@aligner_option
@json_option
def command(
    *,
    paths: tuple[Path, ...],
    database: Path | None,
    export_folder: Path | None,
    encoding: str | None,
    rules: Path | None,
    encoder: str | None,
    aligner: str,
    as_json: bool,
) -> int:
    """Read files and folders, translate, match and align them, and export.

    PATHS may be patterns such as 'news/**/*.html'. Everything is kept in one SQLite file. Running it again
    does only what is new or changed. The rules of a file are kept with it; an empty one takes them away.

    Example: workbench run examples/documents --export out
    """
    from db.store import open_store
    from workbench.config import default_database
    from workbench.importing import refuse_unreadable
    from workbench.intake.user_rules import load_rules
    from workbench.progress import progress_bar
    from workbench.running import Job, run

    own_rules = None if rules is None else load_rules(rules)
    job = Job(paths, encoding, own_rules, encoder, aligner, export_folder)
    location = database or default_database()
    refuse_unreadable(paths, encoding=encoding, is_one_enough=not location.exists())
    with open_store(location) as store:
        report = run(store, job, show=progress_bar)
    _name_passed_over(paths)
    return _show(report, location, as_json=as_json)


def _name_passed_over(paths: tuple[Path, ...]) -> None:
    """Say how many files of the folders are of no type that can be read, so that none is missed unseen."""
    from collections import Counter

    from workbench.intake.finding import passed_over

    endings = Counter(
        ending if ending.isascii() and ending[1:].isalnum() else "others"
        for ending in (file.suffix.lower() for file in passed_over(paths))
    )
    if endings:
        kinds = ", ".join(f"{ending} {count}" for ending, count in endings.most_common())
        click.echo(f"workbench: passed over, as their types are not read: {kinds}", err=True)


def _show(report: "RunReport", database: Path, *, as_json: bool) -> int:
    """Print what a run did, name the files that were left out, and give the exit code."""
    from workbench.errors import InputError
    from workbench.importing import Outcome
    from workbench.summary import report_lines, report_row

    failed = [file for file in report.files if file.outcome is Outcome.FAILED]
    for file in failed:
        click.echo(f"workbench: left out: {file.detail}", err=True)
    if as_json:
        click.echo(json.dumps(report_row(report), ensure_ascii=False))
    else:
        for line in report_lines(report, database):
            click.echo(line)
    return InputError.exit_code if failed else 0
