"""`workbench align`: two files of sentences, or the pending pairs of the database."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.options import aligner_option, database_option, encoder_option, json_option

if TYPE_CHECKING:
    from aligners.registry import Aligner
    from workbench.engines.protocols import SentenceEncoder


@click.command("align")
@click.option("--source", type=click.Path(path_type=Path), help="The source side, one sentence a line.")
@click.option("--target", type=click.Path(path_type=Path), help="The target side, one sentence a line.")
@click.option("--source-language", default="zh", show_default=True, metavar="TAG")
@click.option("--target-language", default="en", show_default=True, metavar="TAG")
@click.option(
    "--weights",
    metavar="FILE",
    help="Weights that `workbench train-aligner` wrote, remembered by the database; 'shipped' goes back.",
)
@database_option
@encoder_option
@aligner_option
@json_option
def command(
    *,
    source: Path | None,
    target: Path | None,
    source_language: str,
    target_language: str,
    weights: str | None,
    database: Path | None,
    encoder: str | None,
    aligner: str,
    as_json: bool,
) -> None:
    """Align the sentences of two texts.

    With --source and --target, prints a bead a line as [source ids]:[target ids]:posterior, ids from 0.
    Without them, matches the documents of the database and aligns every pair that is pending.

    Example: workbench align --source story.zh --target story.en > story.beads
    """
    if (source is None) != (target is None):
        raise click.UsageError("--source and --target go together")
    if source is not None and target is not None:
        from workbench.inputs import read_sentences

        sides = (
            Side(read_sentences(source), source_language),
            Side(read_sentences(target), target_language),
        )
        chosen = _aligner_with(aligner, _read_weights(weights))
        _align_files(*sides, _load_engines(encoder, chosen), as_json=as_json)
    else:
        if weights is not None:
            _use_weights(database, weights)
        _align_database(database, encoder, aligner, as_json=as_json)


@dataclass(frozen=True, slots=True)
class Side:
    """The sentences of one text and the language they are in."""

    sentences: list[str]
    language: str

    def join(self, start: int, end: int) -> str:
        """Give sentences `start:end` as running text."""
        from workbench.languages import join_segments

        return join_segments(self.sentences[start:end], self.language)


@dataclass(frozen=True, slots=True)
class Engines:
    """The encoder and the aligner that the command line asked for."""

    encoder: "SentenceEncoder"
    aligner: "Aligner"


SHIPPED = "shipped"


def _read_weights(name: str | None) -> str | None:
    """Read a file of weights; None stands for those that ship with the aligner."""
    from workbench.inputs import read_lines

    return None if name is None or name == SHIPPED else "\n".join(read_lines(Path(name)))


def _use_weights(database: Path | None, name: str) -> None:
    from db.store import open_store
    from workbench.alignment.learning import use_weights
    from workbench.config import default_database

    with open_store(database or default_database(), must_exist=True) as store:
        use_weights(store, _read_weights(name))


def _aligner_with(name: str, weights: str | None) -> "Aligner":
    from aligners.registry import DEFAULT_ALIGNER, get_aligner

    if weights is None:
        return get_aligner(name)
    if name != DEFAULT_ALIGNER:
        raise click.UsageError(f"--weights are for the aligner {DEFAULT_ALIGNER!r}, not for {name!r}")
    from aligners.embedding_based import EmbeddingAligner
    from aligners.weights import read_weights

    return EmbeddingAligner(read_weights(weights))


def _load_engines(encoder: str | None, aligner: "Aligner") -> Engines:
    from workbench.engines.encoder import load_encoder

    return Engines(load_encoder(encoder), aligner)


def _align_files(source: Side, target: Side, engines: Engines, *, as_json: bool) -> None:
    from workbench.alignment.aligning import align_sentences, format_beads

    alignment = align_sentences(source.sentences, target.sentences, engines.encoder, engines.aligner)
    if as_json:
        for bead in alignment.beads:
            row = {
                "source": list(range(bead.source_start, bead.source_end)),
                "target": list(range(bead.target_start, bead.target_end)),
                "posterior": bead.posterior,
                "source_text": source.join(bead.source_start, bead.source_end),
                "target_text": target.join(bead.target_start, bead.target_end),
            }
            click.echo(json.dumps(row, ensure_ascii=False))
    else:
        for line in format_beads(alignment):
            click.echo(line)
    click.echo(
        f"{alignment.verdict.value}: {alignment.anchor_share:.2f} anchors a sentence,"
        f" mean posterior {alignment.mean_posterior:.2f}",
        err=True,
    )


def _align_database(database: Path | None, encoder: str | None, aligner: str, *, as_json: bool) -> None:
    from db.store import open_store
    from workbench.alignment.aligning import align_pending
    from workbench.alignment.learning import aligner_for
    from workbench.config import default_database
    from workbench.progress import progress_bar

    with (
        open_store(database or default_database(), must_exist=True) as store,
        progress_bar("Matching documents") as show_matching,
        progress_bar("Aligning pairs") as show_aligning,
    ):
        engines = _load_engines(encoder, aligner_for(store, aligner))
        report = align_pending(
            store,
            engines.encoder,
            engines.aligner,
            show_matching=show_matching,
            show_aligning=show_aligning,
        )
    if as_json:
        click.echo(json.dumps({"aligned": report.aligned, "recipe": report.recipe}))
    else:
        click.echo(f"{report.aligned} pairs aligned ({report.recipe})")
