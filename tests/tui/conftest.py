"""Databases for the tests of the application."""

from pathlib import Path

import pytest

from tests.tui import databases


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A database with a pair, a document without counterpart, candidate links and drafts."""
    return databases.build_project(tmp_path / "project.db")
