"""A user's rules.toml adds to the rules, and says plainly what is wrong with it."""

from pathlib import Path

import pytest

from db.records import Route
from workbench.errors import InputError
from workbench.intake.reading import read_content
from workbench.intake.user_rules import load_rules

RULES = """
[cleaning]
off = ["full-width"]
[segmentation.en]
abbreviations = ["Hwy", "intl"]
[segmentation.zh]
terminals = "；"
[[furniture]]
id = "banner"
pattern = "欢迎关注.{0,20}公众号"
words = "banner of our site"
kind = "navigation"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "rules.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_users_rules_are_added_to_those_that_are_there(tmp_path: Path) -> None:
    rules = load_rules(write(tmp_path, RULES))
    text = "欢迎关注云洲公众号\n\n要抓项目；要抓招商。２０２４年再上台阶。\n"
    (document,) = read_content("x.txt", text.encode(), rules=rules).documents
    banner, body = document.paragraphs
    assert (banner.route, banner.kind, banner.reason) == (
        Route.SKIP,
        "navigation",
        "navigation: banner of our site",
    )
    assert [s.text for s in body.segments] == ["要抓项目；", "要抓招商。", "２０２４年再上台阶。"]
    english = "The Hwy. Department met the Intl. Committee. It agreed.\n"
    (document,) = read_content("x.txt", english.encode(), rules=rules).documents
    assert len(document.paragraphs[0].segments) == 2


def test_a_rule_that_is_off_can_be_seen_among_the_hits(tmp_path: Path) -> None:
    source = read_content("x.txt", "２０２４年。".encode(), rules=load_rules(write(tmp_path, RULES)))
    assert [(hit.rule, hit.is_active) for hit in source.hits] == [("full-width", False)]


REPLACEMENTS = """
[[replace]]
id = "brackets"
pattern = '([〔〕])'
with = '“\\1”'
[[replace]]
id = "gone"
pattern = "x*"
with = ""
"""


def test_a_users_replacements_come_first_and_can_be_taken_back(tmp_path: Path) -> None:
    rules = load_rules(write(tmp_path, REPLACEMENTS))
    source = read_content("x.txt", "全区要抓好〔２〕xx重点项目建设。".encode(), rules=rules)
    (document,) = source.documents
    assert [s.text for s in document.paragraphs[0].segments] == ["全区要抓好“〔”2“〕”重点项目建设。"]
    found = [(hit.rule, source.text[hit.start : hit.end]) for hit in source.hits]
    assert found == [("brackets", "〔"), ("full-width", "２"), ("brackets", "〕"), ("gone", "xx")]
    assert load_rules(Path(__file__).parents[3] / "examples" / "rules.toml").replacements


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("replace = 1", "under ..replace.."),
        ('[[replace]]\nid = "a"\npattern = "b"', "lacks its with"),
        ('[[replace]]\nid = "a"\npattern = "("\nwith = ""', "pattern of replace 1 is wrong"),
        ('[[replace]]\nid = "a"\npattern = "b"\nwith = "\\\\1"', "puts in is wrong"),
        ('[[replace]]\nid = "full-width"\npattern = "b"\nwith = "c"', "is taken"),
        ("[cleaning", "no valid TOML"),
        ("[klingon]", "'klingon' is not known"),
        ("cleaning = 1", "must be a table"),
        ('[cleaning]\noff = ["nothing"]', "no cleaning rule 'nothing'"),
        ("[cleaning]\noff = 1", "list of words"),
        ("[segmentation.fr]", "'fr' in .segmentation. is not known"),
        ("[segmentation.zh]\nterminals = 1", "text of marks"),
        ("[segmentation.zh]\nmarks = 1", "'marks' in .segmentation.zh."),
        ('[[furniture]]\nid = "a"', "lacks its pattern"),
        ('[[furniture]]\nid = "a"\npattern = "("', "pattern of furniture 1 is wrong"),
        ('[[furniture]]\nid = "a"\npattern = "a"\nkind = "x"', "has the kind 'x'"),
    ],
)
def test_what_is_wrong_in_a_rules_file_is_said_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(InputError, match=message) as caught:
        load_rules(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def test_a_missing_rules_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_rules(tmp_path / "none.toml")
