"""`workbench train-aligner`: the aligner's weights, learned from this database's own corrections."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.options import database_option, encoder_option, json_option

if TYPE_CHECKING:
    from workbench.alignment.learning import Lesson


@click.command("train-aligner")
@click.option("--out", type=click.Path(path_type=Path), help="Write the weights to this file, better or not.")
@click.option("--use", is_flag=True, help="Use them in this database from now on, if they are better.")
@database_option
@encoder_option
@json_option
def command(
    out: Path | None, *, use: bool, database: Path | None, encoder: str | None, as_json: bool
) -> None:
    """Learn the aligner's weights from the rows that were accepted or edited.

    Says how many decided rows the aligner proposes exactly as they were decided, with the weights used so far
    and with the new ones, each measured on rows that they were not learned from. Nothing changes without
    --use; `workbench align` then aligns every pair anew, and decided rows stand.

    Example: workbench train-aligner --use
    """
    from db.store import open_store
    from workbench.alignment.learning import learn_weights, use_weights
    from workbench.config import default_database
    from workbench.engines.encoder import load_encoder
    from workbench.progress import progress_bar

    with (
        open_store(database or default_database(), must_exist=True) as store,
        progress_bar("Learning") as progress,
    ):
        lesson = learn_weights(store, load_encoder(encoder), progress=progress)
        if out is not None:
            _write(out, lesson.weights.to_json())
        is_used = use and lesson.is_better
        if is_used:
            use_weights(store, lesson.weights.to_json())
    _print(lesson, is_used=is_used, as_json=as_json)


def _write(path: Path, text: str) -> None:
    from workbench.errors import OutputError

    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from error


def _print(lesson: "Lesson", *, is_used: bool, as_json: bool) -> None:
    if as_json:
        row = {
            "version": lesson.weights.version,
            "pairs": lesson.pairs,
            "rows": lesson.rows,
            "right_before": lesson.right_before,
            "right_after": lesson.right_after,
            "log_likelihood_before": lesson.likelihood_before,
            "log_likelihood_after": lesson.likelihood_after,
            "is_better": lesson.is_better,
            "is_used": is_used,
        }
        click.echo(json.dumps(row))
        return
    click.echo(f"{lesson.rows} decided rows in {lesson.pairs} pairs, each measured while it was held out")
    click.echo(f"{'':<22} right  log probability a row")
    for name, right, likelihood in (
        ("weights used so far", lesson.right_before, lesson.likelihood_before),
        (f"learned, {lesson.weights.version}", lesson.right_after, lesson.likelihood_after),
    ):
        click.echo(f"{name:<20} {right:>7}  {likelihood:>21.3f}")
    better = "better" if lesson.is_better else "not better"
    click.echo(f"{better}; {'in use from now on' if is_used else 'not put into use'}")
