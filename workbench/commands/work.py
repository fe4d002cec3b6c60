"""`workbench work`: what needs work, the most pressing first."""

import json
from pathlib import Path

import click

from workbench.options import database_option, json_option


@click.command("work")
@click.option("--reviewer", help="Whose second readings are counted.  [default: your user name]")
@database_option
@json_option
def command(*, reviewer: str | None, database: Path | None, as_json: bool) -> None:
    """List what there is to do: how much of it, what, and in which pair.

    Example: workbench work
    """
    from getpass import getuser

    from workbench.config import default_database
    from workbench.review.work_left import tasks

    for task in tasks(database or default_database(), reviewer=reviewer or getuser()):
        row = {"count": task.count, "what": task.words, "pair": task.pair_id}
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            cells = ("" if value is None else " ".join(str(value).split()) for value in row.values())
            click.echo("\t".join(cells))
