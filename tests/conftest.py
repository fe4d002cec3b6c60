"""What tests of several packages start from."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from db.store import Store, open_store

_PROFILE = settings.get_profile(settings.get_current_profile_name())  # Hypothesis has one of its own for CI
settings.register_profile("untimed", _PROFILE, deadline=None)  # no test is about time
settings.load_profile("untimed")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Give a path at which there is no database yet."""
    return tmp_path / "bitext.db"


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one database to copy: making the schema takes longer than most tests."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    with open_store(path):
        return path


@pytest.fixture
def store(database: Path, empty_database: Path) -> Iterator[Store]:
    """Give an open, empty database."""
    shutil.copyfile(empty_database, database)
    with open_store(database) as opened:
        yield opened
