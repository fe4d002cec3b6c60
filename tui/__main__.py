"""The command `workbench review`."""

import sys
from pathlib import Path

import click


@click.command(epilog="Example: workbench review --db bitext.db")
@click.option(
    "--db",
    "database",
    type=click.Path(path_type=Path),
    help="The database to review. [default: $WORKBENCH_DB, else bitext.db here]",
)
@click.option("--reviewer", help="The name your decisions are kept under. [default: your user name]")
def review(database: Path | None, reviewer: str | None) -> None:
    """Review alignments in the terminal: accept, reject, merge, split, edit, undo."""
    import getpass

    from tui.app import ReviewApp
    from workbench.config import default_database
    from workbench.errors import InputError
    from workbench.review.review_places import read_settings
    from workbench.review.reviewing import overview

    path = database or default_database()
    overview(path)  # an unusable database is one line and an exit code, not a screen
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        raise InputError("review needs a terminal; 'workbench export' gives the pairs to scripts")
    app = ReviewApp(path, reviewer or getpass.getuser(), settings=read_settings(), keeps_place=True)
    app.run()


if __name__ == "__main__":
    from workbench.cli import main

    main(["review", *sys.argv[1:]])
