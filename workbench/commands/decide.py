"""`workbench decide`: a review decision without the application."""

from pathlib import Path

import click

from workbench.options import database_option


@click.command("decide", context_settings={"ignore_unknown_options": True})
@click.argument("pair", type=int)
@click.argument("action")
@click.argument("rows", required=False, default="")
@click.argument("values", nargs=-1)
@click.option("--reviewer", help="Whose decision it is.  [default: your user name]")
@database_option
def command(
    *,
    pair: int,
    action: str,
    rows: str,
    values: tuple[str, ...],
    reviewer: str | None,
    database: Path | None,
) -> None:
    """Make one decision on ROWS (7, or 3-7) of PAIR, as a key does in the application.

    \b
    accept, reject, needs-review, bookmark    rows
    merge                                     rows, or a row and the next
    split SOURCE TARGET                       sentences that stay in the upper row
    pin SOURCE TARGET                         the sentences of the rows, from 1, that belong together
    first-up, last-down, shift-up, shift-down SIDE   a sentence, or the whole column from here on
    edit SIDE TEXT, replace SIDE OLD NEW, note TEXT  SIDE is source or target
    no-counterpart SIDE REASON, moved ROWS    credit-line, ..., other; rows of the other side
    undo, redo                                no rows: your last decision

    Example: workbench decide 3 split 12 1 2
    """
    import getpass

    from workbench.config import default_database
    from workbench.errors import NothingToDoError
    from workbench.review.deciding import decide_by_name

    change = decide_by_name(
        database or default_database(),
        pair,
        action,
        rows=rows,
        values=values,
        reviewer=reviewer or getpass.getuser(),
    )
    if change is None:
        raise NothingToDoError(f"pair {pair}: nothing to {action}")
    click.echo(f"{action}: {len(change.before)} rows became {len(change.after)}", err=True)
