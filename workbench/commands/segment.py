"""`workbench segment`: the sentences of a file."""

from pathlib import Path

import click

from workbench.options import encoding_option


@click.command("segment")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--language", metavar="TAG", help="Only paragraphs of this language, such as zh or en.")
@encoding_option
def command(file: Path, language: str | None, encoding: str | None) -> None:
    """Cut a file into sentences, one a line.

    Menus, footers and other boilerplate are left out. FILE may be - for standard input.

    Example: workbench segment news.txt --language zh
    """
    from workbench.inputs import paragraphs_in_order, read_source

    source = read_source(file, encoding=encoding)
    for paragraph in paragraphs_in_order(source):
        if language is None or paragraph.language == language.split("-")[0]:
            for segment in paragraph.segments:
                click.echo(" ".join(segment.text.split("\n")))
