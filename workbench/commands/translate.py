"""`workbench translate`: lines of a file, or all that is pending in the database."""

import json
from pathlib import Path

import click

from workbench.options import database_option, json_option


@click.command("translate")
@click.option("--text", type=click.Path(path_type=Path), help="Translate this file line by line; - is stdin.")
@database_option
@json_option
def command(text: Path | None, database: Path | None, as_json: bool) -> None:
    """Translate Chinese into English, offline.

    With --text, as many lines come out as go in. Without it, every segment of the database that is on the
    route `translate` and has no translation yet is translated; a run that is stopped goes on where it was.

    Example: workbench translate --text sentences.txt > sentences.en
    """
    if text is not None:
        _translate_lines(text, as_json=as_json)
    else:
        _translate_database(database, as_json=as_json)


def _translate_lines(path: Path, *, as_json: bool) -> None:
    from workbench.engines.translator import load_translator
    from workbench.inputs import read_lines
    from workbench.progress import progress_bar
    from workbench.translating import translate_all

    lines = read_lines(path)
    translator = load_translator()
    with progress_bar("Translating") as progress:
        results = translate_all(translator, lines, progress=progress)
    for line, result in zip(lines, results, strict=True):
        if as_json:
            row = {"source": line, "target": result.text, "score": result.score, "warnings": result.warnings}
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            click.echo(" ".join(result.text.split("\n")))


def _translate_database(database: Path | None, *, as_json: bool) -> None:
    from db.store import open_store
    from workbench.config import default_database
    from workbench.engines.translator import load_translator
    from workbench.progress import progress_bar
    from workbench.translating import translate_pending

    with (
        open_store(database or default_database(), must_exist=True) as store,
        progress_bar("Translating") as progress,
    ):
        report = translate_pending(store, load_translator(), progress=progress)
    if as_json:
        click.echo(
            json.dumps({"translated": report.translated, "warned": report.warned, "engine": report.engine})
        )
    else:
        click.echo(f"{report.translated} segments translated, {report.warned} with a warning")
