"""`workbench translate`: lines of a file, or all that is pending in the database."""

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.config import DEVICE_VARIABLE, DEVICES
from workbench.options import database_option, json_option

if TYPE_CHECKING:
    from workbench.engines.protocols import Translator
    from workbench.quality.glossary import Glossary

MEMORY_PERCENT = 80


@click.command("translate")
@click.option("--text", type=click.Path(path_type=Path), help="Translate this file line by line; - is stdin.")
@click.option("--n-best", type=click.IntRange(1, 20), metavar="N", help="With --text: N translations a line.")
@click.option(
    "--document", "names", multiple=True, metavar="NAME", help="Only this document: number or title."
)
@click.option(
    "--engine",
    "engines",
    multiple=True,
    metavar="NAME",
    help="An engine of `workbench models engines`, or a model's folder; of the database, one after another.",
)
@click.option(
    "--device",
    type=click.Choice(DEVICES),
    help=f"Where the model runs; auto takes a GPU that works.  [default: ${DEVICE_VARIABLE} or auto]",
)
@click.option("--force", is_flag=True, help="Translate again what is translated already.")
@click.option(
    "--memory",
    "memory_percent",
    type=click.FloatRange(0, 100),
    default=MEMORY_PERCENT,
    show_default=True,
    help="Take from the memory, not an engine, what is so alike, in percent; 0 takes nothing.",
)
@database_option
@json_option
def command(
    *,
    text: Path | None,
    n_best: int | None,
    names: tuple[str, ...],
    engines: tuple[str, ...],
    device: str | None,
    force: bool,
    memory_percent: float,
    database: Path | None,
    as_json: bool,
) -> None:
    """Translate Chinese into English, offline.

    With --text, as many lines come out as go in (with --n-best, each as line number, score and translation).
    Without it, every segment of the database that is on the route `translate` and has no translation yet is
    translated, from the translation memory where that has it; a run that is stopped goes on where it was. The
    glossary's terms are rendered as approved.

    Example: workbench translate --text sentences.txt > sentences.en
    """
    if n_best is not None and text is None:
        raise click.UsageError("--n-best goes with --text")
    if text is not None and (names or force or len(engines) > 1):
        raise click.UsageError(
            "--document, --force and a second --engine are for the database, not for --text"
        )
    if text is not None:
        _translate_lines(text, engines[0] if engines else None, device, n_best, database, as_json=as_json)
        return
    for engine in dict.fromkeys(engines) or (None,):
        _translate_database(
            database,
            engine,
            device,
            names,
            is_forced=force,
            memory_percent=memory_percent or None,
            as_json=as_json,
        )


def _translate_lines(
    path: Path,
    engine: str | None,
    device: str | None,
    n_best: int | None,
    database: Path | None,
    *,
    as_json: bool,
) -> None:
    from workbench.engines.registry import load_engine
    from workbench.inputs import read_lines

    lines = read_lines(path)
    translator = load_engine(engine, glossary=_glossary(database), device=device)
    if n_best is not None:
        _print_alternatives(lines, translator, n_best, as_json=as_json)
    else:
        _print_translations(lines, translator, as_json=as_json)


def _print_translations(lines: list[str], translator: "Translator", *, as_json: bool) -> None:
    """Print each line's translation once those before it are there; a terminal shows them, and no bar."""
    from contextlib import nullcontext

    from workbench.engines.ordering import translate_in_order
    from workbench.progress import progress_bar

    warned = 0
    with nullcontext() if sys.stdout.isatty() else progress_bar("Translating") as progress:
        results = translate_in_order(translator, lines)
        for done, (line, result) in enumerate(zip(lines, results, strict=True), start=1):
            warned += bool(result.warnings)
            if as_json:
                row = {"source": line, "target": result.text, "score": result.score}
                click.echo(json.dumps(row | {"warnings": result.warnings}, ensure_ascii=False))
            else:
                click.echo(" ".join(result.text.split("\n")))
            if progress is not None:
                progress(done, len(lines))
    if warned and not as_json:
        click.echo(f"{warned} of {len(lines)} lines with a warning; --json names them", err=True)


def _glossary(database: Path | None) -> "Glossary":
    """Give the shipped terms, and those of the database if there is one; else no store is opened."""
    from workbench.config import default_database
    from workbench.quality.glossary import Glossary, shipped_terms

    path = database or default_database()
    if database is None and not path.is_file():
        return Glossary(shipped_terms())
    from db.store import open_store
    from workbench.translation.terms import load_glossary

    with open_store(path, must_exist=True) as store:
        return load_glossary(store)


def _print_alternatives(lines: list[str], translator: "Translator", count: int, *, as_json: bool) -> None:
    from workbench.engines.protocols import OffersAlternatives
    from workbench.errors import ModelError

    if not isinstance(translator, OffersAlternatives):
        raise ModelError("this engine gives one translation a line; leave --n-best away")
    for number, line in enumerate(lines, start=1):
        results = translator.alternatives(line, count)
        if as_json:
            rows = [{"target": r.text, "score": r.score, "warnings": r.warnings} for r in results]
            click.echo(json.dumps({"source": line, "alternatives": rows}, ensure_ascii=False))
            continue
        for result in results:
            click.echo(f"{number}\t{result.score:.3f}\t{' '.join(result.text.split())}")


def _translate_database(
    database: Path | None,
    engine: str | None,
    device: str | None,
    names: tuple[str, ...],
    *,
    is_forced: bool,
    memory_percent: float | None,
    as_json: bool,
) -> None:
    from db.store import open_store
    from workbench.config import default_database
    from workbench.progress import progress_bar
    from workbench.translation import translating

    with open_store(database or default_database(), must_exist=True) as store:
        document_ids = translating.find_documents(store, names) if names else None
        job = translating.TranslationJob(document_ids, is_forced, memory_percent)
        translator = translating.open_translator(store, engine, device=device)
        started = time.monotonic()
        with progress_bar("Translating") as progress:
            report = translating.translate_pending(store, translator, progress=progress, job=job)
    seconds = time.monotonic() - started
    if as_json:
        row = {
            "translated": report.translated,
            "remembered": report.remembered,
            "warned": report.warned,
            "engine": report.engine,
            "seconds": round(seconds, 3),
            "segments_per_second": round(report.translated / seconds, 1),
        }
        click.echo(json.dumps(row, ensure_ascii=False))
    else:
        click.echo(
            f"{report.translated} segments translated by {report.engine}, {report.remembered} of them from"
            f" the memory, {report.warned} with a warning"
        )
