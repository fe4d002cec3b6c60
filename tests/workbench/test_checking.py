"""The checks on lines of text and on a database, and the command."""

import json
from pathlib import Path

import pytest

from aligners.beads import Alignment, Verdict
from db import alignments, documents, findings, translations
from db.alignments import ProposedPair
from db.errors import NotFoundError
from db.findings import StoredFinding
from db.records import ReviewState, StoredBead, Translation
from db.store import open_store
from tests.fakes import make_file
from tests.workbench.conftest import CommandLine
from workbench.checking import (
    CheckReport,
    check_database,
    check_lines,
    check_pair,
    dismiss_finding,
    list_findings,
    restore_finding,
)
from workbench.errors import InputError
from workbench.quality.findings import Severity
from workbench.review import reviewing

ALIGNMENT = Alignment((), (), Verdict.PARALLEL, 0.8, 0.9, 0.5)
CHINESE = ["项目总投资3.6亿元。", "企业86家，产值增长5.8%。", "高新区运行平稳，新增就业岗位1.2万个。"]
ENGLISH = ["The project cost RMB 36 million.", "Output grew 5.8 percent.", "The zone's 86 firms did well."]


@pytest.fixture
def checked(database: Path) -> Path:
    """Make a pair of three beads and a wrong machine translation of the first sentence."""
    with open_store(database) as store:
        (source,) = documents.add_file(store, "/a.txt", make_file([CHINESE], title="关于投资"))
        (target,) = documents.add_file(store, "/b.txt", make_file([ENGLISH], "en", title="On investment"))
        draft = Translation(CHINESE[0], "The project cost 3.6 billion yuan.", "en", "e", -0.5, is_draft=True)
        translations.save(store, [draft])
        pairs = [ProposedPair(source, target, 0.9, None)]
        alignments.save_matching(store, digest="d", recipe="r", pairs=pairs, counterparts=[])
        beads = [StoredBead(n, n + 1, n, n + 1, 0.9, None) for n in range(3)]
        alignments.save_run(store, 1, recipe="r", alignment=ALIGNMENT, beads=beads)
    return database


def check(path: Path) -> CheckReport:
    with open_store(path) as store:
        return check_database(store, progress=lambda done, total: None)


def of_figures(found: tuple[StoredFinding, ...], pair_id: int | None) -> list[tuple[int, str, str]]:
    return [
        (finding.source_position, finding.severity, finding.suggestion)
        for finding in found
        if finding.check == "numbers" and finding.pair_id == pair_id
    ]


def test_pairs_and_drafts_are_checked_and_stored(checked: Path) -> None:
    report = check(checked)
    assert of_figures(report.findings, 1) == [(0, "error", "RMB 360 million"), (2, "warning", "12,000")]
    assert of_figures(report.findings, None) == [(0, "error", "RMB 360 million")]
    assert (report.pairs, report.texts) == (1, 4)
    with open_store(checked) as store:
        assert tuple(findings.list_findings(store)) == report.findings


def test_a_dismissed_finding_stays_dismissed_in_the_next_check(checked: Path) -> None:
    first = next(finding for finding in check(checked).findings if finding.pair_id == 1)
    dismiss_finding(checked, first.key, reviewer="r", reason="as the original has it")
    again = check(checked)
    assert [finding.key for finding in again.findings if finding.is_dismissed] == [first.key]
    assert first.key not in {finding.key for finding in list_findings(checked)}
    assert again.count(Severity.ERROR) == 1
    restore_finding(checked, first.key)
    assert first.key in {finding.key for finding in list_findings(checked, pair_id=1)}


def test_a_finding_in_texts_that_were_changed_is_a_new_one(checked: Path) -> None:
    first = next(finding for finding in check(checked).findings if finding.pair_id == 1)
    dismiss_finding(checked, first.key, reviewer="r")
    view = reviewing.open_pair(checked, 1)
    reviewing.edit_target(checked, view.run_id, view.beads[0], text="It cost RMB 36 million!", reviewer="r")
    assert of_figures(tuple(check_pair(checked, 1)), 1)[0] == (0, "error", "RMB 360 million")


def test_checking_one_pair_leaves_the_findings_of_the_drafts(checked: Path) -> None:
    before = check(checked).findings
    assert check_pair(checked, 1) == [finding for finding in before if finding.pair_id == 1]
    assert set(list_findings(checked)) == set(before)


