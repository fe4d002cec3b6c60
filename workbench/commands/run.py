"""`workbench run`: the main job."""

import json
from pathlib import Path

import click

from workbench.options import aligner_option, database_option, encoder_option, encoding_option, json_option


@click.command("run")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@database_option
@click.option("--export", "export_folder", type=click.Path(path_type=Path), help="Export into this folder.")
@encoding_option
@encoder_option
@aligner_option
@json_option
def command(
    *,
    paths: tuple[Path, ...],
    database: Path | None,
    export_folder: Path | None,
    encoding: str | None,
    encoder: str | None,
    aligner: str,
    as_json: bool,
) -> int:
    """Read files and folders, translate, match and align them, and export.

    Everything is kept in one SQLite file. Running it again does only what is new or changed.

    Example: workbench run examples/documents --export out
    """
    from db.store import open_store
    from workbench.config import default_database
    from workbench.errors import InputError
    from workbench.importing import Outcome
    from workbench.intake.reading import find_files
    from workbench.progress import progress_bar
    from workbench.running import Job, run
    from workbench.summary import report_lines, report_row

    job = Job(paths, encoding=encoding, encoder=encoder, aligner=aligner, export_folder=export_folder)
    list(find_files(paths))  # a path that is wrong ends the command before a database is made
    with open_store(database or default_database()) as store:
        report = run(store, job, show=progress_bar)
        path = store.path
    for file in report.files:
        if file.outcome is Outcome.FAILED:
            click.echo(f"workbench: left out: {file.detail}", err=True)
    if as_json:
        click.echo(json.dumps(report_row(report), ensure_ascii=False))
    else:
        for line in report_lines(report, path):
            click.echo(line)
    return InputError.exit_code if any(f.outcome is Outcome.FAILED for f in report.files) else 0
