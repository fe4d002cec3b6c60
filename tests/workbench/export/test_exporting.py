"""What leaves the database: texts as they read now, drafts marked as such, and no file half written."""

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from aligners.beads import Alignment, Link, LinkKind, Verdict
from db import alignments, documents, reviews, translations
from db.alignments import ProposedPair
from db.records import ReviewState, StoredBead, Translation
from db.store import Store
from tests.fakes import make_file
from workbench.errors import OutputError
from workbench.export.exporting import (
    aligned_units,
    draft_units,
    export_all,
    export_sqlite,
    export_units,
)
from workbench.formats.tmx import read_tmx
from workbench.formats.units import Unit

ODD = 'B, "quoted" <b>&amp;\u2028 \x1b[0m\ttab'
QUIET = lambda done, total: None  # noqa: E731


@pytest.fixture
def filled(store: Store) -> Store:
    """Store a pair with an edited, a rejected, a one-sided and two plain beads, and two drafts."""
    (source,) = documents.add_file(store, "/a.txt", make_file([["甲。", "乙。", "丙。", "丁。", "戊。"]]))
    (target,) = documents.add_file(store, "/b.txt", make_file([["A.", "B.", "C.", "D."]], "en"))
    drafts = [
        Translation("甲。", "Alpha.", "en", "e/1", -0.5, is_draft=True, warnings=("loop",)),
        Translation("乙。", "Beta.", "en", "e/1", -0.25, is_draft=True),
        Translation("丙。", "", "en", "e/1", -9.0, is_draft=True, warnings=("empty",)),
    ]
    translations.save(store, drafts)
    alignments.save_matching(
        store, digest="d", recipe="r", pairs=[ProposedPair(source, target, 0.5, None)], counterparts=[]
    )
    beads = [
        StoredBead(0, 2, 0, 1, 0.75, None),
        StoredBead(2, 3, 1, 2, 0.5, None),
        StoredBead(3, 4, 2, 2, 0.5, None),
        StoredBead(4, 5, 2, 3, 0.5, None, ReviewState.REJECTED),
        StoredBead(5, 5, 3, 4, 0.5, None),
    ]
    alignment = Alignment((), (), Verdict.PARALLEL, 0.8, 0.9, 0.5)
    run = alignments.save_run(store, 1, recipe="r", alignment=alignment, beads=beads)
    edited = replace(beads[1], edited_target=ODD, state=ReviewState.EDITED, note="=1+1", is_bookmarked=True)
    reviews.replace_beads(store, run, before=[beads[1]], after=[edited], action="edit", reviewer="Li")
    return store


def test_aligned_units_are_what_people_left_standing(filled: Store) -> None:
    units = list(aligned_units(filled))
    assert [(unit.source_text, unit.target_text, unit.state) for unit in units] == [
        ("甲。乙。", "A.", "proposed"),
        ("丙。", ODD, "edited"),
    ]
    assert {unit.source_language for unit in units} == {"zh-Hans"}
    assert not any(unit.is_draft for unit in units)
    assert units[0].score == 0.75
    assert [unit.is_bookmarked for unit in units] == [False, True]


@pytest.mark.parametrize(
    ("at_least", "expected"),
    [(0.75, ["A.", ODD]), (0.76, [ODD]), (None, [ODD])],
)
def test_what_a_reviewer_confirmed_passes_every_threshold(
    filled: Store, at_least: float | None, expected: list[str]
) -> None:
    assert [unit.target_text for unit in aligned_units(filled, at_least=at_least)] == expected


def test_a_side_that_a_reviewer_wrote_makes_a_unit(filled: Store) -> None:
    (pair,) = alignments.list_pairs(filled)
    assert pair.run is not None
    (gap,) = (bead for bead in alignments.list_beads(filled, pair.run.id) if bead.source_start == 3)
    written = replace(gap, edited_target="Four.", state=ReviewState.EDITED)
    reviews.replace_beads(filled, pair.run.id, before=[gap], after=[written], action="edit", reviewer="Li")
    assert ("丁。", "Four.") in [(unit.source_text, unit.target_text) for unit in aligned_units(filled)]


def test_a_passage_marked_as_moved_is_a_unit_while_the_decision_stands(filled: Store) -> None:
    (pair,) = alignments.list_pairs(filled)
    assert pair.run is not None
    run = pair.run.id
    gaps = [bead for bead in alignments.list_beads(filled, run) if not bead.has_both_sides]
    marked = [replace(bead, state=ReviewState.ACCEPTED) for bead in gaps]
    reviews.replace_beads(filled, run, before=gaps, after=marked, action=reviews.MOVED, reviewer="Li")
    moved = list(aligned_units(filled, at_least=None))[-1]
    assert (moved.source_text, moved.target_text, moved.state) == ("丁。", "D.", "accepted")
    assert moved.origin == "aligned: moved"
    reviews.undo(filled, run, reviewer="Li")
    assert len(list(aligned_units(filled))) == 2
    reviews.redo(filled, run, reviewer="Li")
    assert list(aligned_units(filled, at_least=None))[-1].target_text == "D."


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (Link(3, 4, 3, 4, 0.9, LinkKind.MOVED), ["D."]),
        (Link(3, 4, 3, 4, 0.4, LinkKind.MOVED), []),
        (Link(3, 4, 1, 2, 0.9, LinkKind.MOVED), []),  # its English stands beside 丙。
        (Link(3, 4, 3, 4, 0.9, LinkKind.CANDIDATE), []),
    ],
)
def test_links_are_units_where_they_are_sure_and_nothing_else_is_paired(
    filled: Store, link: Link, expected: list[str]
) -> None:
    (pair,) = alignments.list_pairs(filled)
    alignments.replace_candidates(filled, pair.target.id, recipe="r", links=[(pair.source.id, link)])
    before = {"A.", ODD}
    found = [unit.target_text for unit in aligned_units(filled, at_least=0.5)]
    assert [text for text in found if text not in before] == expected


