"""A small package that is built once, and a packages folder of its own for every test."""

from pathlib import Path

import pytest

from tests.workbench.engines.packages import build_package


@pytest.fixture(scope="session")
def tiny_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a package with random weights."""
    return build_package(tmp_path_factory.mktemp("package") / "tiny.argosmodel")


@pytest.fixture
def packages_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty packages folder that argostranslate's environment variable names."""
    folder = tmp_path / "argos" / "packages"
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(folder))
    return folder
