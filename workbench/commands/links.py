"""`workbench links`: the candidate links of documents that are no translations of each other."""

import json
from pathlib import Path

import click

from workbench.options import database_option, json_option

_STATES = ["accepted", "rejected", "needs-review"]  # values of ReviewState, which is not loaded for --help


@click.group("links")
def command() -> None:
    """List the candidate links of a document, and decide on one.

    `workbench mine` finds them.

    Example: workbench links list 9
    """


@command.command("list")
@click.argument("document", type=int)
@database_option
@json_option
def list_links(*, document: int, database: Path | None, as_json: bool) -> None:
    """Print number, score, state, note, Chinese and English of each link of a DOCUMENT, best first.

    Example: workbench links list 9 --json
    """
    from workbench.config import default_database
    from workbench.review.reviewing import candidate_links

    for item in candidate_links(database or default_database(), document):
        link = item.link
        row = {
            "id": link.id,
            "score": round(link.score, 4),
            "state": link.state.value,
            "note": link.note,
            "source": item.source_text,
            "target": item.target_text,
        }
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            click.echo("\t".join(" ".join(str(value).split()) for value in row.values()))


@command.command("decide")
@click.argument("link", type=int)
@click.argument("state", type=click.Choice(_STATES))
@click.option("--note", help="A note on the link; the one that is there stays without this option.")
@click.option("--reviewer", help="Whose decision it is.  [default: your user name]")
@database_option
def decide(*, link: int, state: str, note: str | None, reviewer: str | None, database: Path | None) -> None:
    """Accept or reject a LINK, or leave it to a second look.

    Example: workbench links decide 41 accepted
    """
    from getpass import getuser

    from db.records import ReviewState
    from workbench.config import default_database
    from workbench.review.reviewing import set_link_state

    set_link_state(
        database or default_database(),
        link,
        state=ReviewState(state),
        note=note,
        reviewer=reviewer or getuser(),
    )
    click.echo(f"link {link}: {state}", err=True)
