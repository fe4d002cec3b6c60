"""The whole job on the example documents, with the models that ship: what the README promises."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

from aligners.beads import Alignment, Bead, Link, Verdict
from aligners.evaluation import Scores, read_alignment, score_alignment
from db import alignments, documents
from db.records import Route, StoredDocument
from db.store import Store, open_store
from tests.workbench.conftest import CommandLine
from workbench.alignment.aligning import format_beads

pytestmark = pytest.mark.models

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "documents"
GOLD = ROOT / "examples" / "gold"
LEAST_STRICT_F1 = 0.85
SECONDS_FOR_NOTHING = 60  # 3 on an idle machine

WITHOUT_SOCKETS = """
import sys

def refuse(event, arguments):
    if event.startswith("socket."):
        frame, callers = sys._getframe(), set()
        while frame is not None:
            callers.add(frame.f_code.co_name)
            frame = frame.f_back
        # urllib3 (an import of trafilatura's) asks the kernel whether it knows IPv6, and takes a no
        if "_has_ipv6" not in callers:
            sys.stderr.write(f"SOCKET {event} {arguments}\\n")
        raise PermissionError(event)

sys.addaudithook(refuse)
from workbench.cli import main
main()
"""


@dataclass(frozen=True, slots=True)
class Job:
    """A run that has ended: what it printed, and where its files are."""

    row: dict[str, object]
    stderr: str
    database: Path
    exports: Path
    environment: dict[str, str]

    def again(self) -> tuple[dict[str, object], float]:
        """Run it once more and give what it printed, and the seconds it took."""
        started = time.monotonic()
        done = _run(self.database, self.exports, self.environment)
        return json.loads(done.stdout), time.monotonic() - started


def _run(database: Path, exports: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    arguments = ["run", str(EXAMPLES), "--db", str(database), "--export", str(exports), "--json"]
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_SOCKETS, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
        check=False,
        timeout=540,
    )
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    """Run the main job once, with no package installed before and no socket allowed."""
    folder = tmp_path_factory.mktemp("job")
    environment = {**os.environ, "ARGOS_PACKAGES_DIR": str(folder / "packages")}
    database, exports = folder / "bitext.db", folder / "out"
    done = _run(database, exports, environment)
    return Job(json.loads(done.stdout), done.stderr, database, exports, environment)


def gold_table(name: str) -> list[dict[str, str]]:
    """Read a table of the gold, a dictionary a row."""
    header, *rows = (GOLD / name).read_text(encoding="utf-8").removesuffix("\n").split("\n")
    return [dict(zip(header.split("\t"), row.split("\t"), strict=True)) for row in rows]


def gold_lines(name: str) -> list[str]:
    """Read the lines of a file of the gold."""
    return (GOLD / name).read_text(encoding="utf-8").removesuffix("\n").split("\n")


PAIRS = gold_table("pairs.tsv")
NAMES = [row["name"] for row in PAIRS]


def example_name(document: StoredDocument) -> str:
    """Give the path of a document within the examples."""
    return str(Path(document.path).relative_to(EXAMPLES))


def the_document(store: Store, name: str) -> StoredDocument:
    """Give the only document of a file."""
    (found,) = [document for document in documents.list_documents(store) if example_name(document) == name]
    return found


def test_the_whole_job_opens_no_socket(job: Job) -> None:
    assert "SOCKET" not in job.stderr


ALL_OF_THEM = """
import sys
arguments = sys.argv[1:]
COMMANDS = (
    "translate --force --document qianyue.txt",
    "check",
    "export tmx {}.tmx",
    "export docx {}.docx --document qianyue.txt",
    "memory search 高新区",
)
for command in COMMANDS:
    sys.argv = ["workbench", *command.format(arguments[0]).split(" "), "--db", arguments[1]]
    try:
        main()
    except SystemExit as end:
        if end.code:
            sys.exit(f"{command}: {end.code}")
