"""`workbench documents`: what has been taken in, and how each paragraph was routed."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from workbench.options import database_option, json_option


@click.command("documents")
@click.option("--paragraphs", "document_id", type=int, metavar="ID", help="Show a document's paragraphs.")
@database_option
@json_option
def command(document_id: int | None, database: Path | None, as_json: bool) -> None:
    """List the documents of the database, or the paragraphs of one with their routes and reasons.

    Example: workbench documents --paragraphs 3
    """
    from db import documents
    from db.records import StoredDocument, StoredParagraph
    from db.store import open_store
    from workbench.config import default_database
    from workbench.languages import tag

    rows: list[StoredDocument] | list[StoredParagraph]
    with open_store(database or default_database(), must_exist=True) as store:
        if document_id is None:
            rows = documents.list_documents(store)
        else:
            documents.get_document(store, document_id)
            rows = documents.list_paragraphs(store, document_id)
    for row in rows:
        language = tag(row.language, row.script)
        if as_json:
            click.echo(json.dumps(asdict(row), ensure_ascii=False))
        elif isinstance(row, StoredDocument):
            click.echo(
                f"{row.id:>4}  {language:<7}  {row.segment_count:>4} segments  {row.title}  ({row.path})"
            )
        else:
            click.echo(
                f"{row.position:>4}  {language:<7}  {row.route:<9}  {row.reason}\n      {row.text[:70]}"
            )
