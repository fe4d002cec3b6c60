"""`workbench documents`: what has been taken in, and how each paragraph was routed."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.options import database_option, json_option

if TYPE_CHECKING:
    from db.records import StoredDocument, StoredFile, StoredParagraph


@click.command("documents")
@click.option("--paragraphs", "document_id", type=int, metavar="ID", help="Show a document's paragraphs.")
@click.option("--files", "are_files_listed", is_flag=True, help="List the files, with their encodings.")
@database_option
@json_option
def command(*, document_id: int | None, are_files_listed: bool, database: Path | None, as_json: bool) -> None:
    """List the documents of the database, or the paragraphs of one with their routes and reasons.

    A document that says what an earlier one says is shown as its reprint. `workbench correct` puts right what
    was taken in wrongly.

    Example: workbench documents --paragraphs 3
    """
    from db import documents
    from db.store import open_store
    from workbench.config import default_database

    if are_files_listed and document_id is not None:
        raise click.UsageError("give one of --files and --paragraphs")
    rows: list[StoredFile] | list[StoredDocument] | list[StoredParagraph]
    with open_store(database or default_database(), must_exist=True) as store:
        if are_files_listed:
            rows = documents.list_files(store)
        elif document_id is None:
            rows = documents.list_documents(store)
        else:
            documents.get_document(store, document_id)
            rows = documents.list_paragraphs(store, document_id)
    for row in rows:
        click.echo(json.dumps(asdict(row), ensure_ascii=False) if as_json else _line(row))


def _line(row: "StoredFile | StoredDocument | StoredParagraph") -> str:
    from db.records import StoredDocument, StoredFile
    from workbench.languages import tag

    if isinstance(row, StoredFile):
        return (
            f"{row.id:>4}  {row.encoding:<9}  {row.document_count:>4} documents  {row.path}\n"
            f"      {row.format}, {row.size_bytes} bytes; {row.encoding}: {row.encoding_reason}"
        )
    language = tag(row.language, row.script)
    if isinstance(row, StoredDocument):
        reprint = "" if row.reprint_of is None else f"  [reprint of {row.reprint_of}]"
        return (
            f"{row.id:>4}  {language:<7}  {row.segment_count:>4} segments  {row.title}  ({row.path}){reprint}"
        )
    return f"{row.position:>4}  {language:<7}  {row.route:<9}  {row.reason}\n      {row.text[:70]}"