def test_what_is_no_finding_cannot_be_dismissed_or_restored(checked: Path) -> None:
    key = check(checked).findings[0].key
    for wrong in ("", "0" * 16):
        with pytest.raises(NotFoundError):
            dismiss_finding(checked, wrong, reviewer="r")
    with pytest.raises(NotFoundError):
        restore_finding(checked, key)


def test_the_command_dismisses_and_restores(command_line: CommandLine, checked: Path) -> None:
    rows = command_line("check", "--db", checked).out.splitlines()
    key = rows[0].split("\t")[-1]
    assert command_line("check", "--db", checked, "--dismiss", key, "--reviewer", "r").code == 0
    assert command_line("check", "--db", checked).out.splitlines() == rows[1:]
    assert command_line("check", "--db", checked, "--restore", key).code == 0
    assert command_line("check", "--db", checked, "--restore", key).code == 7
    assert command_line("check", "--db", checked).out.splitlines() == rows


def test_a_figure_that_moved_to_the_next_row_is_not_missing(checked: Path) -> None:
    assert not [row for row in of_figures(check(checked).findings, 1) if row[0] == 1]


def test_a_second_run_takes_the_place_of_the_first(checked: Path) -> None:
    before = check(checked).findings
    assert check(checked).findings == before
    view = reviewing.open_pair(checked, 1)
    reviewing.edit_target(
        checked, view.run_id, view.beads[0], text="The project cost RMB 360 million.", reviewer="r"
    )
    assert of_figures(check(checked).findings, 1) == [(2, "warning", "12,000")]


def test_rejected_rows_are_left_out(checked: Path) -> None:
    view = reviewing.open_pair(checked, 1)
    reviewing.set_state(checked, view.run_id, view.beads, state=ReviewState.REJECTED, reviewer="r")
    assert of_figures(check(checked).findings, 1) == []


def test_a_row_without_english_is_reported(checked: Path) -> None:
    with open_store(checked) as store:
        beads = [StoredBead(0, 3, 0, 0, 0.9, None), StoredBead(3, 3, 0, 3, 0.9, None)]
        alignments.save_run(store, 1, recipe="r", alignment=ALIGNMENT, beads=beads)
    found = [finding for finding in check(checked).findings if finding.pair_id == 1]
    assert [(finding.check, finding.severity) for finding in found] == [("omissions", "information")]


def test_findings_go_with_their_document(checked: Path) -> None:
    check(checked)
    with open_store(checked) as store:
        store.execute("DELETE FROM file")
        assert findings.list_findings(store) == []


def test_findings_can_be_read_for_one_pair_or_document(checked: Path) -> None:
    everything = check(checked).findings
    with open_store(checked) as store:
        of_pair = findings.list_findings(store, pair_id=1)
        assert 0 < len(of_pair) < len(everything)
        assert findings.list_findings(store, document_id=1) == list(everything)
        assert findings.list_findings(store, document_id=2) == []


def test_lines_that_do_not_match_in_number_are_refused() -> None:
    with pytest.raises(InputError, match="2 source lines and 1 target lines"):
        check_lines(["甲", "乙"], ["A"])


def test_lines_are_numbered_from_one() -> None:
    found = check_lines(["", "3.6亿元"], ["", "RMB 36 million"])
    assert [(row.line, row.finding.severity) for row in found] == [(2, Severity.ERROR)]


def test_the_command_prints_a_finding_a_line(command_line: CommandLine, checked: Path) -> None:
    outcome = command_line("check", "--db", checked)
    rows = [line.split("\t") for line in outcome.out.splitlines()]
    assert outcome.code == 0
    assert all(len(row) == 7 for row in rows)
    assert rows[0][:4] == ["关于投资 (aligned)", "1", "numbers", "error"]
    assert not any(row[3] == "information" for row in rows)
    assert len(command_line("check", "--db", checked, "--all").out.splitlines()) > len(rows)


def test_the_command_checks_two_files_without_a_database(command_line: CommandLine, tmp_path: Path) -> None:
    source, target = tmp_path / "a.zh", tmp_path / "a.en"
    source.write_text("增长5.8%。\n3.6亿元\n", encoding="utf-8")
    target.write_text("It grew 5.8 percent.\nRMB 36 million\n", encoding="utf-8")
    outcome = command_line("check", "--source", source, "--target", target, "--json")
    (row,) = map(json.loads, outcome.out.splitlines())
    assert (row["line"], row["check"], row["suggestion"]) == (2, "numbers", "RMB 360 million")
    assert command_line("check", "--source", source).code == 2
