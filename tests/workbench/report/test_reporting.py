"""The report of a pair is one page that is complete, escaped, and asks nothing of the network."""

import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from db import findings
from db.findings import StoredFinding
from db.records import ReviewState
from db.store import open_store
from tests.tui.databases import SOURCE, TARGET, build_pair
from tests.workbench.conftest import CommandLine
from workbench.errors import OutputError
from workbench.report import pictures
from workbench.report.pair_figures import pair_figures
from workbench.report.reporting import write_report
from workbench.review import reviewing

HOSTILE = "<script>alert(1)</script> & \"'[red]\x1b\u202e"


class Page(HTMLParser):
    """Collects tags, addresses and text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action", "data")]

    def handle_data(self, data: str) -> None:
        self.words += data


def written(database: Path, output: Path) -> Page:
    write_report(database, 1, output)
    page = Page()
    page.feed(output.read_text(encoding="utf-8"))
    return page


@pytest.fixture
def reviewed(tmp_path: Path) -> Path:
    """A pair with some decisions and a finding."""
    path = build_pair(tmp_path / "one.db")
    pair = reviewing.open_pair(path, 1)
    for bead in pair.beads[:3]:
        reviewing.set_state(path, pair.run_id, [bead], state=ReviewState.ACCEPTED, reviewer="mei")
    reviewing.undo(path, pair.run_id, reviewer="mei")
    with open_store(path) as store:
        found = StoredFinding(1, 1, 1, 1, "numbers", "error", 0, 1, None, None, "36.5亿 is missing", "", "k")
        findings.replace_findings(store, [found])
    return path


def test_all_rows_figures_and_findings_stand_in_the_page(reviewed: Path, tmp_path: Path) -> None:
    page = written(reviewed, tmp_path / "x.html")
    for words in (*SOURCE, *TARGET, "parallel", "36.5亿 is missing", "✓ accepted", "2 rows checked singly"):
        assert words in page.words, words
    assert page.tags.count("svg") == 3


def test_the_page_has_no_script_and_no_address(reviewed: Path, tmp_path: Path) -> None:
    page = written(reviewed, tmp_path / "x.html")
    assert "script" not in page.tags
    assert page.addresses == []
    text = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert set(re.findall(r"https?://[^\"' ]*", text)) <= {"http://www.w3.org/2000/svg"}
    assert not re.search(r"@import|url\(", text)


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    path = build_pair(tmp_path / "one.db", source=(HOSTILE, *SOURCE[1:]))
    page = written(path, tmp_path / "x.html")
    assert "script" not in page.tags
    assert "<script>alert(1)</script> & \"'[red]" in page.words
    assert "\x1b" not in page.words


def test_the_pictures_are_well_formed_and_say_what_they_show(reviewed: Path) -> None:
    figures = pair_figures(reviewed, 1)
    for draw in (pictures.dot_plot, pictures.histogram, pictures.progress):
        root = ElementTree.fromstring(draw(figures))
        title = root.find("{http://www.w3.org/2000/svg}title")
        assert title is not None
        assert title.text


def test_the_dot_plot_has_a_mark_for_every_bead(reviewed: Path) -> None:
    drawn = pictures.dot_plot(pair_figures(reviewed, 1))
    classes = re.findall(r'class="(high|middle|low|gap)"', drawn)
    assert sorted(classes) == sorted(["high"] * 3 + ["middle"] + ["low"] + ["gap"] * 2)


def test_progress_counts_back_through_undo(reviewed: Path) -> None:
    assert [point.open_count for point in pair_figures(reviewed, 1).progress] == [7, 6, 5, 4, 5]


def test_the_histogram_counts_every_bead_once(reviewed: Path) -> None:
    bins = pair_figures(reviewed, 1).histogram
    assert (sum(bins), bins[9], bins[4]) == (7, 3, 1)


def test_a_place_that_cannot_be_written_is_an_output_error(reviewed: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        write_report(reviewed, 1, tmp_path / "no" / "x.html")


def test_the_command_writes_the_page_and_knows_what_is_missing(
    reviewed: Path, tmp_path: Path, command_line: CommandLine
) -> None:
    done = command_line("report", 1, "--output", tmp_path / "x.html", "--db", reviewed)
    assert (done.code, done.out) == (0, "")
    assert "7 rows" in done.err
    assert command_line("report", 9, "--output", tmp_path / "y.html", "--db", reviewed).code == 7
    assert not (tmp_path / "y.html").exists()
    assert command_line("report", 1, "--output", tmp_path, "--db", reviewed).code == 6
