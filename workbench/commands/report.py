"""`workbench report`: a page with pictures of one pair."""

from pathlib import Path

import click

from workbench.options import database_option


@click.command("report")
@click.argument("pair", type=int)
@click.option(
    "--output", type=click.Path(path_type=Path), required=True, help="The HTML file; - is standard output."
)
@database_option
def command(pair: int, output: Path, database: Path | None) -> None:
    """Write an HTML page on PAIR, by its number: figures, pictures, all rows with their findings.

    The page fetches nothing and runs no script. `workbench history` and `workbench documents` show numbers.

    Example: workbench report 3 --output pair-3.html
    """
    from workbench.config import default_database
    from workbench.report.reporting import write_report

    place = Path("/dev/stdout") if str(output) == "-" else output
    count = write_report(database or default_database(), pair, place)
    click.echo(f"{output}: {count} rows", err=True)
