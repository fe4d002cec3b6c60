"""`workbench export`: the data in the formats of the trade."""

from pathlib import Path

import click

from workbench.options import database_option

FORMATS = ("sqlite", "tmx", "tsv", "csv", "xliff", "xliff-1.2", "jsonl", "html", "moses")


@click.command("export")
@click.argument("format_name", metavar="FORMAT", type=click.Choice(FORMATS))
@click.argument("output", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--drafts", is_flag=True, help="Export the machine translations in place of the alignments.")
@database_option
def command(format_name: str, output: Path, drafts: bool, database: Path | None) -> None:
    """Write what is in the database to OUT.

    FORMAT is sqlite (everything, with a flat view `pairs`), or one that holds the aligned pairs: tmx, tsv,
    csv (for spreadsheets), xliff (2.1), xliff-1.2, jsonl, html (side by side), moses (OUT.zh, OUT.en and
    OUT.ids). Beads that a reviewer rejected are left out of the pairs. Machine translations are only there
    with --drafts, each marked as a draft; the SQLite file holds them all.

    Example: workbench export tmx zone-news.tmx
    """
    from db.store import open_store
    from workbench.config import default_database
    from workbench.exporting import export_sqlite, export_units

    with open_store(database or default_database(), must_exist=True) as store:
        if format_name == "sqlite":
            export_sqlite(store, output)
            click.echo(f"{output}: open it with sqlite-utils or Datasette, the view is 'pairs'", err=True)
        else:
            count = export_units(store, format_name, output, drafts=drafts)
            click.echo(f"{output}: {count} units", err=True)
