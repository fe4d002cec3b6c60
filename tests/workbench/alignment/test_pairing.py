"""What people say of two documents holds against matching, and throws no decision away."""

from pathlib import Path

import pytest

from aligners.beads import Verdict
from db import alignments
from db.alignments import ProposedPair
from db.errors import NotFoundError, RefusedError
from db.records import Counterpart, ReviewState
from db.store import open_store
from tests.tui.databases import build_project
from tests.workbench.conftest import CommandLine
from workbench.alignment import pairing
from workbench.errors import InputError
from workbench.review import reviewing

SOURCE, TARGET, ALONE = 1, 2, 3


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A pair of documents 1 and 2, and document 3 that is alone."""
    return build_project(tmp_path / "project.db")


def ids(path: Path) -> list[tuple[int, int]]:
    with open_store(path) as store:
        return [(pair.source.id, pair.target.id) for pair in alignments.list_pairs(store)]


def match_again(path: Path, pairs: list[tuple[int, int]]) -> None:
    with open_store(path) as store:
        found = {document for pair in pairs for document in pair}
        alone = [
            Counterpart(n, None, None, Verdict.NOT_PARALLEL, None, None, None, "r")
            for n in (SOURCE, TARGET, ALONE)
            if n not in found
        ]
        proposed = [ProposedPair(*pair, 0.5, None) for pair in pairs]
        alignments.save_matching(store, digest="again", recipe="r", pairs=proposed, counterparts=alone)


def counterparts(path: Path) -> set[int]:
    return {item.document.id for item in reviewing.overview(path).unmatched}


@pytest.mark.parametrize("order", [(SOURCE, ALONE), (ALONE, SOURCE)])
def test_a_pair_made_by_hand_stays_when_documents_are_matched_again(
    project: Path, order: tuple[int, int]
) -> None:
    pair_id = pairing.pair_documents(project, *order, reviewer="mei")
    assert (SOURCE, ALONE) in ids(project)
    assert counterparts(project) == set()
    match_again(project, [(SOURCE, TARGET)])
    assert ids(project) == [(SOURCE, TARGET), (SOURCE, ALONE)]
    with open_store(project) as store:
        assert alignments.get_pair(store, pair_id).target.id == ALONE


def test_a_pair_taken_apart_is_not_made_again(project: Path) -> None:
    pairing.unpair(project, 1, reviewer="mei")
    assert ids(project) == []
    assert counterparts(project) == {SOURCE, TARGET, ALONE}
    match_again(project, [(SOURCE, TARGET)])
    assert ids(project) == []
    assert counterparts(project) == {SOURCE, TARGET, ALONE}


def test_the_last_word_counts(project: Path) -> None:
    pairing.unpair(project, 1, reviewer="mei")
    pairing.pair_documents(project, SOURCE, TARGET, reviewer="li")
    match_again(project, [])
    assert ids(project) == [(SOURCE, TARGET)]


def test_a_pair_with_decisions_is_not_taken_apart(project: Path) -> None:
    pair = reviewing.open_pair(project, 1)
    reviewing.set_state(project, pair.run_id, pair.beads[:1], state=ReviewState.ACCEPTED, reviewer="li")
    with pytest.raises(RefusedError, match="review decisions"):
        pairing.unpair(project, 1, reviewer="mei")
    assert ids(project) == [(SOURCE, TARGET)]


@pytest.mark.parametrize(("first", "second"), [(TARGET, ALONE), (SOURCE, SOURCE)])
def test_a_pair_is_one_chinese_and_one_english_document(project: Path, first: int, second: int) -> None:
    with pytest.raises(InputError, match="one Chinese and one English"):
        pairing.pair_documents(project, first, second, reviewer="mei")


def test_what_is_not_there_cannot_be_paired(project: Path) -> None:
    with pytest.raises(NotFoundError):
        pairing.pair_documents(project, SOURCE, 99, reviewer="mei")
    with pytest.raises(NotFoundError):
        pairing.unpair(project, 99, reviewer="mei")


def test_the_commands_list_add_and_remove(project: Path, command_line: CommandLine) -> None:
    listed = command_line("pairs", "list", "--db", project)
    assert listed.out.split("\t")[:4] == ["1", "0.82", "0.31", "parallel"]
    assert command_line("pairs", "add", ALONE, SOURCE, "--db", project).code == 0
    assert '"target_id": 3' in command_line("pairs", "list", "--json", "--db", project).out
    assert command_line("pairs", "remove", 1, "--db", project).code == 0
    assert command_line("pairs", "remove", 77, "--db", project).code == 7
    assert command_line("pairs", "add", TARGET, ALONE, "--db", project).code == 3
