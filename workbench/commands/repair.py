"""`workbench repair`: split and join segments that were cut wrongly."""

import json
from getpass import getuser
from pathlib import Path

import click

from workbench.options import database_option, json_option


@click.group("repair")
def command() -> None:
    """Show the segments of a document with their numbers; split one, or join it with the next.

    Reviewed rows keep their decisions.

    Example: workbench repair show 3
    """


@command.command("show")
@click.argument("document", type=int)
@database_option
@json_option
def show(*, document: int, database: Path | None, as_json: bool) -> None:
    """Print number (from 1) and text of each segment of a DOCUMENT.

    Example: workbench repair show 3
    """
    from workbench.config import default_database
    from workbench.review.repairing import open_text

    text = open_text(database or default_database(), document)
    for segment in text.segments:
        if as_json:
            row = {"segment": segment.position + 1, "text": segment.text, "raw_paragraph": text.raw(segment)}
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            click.echo(f"{segment.position + 1}\t{' '.join(segment.text.split())}")


@command.command("split")
@click.argument("document", type=int)
@click.argument("segment", type=click.IntRange(min=1))
@click.argument("at", type=click.IntRange(min=1))
@click.option("--reviewer", help="Your name.  [default: your user name]")
@database_option
def split(*, document: int, segment: int, at: int, reviewer: str | None, database: Path | None) -> None:
    """Cut a SEGMENT of a DOCUMENT after its first AT characters.

    Example: workbench repair split 3 12 20
    """
    from workbench.config import default_database
    from workbench.review.repairing import split_segment

    path = database or default_database()
    split_segment(path, document, segment - 1, at=at, reviewer=reviewer or getuser())


@command.command("merge")
@click.argument("document", type=int)
@click.argument("segment", type=click.IntRange(min=1))
@click.option("--reviewer", help="Your name.  [default: your user name]")
@database_option
def merge(*, document: int, segment: int, reviewer: str | None, database: Path | None) -> None:
    """Join a SEGMENT of a DOCUMENT with the one after it.

    Example: workbench repair merge 3 12
    """
    from workbench.config import default_database
    from workbench.review.repairing import merge_segments

    merge_segments(database or default_database(), document, segment - 1, reviewer=reviewer or getuser())
