"""Sentences that say the same are found between documents that are no translations of each other."""

import json

import pytest

from aligners.beads import LinkKind
from db import alignments, documents, reviews
from db.errors import NotFoundError
from db.records import ReviewState
from db.store import Store
from tests.fakes import FakeEncoder, make_file
from tests.workbench.alignment.test_aligning import align, chinese, english
from tests.workbench.conftest import CommandLine, Engines
from workbench.alignment.mining import MinedLink, mine_documents
from workbench.errors import NothingToDoError


@pytest.fixture
def lonely(store: Store) -> dict[str, int]:
    """Store a pair, a Chinese document, and an English one that shares a sentence with either."""
    shared = [*english("x", range(10)), *english("c", [4]), *english("a", [3])]
    texts = {
        "paired": ("zh", chinese("a", range(20))),
        "english paired": ("en", english("a", range(20))),
        "alone": ("zh", chinese("c", range(12))),
        "english alone": ("en", shared),
    }
    ids = {
        name: documents.add_file(store, f"/{name}.txt", make_file([sentences], language))[0]
        for name, (language, sentences) in texts.items()
    }
    align(store)
    return ids


def _mine(store: Store, *document_ids: int, **options) -> list[MinedLink]:
    quiet = lambda done, total: None  # noqa: E731
    return mine_documents(store, FakeEncoder(), document_ids=document_ids, progress=quiet, **options)


def _places(links: list[MinedLink]) -> set[tuple[int, int, int]]:
    return {(one.source.id, one.link.source_start, one.link.target_start) for one in links}


def test_what_a_lonely_document_shares_with_any_other_is_found(store: Store, lonely: dict[str, int]) -> None:
    found = _mine(store, threshold=2.0)
    alone, paired = lonely["alone"], lonely["paired"]
    assert _places(found) == {(alone, 4, 10), (paired, 3, 11)}
    assert {one.target.id for one in found} == {lonely["english alone"]}
    assert all(one.source_text.split("#")[1][:-1] == one.target_text.split("#")[1][:-1] for one in found)


def test_found_links_are_stored_as_candidates_once(store: Store, lonely: dict[str, int]) -> None:
    for _ in range(2):
        found = _mine(store, threshold=2.0)
        stored = alignments.list_links(store, lonely["english alone"])
        assert len(stored) == len(found) == 2
        assert {link.kind for link in stored} == {LinkKind.CANDIDATE}


def test_a_decided_link_stays_however_high_the_threshold(store: Store, lonely: dict[str, int]) -> None:
    _mine(store, threshold=2.0)
    best = alignments.list_links(store, lonely["english alone"])[0]
    reviews.set_link_state(store, best.id, state=ReviewState.ACCEPTED, note=None, reviewer="Li")
    _mine(store, threshold=1000.0)
    (left,) = alignments.list_links(store, lonely["english alone"])
    assert (left.id, left.state) == (best.id, ReviewState.ACCEPTED)


def test_named_documents_are_held_against_each_other_only(store: Store, lonely: dict[str, int]) -> None:
    found = _mine(store, lonely["english alone"], lonely["paired"], threshold=2.0)
    assert _places(found) == {(lonely["paired"], 3, 11)}
    everywhere = _mine(store, lonely["english paired"], threshold=2.0, top=5)
    assert len(everywhere) == 5
    assert {one.target.id for one in everywhere} == {lonely["english paired"]}


def test_what_is_not_there_is_said(store: Store, lonely: dict[str, int]) -> None:
    with pytest.raises(NotFoundError, match="no document 99"):
        _mine(store, 99)


def test_no_documents_are_nothing_to_do(store: Store) -> None:
    with pytest.raises(NothingToDoError, match="Chinese document"):
        _mine(store)


def test_the_command_prints_what_it_found(
    command_line: CommandLine, engines: Engines, store: Store, database, lonely: dict[str, int]
) -> None:
    done = command_line("mine", "--threshold", 2, "--db", database)
    rows = [line.split("\t") for line in done.out.split("\n")[:-1]]
    assert [len(row) for row in rows] == [7] * 2
    assert "2 candidate links" in done.err
    scores = [float(row[0]) for row in rows]
    assert scores == sorted(scores, reverse=True)
    lines = command_line("mine", "--threshold", 2, "--top", 1, "--json", "--db", database).out.split("\n")
    (row,) = [json.loads(line) for line in lines[:-1]]
    assert row["target_document"] == lonely["english alone"]
    assert command_line("mine", 99, "--db", database).code == 7
