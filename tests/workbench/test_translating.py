"""All that is pending is translated once; what is stopped goes on where it was."""

import pytest

from db import documents, translations
from db.store import Store
from tests.fakes import FakeTranslator, make_file
from workbench import translating
from workbench.translating import translate_all, translate_pending

SENTENCES = [f"第{n}句。" for n in range(10)]


def translate(store: Store, translator: FakeTranslator) -> translating.TranslationReport:
    return translate_pending(store, translator, progress=lambda done, total: None)


def test_every_segment_gets_its_translation_in_one_go(store: Store) -> None:
    (document,) = documents.add_file(store, "/a.txt", make_file([SENTENCES, SENTENCES[:2]]))
    report = translate(store, FakeTranslator())
    assert (report.translated, report.warned, report.engine) == (10, 0, "fake/1")
    units = translations.for_document(store, document, target_language="en")
    assert [unit and unit.target_text for unit in units] == [f"[{t}]" for t in SENTENCES + SENTENCES[:2]]
    assert all(unit is not None and unit.is_draft and unit.score == -0.25 for unit in units)


def test_a_second_run_translates_nothing(store: Store) -> None:
    documents.add_file(store, "/a.txt", make_file([SENTENCES]))
    translate(store, FakeTranslator())
    again = FakeTranslator()
    assert translate(store, again).translated == 0
    assert again.seen == []


def test_a_new_document_costs_its_new_sentences_only(store: Store) -> None:
    documents.add_file(store, "/a.txt", make_file([SENTENCES]))
    translate(store, FakeTranslator())
    documents.add_file(store, "/b.txt", make_file([["新句。", *SENTENCES[:3]]]))
    again = FakeTranslator()
    translate(store, again)
    assert again.seen == ["新句。"]


def test_what_is_stopped_half_way_goes_on(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translating, "SAVED_TOGETHER", 4)
    documents.add_file(store, "/a.txt", make_file([SENTENCES]))
    with pytest.raises(KeyboardInterrupt):
        translate(store, FakeTranslator(stop_after=6))
    assert translations.count(store) == 4
    again = FakeTranslator()
    assert translate(store, again).translated == 6
    assert sorted(again.seen) == SENTENCES[:6]  # this engine begins with the last ones
    assert translations.count(store) == 10


def test_another_engine_translates_everything_anew(store: Store) -> None:
    (document,) = documents.add_file(store, "/a.txt", make_file([SENTENCES]))
    translate(store, FakeTranslator("fake/1"))
    assert translate(store, FakeTranslator("fake/2")).translated == 10
    assert translations.count(store) == 20
    units = translations.for_document(store, document, target_language="en")
    assert {unit.engine for unit in units if unit is not None} == {"fake/2"}


def test_warnings_are_counted_and_kept(store: Store) -> None:
    (document,) = documents.add_file(store, "/a.txt", make_file([["一。", " "]]))
    assert translate(store, FakeTranslator()).warned == 1
    units = translations.for_document(store, document, target_language="en")
    assert [unit and unit.warnings for unit in units] == [(), ("empty",)]


def test_lines_come_back_in_order_whatever_order_the_engine_has() -> None:
    calls: list[tuple[int, int]] = []
    found = translate_all(
        FakeTranslator(), ["b", "", "a", "b"], progress=lambda done, total: calls.append((done, total))
    )
    assert [result.text for result in found] == ["[b]", "[]", "[a]", "[b]"]
    assert calls == [(n, 4) for n in range(1, 5)]


def test_progress_is_told_of_every_part(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translating, "SAVED_TOGETHER", 4)
    documents.add_file(store, "/a.txt", make_file([SENTENCES]))
    calls: list[tuple[int, int]] = []
    translate_pending(store, FakeTranslator(), progress=lambda done, total: calls.append((done, total)))
    assert calls == [(0, 10), (4, 10), (8, 10), (10, 10)]
