"""`workbench doctor`: whether everything is here and works."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from workbench.options import database_option, json_option


@click.command("doctor")
@database_option
@json_option
def command(*, database: Path | None, as_json: bool) -> int:
    """Check that everything needed is here and works, without a network.

    A line a part: whether it is good, and what to do where it is not. The encoder and the translation package
    are tried on a sentence each. The exit code is 5 where a part is not good.

    Example: workbench doctor
    """
    from workbench.config import default_database
    from workbench.errors import ModelError
    from workbench.examining import examine

    are_good = True
    for check in examine(database or default_database()):
        are_good = are_good and check.is_good
        if as_json:
            click.echo(json.dumps(asdict(check), ensure_ascii=False))
        else:
            click.echo(f"{'good' if check.is_good else 'BAD ':4}  {check.name:12}  {check.detail}")
    return 0 if are_good else ModelError.exit_code
