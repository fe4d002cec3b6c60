"""`workbench drafts`: what each engine made of a document, side by side."""

import json
from pathlib import Path

import click

from workbench.options import database_option, json_option


@click.command("drafts")
@click.argument("document", type=int)
@database_option
@json_option
def command(document: int, *, database: Path | None, as_json: bool) -> None:
    """List the segments of DOCUMENT with the translations of all engines and of the memory.

    Prints number, Chinese, and a column for each engine, with tabs between them and a head line.

    Example: workbench drafts 3
    """
    from workbench.config import default_database
    from workbench.translation.drafts import draft_records

    records = list(draft_records(database or default_database(), document))
    if as_json:
        for record in records:
            click.echo(json.dumps(record.as_dict(), ensure_ascii=False))
        return
    engines = list(dict.fromkeys(engine for record in records for engine in record.drafts))
    click.echo("\t".join(["segment", "source", *engines]))
    for record in records:
        texts = [record.drafts[engine].target_text if engine in record.drafts else "" for engine in engines]
        cells = [str(record.number), record.source, *texts]
        click.echo("\t".join(" ".join(cell.split()) for cell in cells))
