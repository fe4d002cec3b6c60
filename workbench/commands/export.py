"""`workbench export`: the data in the formats of the trade."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.options import database_option

if TYPE_CHECKING:
    from db.store import Store

PAIR_FORMATS = ("tmx", "tsv", "csv", "xliff", "xliff-1.2", "jsonl", "html", "moses")
DOCUMENT_FORMATS = ("docx", "md", "html")
FORMATS = tuple(dict.fromkeys(("sqlite", *PAIR_FORMATS, *DOCUMENT_FORMATS)))


def _named(context: click.Context, parameter: click.Parameter, output: Path) -> Path:
    """Refuse standard output: an export takes the place of what was there when it is whole."""
    if str(output) == "-":
        raise click.UsageError("an export goes to a file or a folder, which needs a name")
    return output


@click.command("export")
@click.argument("format_name", metavar="FORMAT", type=click.Choice(FORMATS))
@click.argument("output", metavar="OUT", type=click.Path(path_type=Path), callback=_named)
@click.option("--drafts", is_flag=True, help="Export the machine translations in place of the alignments.")
@click.option("--accepted", is_flag=True, help="Pairs: only what a reviewer accepted or edited.")
@click.option(
    "--at-least",
    type=click.FloatRange(0, 1),
    metavar="P",
    help="Pairs: those accepted or this sure, 0 to 1.",
)
@click.option("--document", "names", multiple=True, metavar="NAME", help="A whole document: number or title.")
@click.option("--side-by-side", is_flag=True, help="Documents with the Chinese beside the English.")
@database_option
def command(
    *,
    format_name: str,
    output: Path,
    drafts: bool,
    accepted: bool,
    at_least: float | None,
    names: tuple[str, ...],
    side_by_side: bool,
    database: Path | None,
) -> None:
    """Write what is in the database to OUT.

    FORMAT is sqlite (everything, with a flat view `pairs`), or one that holds the aligned pairs: tmx, tsv,
    csv (for spreadsheets), xliff (2.1), xliff-1.2, jsonl, html (side by side), moses (OUT.zh, OUT.en and
    OUT.ids). Beads that a reviewer rejected are left out of the pairs. Machine translations are only there
    with --drafts, each marked as a draft; the SQLite file holds them all.

    docx, md and, with --document or --side-by-side, html are whole translated documents with their headings
    and lists. OUT is a file for one document and a folder for several; without --document, all Chinese
    documents are written.

    Example: workbench export docx news.docx --document 3 --side-by-side
    """
    from db.store import open_store
    from workbench.config import default_database

    is_document = format_name in DOCUMENT_FORMATS and (
        bool(names) or side_by_side or format_name not in PAIR_FORMATS
    )
    if (names or side_by_side) and not is_document:
        raise click.UsageError(f"--document and --side-by-side are for {', '.join(DOCUMENT_FORMATS)}")
    are_pairs = format_name in PAIR_FORMATS and not is_document
    least = _least_posterior(drafts=drafts, accepted=accepted, at_least=at_least, are_pairs=are_pairs)
    with open_store(database or default_database(), must_exist=True) as store:
        if is_document:
            _export_documents(store, format_name, output, names, side_by_side=side_by_side)
        else:
            _export_pairs(store, format_name, output, drafts=drafts, at_least=least)


def _least_posterior(
    *, drafts: bool, accepted: bool, at_least: float | None, are_pairs: bool
) -> float | None:
    """Give the posterior that pairs must have which nobody accepted; None leaves all of those out."""
    choices = [drafts, accepted, at_least is not None]
    if any(choices) and not are_pairs:
        raise click.UsageError("--drafts, --accepted and --at-least choose among pairs, not documents")
    if sum(choices) > 1:
        raise click.UsageError("--drafts, --accepted and --at-least cannot be combined")
    return None if accepted else at_least or 0.0


def _export_pairs(
    store: "Store", format_name: str, output: Path, *, drafts: bool, at_least: float | None
) -> None:
    from workbench.export.exporting import export_sqlite, export_units

    if format_name == "sqlite":
        export_sqlite(store, output)
        click.echo(f"{output}: open it with sqlite-utils or Datasette, the view is 'pairs'", err=True)
    else:
        count = export_units(store, format_name, output, drafts=drafts, at_least=at_least)
        click.echo(f"{output}: {count} units", err=True)


def _export_documents(
    store: "Store", format_name: str, output: Path, names: tuple[str, ...], *, side_by_side: bool
) -> None:
    from workbench.export.republishing import export_documents
    from workbench.translation.translating import find_documents

    chosen = find_documents(store, names) if names else None
    written = export_documents(store, format_name, output, document_ids=chosen, with_source=side_by_side)
    for path in written:
        click.echo(f"{path}: written", err=True)
