"""All that is pending is translated once; what is stopped goes on where it was."""

import pytest

from db import documents, memory, translations
from db.errors import NotFoundError
from db.memory import MemoryUnit
from db.store import Store
from tests.fakes import FakeTranslator, make_file
from workbench.engines.ordering import translate_in_order
from workbench.translation import translating
from workbench.translation.translating import FUZZY_MATCH, TranslationJob, find_documents, translate_pending

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
    found = list(translate_in_order(FakeTranslator(), ["b", "", "a", "b"]))
    assert [result.text for result in found] == ["[b]", "[]", "[a]", "[b]"]


def test_progress_is_told_of_every_segment(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translating, "SAVED_TOGETHER", 4)
    documents.add_file(store, "/a.txt", make_file([SENTENCES]))
    calls: list[tuple[int, int]] = []
    translate_pending(store, FakeTranslator(), progress=lambda done, total: calls.append((done, total)))
    assert calls == [(n, 10) for n in range(11)]


def remember(store: Store, *units: tuple[str, str]) -> None:
    memory.add_units(store, [MemoryUnit(source, target, "zh", "en", "old.tmx") for source, target in units])


def run(store: Store, translator: FakeTranslator, job: TranslationJob) -> translating.TranslationReport:
    return translate_pending(store, translator, progress=lambda done, total: None, job=job)


KNOWN = ("该项目总投资3.6亿元。", "The project will cost RMB 360 million.")


def test_the_memory_comes_before_the_engine_and_says_where_from(store: Store) -> None:
    remember(store, KNOWN)
    texts = [KNOWN[0], "该项目总投资52亿元。", "完全不同的一句话。"]
    (document,) = documents.add_file(store, "/a.txt", make_file([texts]))
    engine = FakeTranslator()
    report = translate(store, engine)
    assert (report.translated, report.remembered, report.warned) == (3, 2, 0)
    assert engine.seen == texts[2:]
    exact, fuzzy, machine = translations.for_document(store, document, target_language="en")
    assert exact and fuzzy and machine
    assert (exact.target_text, exact.origin, exact.percent, exact.is_draft) == (
        KNOWN[1],
        "old.tmx",
        100,
        False,
    )
    assert (fuzzy.target_text, fuzzy.is_draft) == ("The project will cost RMB 5.2 billion.", True)
    assert fuzzy.percent is not None and fuzzy.percent == 75
    assert (machine.origin, machine.percent) == ("", None)


def test_a_fuzzy_match_whose_words_differ_carries_a_warning(store: Store) -> None:
    remember(store, ("会议听取了上半年重点项目建设情况的汇报。", "The meeting heard a report."))
    (document,) = documents.add_file(
        store, "/a.txt", make_file([["会议听取了上半年重点项目推进情况的汇报。"]])
    )
    assert translate(store, FakeTranslator()).warned == 1
    (found,) = translations.for_document(store, document, target_language="en")
    assert found and found.warnings == (FUZZY_MATCH,)


def test_a_match_whose_figures_cannot_be_put_right_is_left_to_the_engine(store: Store) -> None:
    remember(store, KNOWN)
    documents.add_file(store, "/a.txt", make_file([["该项目总投资3.6亿美元。"]]))
    assert translate(store, FakeTranslator()).remembered == 0


def test_the_memory_can_be_left_out(store: Store) -> None:
    remember(store, KNOWN)
    (document,) = documents.add_file(store, "/a.txt", make_file([[KNOWN[0]]]))
    translate(store, FakeTranslator())
    engine = FakeTranslator()
    assert translate(store, FakeTranslator()).translated == 0
    assert run(store, engine, TranslationJob(memory_percent=None)).remembered == 0
    assert engine.seen == [KNOWN[0]]
    (found,) = translations.by_engine(store, document, target_language="en")
    assert {unit.engine for unit in found} == {translations.MEMORY, "fake/1"}


def test_force_translates_what_is_done_again(store: Store) -> None:
    documents.add_file(store, "/a.txt", make_file([SENTENCES]))
    translate(store, FakeTranslator())
    assert run(store, FakeTranslator(), TranslationJob(is_forced=True)).translated == 10
    assert translations.count(store) == 10


def test_only_the_documents_that_are_named_are_translated(store: Store) -> None:
    documents.add_file(store, "/a.txt", make_file([SENTENCES[:3]], title="甲"))
    (second,) = documents.add_file(store, "/b.txt", make_file([SENTENCES[5:]], title="乙"))
    assert find_documents(store, ["乙"]) == find_documents(store, ["b.txt", str(second)]) == (second,)
    engine = FakeTranslator()
    run(store, engine, TranslationJob(document_ids=find_documents(store, ["乙"])))
    assert sorted(engine.seen) == SENTENCES[5:]
    with pytest.raises(NotFoundError, match="no document '丙'"):
        find_documents(store, ["丙"])


def test_texts_are_read_a_page_at_a_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translating, "READ_TOGETHER", 3)
    documents.add_file(store, "/a.txt", make_file([SENTENCES]))
    engine = FakeTranslator()
    assert translate(store, engine).translated == 10
    assert [sorted(engine.seen[n : n + 3]) for n in range(0, 10, 3)] == [
        SENTENCES[n : n + 3] for n in range(0, 10, 3)
    ]
