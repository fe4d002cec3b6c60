"""`workbench segment`: the sentences of a file."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from workbench.options import encoding_option, json_option, rules_option


@click.command("segment")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--language", metavar="TAG", help="Only paragraphs of this language, such as zh or en.")
@click.option("--clauses", "are_clauses_shown", is_flag=True, help="Cut very long sentences at clauses.")
@encoding_option
@rules_option
@json_option
def command(
    *,
    file: Path,
    language: str | None,
    are_clauses_shown: bool,
    encoding: str | None,
    rules: Path | None,
    as_json: bool,
) -> None:
    """Cut a file into sentences, one a line.

    Menus, footers and other boilerplate are left out. Very long sentences stay whole; --clauses gives each of
    their clauses a line, and --json their places in the sentence. FILE may be - for standard input.

    Example: workbench segment news.txt --language zh
    """
    from workbench.inputs import paragraphs_in_order, read_source
    from workbench.intake.segmenter import clauses

    source = read_source(file, encoding=encoding, rules=rules)
    for number, paragraph in enumerate(paragraphs_in_order(source)):
        if language is not None and paragraph.language != language.split("-")[0]:
            continue
        for segment in paragraph.segments:
            pieces = clauses(segment.text, paragraph.language)
            if as_json:
                row = {"paragraph": number, "language": paragraph.language, "kind": paragraph.kind}
                row |= asdict(segment) | {"clauses": [[piece.start, piece.end] for piece in pieces]}
                click.echo(json.dumps(row, ensure_ascii=False))
                continue
            for piece in pieces if are_clauses_shown else (segment,):
                click.echo(" ".join(piece.text.split("\n")))
