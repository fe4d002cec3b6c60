"""`workbench history`: who decided what, and when."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from workbench.options import database_option, json_option


@click.command("history")
@click.argument("pair", type=int, required=False)
@click.option("--reviewer", help="Only this reviewer's decisions.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=2000, show_default=True, help="Newest decisions."
)
@click.option("--progress", is_flag=True, help="How many rows were open over time, instead.")
@database_option
@json_option
def command(
    *,
    pair: int | None,
    reviewer: str | None,
    limit: int,
    progress: bool,
    database: Path | None,
    as_json: bool,
) -> None:
    """List review decisions, the newest first, of all pairs or of one, by its number.

    Prints time, reviewer, pair, first Chinese segment (from 1), action, beads before and after, and whether
    it was undone, with tabs between them.

    Example: workbench history 3 --reviewer li
    """
    from workbench.config import default_database
    from workbench.review.history import decisions

    path = database or default_database()
    if progress:
        _print_progress(path, pair, as_json=as_json)
        return
    for item in decisions(path, pair_id=pair, reviewer=reviewer, limit=limit):
        if as_json:
            click.echo(json.dumps(asdict(item), ensure_ascii=False))
            continue
        counts = (item.before_count, item.after_count, "undone" if item.is_undone else "")
        cells = (item.created_at, item.reviewer, item.pair_id, item.source_start + 1, item.action, *counts)
        click.echo("\t".join(" ".join(str(cell).split()) for cell in cells))


def _print_progress(path: Path, pair: int | None, *, as_json: bool) -> None:
    """Print time and number of open rows, a line for each decision and one for the beginning."""
    from workbench.report.pair_figures import pair_figures, project_progress

    points = project_progress(path) if pair is None else pair_figures(path, pair).progress
    for point in points:
        at = point.at.isoformat(timespec="milliseconds")
        if as_json:
            click.echo(json.dumps({"at": at, "open": point.open_count}))
        else:
            click.echo(f"{at}\t{point.open_count}")
