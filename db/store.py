"""Opening the one SQLite file of a project, and its transactions.

One `Store` per thread: a worker gets the path, not the connection.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from db.errors import NewerSchemaError, NotADatabaseError, StoreBusyError, StoreError
from db.migrations import APPLICATION_ID, all_migrations

BUSY_TIMEOUT_SECONDS = 30.0
SMALLEST_PAGE_BYTES = 512
"""What is smaller cannot be a database, and SQLite would take it for an empty one."""

_seen_schemas: dict[tuple[int, int], tuple[int, ...]] = {}
"""The state of the schema of each file (device, inode) that this program found up to date."""


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
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
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

    def sync_each_commit(self) -> None:
        """Have every commit on the disk before it returns, so that a power cut loses none of them either."""
        self.database.execute("PRAGMA synchronous = FULL")

    def close(self) -> None:
        """Close the connection; nothing is pending, since every use case commits."""
        self.database.close()


@contextmanager
def open_store(path: Path, *, must_exist: bool = False) -> Iterator[Store]:
    """Open the database at `path`, making it and bringing its schema up to date where needed.

    Raises:
        NotADatabaseError: the file is something else, is missing with `must_exist`, or cannot be written.
        NewerSchemaError: a newer workbench wrote it; nothing is touched.
        StoreError: the disk is full, the file is read-only, a page of it is damaged.
    """
    store = _connect(path, must_exist=must_exist)
    try:
        yield store
    except sqlite3.DatabaseError as error:
        if type(error) not in (sqlite3.OperationalError, sqlite3.DatabaseError):
            raise  # a constraint or a wrong statement: a fault of ours
        raise _in_words(path, error) from error
    finally:
        store.close()


def _connect(path: Path, *, must_exist: bool) -> Store:
    _refuse_other_files(path, must_exist=must_exist)
    try:
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_SECONDS)
    except sqlite3.OperationalError as error:
        raise StoreError(f"{path}: {error}") from error
    try:
        database = Database(connection)
        database.execute("PRAGMA foreign_keys = ON")
        if not _is_known(path, database):
            if _needs_migration(path, database):
                database.enable_wal()
                _migrate(database)
            _seen_schemas[_identity(path)] = _schema_state(database)
        database.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.DatabaseError as error:
        connection.close()
        raise _in_words(path, error) from error
    except BaseException:
        connection.close()
        raise
    return Store(path, database)


def _is_known(path: Path, database: Database) -> bool:
    """True where the schema is as this program last found it, which takes a third of the time to tell."""
    seen = _seen_schemas.get(_identity(path))
    return seen is not None and seen == _schema_state(database)


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino


def _schema_state(database: Database) -> tuple[int, ...]:
    """Give SQLite's own count of schema changes, and how many migrations are applied and known."""
    (version,) = database.execute("PRAGMA schema_version").fetchone()
    tables = database.execute("SELECT count(*) FROM sqlite_master WHERE name = '_sqlite_migrations'")
    applied = 0
    if tables.fetchone() != (0,):
        (applied,) = database.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()
    return version, applied, len(all_migrations()._migrations)


def _in_words(path: Path, error: sqlite3.DatabaseError) -> StoreError:
    """Say what SQLite could not do; an OperationalError is about the circumstances, not about the file."""
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB:
        return NotADatabaseError(f"{path}: not an SQLite database")
    if isinstance(error, sqlite3.OperationalError):
        return StoreError(f"{path}: {error}")
    return NotADatabaseError(f"{path}: not a usable SQLite database ({error})")


def _refuse_other_files(path: Path, *, must_exist: bool) -> None:
    """Look at a file from outside only.

    Whoever opens and closes the file of a database drops all locks that its own process holds on it, those of
    other connections too, and other processes may then remove its log (sqlite.org/howtocorrupt.html, 2.2).
    """
    if path.is_dir():
        raise NotADatabaseError(f"{path}: is a folder, a database file was expected")
    if not path.exists():
        if must_exist:
            raise NotADatabaseError(f"{path}: no such database; 'workbench run PATH' makes one")
        if not path.parent.is_dir():
            raise NotADatabaseError(f"{path}: the folder {path.parent} does not exist")
        return
    if not os.access(path, os.R_OK):
        raise NotADatabaseError(f"{path}: cannot be read")
    if 0 < path.stat().st_size < SMALLEST_PAGE_BYTES:
        raise NotADatabaseError(f"{path}: not an SQLite database")


def _needs_migration(path: Path, database: Database) -> bool:
    """Tell whether the schema has to be brought up to date; all is read from one state of the file."""
    database.execute("BEGIN")
    try:
        applied = {migration.name for migration in all_migrations().applied(database)}
        tables = database.table_names()
        is_pending = bool(all_migrations().pending(database))
    finally:
        database.rollback()
    unknown = applied - {migration.name for migration in all_migrations()._migrations}
    if unknown:
        raise NewerSchemaError(
            f"{path}: written by a newer workbench (schema {max(unknown)}); update this one to open it"
        )
    if not applied and tables:
        raise NotADatabaseError(f"{path}: an SQLite database, but not one of the workbench")
    return is_pending


def _migrate(database: Database) -> None:
    """Bring the schema up to date in one transaction; of two processes that start at once, one does it."""
    database.execute("BEGIN IMMEDIATE")
    try:
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        all_migrations().apply(database)
    except BaseException:
        database.rollback()
        raise
    database.commit()


def text_hash(text: str) -> str:
    """Give the key under which vectors and translations of `text` are kept: 32 hexadecimal digits."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def now() -> str:
    """Give the time in UTC, as ISO 8601 with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
