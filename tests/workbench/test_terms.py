"""The glossary: shipped and own terms, import and the commands."""

import json
from pathlib import Path

import pytest

from db.store import Store
from tests.workbench.conftest import CommandLine
from workbench.errors import InputError
from workbench.quality.glossary import Term
from workbench.terms import add_term, import_terms, load_glossary, user_terms

TBX = """<?xml version="1.0"?>
<martif type="TBX" xml:lang="en"><text><body>
<termEntry id="1">
 <langSet xml:lang="zh-CN"><tig><term>云洲</term></tig></langSet>
 <langSet xml:lang="en-US">
  <tig><term>Yunzhou</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig>
  <tig><term>Yun-Zhou</term><termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></tig>
  <tig><term>Cloud Island</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
 </langSet>
</termEntry>
<termEntry id="2"><langSet xml:lang="zh"><tig><term>孤</term></tig></langSet></termEntry>
</body></text></martif>
"""
TBX_3 = """<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>
<conceptEntry id="1"><langSec xml:lang="zh"><termSec><term>云洲</term></termSec></langSec>
<langSec xml:lang="en"><termSec><term>Yunzhou</term></termSec></langSec></conceptEntry></body></text></tbx>
"""


def test_an_own_term_comes_before_the_shipped_one_in_either_script(store: Store) -> None:
    add_term(store, Term("高新區", ("Hi-Zone",)))
    (match,) = load_glossary(store).find_terms("高新区")
    assert match.term.rendering == "Hi-Zone"
    (shipped,) = load_glossary().find_terms("高新区")
    assert "high-tech zone" in shipped.term.approved


def test_a_term_that_is_there_is_replaced(store: Store) -> None:
    add_term(store, Term("云洲", ("Cloud",)))
    add_term(store, Term("雲洲", ("Yunzhou",), note="name"))
    assert user_terms(store) == [Term("雲洲", ("Yunzhou",), note="name")]


def test_a_table_is_read_with_or_without_a_heading(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text(
        "source\tapproved\tbanned\n云洲\tYunzhou|Yun Zhou\t\tCloud\n\n雨巷\tYuxiang\n", encoding="utf-8"
    )
    assert import_terms(store, path) == 2
    assert [(term.source, term.approved, term.banned) for term in user_terms(store)] == [
        ("云洲", ("Yunzhou", "Yun Zhou"), ("Cloud",)),
        ("雨巷", ("Yuxiang",), ()),
    ]


@pytest.mark.parametrize("content", ["云洲\n", "\tYunzhou\n", ""])
def test_a_table_that_lacks_a_side_changes_nothing(store: Store, tmp_path: Path, content: str) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text("雨巷\tYuxiang\n" + content if content else "", encoding="utf-8")
    with pytest.raises(InputError):
        import_terms(store, path)
    assert user_terms(store) == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (TBX, Term("云洲", ("Yunzhou",), ("Yun-Zhou",), ("Cloud Island",), "own")),
        (TBX_3, Term("云洲", ("Yunzhou",), category="own")),
    ],
)
def test_both_forms_of_tbx_are_read(store: Store, tmp_path: Path, content: str, expected: Term) -> None:
    path = tmp_path / "terms.tbx"
    path.write_text(content, encoding="utf-8")
    assert import_terms(store, path) == 1
    assert user_terms(store) == [expected]


def test_a_term_without_english_is_refused(store: Store) -> None:
    with pytest.raises(InputError):
        add_term(store, Term("云洲", ("  ",)))


def test_the_commands_add_import_and_list(command_line: CommandLine, database: Path, tmp_path: Path) -> None:
    assert (
        command_line(
            "glossary", "add", "云洲", "Yunzhou|Yun Zhou", "--banned", "Cloud", "--db", database
        ).code
        == 0
    )
    path = tmp_path / "terms.tsv"
    path.write_text("雨巷\tYuxiang\n", encoding="utf-8")
    assert command_line("glossary", "import", path, "--db", database).code == 0
    own = command_line("glossary", "list", "--own", "--db", database, "--json").out.splitlines()
    assert [json.loads(line)["approved"] for line in own] == [["Yunzhou", "Yun Zhou"], ["Yuxiang"]]
    everything = command_line("glossary", "list", "--db", database).out.splitlines()
    assert len(everything) > 400
    assert all(line.count("\t") == 5 for line in everything)
    assert "孵化器" in command_line("glossary", "list", "incubator", "--db", database).out
    assert command_line("glossary", "import", tmp_path / "missing.tsv", "--db", database).code == 3
