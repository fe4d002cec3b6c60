"""Opening the one SQLite file of a project, and its transactions.

One `Store` per thread: a worker gets the path, not the connection.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from db.errors import NewerSchemaError, NotADatabaseError, StoreBusyError, StoreError
from db.migrations import APPLICATION_ID, migrations

BUSY_TIMEOUT_SECONDS = 30.0
SQLITE_HEADER = b"SQLite format 3\x00"


class Store:
    """An open database of the workbench."""

    def __init__(self, path: Path, database: Database) -> None:
        self.path = path
        self.database = database

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """Make all writes inside one transaction; an error undoes them all.

        The write lock is taken at once, so that rows read inside cannot change before they are written.

        Raises:
            StoreBusyError: another process kept the lock for longer than the timeout.
        """
        if self.database.conn.in_transaction:
            with self.database.atomic():
                yield
            return
        try:
            self.database.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise StoreBusyError(f"{self.path}: in use by another process ({error})") from error
        try:
            yield
        except BaseException:
            self.database.rollback()
            raise
        self.database.commit()

    def rows(self, sql: str, parameters: Sequence[object] | dict[str, Any] = ()) -> Iterator[dict[str, Any]]:
        """Yield the rows of a query as dictionaries. For the modules of this package only."""
        yield from self.database.query(sql, parameters)

    def execute(self, sql: str, parameters: Sequence[object] | dict[str, Any] = ()) -> sqlite3.Cursor:
        """Run one statement with bound values. For the modules of this package only."""
        return self.database.execute(sql, parameters)

    def execute_many(self, sql: str, rows: Iterator[Sequence[object]] | Sequence[Sequence[object]]) -> None:
        """Run one statement once a row, inside the transaction that is open."""
        assert self.database.conn.in_transaction
        self.database.conn.executemany(sql, rows)

    def close(self) -> None:
        """Close the connection; nothing is pending, since every use case commits."""
        self.database.close()


@contextmanager
def open_store(path: Path, *, must_exist: bool = False) -> Iterator[Store]:
    """Open the database at `path`, making it and bringing its schema up to date where needed.

    Raises:
        NotADatabaseError: the file is something else, is missing with `must_exist`, or cannot be written.
        NewerSchemaError: a newer workbench wrote it; nothing is touched.
    """
    store = _connect(path, must_exist=must_exist)
    try:
        yield store
    finally:
        store.close()


def _connect(path: Path, *, must_exist: bool) -> Store:
    _refuse_other_files(path, must_exist=must_exist)
    try:
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_SECONDS)
        database = Database(connection)
        database.execute("PRAGMA foreign_keys = ON")
        _check_schema(path, database)
        if migrations.pending(database):
            database.enable_wal()
            database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            _migrate(path, database)
        database.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.OperationalError as error:
        raise StoreError(f"{path}: {error}") from error
    except sqlite3.DatabaseError as error:
        raise NotADatabaseError(f"{path}: not a usable SQLite database ({error})") from error
    return Store(path, database)


def _refuse_other_files(path: Path, *, must_exist: bool) -> None:
    if path.is_dir():
        raise NotADatabaseError(f"{path}: is a folder, a database file was expected")
    if not path.exists():
        if must_exist:
            raise NotADatabaseError(f"{path}: no such database; 'workbench run PATH' makes one")
        if not path.parent.is_dir():
            raise NotADatabaseError(f"{path}: the folder {path.parent} does not exist")
        return
    try:
        with path.open("rb") as file:
            header = file.read(len(SQLITE_HEADER))
    except OSError as error:
        raise NotADatabaseError(f"{path}: cannot be read ({error.strerror})") from error
    if header and header != SQLITE_HEADER:
        raise NotADatabaseError(f"{path}: not an SQLite database")


def _check_schema(path: Path, database: Database) -> None:
    applied = {migration.name for migration in migrations.applied(database)}
    unknown = applied - {migration.name for migration in migrations._migrations}
    if unknown:
        raise NewerSchemaError(
            f"{path}: written by a newer workbench (schema {max(unknown)}); update this one to open it"
        )
    if not applied and database.table_names():
        raise NotADatabaseError(f"{path}: an SQLite database, but not one of the workbench")


def _migrate(path: Path, database: Database) -> None:
    """Bring the schema up to date; two processes that start at once do it one after the other."""
    migrations.ensure_migrations_table(database)
    for migration in migrations.pending(database):
        try:
            database.execute("BEGIN IMMEDIATE")
            if migration.name in {done.name for done in migrations.applied(database)}:
                database.rollback()
                continue
            migration.fn(database)
            migrations._record_applied(database, migration.name)
            database.commit()
        except BaseException:
            database.rollback()
            raise


def text_hash(text: str) -> str:
    """Give the key under which vectors and translations of `text` are kept: 32 hexadecimal digits."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def now() -> str:
    """Give the time in UTC, as ISO 8601 with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
