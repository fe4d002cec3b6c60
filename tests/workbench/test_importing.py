"""Files are taken in once, again only where their bytes changed, and one bad file stops no other."""

import os
from pathlib import Path

import pytest

from db import documents
from db.store import Store
from workbench.errors import InputError
from workbench.importing import ImportedFile, Outcome, import_paths

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
