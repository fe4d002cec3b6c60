"""`workbench clean`: what cleaning changed in a file, shown, switched off and on again."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.options import database_option, json_option, rules_option

if TYPE_CHECKING:
    from workbench.cleaning import NumberedHit


@click.command("clean")
@click.argument("document_id", type=int, metavar="DOCUMENT")
@click.option("--show", "is_shown", is_flag=True, help="Print the difference that cleaning makes.")
@click.option("--off", multiple=True, metavar="RULE|N", help="Switch a rule or the hit of that number off.")
@click.option("--on", multiple=True, metavar="RULE|N", help="Switch a rule or the hit of that number on.")
@rules_option
@database_option
@json_option
def command(
    *,
    document_id: int,
    is_shown: bool,
    off: tuple[str, ...],
    on: tuple[str, ...],
    rules: Path | None,
    database: Path | None,
    as_json: bool,
) -> None:
    """List what cleaning found in a document's file, or show it as a difference.

    The text as it came is kept, so that each rule, each single hit and each paragraph that was taken for site
    furniture (rule `furniture`) can be switched off and on again; --rules takes the file in with your own
    rules. After a switch the documents that it touches are taken in anew and the next `workbench run` aligns
    them; translations stay, and reviewed rows stand where their sentences do.

    Example: workbench clean --show 3
    """
    from db.store import open_store
    from workbench import cleaning
    from workbench.config import default_database
    from workbench.intake.user_rules import load_rules

    with open_store(database or default_database(), must_exist=True) as store:
        source = cleaning.cleaned_source(store, document_id)
        if off or on or rules is not None:
            if rules is not None:
                source = cleaning.with_rules(source, load_rules(rules))
            source = cleaning.switch(source, off, is_active=False)
            source = cleaning.switch(source, on, is_active=True)
            ids = cleaning.store_again(store, source)
            click.echo(f"taken in again as {', '.join(f'document {number}' for number in ids)}", err=True)
    if is_shown:
        for line in cleaning.difference(source):
            click.echo(line)
        return
    for found in cleaning.list_hits(source):
        click.echo(_as_json(found) if as_json else _as_line(found))


def _as_json(found: "NumberedHit") -> str:
    row = {"number": found.number, "line": found.line, **asdict(found.hit), "text": found.text}
    return json.dumps(row, ensure_ascii=False)


def _as_line(found: "NumberedHit") -> str:
    state = "on " if found.hit.is_active else "off"
    change = f"{found.text[:40]!r} -> {found.hit.replacement!r}"
    return f"{found.number:>4}  {state}  line {found.line:<5} {found.hit.rule:<24} {change}"
