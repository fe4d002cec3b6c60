"""`workbench memory`: the translation memory."""

import json
from pathlib import Path

import click

from workbench.options import database_option, json_option


@click.group("memory")
def command() -> None:
    """Import, export and search the translation memory.

    It holds the units that were imported, and every aligned row that a reviewer accepted or edited.

    Example: workbench memory search 高新区
    """


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@database_option
def import_file(file: Path, database: Path | None) -> None:
    """Import the units of a file; the same pair of texts is kept once.

    FILE is TMX, XLIFF, JSON Lines, a PO file, a table or an Excel workbook with a Chinese and an English
    column, or the Chinese file of a Moses pair (corpus.zh beside corpus.en).

    Example: workbench memory import zone-news.tmx
    """
    from db.store import open_store
    from workbench.config import default_database
    from workbench.translation.remembering import import_memory

    with open_store(database or default_database()) as store:
        added, read = import_memory(store, file)
    click.echo(f"{added} new units of {read} in {file}", err=True)


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@database_option
def export_file(file: Path, database: Path | None) -> None:
    """Write the whole memory as TMX 1.4.

    Example: workbench memory export all.tmx
    """
    from db.store import open_store
    from workbench.config import default_database
    from workbench.translation.remembering import export_memory

    with open_store(database or default_database(), must_exist=True) as store:
        count = export_memory(store, file)
    click.echo(f"{file}: {count} units", err=True)


@command.command("search")
@click.argument("text")
@click.option(
    "--at-least", type=click.FloatRange(0, 100), default=70, show_default=True, help="Percent of likeness."
)
@click.option("--limit", type=click.IntRange(min=1), default=5, show_default=True, help="How many to show.")
@database_option
@json_option
def search(*, text: str, at_least: float, limit: int, database: Path | None, as_json: bool) -> None:
    """Find units whose Chinese is like TEXT, the likest first.

    Prints percent, Chinese, English and origin with tabs between them. Where figures or dates differ from
    TEXT and can be put right safely, the English has those of TEXT, and its origin says so.

    Example: workbench memory search "项目总投资3.6亿元。" --at-least 60
    """
    from db.store import open_store
    from workbench.config import default_database
    from workbench.translation.remembering import load_memory

    with open_store(database or default_database(), must_exist=True) as store:
        memory = load_memory(store)
    found = memory.search(text, at_least=at_least, limit=limit)
    if not found:
        click.echo(f"no unit of {len(memory)} is at least {at_least:g}% like it", err=True)
    for match in found:
        figures = (
            ", figures put right" if match.is_repaired else ", figures differ" if match.is_unsafe else ""
        )
        origin = f"{match.unit.origin}{figures}"
        if as_json:
            row = {
                "percent": round(match.percent, 1),
                "source": match.unit.source_text,
                "target": match.target_text,
                "memory_target": match.unit.target_text,
                "is_repaired": match.is_repaired,
                "is_unsafe": match.is_unsafe,
                "origin": match.unit.origin,
                "document": match.unit.document,
            }
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            cells = (f"{match.percent:.0f}%", match.unit.source_text, match.target_text, origin)
            click.echo("\t".join(" ".join(cell.split()) for cell in cells))
