"""`workbench glossary`: the terms that translations are held to."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from workbench.options import database_option, json_option


@click.group("glossary")
def command() -> None:
    """List terms with their English, import them from TSV or TBX, add one.

    Your own terms are kept in the database and come before those that ship with the workbench.

    Example: workbench glossary list 高新区
    """


@command.command("list")
@click.argument("text", required=False)
@click.option("--own", is_flag=True, help="Only the terms of the database.")
@database_option
@json_option
def list_terms(*, text: str | None, own: bool, database: Path | None, as_json: bool) -> None:
    """List the terms, or those that contain TEXT in Chinese or English.

    Prints source, approved, tolerated and banned renderings, category and note, with tabs between them.

    Example: workbench glossary list incubator
    """
    from db.store import open_store
    from workbench.config import default_database
    from workbench.quality.folding import fold_chinese
    from workbench.translation.terms import load_glossary, user_terms

    path = database or default_database()
    if own or database is not None or path.exists():
        with open_store(path, must_exist=True) as store:
            terms = user_terms(store) if own else list(load_glossary(store).terms)
    else:
        terms = list(load_glossary().terms)
    wanted = fold_chinese(text or "").lower()
    for term in terms:
        english = " | ".join((*term.approved, *term.tolerated))
        if wanted not in fold_chinese(term.source).lower() and wanted not in english.lower():
            continue
        if as_json:
            click.echo(json.dumps(asdict(term), ensure_ascii=False))
        else:
            renderings = ("|".join(side) for side in (term.approved, term.tolerated, term.banned))
            click.echo("\t".join((term.source, *renderings, term.category, term.note)))


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@database_option
def import_file(file: Path, database: Path | None) -> None:
    """Import terms from a TSV file (source, approved, tolerated, banned, category, note) or a TBX file.

    A term that is there already is replaced.

    Example: workbench glossary import terms.tsv
    """
    from db.store import open_store
    from workbench.config import default_database
    from workbench.translation.terms import import_terms

    with open_store(database or default_database()) as store:
        count = import_terms(store, file)
    click.echo(f"{count} terms imported from {file}", err=True)


@command.command("add")
@click.argument("source")
@click.argument("target")
@click.option("--tolerated", multiple=True, help="A rendering that may stand, too.")
@click.option("--banned", multiple=True, help="A rendering to avoid.")
@click.option("--note", default="", help="A word on its use.")
@database_option
def add(
    *,
    source: str,
    target: str,
    tolerated: tuple[str, ...],
    banned: tuple[str, ...],
    note: str,
    database: Path | None,
) -> None:
    """Add a term: SOURCE in Chinese, TARGET in English, `|` between renderings that are equally good.

    An own term of the same source, in either script, is replaced, and standard error says what it was.

    Example: workbench glossary add 云栖园区 "Yunqi Park" --banned "Cloud Habitat Park"
    """
    from db.store import open_store
    from workbench.config import default_database
    from workbench.quality.glossary import ALTERNATIVES, Term
    from workbench.translation.terms import USER_CATEGORY, add_term, find_own_term

    approved = tuple(part.strip() for part in target.split(ALTERNATIVES) if part.strip())
    with open_store(database or default_database()) as store:
        before = find_own_term(store, source)
        add_term(store, Term(source.strip(), approved, tolerated, banned, USER_CATEGORY, note))
    if before is not None:
        click.echo(f"replaced {before.source}: {ALTERNATIVES.join(before.approved)}", err=True)


@command.command("status")
@click.argument("source")
@click.argument("rendering")
@click.argument("status", type=click.Choice(["approved", "tolerated", "banned"]))
@database_option
def status(*, source: str, rendering: str, status: str, database: Path | None) -> None:
    """Approve, tolerate or ban a RENDERING of a term; a shipped term becomes one of your own with it.

    Example: workbench glossary status 高新区 "high-tech area" banned
    """
    from workbench.config import default_database
    from workbench.translation.term_status import set_status

    set_status(database or default_database(), source, rendering, status)


@command.command("remove")
@click.argument("source")
@database_option
def remove(source: str, database: Path | None) -> None:
    """Take one of your own terms out of the database; a shipped one of the same source counts again.

    Example: workbench glossary remove 云栖园区
    """
    from workbench.config import default_database
    from workbench.translation.term_status import remove_own

    remove_own(database or default_database(), source)
