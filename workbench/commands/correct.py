"""`workbench correct`: how a stored file was taken in, put right."""

import json
from pathlib import Path

import click

from workbench.options import database_option, json_option


@click.command("correct")
@click.argument("document_id", type=int, metavar="DOCUMENT")
@click.option("--encoding", metavar="NAME", help="Read the document's file again in this encoding.")
@click.option("--split", type=int, metavar="N", help="Let a document of its own begin at paragraph N.")
@click.option("--join", type=int, metavar="OTHER", help="Make one document of this one and its neighbour.")
@click.option("--as-found", is_flag=True, help="Let documents begin again where the intake found it.")
@click.option("--original", is_flag=True, help="Translate and align it although it looks like a reprint.")
@database_option
@json_option
def command(
    *,
    document_id: int,
    encoding: str | None,
    split: int | None,
    join: int | None,
    as_found: bool,
    original: bool,
    database: Path | None,
    as_json: bool,
) -> None:
    """Put right how a document's file was taken in, from the bytes in the database.

    Give one of the options. `workbench documents --paragraphs DOCUMENT` numbers the paragraphs. Documents
    that a correction does not touch keep their numbers, alignments and reviews; the others are aligned anew
    by the next `workbench run`, and reviewed rows stand where their sentences do.

    Example: workbench correct 3 --split 12
    """
    from db.store import open_store
    from workbench import correcting
    from workbench.config import default_database

    if sum((encoding is not None, split is not None, join is not None, as_found, original)) != 1:
        raise click.UsageError("give one of --encoding, --split, --join, --as-found and --original")
    with open_store(database or default_database(), must_exist=True) as store:
        if encoding is not None:
            ids = correcting.read_again(store, document_id, encoding)
        elif split is not None:
            ids = correcting.split_document(store, document_id, split)
        elif join is not None:
            ids = correcting.join_documents(store, document_id, join)
        elif as_found:
            ids = correcting.divide_as_found(store, document_id)
        else:
            correcting.keep_as_original(store, document_id)
            ids = [document_id]
    words = f"now {', '.join(f'document {number}' for number in ids)}"
    click.echo(json.dumps({"documents": ids}) if as_json else words)
