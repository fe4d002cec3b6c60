"""`workbench realign`: the open rows of one pair, aligned anew between the accepted ones."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbench.options import aligner_option, database_option, encoder_option, json_option

if TYPE_CHECKING:
    from db.records import StoredBead
    from workbench.alignment.realigning import Realignment
    from workbench.review.reviewing import ReviewPair


@click.command("realign")
@click.argument("pair_id", metavar="PAIR", type=int)
@click.option(
    "--around",
    type=click.IntRange(min=0),
    metavar="N",
    help="Only the open rows around source sentence N, counted from 0.",
)
@click.option("--preview", is_flag=True, help="Print what would change, and change nothing.")
@click.option("--reviewer", help="Whose decision it is.  [default: your user name]")
@database_option
@encoder_option
@aligner_option
@json_option
def command(
    pair_id: int,
    *,
    around: int | None,
    preview: bool,
    reviewer: str | None,
    database: Path | None,
    encoder: str | None,
    aligner: str,
    as_json: bool,
) -> None:
    """Align the rows of PAIR anew that nobody has accepted or edited.

    Accepted and edited rows are fixed points. Prints what changes, - the rows before and + those after, with
    their shapes and both texts. It is one decision in the log, and `u` in the application takes it back.

    Example: workbench realign 3 --around 41 --preview
    """
    import getpass

    from workbench.alignment.realigning import realign_between
    from workbench.config import default_database
    from workbench.review.reviewing import open_pair

    path = database or default_database()
    texts = open_pair(path, pair_id)
    place = None if around is None else _key_at(texts, around)
    found = _preview(path, pair_id, place, (encoder, aligner))
    if not preview:
        realign_between(path, found, reviewer=reviewer or getpass.getuser())
    _print(found, texts, as_json=as_json)
    done = "would change" if preview else "changed"
    counts = f"{found.open_count} open rows between {found.fixed_count} fixed ones"
    click.echo(f"{len(found.changes)} places {done}; {counts}", err=True)


def _preview(
    path: Path, pair_id: int, around: tuple[int, int] | None, engines: tuple[str | None, str]
) -> "Realignment":
    from db.store import open_store
    from workbench.alignment.learning import aligner_for
    from workbench.alignment.realigning import preview_realignment
    from workbench.engines.encoder import load_encoder
    from workbench.progress import progress_bar

    with open_store(path, must_exist=True) as store:
        aligner = aligner_for(store, engines[1])
    encoder = load_encoder(engines[0])
    with progress_bar("Aligning anew") as progress:
        return preview_realignment(
            path, pair_id, around=around, encoder=encoder, aligner=aligner, progress=progress
        )


def _key_at(texts: "ReviewPair", sentence: int) -> tuple[int, int]:
    """Give the key of the bead that holds a source sentence."""
    for bead in texts.beads:
        if bead.source_start <= sentence < bead.source_end:
            return bead.key
    count = len(texts.source.segments)
    raise click.BadParameter(f"the pair has {count} source sentences, counted from 0", param_hint="--around")


def _print(found: "Realignment", texts: "ReviewPair", *, as_json: bool) -> None:
    for change in found.changes:
        before, after = _rows(change.before, texts), _rows(change.after, texts)
        if as_json:
            click.echo(json.dumps({"before": before, "after": after}, ensure_ascii=False))
            continue
        for sign, rows in (("-", before), ("+", after)):
            for row in rows:
                click.echo(f"{sign} {row['shape']}\t{row['source_text']}\t{row['target_text']}")
        click.echo()


def _rows(beads: "Sequence[StoredBead]", texts: "ReviewPair") -> list[dict[str, Any]]:
    return [
        {
            "source": list(range(bead.source_start, bead.source_end)),
            "target": list(range(bead.target_start, bead.target_end)),
            "shape": bead.shape,
            "posterior": bead.posterior,
            "source_text": " ".join(texts.source_text(bead).split()),
            "target_text": " ".join(texts.target_text(bead).split()),
        }
        for bead in beads
    ]
