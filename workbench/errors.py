"""Errors that end a command, and the exit code of each: the one place where exit codes are listed.

| code | meaning |
|---|---|
| 0 | done |
| 1 | a fault of the workbench itself |
| 2 | the command line was wrong |
| 3 | an input cannot be read |
| 4 | the database cannot be used |
| 5 | a model or a translation package is missing or broken |
| 6 | the output cannot be written |
| 7 | nothing to do where something was asked for |
| 130 | stopped by Ctrl-C |
"""


class WorkbenchError(Exception):
    """Base of all errors that a user can act on; its text is one line: where, what, and what to do."""

    exit_code = 1


class InputError(WorkbenchError):
    """An input that is missing, empty, unreadable, or not in a format that is known."""

    exit_code = 3


class EncodingError(InputError):
    """Bytes that are not text in the encoding that was guessed or given."""


class DatabaseError(WorkbenchError):
    """A database that cannot be opened, is of a newer schema, or is locked."""

    exit_code = 4


class ModelError(WorkbenchError):
    """A model or translation package that is missing, broken, or for other languages."""

    exit_code = 5


class OutputError(WorkbenchError):
    """An output that cannot be written."""

    exit_code = 6


class NothingToDoError(WorkbenchError):
    """The thing that was asked for does not exist: no such document, pair or translation."""

    exit_code = 7
