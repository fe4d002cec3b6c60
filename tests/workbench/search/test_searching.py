"""Search finds words on either side, in either script, by pinyin, with their places."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.databases import SOURCE, build_project
from workbench.cli import workbench
from workbench.errors import InputError
from workbench.review import reviewing
from workbench.search.concordance import cells, concordance_line, parts
from workbench.search.matchers import make_matcher
from workbench.search.pinyin import pinyin_pattern
from workbench.search.searching import Hit, search, search_pair

FOUND = [
    ("高新区", "灵潭高新区一季度", (2, 5)),
    ("區", "灵潭高新区一季度", (4, 5)),
    ("高新区", "雲洲高新區", (2, 5)),
    ("gxq", "灵潭高新区一季度", (2, 5)),
    ("gaoxinqu", "灵潭高新区一季度", (2, 5)),
    ("gao xin qu", "灵潭高新区一季度", (2, 5)),
    ("gaoxinq", "灵潭高新区一季度", (2, 5)),
    ("GXQ", "雲洲高新區", (2, 5)),
    ("xian", "西安", (0, 2)),
    ("hang", "银行", (1, 2)),
    ("lvse", "绿色发展", (0, 2)),
    ("５Ｇ", "建成5g基站", (2, 4)),
    ("zone", "the Zone will", (4, 8)),
    ("the zone", "The  zone", (0, 9)),
    ("[记者]", "[记者]报道", (0, 4)),
]


@pytest.mark.parametrize(("wanted", "text", "place"), FOUND)
def test_words_are_found_in_their_place(wanted: str, text: str, place: tuple[int, int]) -> None:
    assert make_matcher(wanted).spans(text) == (place,)


@pytest.mark.parametrize(("wanted", "text"), [("gxq", "科创园"), ("zone", "区域"), ("高新", "新高")])
def test_other_words_are_not(wanted: str, text: str) -> None:
    assert make_matcher(wanted).spans(text) == ()


@pytest.mark.parametrize("wanted", ["12", "g", "high-tech", "高新区", "", "x" * 60])
def test_what_is_no_pinyin_is_not_read_as_pinyin(wanted: str) -> None:
    assert pinyin_pattern(wanted) == ""


@given(st.text(min_size=1, max_size=8), st.text(max_size=30))
def test_a_text_is_found_in_itself_and_places_lie_within(wanted: str, around: str) -> None:
    if not wanted.strip():
        return
    matcher = make_matcher(wanted)
    text = around + wanted + around
    spans = matcher.spans(text)
    assert spans
    assert all(0 <= start < end <= len(text) for start, end in spans)


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 40), st.integers(10, 40))
def test_a_line_of_the_concordance_keeps_its_width(text: str, first: int, second: int, width: int) -> None:
    start, end = sorted((min(first, len(text)), min(second, len(text))))
    left, _, right = parts(Hit("d", "source", text, start, end), width)
    assert cells(left) == width
    assert cells(right) <= width


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return build_project(tmp_path / "project.db")


def test_all_documents_are_searched_pairs_first(path: Path) -> None:
    hits = search(path, "zone")
    assert [hit.pair_id for hit in hits if hit.pair_id is None] == [None]
    assert hits[-1].pair_id is None
    assert all(hit.text[hit.start : hit.end].lower() == "zone" for hit in hits)
    assert {hit.side for hit in search(path, "gxq", side="source")} == {"source"}
    assert search(path, "gxq", side="target") == []
    assert len(search(path, "zone", limit=2)) == 2


def test_edited_rows_are_searched_as_they_read_now(path: Path) -> None:
    pair = reviewing.open_pair(path, 1)
    reviewing.edit_target(path, pair.run_id, pair.beads[1], text="A unicorn.", reviewer="mei")
    assert search_pair(path, 1, "unicorn").keys == ((1, 1),)
    assert search_pair(path, 1, "RMB 3.65 billion").keys == ()


def test_nothing_is_no_search(path: Path) -> None:
    with pytest.raises(InputError):
        search(path, " ")


def test_the_command_prints_lines_json_or_a_table(path: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke
    lines = run(workbench, ["search", "gxq", "--db", str(path)]).stdout.split("\n")
    assert all("[高新区]" in line for line in lines[:-1])
    assert len(lines) > 1
    outcome = run(workbench, ["search", "人才", "--db", str(path), "--json"])
    record = json.loads(outcome.stdout.split("\n")[0])
    assert (record["pair"], record["row"], record["match"]) == (1, 7, "人才")
    table = tmp_path / "hits.tsv"
    assert run(workbench, ["search", "人才", "--db", str(path), "--output", str(table)]).exit_code == 0
    heading, first, *_ = table.read_text(encoding="utf-8").split("\n")
    assert heading.split("\t")[4:7] == ["left", "match", "right"]
    assert first.split("\t")[5] == "人才"


def test_a_line_says_where_the_match_is() -> None:
    hit = Hit("d", "source", SOURCE[0], 2, 5, "", 3, (0, 0), 12)
    assert concordance_line(hit, 12).startswith("3:12              ")
