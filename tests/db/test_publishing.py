"""The published file stands alone: any program that reads SQLite opens it and finds the pairs."""

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from aligners.beads import Link, LinkKind, Verdict
from db import alignments, documents, reviews, translations
from db.alignments import ProposedPair
from db.publishing import publish
from db.records import Counterpart, ReviewState, StoredBead, Translation
from db.store import Store
from tests.db.test_alignments import ALIGNMENT
from tests.fakes import make_file


def join(texts, language: str) -> str:
    return ("" if language == "zh" else " ").join(texts)


@pytest.fixture
def filled(store: Store) -> Store:
    """Store a pair with three beads, a document without a counterpart with a link, and translations."""
    (source,) = documents.add_file(store, "/a.txt", make_file([["甲。", "乙。"], ["丙。"]], title="中"))
    (target,) = documents.add_file(store, "/b.txt", make_file([["A.", "B."]], "en", title="E; --"))
    (alone,) = documents.add_file(store, "/c.txt", make_file([["C."]], "en", title="alone"))
    units = [
        Translation(text, f"<{text}>", "en", "e/1", -0.5, is_draft=True, warnings=("loop",))
        for text in ("甲。", "乙。")
    ]
    translations.save(store, units)
    alignments.save_matching(
        store,
        digest="d",
        recipe="r",
        pairs=[ProposedPair(source, target, 0.75, 0.25)],
        counterparts=[Counterpart(alone, source, 0.125, Verdict.NOT_PARALLEL, 0.25, 0.5, None, "r")],
    )
    (pair,) = alignments.list_pairs(store)
    beads = [
        StoredBead(0, 2, 0, 1, 0.9, None),
        StoredBead(2, 2, 1, 2, 0.8, None, edited_target="edited\u2028", note="why"),
        StoredBead(2, 3, 2, 2, 0.7, None, ReviewState.REJECTED, reason="shortened", is_bookmarked=True),
    ]
    run = alignments.save_run(store, pair.id, recipe="r", alignment=ALIGNMENT, beads=beads)
    reviews.replace_beads(
        store, run, before=beads[:1], after=[replace(beads[0], note="seen")], action="note", reviewer="Li"
    )
    links = [(source, Link(2, 3, 0, 1, 0.5, LinkKind.CANDIDATE))]
    alignments.replace_candidates(store, alone, recipe="r", links=links)
    return store


@pytest.fixture
def published(filled: Store, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Publish it and open the outcome with the standard library alone."""
    path = tmp_path / "out.sqlite"
    publish(filled, path, join=join, target_language="en")
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def test_the_file_is_whole_and_its_references_hold(published: sqlite3.Connection) -> None:
    assert [tuple(row) for row in published.execute("PRAGMA integrity_check")] == [("ok",)]
    assert published.execute("PRAGMA foreign_key_check").fetchall() == []
    tables = [row["name"] for row in published.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    references = {
        table: published.execute(f"PRAGMA foreign_key_list({table})").fetchall() for table in tables
    }
    assert references["bead"]
    assert references["link"]


def test_the_view_pairs_shows_the_texts_side_by_side(published: sqlite3.Connection) -> None:
    rows = [dict(row) for row in published.execute("SELECT * FROM pairs")]
    assert [(row["source_text"], row["target_text"], row["shape"]) for row in rows] == [
        ("甲。乙。", "A.", "2-1"),
        ("", "edited\u2028", "0-1"),
        ("丙。", "", "1-0"),
    ]
    assert [row["state"] for row in rows] == ["proposed", "proposed", "rejected"]
    assert [row["note"] for row in rows] == ["seen", "why", ""]
    assert [row["machine_translation"] for row in rows] == ["<甲。> <乙。>", "", ""]
    assert {row["source_title"] for row in rows} == {"中"}
    assert {row["target_title"] for row in rows} == {"E; --"}
    assert {row["verdict"] for row in rows} == {"parallel"}
    assert {row["recipe"] for row in rows} == {"r"}


def test_what_reviewers_said_of_a_row_is_there(published: sqlite3.Connection) -> None:
    rows = [tuple(row) for row in published.execute("SELECT reason, is_bookmarked, is_manual FROM pairs")]
    assert rows == [("", 0, 0), ("", 0, 0), ("shortened", 1, 0)]
    ledger = published.execute("SELECT kind, text, reason, note FROM omissions")
    assert [tuple(row) for row in ledger] == [
        ("added", "edited\u2028", "", "why"),
        ("left out", "丙。", "shortened", ""),
    ]


def test_drafts_are_marked_and_say_who_made_them(published: sqlite3.Connection) -> None:
    rows = published.execute("SELECT translation, engine, is_draft, warnings FROM segment ORDER BY id")
    found = [tuple(row) for row in rows]
    assert found[:3] == [
        ("<甲。>", "e/1", 1, "loop"),
        ("<乙。>", "e/1", 1, "loop"),
        (None, None, None, None),
    ]


def test_what_each_engine_made_of_a_segment_is_there(published: sqlite3.Connection) -> None:
    rows = published.execute(
        "SELECT segment.text, translation.engine, translation.text"
        " FROM translation JOIN segment ON segment.id = segment_id ORDER BY segment_id"
    )
    assert [tuple(row) for row in rows] == [("甲。", "e/1", "<甲。>"), ("乙。", "e/1", "<乙。>")]


def test_links_and_lonely_documents_are_there(published: sqlite3.Connection) -> None:
    (link,) = published.execute("SELECT * FROM link")
    assert (link["source_text"], link["target_text"], link["kind"]) == ("丙。", "C.", "candidate")
    (alone,) = published.execute("SELECT * FROM without_counterpart")
    assert (alone["verdict"], alone["score"]) == ("not parallel", 0.125)


def test_it_says_where_it_comes_from(published: sqlite3.Connection) -> None:
    provenance = dict(tuple(row) for row in published.execute("SELECT key, value FROM provenance"))
    assert provenance["format"] == "bitext-workbench export"
    assert provenance["engines"] == "e/1"


def test_bytes_vectors_and_the_review_log_stay_at_home(published: sqlite3.Connection) -> None:
    tables = {row["name"] for row in published.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert not tables & {"file", "vector", "review_event", "link_event", "rule_hit"}
    values = itertools.chain.from_iterable(
        row for table in tables for row in published.execute(f'SELECT * FROM "{table}"')
    )
    assert not [value for value in values if value == "Li"]


def test_old_versions_of_a_file_are_not_published(filled: Store, tmp_path: Path) -> None:
    documents.add_file(filled, "/b.txt", make_file([["new"]], "en", title="new"))
    documents.add_file(filled, "/c.txt", make_file([["newer"]], "en", title="newer"))
    path = tmp_path / "out.sqlite"
    publish(filled, path, join=join, target_language="en")
    with closing(sqlite3.connect(path)) as connection:
        titles = [row[0] for row in connection.execute("SELECT title FROM document ORDER BY id")]
        assert titles == ["中", "new", "newer"]
        for table in ("bead", "document_pair", "link", "without_counterpart"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_an_empty_database_gives_an_empty_file_with_all_tables(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "out.sqlite"
    publish(store, path, join=join, target_language="en")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM pairs").fetchone() == (0,)
