"""`workbench rows`: the rows of a pair, in order or by doubt, and how sure a reviewer can be of them."""

import json
from pathlib import Path

import click

from workbench.options import database_option, json_option


@click.command("rows")
@click.argument("pair", type=int)
@click.option("--doubt", is_flag=True, help="Only open rows, the lowest posterior first.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many rows.")
@click.option("--reviewer", help="Whose checks the closing line is about.  [default: your user name]")
@database_option
@json_option
def command(
    pair: int, *, doubt: bool, limit: int | None, reviewer: str | None, database: Path | None, as_json: bool
) -> None:
    """List the rows of PAIR: number, state, shape, posterior, both texts, note, reason of an omission.

    Standard error then says how many rows may still be wrong by your own checks, and when you may stop.

    Example: workbench rows 3 --doubt --limit 10
    """
    import getpass

    from workbench.config import default_database
    from workbench.report.assurance import assurance
    from workbench.review.review_rows import row_records

    path = database or default_database()
    for record in row_records(path, pair, by_doubt=doubt, limit=limit):
        if as_json:
            click.echo(json.dumps(record, ensure_ascii=False))
        else:
            click.echo("\t".join(" ".join(str(value).split()) for value in record.values()))
    name = reviewer or getpass.getuser()
    found = assurance(path, _run_id(path, pair), reviewer=name)
    click.echo(
        f"{name} has checked {found.checked} of {found.total} rows singly, {found.right} were right:"
        f" {100 * found.bound:.1f} % of all rows at least are right now, with 95 % confidence;"
        f" {found.needed} more right checks make it 98 %",
        err=True,
    )


def _run_id(path: Path, pair: int) -> int:
    from workbench.review.reviewing import open_pair

    return open_pair(path, pair).run_id
