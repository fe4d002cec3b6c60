"""What tests of several packages start from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import Store, open_store


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Give a path at which there is no database yet."""
    return tmp_path / "bitext.db"


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    """Give an open, empty database."""
    with open_store(database) as opened:
        yield opened
