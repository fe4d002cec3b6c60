"""`workbench pairs`: which documents belong together, found by matching or said by hand."""

import json
from pathlib import Path

import click

from workbench.options import database_option, json_option


@click.group("pairs")
def command() -> None:
    """List the pairs with their numbers and scores, pair documents, take pairs apart.

    What you say holds against what matching finds later.

    Example: workbench pairs list
    """


@command.command("list")
@database_option
@json_option
def list_pairs(*, database: Path | None, as_json: bool) -> None:
    """Print pair, score, runner-up, verdict, rows, open rows and both titles, with tabs between them.

    Example: workbench pairs list --json
    """
    from workbench.alignment.pairing import pair_lines
    from workbench.config import default_database

    for pair in pair_lines(database or default_database()):
        run = pair.run
        row = {
            "id": pair.id,
            "score": round(pair.score, 4),
            "runner_up_score": None if pair.runner_up_score is None else round(pair.runner_up_score, 4),
            "verdict": None if run is None else run.verdict.value,
            "rows": None if run is None else run.bead_count,
            "open_rows": None if run is None else run.open_bead_count,
            "source_id": pair.source.id,
            "source_title": pair.source.title,
            "target_id": pair.target.id,
            "target_title": pair.target.title,
        }
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            del row["source_id"], row["target_id"]
            cells = ("" if value is None else " ".join(str(value).split()) for value in row.values())
            click.echo("\t".join(cells))


@command.command("add")
@click.argument("first", type=int)
@click.argument("second", type=int)
@click.option("--reviewer", help="Your name.  [default: your user name]")
@database_option
def add(*, first: int, second: int, reviewer: str | None, database: Path | None) -> None:
    """Pair a Chinese and an English document by their numbers in `workbench documents`.

    Example: workbench pairs add 3 12
    """
    from getpass import getuser

    from workbench.alignment.pairing import pair_documents
    from workbench.config import default_database

    pair_id = pair_documents(database or default_database(), first, second, reviewer=reviewer or getuser())
    click.echo(f"pair {pair_id}; 'workbench align' aligns it", err=True)


@command.command("remove")
@click.argument("pair", type=int)
@click.option("--reviewer", help="Your name.  [default: your user name]")
@database_option
def remove(*, pair: int, reviewer: str | None, database: Path | None) -> None:
    """Take a PAIR apart by its number; one with review decisions stays.

    Example: workbench pairs remove 4
    """
    from getpass import getuser

    from workbench.alignment.pairing import unpair
    from workbench.config import default_database

    unpair(database or default_database(), pair, reviewer=reviewer or getuser())
