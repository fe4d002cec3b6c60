"""What is still to translate, and which translation counts."""

import itertools
from dataclasses import replace

import pytest

from db import documents, translations
from db.records import Route, Translation
from db.store import Store
from tests.fakes import make_file


def unit(source: str, target: str, *, engine: str = "e/1", language: str = "en") -> Translation:
    return Translation(source, target, language, engine, -0.5, is_draft=True, warnings=("loop",))


def pending(store: Store, engine: str = "e/1", language: str = "en") -> list[str]:
    found = translations.pending_segments(store, engine=engine, target_language=language)
    return translations.segment_texts(store, found)


def test_pending_texts_come_in_document_order_each_once(store: Store) -> None:
    documents.add_file(store, "/b.txt", make_file([["丙。", "甲。"], ["乙。", "甲。"]]))
    documents.add_file(store, "/a.txt", make_file([["丁。", "丙。"]]))
    assert pending(store) == ["丙。", "甲。", "乙。", "丁。"]


def test_only_the_route_translate_is_pending(store: Store) -> None:
    documents.add_file(store, "/a.txt", make_file([["One."]], "en"))
    file = make_file([["版权所有"]])
    (document,) = file.documents
    skipped = replace(document.paragraphs[0], route=Route.SKIP)
    documents.add_file(store, "/b.txt", replace(file, documents=(replace(document, paragraphs=(skipped,)),)))
    assert pending(store) == []


def test_what_an_old_version_of_a_file_said_is_not_pending(store: Store) -> None:
    documents.add_file(store, "/a.txt", make_file([["旧。"]]))
    documents.add_file(store, "/a.txt", make_file([["新。"]]))
    assert pending(store) == ["新。"]


def test_a_translation_is_done_for_its_engine_and_language_only(store: Store) -> None:
    documents.add_file(store, "/a.txt", make_file([["甲。", "乙。"]]))
    translations.save(store, [unit("甲。", "A.")])
    assert pending(store) == ["乙。"]
    assert pending(store, engine="e/2") == ["甲。", "乙。"]
    assert pending(store, language="fr") == ["甲。", "乙。"]


def test_the_newest_translation_counts_and_all_engines_stay(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = itertools.count(1000)
    monkeypatch.setattr("db.translations.now", lambda: str(next(clock)))
    (document,) = documents.add_file(store, "/a.txt", make_file([["甲。", "乙。", "甲。"]]))
    translations.save(store, [unit("甲。", "old")])
    translations.save(store, [unit("甲。", "new", engine="e/2")])
    found = translations.for_document(store, document, target_language="en")
    assert [item and item.target_text for item in found] == ["new", None, "new"]
    assert translations.count(store) == 2
    translations.save(store, [unit("甲。", "newest")])
    found = translations.for_document(store, document, target_language="en")
    assert found[0] == unit("甲。", "newest")
    assert translations.count(store) == 2
    assert translations.for_document(store, document, target_language="fr") == [None, None, None]
    assert translations.for_document(store, document, target_language="en", start=1, stop=3) == found[1:3]


def test_the_translations_of_all_engines_stand_side_by_side(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = itertools.count(1000)
    monkeypatch.setattr("db.translations.now", lambda: str(next(clock)))
    (document,) = documents.add_file(store, "/a.txt", make_file([["甲。", "乙。", "甲。"]]))
    translations.save(store, [unit("甲。", "first")])
    translations.save(store, [unit("甲。", "second", engine="e/2"), unit("丙。", "of no segment")])
    found = translations.by_engine(store, document, target_language="en")
    assert [[(item.engine, item.target_text) for item in units] for units in found] == [
        [("e/2", "second"), ("e/1", "first")],
        [],
        [("e/2", "second"), ("e/1", "first")],
    ]
    assert translations.by_engine(store, document, target_language="fr") == [[], [], []]


def test_warned_translations_are_counted(store: Store) -> None:
    translations.save(store, [unit("甲。", "A."), replace(unit("乙。", "B."), warnings=())])
    assert translations.warned(store, ["甲。", "乙。", "丙。"]) == 1
