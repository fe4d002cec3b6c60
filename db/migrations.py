"""The schema, as numbered migrations: `schema/NNNN_name.sql`, in the order of their numbers.

A migration that has landed is never changed: add the next one.
"""

from functools import cache
from importlib import resources

from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x42495457  # "BITW", written into the file header


@cache
def all_migrations() -> Migrations:
    """Return a migration for each file of `schema`, named as the file is."""
    found = Migrations("workbench")
    files = (
        file for file in resources.files("db").joinpath("schema").iterdir() if file.name.endswith(".sql")
    )
    for file in sorted(files, key=lambda each: each.name):
        _add(found, file.name.removesuffix(".sql"), file.read_text(encoding="utf-8"))
    return found


def _add(migrations: Migrations, name: str, statements: str) -> None:
    @migrations(name=name)
    def apply(database: Database) -> None:
        database.executescript(statements)