"""


def test_translating_checking_and_exporting_open_no_socket(job: Job, tmp_path: Path) -> None:
    script = WITHOUT_SOCKETS.removesuffix("main()\n") + ALL_OF_THEM
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "out"), str(job.database)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=job.environment,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    assert "SOCKET" not in done.stderr
    assert {path.suffix for path in tmp_path.iterdir()} == {".tmx", ".docx"}


def test_the_pairs_that_are_found_are_those_of_the_gold(job: Job) -> None:
    found = {(pair["source"], pair["target"]) for pair in job.row["pairs"]}
    assert found == {(str(EXAMPLES / row["zh_file"]), str(EXAMPLES / row["en_file"])) for row in PAIRS}
    assert {pair["verdict"] for pair in job.row["pairs"]} <= {"parallel", "partly parallel"}


def test_what_has_no_counterpart_is_reported_with_its_figures(job: Job) -> None:
    paired = {row[side] for row in PAIRS for side in ("zh_file", "en_file")}
    files = {str(path.relative_to(EXAMPLES)) for path in EXAMPLES.rglob("*.*")}
    alone = [Path(item["path"]) for item in job.row["without_counterpart"]]
    assert {str(path.relative_to(EXAMPLES)) for path in alone} == files - paired
    assert len(alone) == 4  # two documents lie in one file
    for item in job.row["without_counterpart"]:
        assert item["verdict"] == "not parallel"
        assert item["anchor_share"] < 0.45
        if item["path"].endswith("clean-energy-milestone.txt"):
            assert item["candidate_links"] > 0


def test_the_routes_are_those_of_the_gold(job: Job) -> None:
    expected: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
    for row in gold_table("routes.tsv"):
        script = "Latn" if row["script"] == "-" and row["language"] == "en" else row["script"].strip("-")
        entry = (row["opening"], row["language"], script, row["route"])
        expected[row["file"], row["document"]].append(entry)
    found: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
    with open_store(job.database) as store:
        for document in documents.list_documents(store):
            key = (example_name(document), str(document.position))
            for paragraph in documents.list_paragraphs(store, document.id):
                script = paragraph.script if paragraph.language in {"zh", "en"} else ""
                opening = paragraph.text[:12]
                found[key].append((opening, paragraph.language, script, paragraph.route.value))
    assert dict(found) == dict(expected)


@pytest.mark.parametrize("name", NAMES)
def test_the_segments_are_those_of_the_gold(job: Job, name: str) -> None:
    (row,) = [row for row in PAIRS if row["name"] == name]
    with open_store(job.database) as store:
        for side, ending in (("zh_file", "zh"), ("en_file", "en")):
            document = the_document(store, row[side])
            assert documents.segment_texts(store, document.id) == gold_lines(f"{name}.{ending}")


def test_the_stored_beads_agree_with_the_gold(job: Job) -> None:
    scores = Scores()
    with open_store(job.database) as store:
        for row in PAIRS:
            target = the_document(store, row["en_file"])
            (pair,) = [pair for pair in alignments.list_pairs(store) if pair.target.id == target.id]
            assert pair.run is not None
            beads = tuple(
                Bead(bead.source_start, bead.source_end, bead.target_start, bead.target_end)
                for bead in alignments.list_beads(store, pair.run.id)
            )
            links = tuple(
                Link(link.source_start, link.source_end, link.target_start, link.target_end, 1.0, link.kind)
                for link in alignments.list_links(store, target.id)
            )
            lines = format_beads(Alignment(beads, links, Verdict.PARALLEL, 1.0, 1.0, 1.0))
            gold = read_alignment(gold_lines(f"{row['name']}.gold"))
            scores += score_alignment(gold, read_alignment(lines))
    assert scores.strict_f1 >= LEAST_STRICT_F1


def test_aligning_the_gold_sentences_reaches_the_strict_f1_that_is_promised(
    command_line: CommandLine,
) -> None:
    scores = Scores()
    for name in NAMES:
        outcome = command_line("align", "--source", GOLD / f"{name}.zh", "--target", GOLD / f"{name}.en")
        assert outcome.code == 0
        lines = outcome.out.removesuffix("\n").split("\n")
        scores += score_alignment(read_alignment(gold_lines(f"{name}.gold")), read_alignment(lines))
    assert scores.strict_f1 >= LEAST_STRICT_F1


def test_every_chinese_segment_has_a_draft_in_english(job: Job) -> None:
    with open_store(job.database) as store:
        rows = list(
            store.rows(
                "SELECT segment.text, translation.target_text, is_draft FROM segment"
                " JOIN paragraph ON paragraph.id = paragraph_id"
                " LEFT JOIN translation USING (text_hash) WHERE route = ?",
                (Route.TRANSLATE.value,),
            )
        )
    assert len(rows) > 200
    assert [row["text"] for row in rows if not (row["target_text"] or "").strip()] == []
    assert {row["is_draft"] for row in rows} == {1}


def test_a_second_run_does_nothing_new_and_takes_seconds(job: Job) -> None:
    def counts() -> dict[str, int]:
        with open_store(job.database) as store:
            return {name: store.database[name].count for name in store.database.table_names()}

    before = counts()
    row, seconds = job.again()
    assert (row["translated"], row["aligned"]) == (0, 0)
    assert {file["outcome"] for file in row["files"]} == {"unchanged"}
    assert row["pairs"] == job.row["pairs"]
    assert row["without_counterpart"] == job.row["without_counterpart"]
    assert counts() == before
    assert seconds < SECONDS_FOR_NOTHING


def test_other_programs_read_the_exports(job: Job) -> None:
    root = ElementTree.parse(job.exports / "aligned.tmx").getroot()
    assert (root.tag, root.get("version")) == ("tmx", "1.4")
    units = list(root.iter("tu"))
    assert len(units) > 100
    assert all(len(unit.findall("tuv")) == 2 for unit in units)
    drafts = ElementTree.parse(job.exports / "drafts.tmx").getroot()
    assert len(list(drafts.iter("tu"))) > len(units)
    with closing(sqlite3.connect(job.exports / "bitext.sqlite")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        (count,) = connection.execute("SELECT count(*) FROM pairs WHERE source_text <> ''").fetchone()
    assert count > 100


def test_lines_go_in_and_as_many_come_out(job: Job, tmp_path: Path) -> None:
    lines = ["云洲高新区召开大会。", "", "总投资3.6亿元。", "\u2028", "Already English."]
    path = tmp_path / "lines.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_SOCKETS, "translate", "--text", str(path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=job.environment,
        check=True,
        timeout=120,
    )
    found = done.stdout.split("\n")
    assert len(found) == len(lines) + 1
    assert (found[1], found[-1]) == ("", "")
    assert found[0]
    assert found[2]
