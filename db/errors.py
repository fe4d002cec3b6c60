"""Errors that a caller of the store can act on."""


class StoreError(Exception):
    """Base of all errors of this package."""


class NotADatabaseError(StoreError):
    """The file is not an SQLite database, or not one of the workbench."""


class NewerSchemaError(StoreError):
    """The database was written by a newer version of the workbench."""


class StoreBusyError(StoreError):
    """Another process holds the write lock for longer than the timeout."""


class NotFoundError(StoreError):
    """No row of that id."""


class ConflictError(StoreError):
    """The rows that an edit would replace have changed since they were read."""


class RefusedError(StoreError):
    """What was asked for would lose somebody's work, or is about rows of another shape; nothing was done."""
