"""`workbench convert`: translation units from one format to another."""

from pathlib import Path

import click

FORMATS = ("tmx", "tsv", "csv", "xliff", "xliff-1.2", "jsonl", "html", "moses")


@click.command("convert")
@click.argument("source", metavar="FROM", type=click.Path(path_type=Path))
@click.argument("target", metavar="TO", type=click.Path(path_type=Path))
@click.option(
    "--to", "format_name", type=click.Choice(FORMATS), help="The format, where TO's ending does not say it."
)
def command(*, source: Path, target: Path, format_name: str | None) -> None:
    """Convert translation units, without a database.

    FROM is TMX, XLIFF, JSON Lines, a PO file, a table or an Excel workbook with a Chinese and an English
    column, or the Chinese file of a Moses pair (corpus.zh beside corpus.en). The ending of TO says the
    format.

    Example: workbench convert terms-of-2024.xlsx terms-of-2024.tmx
    """
    from workbench.converting import convert

    count = convert(source, target, format_name)
    click.echo(f"{target}: {count} units", err=True)
