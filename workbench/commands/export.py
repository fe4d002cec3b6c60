"""`workbench export`: the data in the formats of the trade."""

from pathlib import Path

import click

from workbench.options import database_option


@click.command("export")
@click.argument("format_name", metavar="FORMAT", type=click.Choice(["sqlite", "tmx", "tsv"]))
@click.argument("output", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--drafts", is_flag=True, help="Export the machine translations in place of the alignments.")
@database_option
def command(format_name: str, output: Path, drafts: bool, database: Path | None) -> None:
    """Write what is in the database to OUT, as sqlite, tmx or tsv.

    Beads that a reviewer rejected are left out of tmx and tsv. Machine translations are only there with
    --drafts, each marked as a draft; the SQLite file holds them all.

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
