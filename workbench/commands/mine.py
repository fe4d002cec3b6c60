"""`workbench mine`: sentences that say the same in texts that are no translations of each other."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.options import database_option, encoder_option, json_option

if TYPE_CHECKING:
    from workbench.alignment.mining import MinedLink


@click.command("mine")
@click.argument("document_ids", metavar="[DOC]...", nargs=-1, type=int)
@click.option(
    "--threshold",
    type=click.FloatRange(min=0),
    help="The least score, cosine over the mean cosine to the nearest sentences.  [default: 1.06]",
)
@click.option("--top", type=click.IntRange(min=1), help="Most links of an English document.  [default: 50]")
@database_option
@encoder_option
@json_option
def command(
    document_ids: tuple[int, ...],
    *,
    threshold: float | None,
    top: int | None,
    database: Path | None,
    encoder: str | None,
    as_json: bool,
) -> None:
    """Find links between sentences of comparable documents, for review.

    Holds the English documents among DOC against the Chinese ones. Without any, it is the English documents
    without a counterpart, against all Chinese ones. The links are kept as candidates. Prints one a line:
    score, Chinese document and sentence, English document and sentence (counted from 0), and both texts.

    Example: workbench mine --top 20 > links.tsv
    """
    from aligners.mining import MINIMUM_MARGIN
    from db.store import open_store
    from workbench.alignment.mining import MAXIMUM_CANDIDATES, mine_documents
    from workbench.config import default_database
    from workbench.engines.encoder import load_encoder
    from workbench.progress import progress_bar

    with (
        open_store(database or default_database(), must_exist=True) as store,
        progress_bar("Mining documents") as progress,
    ):
        links = mine_documents(
            store,
            load_encoder(encoder),
            document_ids=document_ids,
            threshold=MINIMUM_MARGIN if threshold is None else threshold,
            top=MAXIMUM_CANDIDATES if top is None else top,
            progress=progress,
        )
    for found in links:
        click.echo(_row(found, as_json=as_json))
    click.echo(f"{len(links)} candidate links, to be reviewed with 'workbench review'", err=True)


def _row(found: "MinedLink", *, as_json: bool) -> str:
    link, source, target = found.link, found.source, found.target
    texts = [" ".join(text.split()) for text in (found.source_text, found.target_text)]
    fields = [source.id, link.source_start, target.id, link.target_start, *texts]
    if not as_json:
        return "\t".join((f"{link.score:.4f}", *map(str, fields)))
    names = ("source_document", "source", "target_document", "target", "source_text", "target_text")
    return json.dumps({"score": link.score, **dict(zip(names, fields, strict=True))}, ensure_ascii=False)
