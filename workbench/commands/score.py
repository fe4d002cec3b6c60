"""`workbench score`: how good an alignment is against a gold one."""

import json
from pathlib import Path

import click

from workbench.options import json_option


@click.command("score")
@click.argument("gold", type=click.Path(path_type=Path))
@click.argument("predicted", type=click.Path(path_type=Path))
@json_option
def command(gold: Path, predicted: Path, as_json: bool) -> None:
    """Compare a predicted alignment with a gold one.

    Both files hold a bead a line, [source ids]:[target ids], with ids from 0. Strict counts beads that are
    the same on both sides, lax those that overlap on both.

    Example: workbench score examples/gold/opening.gold predicted.txt
    """
    from workbench.alignment.scoring import score_files

    scores = score_files(gold, predicted)
    if as_json:
        click.echo(json.dumps(scores))
        return
    click.echo("        precision  recall  F1")
    for kind, figures in scores.items():
        click.echo(f"{kind:<7} {figures['precision']:>9.3f} {figures['recall']:>7.3f} {figures['f1']:>5.3f}")
