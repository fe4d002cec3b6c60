"""The glossary: shipped and own terms, import and the commands."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.store import Store
from tests.workbench.conftest import CommandLine
from workbench.errors import InputError
from workbench.quality.glossary import Term
from workbench.translation.terms import USER_CATEGORY, add_term, import_terms, load_glossary, user_terms

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
TBX_CORE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="zh">
<martifHeader><fileDesc><sourceDesc><p>云</p></sourceDesc></fileDesc></martifHeader>
<text><body><termEntry><descrip type="subjectField">zones</descrip>
<langSet xml:lang="zh_CN"><ntig><termGrp><term>云洲</term></termGrp></ntig></langSet>
<langSet xml:lang="EN"><ntig><termGrp><term>Yun<hi>zhou</hi></term></termGrp></ntig></langSet>
<langSet xml:lang="de"><ntig><termGrp><term>Wolkeninsel</term></termGrp></ntig></langSet>
</termEntry></body></text></martif>
"""
TBX_ELEMENTS = """<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:min="http://www.tbxinfo.net/ns/min"><text><body><conceptEntry id="c1">
<langSec xml:lang="zh-Hant"><termSec><term>雲洲</term></termSec></langSec><langSec xml:lang="en">
<termSec><term>Yunzhou</term><min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus></termSec>
<termSec><term>Yun</term><min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec>
</langSec></conceptEntry></body></text></tbx>
"""
TBX_TWICE = """<tbx type="TBX-Min" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>
<conceptEntry id="1"><langSec xml:lang="zh"><termSec><term>云洲</term></termSec></langSec>
<langSec xml:lang="en"><termSec><term>Yunzhou</term></termSec></langSec></conceptEntry>
<conceptEntry id="2"><langSec xml:lang="zh"><termSec><term>雲洲</term></termSec></langSec>
<langSec xml:lang="en"><termSec><term>Yun Zhou &amp; isles</term></termSec></langSec></conceptEntry>
</body></text></tbx>
"""
BOMB = """<!DOCTYPE martif [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<martif><text><body><termEntry><langSet xml:lang="zh"><tig><term>&b;</term></tig></langSet>
<langSet xml:lang="en"><tig><term>x</term></tig></langSet></termEntry></body></text></martif>
"""
OUTSIDE = """<!DOCTYPE martif [<!ENTITY out SYSTEM "file:///etc/passwd">]>
<martif><text><body><termEntry><langSet xml:lang="zh"><tig><term>&out;</term></tig></langSet></termEntry>
</body></text></martif>
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
        "source\tapproved\ttolerated\tbanned\n云洲\tYunzhou|Yun Zhou\t\tCloud\n\n雨巷\tYuxiang\n",
        encoding="utf-8",
    )
    assert import_terms(store, path) == 2
    assert [(term.source, term.approved, term.banned) for term in user_terms(store)] == [
        ("云洲", ("Yunzhou", "Yun Zhou"), ("Cloud",)),
        ("雨巷", ("Yuxiang",), ()),
    ]


@pytest.mark.parametrize("content", ["云洲\n", "\tYunzhou\n", "云洲\ta\tb\tc\td\te\tf\n", ""])
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
        (TBX_CORE, Term("云洲", ("Yunzhou",), category="own")),
        (TBX_ELEMENTS, Term("雲洲", ("Yunzhou",), (), ("Yun",), "own")),
        (TBX_TWICE, Term("云洲", ("Yunzhou", "Yun Zhou & isles"), category="own")),
    ],
    ids=["version 2", "version 3", "Core", "data categories as elements", "two concepts of one term"],
)
def test_the_dialects_of_tbx_are_read(store: Store, tmp_path: Path, content: str, expected: Term) -> None:
    path = tmp_path / "terms.tbx"
    path.write_text(content, encoding="utf-8")
    assert import_terms(store, path) == 1
    assert user_terms(store) == [expected]


@pytest.mark.parametrize(
    "content",
    [
        BOMB.encode(),
        OUTSIDE.encode(),
        TBX.replace("</tig>", "", 1).encode(),
        TBX.encode("gb18030"),
        b'<?xml version="1.0" encoding="no-such-code"?><martif/>',
        b"<html><body><p>no terms</p></body></html>",
        "云洲\tYunzhou\n".encode(),
        b"",
    ],
    ids=[
        "bomb",
        "outside",
        "not well-formed",
        "another encoding",
        "no encoding",
        "other XML",
        "a table",
        "nothing",
    ],
)
def test_a_file_that_is_no_sound_tbx_is_refused_in_a_line(
    store: Store, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "terms.tbx"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        import_terms(store, path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert user_terms(store) == []


def test_a_heading_names_the_columns_in_any_order(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("Source\tNote\tApproved\n云栖园区\ta park\tYunqi Park\n", encoding="utf-8")
    import_terms(store, path)
    assert user_terms(store) == [Term("云栖园区", ("Yunqi Park",), (), (), USER_CATEGORY, "a park")]
    path.write_text("source\tEnglish\n云栖园区\tYunqi Zone\n", encoding="utf-8")
    with pytest.raises(InputError, match=r":1: no column is called 'english'; there are source, approved"):
        import_terms(store, path)
    assert user_terms(store)[0].approved == ("Yunqi Park",)


def test_lines_of_one_source_are_one_term(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text("云洲\tYunzhou\tYun\n雲洲\tYun Zhou\tYunzhou\tYun|Cloud\n", encoding="utf-8")
    assert import_terms(store, path) == 1
    assert user_terms(store) == [Term("云洲", ("Yunzhou", "Yun Zhou"), ("Yun",), ("Cloud",), "own")]


@given(renderings=st.lists(st.text("AB|\\", min_size=1, max_size=6), min_size=1, max_size=3, unique=True))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_rendering_keeps_its_bars_and_backslashes(store: Store, renderings: list[str]) -> None:
    add_term(store, Term("高新区", tuple(renderings), category="own"))
    assert load_glossary(store).find_terms("高新区")[0].term.approved == tuple(renderings)


def test_adding_a_term_again_says_what_it_replaced(command_line: CommandLine, database: Path) -> None:
    first = command_line("glossary", "add", "云洲", "Cloud|Yun", "--db", database)
    again = command_line("glossary", "add", "雲洲", "Yunzhou", "--db", database)
    assert (first.code, first.err) == (0, "")
    assert (again.code, again.err) == (0, "replaced 云洲: Cloud|Yun\n")
    own = command_line("glossary", "list", "--own", "--db", database, "--json").out.splitlines()
    assert [json.loads(line)["approved"] for line in own] == [["Yunzhou"]]


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
