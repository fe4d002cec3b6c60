"""An aligner of another package is found by its entry point, used, and named where it cannot be loaded."""

from pathlib import Path

import pytest

from aligners.edits import check_cover
from aligners.errors import UnknownAlignerError
from aligners.registry import aligner_names, get_aligner
from tests.aligners.strategies import hashed_vectors

MODULE = """
from aligners.beads import Alignment, Bead, Verdict


class OneBead:
    name, version = "one-bead", "1"

    def align(self, source, target, *, encode, pins=(), progress=None):
        return Alignment((Bead(0, len(source), 0, len(target)),), (), Verdict.PARALLEL, 0.0, 1.0, 0.0)
"""
ENTRY_POINTS = """[workbench.aligners]
one-bead = toy_aligners:OneBead
broken = toy_aligners:Missing
"""


@pytest.fixture
def toy_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a package with an aligner that makes one bead of everything, and with one that is not there."""
    (tmp_path / "toy_aligners.py").write_text(MODULE)
    metadata = tmp_path / "toy_aligners-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: toy-aligners\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(ENTRY_POINTS)
    monkeypatch.syspath_prepend(str(tmp_path))


@pytest.mark.usefixtures("toy_package")
def test_an_aligner_of_another_package_is_listed_and_used() -> None:
    assert aligner_names() == ["embedding", "gale-church", "broken", "one-bead"]
    found = get_aligner("one-bead").align(["一。", "二。"], ["One."], encode=hashed_vectors)
    check_cover(found.beads, 2, 1)
    assert [bead.shape for bead in found.beads] == ["2-1"]


@pytest.mark.usefixtures("toy_package")
def test_an_aligner_that_cannot_be_loaded_is_named() -> None:
    with pytest.raises(UnknownAlignerError, match=r"'broken'.*Missing"):
        get_aligner("broken")


def test_without_the_package_the_name_is_unknown() -> None:
    with pytest.raises(UnknownAlignerError, match="one-bead"):
        get_aligner("one-bead")
