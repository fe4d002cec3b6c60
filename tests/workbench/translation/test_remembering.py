"""The translation memory: what comes in, what is found, what goes out."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligners.beads import Alignment, Verdict
from db import alignments, documents, memory
from db.alignments import ProposedPair
from db.memory import MemoryUnit
from db.records import ReviewState, StoredBead
from db.store import Store, open_store
from tests.fakes import make_file
from tests.workbench.conftest import CommandLine
from workbench.errors import InputError
from workbench.formats.tmx import read_tmx, write_tmx
from workbench.formats.units import Unit
from workbench.translation.remembering import (
    EXACT,
    TranslationMemory,
    export_memory,
    import_memory,
    load_memory,
    reviewed_units,
)

ALIGNMENT = Alignment((), (), Verdict.PARALLEL, 0.8, 0.9, 0.5)


def unit(source: str, target: str, origin: str = "a.tmx") -> MemoryUnit:
    return MemoryUnit(source, target, "zh", "en", origin)


INVESTMENT = unit("该项目总投资3.6亿元。", "The project will cost RMB 360 million.")


@pytest.fixture
def exchanged(tmp_path: Path) -> Path:
    """Write a TMX file with a unit each way round, one without Chinese and one with an empty side."""
    path = tmp_path / "a.tmx"
    units = [
        Unit(INVESTMENT.source_text, INVESTMENT.target_text),
        Unit("The zone", "高新区", "en", "zh"),
        Unit("Bonjour", "Hello", "fr", "en"),
        Unit("空", "", "zh", "en"),
    ]
    write_tmx(path, units)
    return path


def test_units_come_in_with_chinese_as_source_and_each_once(store: Store, exchanged: Path) -> None:
    assert import_memory(store, exchanged) == (2, 4)
    assert import_memory(store, exchanged) == (0, 4)
    texts = [(row.source_text, row.target_text) for row in memory.list_units(store)]
    assert texts == [(INVESTMENT.source_text, INVESTMENT.target_text), ("高新区", "The zone")]


def test_a_file_without_units_is_refused(store: Store, tmp_path: Path) -> None:
    write_tmx(tmp_path / "empty.tmx", [])
    with pytest.raises(InputError, match="no unit"):
        import_memory(store, tmp_path / "empty.tmx")


def test_an_exact_match_ignores_script_width_and_blanks() -> None:
    found = TranslationMemory([INVESTMENT]).exact("該項目總投資 ３.６億元。")
    assert found is not None
    assert (found.percent, found.target_text) == (EXACT, INVESTMENT.target_text)


def test_a_fuzzy_match_gets_the_figures_of_the_text() -> None:
    (match,) = TranslationMemory([INVESTMENT]).search("该项目总投资52亿元。")
    assert match.is_repaired
    assert match.target_text == "The project will cost RMB 5.2 billion."
    assert 70 < match.percent < 100


def test_what_cannot_be_put_right_safely_is_left_as_it_was() -> None:
    (match,) = TranslationMemory([INVESTMENT]).search("该项目总投资3亿美元。")
    assert (match.is_repaired, match.target_text) == (False, INVESTMENT.target_text)


def test_the_likest_comes_first_and_the_unlike_not_at_all() -> None:
    units = [unit("该项目总投资。", "a"), INVESTMENT, unit("天气很好", "b")]
    found = TranslationMemory(units).search(INVESTMENT.source_text, at_least=40)
    assert [match.unit.target_text for match in found] == [INVESTMENT.target_text, "a"]
    assert found[0].percent == EXACT


@given(st.text(alphabet="高新区投资3.6亿元 ", min_size=1).filter(str.strip))
def test_every_text_is_its_own_exact_match(text: str) -> None:
    found = TranslationMemory([unit(text, "x")]).exact(text)
    assert found is not None
    assert found.target_text == "x"


@pytest.fixture
def reviewed(database: Path) -> Path:
    """Make a pair of which one row is accepted, one edited and one open."""
    with open_store(database) as store:
        (source,) = documents.add_file(store, "/a.txt", make_file([["甲。", "乙。", "丙。"]]))
        (target,) = documents.add_file(store, "/b.txt", make_file([["A.", "B.", "C."]], "en"))
        pairs = [ProposedPair(source, target, 0.9, None)]
        alignments.save_matching(store, digest="d", recipe="r", pairs=pairs, counterparts=[])
        beads = [
            StoredBead(0, 1, 0, 1, 0.9, None, ReviewState.ACCEPTED),
            StoredBead(1, 2, 1, 2, 0.9, None, ReviewState.EDITED, edited_target="Bee."),
            StoredBead(2, 3, 2, 3, 0.9, None),
        ]
        alignments.save_run(store, 1, recipe="r", alignment=ALIGNMENT, beads=beads)
    return database


def test_reviewed_rows_are_memory_and_come_before_imported_ones(reviewed: Path) -> None:
    with open_store(reviewed) as store:
        assert [row.target_text for row in reviewed_units(store)] == ["A.", "Bee."]
        memory.add_units(store, [unit("甲。", "Imported.")])
        found = load_memory(store).exact("甲。")
    assert found is not None
    assert (found.target_text, found.unit.origin) == ("A.", "reviewed")


def test_the_memory_goes_out_and_comes_back(reviewed: Path, tmp_path: Path) -> None:
    with open_store(reviewed) as store:
        memory.add_units(store, [INVESTMENT, unit("甲。", "A.")])
        assert export_memory(store, tmp_path / "out.tmx") == 3
    texts = {row.source_text: row.target_text for row in read_tmx(tmp_path / "out.tmx")}
    assert texts == {"甲。": "A.", "乙。": "Bee.", INVESTMENT.source_text: INVESTMENT.target_text}


ODD_TEXTS = [
    "<b>&amp;</b>]]>",
    "\t首尾 \n\r\n",
    "\u2028\u0085 \u3000",
    "⟦1⟧=1+1",
    "\U0001f600𠮷",
    "'; --",
    "\u202e\u200f",
]


def test_odd_texts_come_back_from_a_file_as_they_were(store: Store, tmp_path: Path) -> None:
    units = [unit(f"区{text}", f"z{text}") for text in ODD_TEXTS]
    memory.add_units(store, units)
    export_memory(store, tmp_path / "out.tmx")
    with open_store(tmp_path / "other.db") as other:
        assert import_memory(other, tmp_path / "out.tmx") == (len(units), len(units))
        back = [(row.source_text, row.target_text) for row in memory.list_units(other)]
    assert back == [(row.source_text, row.target_text) for row in units]


def test_the_commands_import_search_and_export(
    command_line: CommandLine, database: Path, exchanged: Path, tmp_path: Path
) -> None:
    assert command_line("memory", "import", exchanged, "--db", database).code == 0
    outcome = command_line("memory", "search", "该项目总投资5.2亿元。", "--db", database, "--json")
    (row,) = map(json.loads, outcome.out.splitlines())
    assert row["target"] == "The project will cost RMB 520 million."
    assert row["is_repaired"]
    plain = command_line("memory", "search", INVESTMENT.source_text, "--db", database).out
    assert plain.split("\t")[0] == "100%"
    differing = command_line("memory", "search", "该项目总投资一百倍。", "--at-least", "50", "--db", database)
    assert differing.out.endswith(", figures differ\n")
    nothing = command_line("memory", "search", "没有", "--db", database)
    assert (nothing.out, nothing.err) == ("", "no unit of 2 is at least 70% like it\n")
    assert command_line("memory", "export", tmp_path / "b.tmx", "--db", database).code == 0
    assert (tmp_path / "b.tmx").exists()
    assert command_line("memory", "import", tmp_path / "missing.tmx", "--db", database).code == 3
