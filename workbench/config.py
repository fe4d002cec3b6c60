"""Where the workbench keeps its data, unless the command line says otherwise."""

import os
from pathlib import Path

DATABASE_VARIABLE = "WORKBENCH_DB"
DATABASE_NAME = "bitext.db"


def default_database() -> Path:
    """Give the database that is used without `--db`: $WORKBENCH_DB, else `bitext.db` in this folder."""
    return Path(os.environ.get(DATABASE_VARIABLE) or DATABASE_NAME)
