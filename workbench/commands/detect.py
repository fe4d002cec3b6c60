"""`workbench detect`: the language and the route of each paragraph of a file."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from workbench.options import encoding_option, rules_option


@click.command("detect")
@click.argument("file", type=click.Path(path_type=Path))
@encoding_option
@rules_option
def command(file: Path, encoding: str | None, rules: Path | None) -> None:
    """Find each paragraph's language and route.

    Prints one JSON object a paragraph, with its number, language, script, route, the reason and its text.
    FILE may be - for standard input. Nothing is stored.

    Example: workbench detect news.txt
    """
    from workbench.inputs import paragraphs_in_order, read_source

    source = read_source(file, encoding=encoding, rules=rules)
    for number, paragraph in enumerate(paragraphs_in_order(source)):
        row = asdict(paragraph)
        columns = ("language", "script", "route", "reason", "kind", "text")
        click.echo(
            json.dumps({"paragraph": number, **{name: row[name] for name in columns}}, ensure_ascii=False)
        )
