"""Reprints are told from originals in the store, translated once, matched once, and shown."""

from pathlib import Path

import pytest

from db import documents, translations
from db.alignments import list_pairs
from db.store import Store
from db.translation_queue import list_queue
from tests.fakes import FakeEncoder, FakeTranslator
from tests.workbench.conftest import CommandLine, Engines
from tests.workbench.intake.test_families import ARTICLE, NEXT_QUARTER, TRADITIONAL
from workbench import correcting
from workbench.alignment.aligning import align_pending
from workbench.errors import NothingToDoError
from workbench.importing import import_paths
from workbench.translation.translating import translate_pending


def quiet(_done: int, _total: int) -> None:
    """Show nothing."""


def take_in(store: Store, folder: Path, **texts: str) -> list[int]:
    """Write texts to files, take the folder in, and give the ids of its documents."""
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    import_paths(store, [folder], progress=quiet)
    return [document.id for document in documents.list_documents(store)]


def test_a_reprint_is_marked_and_another_report_is_not(store: Store, tmp_path: Path) -> None:
    ids = take_in(store, tmp_path, a=ARTICLE, b=TRADITIONAL, c=NEXT_QUARTER)
    assert [document.reprint_of for document in documents.list_documents(store)] == [None, ids[0], None]
    assert [document.id for document in documents.list_originals(store, language="zh")] == [ids[0], ids[2]]


def test_an_article_and_its_reprint_are_translated_once(store: Store, tmp_path: Path) -> None:
    original, reprint = take_in(store, tmp_path, a=ARTICLE, b=TRADITIONAL + "雲洲日報記者還採訪了企業。")
    translator = FakeTranslator()
    translate_pending(store, translator, progress=quiet)
    sentences = documents.segment_texts(store, original)
    assert sorted(translator.seen) == sorted([*sentences, "雲洲日報記者還採訪了企業。"])
    drafts = translations.for_document(store, reprint, target_language="en")
    assert [draft.target_text for draft in drafts if draft is not None] == [
        *(f"[{sentence}]" for sentence in sentences),
        "[雲洲日報記者還採訪了企業。]",
    ]
    assert [row.pending_count for row in list_queue(store, target_language="en")] == [0, 0]


def test_a_reprint_that_came_later_stays_one_when_the_original_is_cleaned(
    store: Store, tmp_path: Path
) -> None:
    original, reprint = take_in(store, tmp_path, a=ARTICLE, b=TRADITIONAL)
    (tmp_path / "a.txt").write_text(ARTICLE + "（完）", encoding="utf-8")
    import_paths(store, [tmp_path], progress=quiet)
    new_original = documents.get_document(store, reprint).reprint_of
    assert new_original is not None
    assert new_original > max(original, reprint)


def test_a_reprint_whose_original_has_gone_is_an_original(store: Store, tmp_path: Path) -> None:
    _, reprint = take_in(store, tmp_path, a=ARTICLE, b=TRADITIONAL)
    take_in(store, tmp_path, a="今天天气很好，大家都到公园里去散步。")
    assert documents.get_document(store, reprint).reprint_of is None
    translator = FakeTranslator()
    translate_pending(store, translator, progress=quiet)
    assert set(documents.segment_texts(store, reprint)) <= set(translator.seen)


def test_a_release_is_matched_with_the_original_only(store: Store, tmp_path: Path) -> None:
    marks = [f"第{n}项工作取得了新的进展，各单位都很满意#m{n}。" for n in range(8)]
    english = [f"Work item number {n} of the zone made progress this year #m{n}." for n in range(8)]
    original, _, release = take_in(
        store, tmp_path, a="".join(marks), b="转载，" + "".join(marks), c=" ".join(english)
    )
    from aligners.registry import get_aligner

    report = align_pending(
        store, FakeEncoder(), get_aligner("embedding"), show_matching=quiet, show_aligning=quiet
    )
    assert report.aligned == 1
    assert [(pair.source.id, pair.target.id) for pair in list_pairs(store)] == [(original, release)]


def test_what_looks_like_a_reprint_can_be_kept_as_an_original(store: Store, tmp_path: Path) -> None:
    original, reprint = take_in(store, tmp_path, a=ARTICLE, b=TRADITIONAL)
    correcting.keep_as_original(store, reprint)
    assert documents.get_document(store, reprint).reprint_of is None
    import_paths(store, [tmp_path], progress=quiet)
    assert documents.get_document(store, reprint).reprint_of is None
    with pytest.raises(NothingToDoError, match="no reprint"):
        correcting.keep_as_original(store, original)


def test_the_commands_show_and_correct_reprints(
    command_line: CommandLine, engines: Engines, tmp_path: Path
) -> None:
    database = tmp_path / "x.db"
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "b.txt").write_text(TRADITIONAL, encoding="utf-8")
    assert command_line("run", folder, "--db", database).code == 0
    assert "[reprint of 1]" in command_line("documents", "--db", database).out.split("\n")[1]
    assert command_line("correct", 2, "--original", "--db", database).code == 0
    assert "reprint" not in command_line("documents", "--db", database).out
