"""`workbench search`: words on both sides, with what stands left and right of them."""

import json
from pathlib import Path

import click

from workbench.options import database_option, json_option


@click.command("search")
@click.argument("text")
@click.option(
    "--side", type=click.Choice(["source", "target"]), help="Only the Chinese, or only the English side."
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many hits.")
@click.option("--width", type=click.IntRange(min=10), default=30, show_default=True, metavar="CELLS")
@click.option("--output", type=click.Path(path_type=Path), help="Write a table (TSV) instead.")
@database_option
@json_option
def command(
    text: str,
    *,
    side: str | None,
    limit: int | None,
    width: int,
    output: Path | None,
    database: Path | None,
    as_json: bool,
) -> None:
    """Find TEXT in all documents: a line a hit, with CELLS of text on its left and right.

    One or two Chinese characters will do. Traditional and Simplified characters count as the same, as do full
    and half width; pinyin finds Chinese by initials (gxq) or syllables (gaoxinqu). A line begins with
    pair:row, or with the document where it has no pair.

    Example: workbench search gxq --side source
    """
    from workbench.config import default_database
    from workbench.search.concordance import concordance_line
    from workbench.search.searching import export_hits, hit_fields, search

    hits = search(database or default_database(), text, side=side, limit=limit)
    if output is not None:
        export_hits(hits, output)
    elif as_json:
        for record in hit_fields(hits):
            click.echo(json.dumps(record, ensure_ascii=False))
    else:
        for hit in hits:
            click.echo(concordance_line(hit, width))
    click.echo(f"{len(hits)} hits", err=True)