def test_a_candidate_that_was_accepted_is_a_unit(filled: Store) -> None:
    (pair,) = alignments.list_pairs(filled)
    candidate = Link(3, 5, 2, 4, 0.9, LinkKind.CANDIDATE)
    alignments.replace_candidates(filled, pair.target.id, recipe="r", links=[(pair.source.id, candidate)])
    (link,) = alignments.list_links(filled)
    reviews.set_link_state(filled, link.id, state=ReviewState.ACCEPTED, note="same news", reviewer="Li")
    unit = list(aligned_units(filled, at_least=None))[-1]
    assert (unit.source_text, unit.target_text, unit.note) == ("丁。戊。", "C. D.", "same news")


def test_drafts_are_marked_and_empty_ones_left_out(filled: Store) -> None:
    units = list(draft_units(filled))
    assert [(unit.source_text, unit.target_text, unit.note) for unit in units] == [
        ("甲。", "Alpha.", "loop"),
        ("乙。", "Beta.", ""),
    ]
    assert all(unit.is_draft and "e/1" in unit.origin for unit in units)


def test_the_tmx_file_can_be_parsed_and_read_back(filled: Store, tmp_path: Path) -> None:
    path = tmp_path / "out.tmx"
    assert export_units(filled, "tmx", path, drafts=False) == 2
    root = ElementTree.parse(path).getroot()
    assert root.get("version") == "1.4"
    segments = [element.text for element in root.iter("seg")]
    assert segments == ["甲。乙。", "A.", "丙。", ODD.replace("\x1b", "")]
    assert [unit.target_text for unit in read_tmx(path)] == segments[1::2]
    assert export_units(filled, "tmx", tmp_path / "drafts.tmx", drafts=True) == 2
    assert all(unit.is_draft for unit in read_tmx(tmp_path / "drafts.tmx"))


def test_the_table_keeps_odd_characters(filled: Store, tmp_path: Path) -> None:
    path = tmp_path / "out.tsv"
    assert export_units(filled, "tsv", path, drafts=False) == 2
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert [row["target_text"] for row in rows] == ["A.", ODD]


def test_the_sqlite_file_takes_the_place_of_an_old_one(filled: Store, tmp_path: Path) -> None:
    path = tmp_path / "out.sqlite"
    path.write_text("old", encoding="utf-8")
    for _ in range(2):
        export_sqlite(filled, path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM pairs").fetchone() == (5,)


def test_an_export_that_fails_leaves_the_old_file(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    def fail_half_way(store: Store, **_: object) -> Iterator[Unit]:
        yield from list(aligned_units(store))[:1]
        fail()

    monkeypatch.setattr("workbench.export.exporting.publish", fail)
    monkeypatch.setattr("workbench.export.exporting.aligned_units", fail_half_way)
    before = sorted(tmp_path.iterdir())
    for name, write in (
        ("out.sqlite", lambda path: export_sqlite(filled, path)),
        ("out.tmx", lambda path: export_units(filled, "tmx", path, drafts=False)),
        ("out.tsv", lambda path: export_units(filled, "tsv", path, drafts=False)),
    ):
        path = tmp_path / name
        path.write_text("old", encoding="utf-8")
        with pytest.raises(OutputError, match="No space left"):
            write(path)
        assert path.read_text(encoding="utf-8") == "old"
        path.unlink()
    assert sorted(tmp_path.iterdir()) == before


def test_the_database_does_not_overwrite_itself(filled: Store, database: Path, tmp_path: Path) -> None:
    for path in (database, tmp_path / "sub" / ".." / database.name):
        (tmp_path / "sub").mkdir(exist_ok=True)
        for write in (
            lambda path: export_sqlite(filled, path),
            lambda path: export_units(filled, "tmx", path, drafts=False),
            lambda path: export_units(filled, "tsv", path, drafts=True),
        ):
            with pytest.raises(OutputError, match="is the database itself"):
                write(path)
    assert len(documents.list_documents(filled)) == 2


@pytest.mark.parametrize("name", ["sqlite", "tmx", "tsv"])
def test_a_place_that_cannot_be_written_is_an_output_error(filled: Store, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "no" / "out", tmp_path / "folder"):
        with pytest.raises(OutputError) as caught:
            if name == "sqlite":
                export_sqlite(filled, path)
            else:
                export_units(filled, name, path, drafts=False)
        assert str(caught.value).startswith(f"{path}: ")
    assert list((tmp_path / "folder").iterdir()) == []


def test_everything_is_exported_into_a_folder_that_is_made(filled: Store, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "out"
    for _ in range(2):
        made = export_all(filled, folder, progress=QUIET)
        assert sorted(made) == sorted(folder.iterdir())
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be made"):
        export_all(filled, tmp_path / "file" / "out", progress=QUIET)


def test_an_empty_database_exports_files_that_others_read(store: Store, tmp_path: Path) -> None:
    export_all(store, tmp_path / "out", progress=QUIET)
    assert list(read_tmx(tmp_path / "out" / "aligned.tmx")) == []
    ElementTree.parse(tmp_path / "out" / "drafts.tmx")


def test_the_command_offers_every_format_that_there_is():
    from workbench.commands.export import DOCUMENT_FORMATS, PAIR_FORMATS
    from workbench.export.exporting import UNIT_FORMATS
    from workbench.export.republishing import DOCUMENT_FORMATS as WRITERS

    assert set(PAIR_FORMATS) == set(UNIT_FORMATS)
    assert set(DOCUMENT_FORMATS) == set(WRITERS)
