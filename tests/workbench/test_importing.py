"""Files are taken in once, again only where their bytes changed, and one bad file stops no other."""

import os
from pathlib import Path

import pytest

from db import documents
from db.store import Store
from workbench import reading_ahead
from workbench.errors import InputError
from workbench.importing import ImportedFile, Outcome, import_paths, refuse_unreadable
from workbench.intake.user_rules import parse_rules

FIRST = "云洲高新区召开大会\n\n会议强调，要加快建设世界一流高科技园区。\n"
SECOND = "云洲高新区发布公告\n\n现将有关事项公告如下。\n"


def take_in(store: Store, *paths: Path, encoding: str | None = None) -> list[ImportedFile]:
    return import_paths(store, paths, encoding=encoding, progress=lambda done, total: None)


def outcomes(store: Store, *paths: Path, encoding: str | None = None) -> list[Outcome]:
    return [item.outcome for item in take_in(store, *paths, encoding=encoding)]


def stored_texts(store: Store) -> set[str]:
    """Give the texts of the current files."""
    return {row["text"] for row in store.rows("SELECT text FROM file WHERE is_current")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with two documents."""
    made = tmp_path / "in"
    made.mkdir()
    (made / "a.txt").write_text(FIRST, encoding="utf-8")
    (made / "b.txt").write_text(SECOND, encoding="utf-8")
    return made


def test_a_second_run_finds_nothing_new(store: Store, folder: Path) -> None:
    assert outcomes(store, folder) == [Outcome.ADDED] * 2
    before = documents.list_documents(store)
    assert outcomes(store, folder) == [Outcome.UNCHANGED] * 2
    assert documents.list_documents(store) == before


def test_a_second_run_with_the_same_encoding_finds_nothing_new(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(FIRST.encode("gb18030"))
    assert outcomes(store, path, encoding="gb18030") == [Outcome.ADDED]
    assert outcomes(store, path, encoding="GB18030") == [Outcome.UNCHANGED]
    assert outcomes(store, path) == [Outcome.UNCHANGED]
    assert stored_texts(store) == {FIRST}


def test_another_encoding_reads_the_same_bytes_again(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(FIRST.encode("utf-8"))
    outcomes(store, path)
    assert outcomes(store, path, encoding="gb18030") != [Outcome.UNCHANGED]


def test_a_changed_file_is_taken_in_again(store: Store, folder: Path) -> None:
    take_in(store, folder)
    (folder / "a.txt").write_text(FIRST + "\n会议还指出，要深化改革。\n", encoding="utf-8")
    first, second = take_in(store, folder)
    assert (first.outcome, second.outcome) == (Outcome.CHANGED, Outcome.UNCHANGED)
    assert [document.id for document in documents.list_documents(store)][-1:] == list(first.document_ids)
    assert len(documents.list_documents(store)) == 2


def test_the_same_bytes_under_another_name_are_not_taken_in_twice(store: Store, folder: Path) -> None:
    (folder / "c.txt").write_text(FIRST, encoding="utf-8")
    found = take_in(store, folder)
    assert [item.outcome for item in found] == [Outcome.ADDED, Outcome.ADDED, Outcome.DUPLICATE]
    assert str(folder / "a.txt") in found[2].detail
    assert len(documents.list_documents(store)) == 2


def test_a_file_that_became_a_copy_of_another_is_no_longer_there_with_its_old_text(
    store: Store, folder: Path
) -> None:
    take_in(store, folder)
    (folder / "b.txt").write_text(FIRST, encoding="utf-8")
    assert outcomes(store, folder) == [Outcome.UNCHANGED, Outcome.DUPLICATE]
    assert stored_texts(store) == {FIRST}


def test_two_files_that_change_places_are_both_still_there(store: Store, folder: Path) -> None:
    take_in(store, folder)
    (folder / "a.txt").write_text(SECOND, encoding="utf-8")
    (folder / "b.txt").write_text(FIRST, encoding="utf-8")
    assert Outcome.FAILED not in outcomes(store, folder)
    assert stored_texts(store) == {FIRST, SECOND}
    assert outcomes(store, folder) == [Outcome.UNCHANGED] * 2


def test_a_bad_file_is_named_and_does_not_stop_the_others(store: Store, folder: Path) -> None:
    (folder / "a.txt").write_bytes(b"")
    (folder / "c.txt").write_bytes(bytes(range(256)) * 40)
    found = take_in(store, folder)
    assert [item.outcome for item in found] == [Outcome.FAILED, Outcome.ADDED, Outcome.FAILED]
    assert all(
        item.detail.startswith(str(folder)) and "\n" not in item.detail for item in (found[0], found[2])
    )
    assert stored_texts(store) == {SECOND}


def test_a_file_that_has_become_bad_keeps_its_last_good_version(store: Store, folder: Path) -> None:
    take_in(store, folder)
    (folder / "a.txt").write_bytes(b"")
    assert outcomes(store, folder) == [Outcome.FAILED, Outcome.UNCHANGED]
    assert stored_texts(store) == {FIRST, SECOND}


def test_a_name_that_is_not_utf8_is_taken_in(store: Store, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "云洲.txt".encode("gb18030")))
    path.write_text(FIRST, encoding="utf-8")
    assert outcomes(store, tmp_path) == [Outcome.ADDED]
    assert outcomes(store, tmp_path) == [Outcome.UNCHANGED]
    (document,) = documents.list_documents(store)
    document.path.encode("utf-8")


def test_a_path_is_known_however_it_is_written(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(store, folder)
    monkeypatch.chdir(folder)
    assert outcomes(store, Path("a.txt"), folder / ".." / "in" / "b.txt") == [Outcome.UNCHANGED] * 2


def test_a_missing_path_stops_before_anything_is_stored(store: Store, folder: Path) -> None:
    with pytest.raises(InputError, match=r"no\.txt: no such file"):
        take_in(store, folder, folder / "no.txt")
    assert documents.list_documents(store) == []


def test_progress_ends_at_the_number_of_files(store: Store, folder: Path) -> None:
    calls: list[tuple[int, int]] = []
    import_paths(store, [folder], progress=lambda done, total: calls.append((done, total)))
    assert calls == [(0, 2), (1, 2), (2, 2)]


def test_many_files_are_read_on_other_processes_with_the_same_outcome(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(6):
        (tmp_path / f"{n}.txt").write_text(f"第{n}号公告；现将有关事项公告如下。\n", encoding="utf-8")
    (tmp_path / "3.txt").write_bytes(b"")
    (tmp_path / "4.txt").write_text("云洲；公园。" * 50, encoding="utf-8")
    monkeypatch.setattr(reading_ahead, "MIN_FILES", 3)
    monkeypatch.setattr(reading_ahead, "MAX_BYTES", 500)
    monkeypatch.setattr(reading_ahead, "READ_AHEAD", 2)
    rules = parse_rules('[segmentation.zh]\nterminals = "；"\n', where="here")
    jobs = [reading_ahead.Job(path, None, rules) for path in sorted(tmp_path.glob("*.txt"))]
    apart = list(reading_ahead.read_all(jobs))
    monkeypatch.setattr(reading_ahead, "MIN_FILES", 100)
    here = list(reading_ahead.read_all(jobs))
    assert [str(result) for result in apart] == [str(result) for result in here]
    assert [isinstance(result, InputError) for result in apart] == [n == 3 for n in range(6)]


def test_two_copies_that_cannot_be_read_both_say_so(store: Store, folder: Path) -> None:
    take_in(store, folder)
    for name in "ab":
        (folder / f"{name}.txt").write_bytes(b"%PDF-1.4 nothing")
    found = take_in(store, folder)
    assert [item.outcome for item in found] == [Outcome.FAILED] * 2
    assert stored_texts(store) == {FIRST, SECOND}


def test_other_rules_read_the_same_bytes_again_and_stay_with_the_file(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("要抓项目；要抓招商。\n", encoding="utf-8")
    assert outcomes(store, path) == [Outcome.ADDED]
    rules = parse_rules('[segmentation.zh]\nterminals = "；"\n', where="here")
    for expected in (Outcome.CHANGED, Outcome.UNCHANGED):
        (found,) = import_paths(store, [path], rules=rules, progress=lambda done, total: None)
        assert found.outcome is expected
    (document,) = documents.list_documents(store)
    assert document.segment_count == 2
    assert outcomes(store, path) == [Outcome.UNCHANGED]
    path.write_text("要抓项目；要抓招商；要抓落实。\n", encoding="utf-8")
    assert outcomes(store, path) == [Outcome.CHANGED]
    (document,) = documents.list_documents(store)
    assert document.segment_count == 3


def test_a_pattern_names_files_in_order_and_once(store: Store, folder: Path) -> None:
    assert outcomes(store, folder / "*.txt", folder / "a.*") == [Outcome.ADDED] * 2
    assert outcomes(store, folder.parent / "**" / "b.txt") == [Outcome.UNCHANGED]
    with pytest.raises(InputError, match="matches this pattern"):
        outcomes(store, folder / "*.md")


def test_a_link_to_itself_is_refused(store: Store, tmp_path: Path) -> None:
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    with pytest.raises(InputError, match="leads nowhere"):
        outcomes(store, tmp_path / "loop.txt")


def test_a_change_keeps_the_documents_of_a_file_that_it_does_not_touch(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    parts = [
        f"云洲高新区第{n}号工作简报\n\n云洲高新区第{n}号工作简报\n\n第{n}项工作完成。\n\n" for n in range(3)
    ]
    path.write_text("".join(parts), encoding="utf-8")
    (first,) = take_in(store, path)
    assert len(first.document_ids) == 3
    path.write_text(parts[0] + parts[1].replace("完成", "推进") + parts[2], encoding="utf-8")
    (second,) = take_in(store, path)
    kept = [old == new for old, new in zip(first.document_ids, second.document_ids, strict=True)]
    assert kept == [True, False, True]
    assert [document.id for document in documents.list_documents(store)] == list(second.document_ids)


def test_files_that_cannot_be_read_are_refused_before_a_database_is_made(folder: Path) -> None:
    refuse_unreadable([folder])
    (folder / "a.txt").write_bytes(b"")
    refuse_unreadable([folder])
    (folder / "b.txt").write_text(" \n", encoding="utf-8")
    with pytest.raises(InputError, match="none of the 2 files"):
        refuse_unreadable([folder])
    refuse_unreadable([folder], is_one_enough=False)


def test_an_encoding_that_was_given_stays_with_the_file_while_it_fits(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    first, second = "園區動工", "園區竣工"
    path.write_bytes(first.encode("big5"))
    take_in(store, path, encoding="big5")
    path.write_bytes(second.encode("big5"))
    assert outcomes(store, path) == [Outcome.CHANGED]
    assert stored_texts(store) == {second}
    path.write_text(FIRST, encoding="utf-8")
    assert outcomes(store, path) == [Outcome.CHANGED]
    assert stored_texts(store) == {FIRST}
