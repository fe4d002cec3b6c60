"""The main job does everything once, and the second time nothing."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from aligners.progress import Progress
from db import documents, translations
from db.records import Route
from db.store import Store, open_store
from tests.workbench.conftest import SENTENCES, Engines, write_documents
from workbench.errors import InputError
from workbench.importing import Outcome
from workbench.running import Job, RunReport, run
from workbench.summary import report_lines, report_row


@contextlib.contextmanager
def quiet(title: str) -> Iterator[Progress]:
    yield lambda done, total: None


def start(store: Store, *paths: Path, export: Path | None = None) -> RunReport:
    return run(store, Job(paths, export_folder=export), show=quiet)


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Give every row of every table of a database."""
    with open_store(path) as store:
        names = [name for name in store.database.table_names() if not name.startswith("_")]
        return {name: [tuple(row.values()) for row in store.rows(f"SELECT * FROM {name}")] for name in names}


def test_a_run_does_everything(store: Store, folder: Path, engines: Engines, tmp_path: Path) -> None:
    report = start(store, folder, export=tmp_path / "out")
    assert [file.outcome for file in report.files] == [Outcome.ADDED] * 5
    assert len(report.documents) == 5
    assert report.routes == {Route.TRANSLATE: 2 * SENTENCES, Route.REFERENCE: 3 * SENTENCES, Route.SKIP: 0}
    assert (report.translation.translated, report.alignment.aligned) == (2 * SENTENCES, 2)
    names = sorted((Path(pair.source.path).name, Path(pair.target.path).name) for pair in report.pairs)
    assert names == [("a-zh.txt", "a-en.txt"), ("b-zh.txt", "b-en.txt")]
    assert [Path(item.document.path).name for item in report.unmatched] == ["alone.txt"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "aligned.tmx",
        "aligned.tsv",
        "bitext.sqlite",
        "drafts.tmx",
    ]
    assert sorted(report.exported) == sorted((tmp_path / "out").iterdir())


def test_a_second_run_does_nothing(store: Store, folder: Path, engines: Engines, database: Path) -> None:
    start(store, folder)
    before = contents(database)
    engines.translator.seen.clear()
    engines.encoder.seen.clear()
    report = start(store, folder)
    assert {file.outcome for file in report.files} == {Outcome.UNCHANGED}
    assert (report.translation.translated, report.alignment.aligned) == (0, 0)
    assert (engines.translator.seen, engines.encoder.seen) == ([], [])
    assert contents(database) == before
    assert (len(report.documents), len(report.pairs), len(report.unmatched)) == (5, 2, 1)


def test_a_new_pair_costs_that_pair_only(store: Store, folder: Path, engines: Engines) -> None:
    start(store, folder)
    write_documents(folder, "abc")
    engines.translator.seen.clear()
    report = start(store, folder)
    assert (report.translation.translated, report.alignment.aligned) == (SENTENCES, 1)
    assert all("c组" in text for text in engines.translator.seen)
    assert len(report.pairs) == 3


def test_a_changed_document_is_paired_anew(store: Store, folder: Path, engines: Engines) -> None:
    start(store, folder)
    path = folder / "a-zh.txt"
    path.write_text(path.read_text(encoding="utf-8") + "\n会议还指出了下一步的工作方向。\n", encoding="utf-8")
    report = start(store, folder)
    assert (report.translation.translated, report.alignment.aligned) == (1, 1)
    assert len(report.pairs) == 2
    assert len(report.documents) == 5


def test_a_run_with_other_documents_keeps_those_before(
    store: Store, tmp_path: Path, engines: Engines
) -> None:
    first = write_documents(tmp_path / "first", "a")
    second = write_documents(tmp_path / "second", "b")
    start(store, first)
    report = start(store, second)
    assert len(report.pairs) == 2
    assert Outcome.DUPLICATE in {file.outcome for file in report.files}  # alone.txt lies in both


def test_no_readable_file_is_an_error_and_some_are_not(
    store: Store, tmp_path: Path, engines: Engines
) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "zero.txt").write_bytes(bytes(3000))
    with pytest.raises(InputError, match="empty"):
        start(store, tmp_path / "empty.txt")
    with pytest.raises(InputError, match=r"none of the 2 files"):
        start(store, tmp_path / "empty.txt", tmp_path / "zero.txt")
    (tmp_path / "good.txt").write_text("云洲高新区召开大会。\n", encoding="utf-8")
    report = start(store, tmp_path / "empty.txt", tmp_path / "good.txt")
    assert [file.outcome for file in report.files] == [Outcome.FAILED, Outcome.ADDED]


def test_what_was_stopped_while_translating_is_finished(store: Store, folder: Path, engines: Engines) -> None:
    engines.translator.stop_after = 3
    with pytest.raises(KeyboardInterrupt):
        start(store, folder)
    assert len(documents.list_documents(store)) == 5
    engines.translator.stop_after = None
    report = start(store, folder)
    assert {file.outcome for file in report.files} == {Outcome.UNCHANGED}
    assert translations.count(store) == 2 * SENTENCES
    assert len(report.pairs) == 2


def test_the_summary_says_it_all_in_words(
    store: Store, folder: Path, engines: Engines, tmp_path: Path
) -> None:
    (folder / "a-zh.txt").write_text(
        "[red]云洲\x1b[31m高新区召开大会并且做出重要部署，强调要加快建设世界一流的高科技园区，名称很长很长\n\n"
        + (folder / "a-zh.txt").read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    database = tmp_path / "a name.db"
    lines = list(report_lines(start(store, folder, export=tmp_path / "out"), database))
    text = "\n".join(lines)
    assert "5 added" in text
    assert "2 Chinese, 3 English" in text
    assert "drafts by fake/1" in text
    assert "is not a translation of any document here (nearest: " in text
    assert f"workbench review --db '{database}'" in text
    assert str(tmp_path / "out" / "aligned.tmx") in text
    assert "\x1b" not in text
    assert "parallel: " in text


def test_the_summary_of_documents_without_pairs_says_so(
    store: Store, tmp_path: Path, engines: Engines, database: Path
) -> None:
    (tmp_path / "a.txt").write_text("云洲高新区召开大会。\n", encoding="utf-8")
    text = "\n".join(report_lines(start(store, tmp_path / "a.txt"), database))
    assert "No document here is a translation of another." in text
    assert "is not a translation of any document here" in text


def test_the_summary_is_one_json_object(store: Store, folder: Path, engines: Engines) -> None:
    row = json.loads(json.dumps(report_row(start(store, folder)), ensure_ascii=False))
    assert row["documents"] == 5
    assert row["paragraphs"] == {"translate": 24, "reference": 36, "skip": 0}
    assert len(row["pairs"]) == 2
    assert {pair["verdict"] for pair in row["pairs"]} == {"parallel"}
    assert all(0 <= pair["mean_posterior"] <= 1 for pair in row["pairs"])
    (alone,) = row["without_counterpart"]
    assert alone["verdict"] == "not parallel"
    assert alone["candidate_links"] >= 0
