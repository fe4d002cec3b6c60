"""The file of the store: what is made, what is refused, and what a transaction keeps together."""

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from db import documents
from db.errors import NewerSchemaError, NotADatabaseError, StoreBusyError, StoreError
from db.migrations import APPLICATION_ID, all_migrations
from db.store import Store, open_store, text_hash
from tests.fakes import make_file

ROOT = Path(__file__).parents[2]


def test_a_new_file_gets_the_whole_schema_wal_and_foreign_keys(database: Path) -> None:
    with open_store(database) as store:
        assert [migration.name for migration in all_migrations().applied(store.database)] == [
            migration.name for migration in all_migrations()._migrations
        ]
        assert store.database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert store.database.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert store.database.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert store.database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert [path.name for path in database.parent.iterdir()] == [database.name]


def test_every_table_is_strict(store: Store) -> None:
    tables = {
        row["name"]: row["strict"]
        for row in store.rows("SELECT * FROM pragma_table_list WHERE type = 'table'")
    }
    loose = [name for name, strict in tables.items() if not strict and not name.startswith(("sqlite_", "_"))]
    assert not loose


def test_what_was_stored_is_there_when_the_file_is_opened_again(database: Path) -> None:
    with open_store(database) as store:
        documents.add_file(store, "/a.txt", make_file([["一。"]]))
    with open_store(database, must_exist=True) as store:
        assert [document.path for document in documents.list_documents(store)] == ["/a.txt"]


def test_an_empty_file_is_taken_for_a_new_database(database: Path) -> None:
    database.touch()
    with open_store(database, must_exist=True) as store:
        assert documents.list_documents(store) == []


def _newer(path: Path) -> None:
    with open_store(path) as store, store.atomic():
        all_migrations()._record_applied(store.database, "9999_from_the_future")


def _other_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE notes (text)")
    connection.commit()
    connection.close()


def _other_workbench_database(path: Path) -> None:
    """A database whose owner uses the migrations of sqlite-utils too."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE _sqlite_migrations (migration_set TEXT, name TEXT, applied_at TEXT)")
    connection.execute("INSERT INTO _sqlite_migrations VALUES ('blog', '0001', '')")
    connection.execute("CREATE TABLE post (text)")
    connection.commit()
    connection.close()


def _text(path: Path) -> None:
    path.write_text("云洲高新区\n", encoding="utf-8")


def _broken(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)


REFUSED = [
    ("a newer schema", _newer, NewerSchemaError, "9999_from_the_future"),
    ("another program's database", _other_database, NotADatabaseError, "not one of the workbench"),
    ("another database with migrations", _other_workbench_database, NotADatabaseError, "not one of"),
    ("a text file", _text, NotADatabaseError, "not an SQLite database"),
    ("a header and rubbish", _broken, StoreError, "bitext.db: "),
]


@pytest.mark.parametrize(
    ("make", "error", "words"), [case[1:] for case in REFUSED], ids=[c[0] for c in REFUSED]
)
def test_a_file_of_somebody_else_is_refused_and_not_touched(
    database: Path, make, error: type[StoreError], words: str
) -> None:
    make(database)
    before = database.read_bytes()
    with pytest.raises(error, match=words) as caught, open_store(database):
        pass
    assert str(caught.value).startswith(f"{database}: ")
    assert database.read_bytes() == before
    assert [path.name for path in database.parent.iterdir()] == [database.name]


def test_a_long_text_is_no_database_either(database: Path) -> None:
    database.write_text("云洲高新区\n" * 100, encoding="utf-8")
    with pytest.raises(NotADatabaseError, match="not an SQLite database"), open_store(database):
        pass
    assert [path.name for path in database.parent.iterdir()] == [database.name]


def test_opening_a_database_leaves_the_locks_of_other_connections(database: Path) -> None:
    write = (
        "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('CREATE TABLE t (n)').connection.close()"
    )
    with open_store(database):
        with open_store(database, must_exist=True):
            pass
        subprocess.run([sys.executable, "-c", write, str(database)], check=True)
        assert database.with_name(f"{database.name}-wal").exists(), (
            "the other process took itself for the last"
        )


def test_a_schema_that_another_program_changes_is_looked_at_again(database: Path) -> None:
    with open_store(database):
        _newer(database)
        with pytest.raises(NewerSchemaError), open_store(database):
            pass


def test_a_folder_a_missing_file_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    cases = [(tmp_path, False), (tmp_path / "no.db", True), (tmp_path / "no" / "no.db", False)]
    for path, must_exist in cases:
        with pytest.raises(NotADatabaseError), open_store(path, must_exist=must_exist):
            pass
    assert list(tmp_path.iterdir()) == []


def test_an_error_undoes_the_whole_transaction(store: Store) -> None:
    with pytest.raises(RuntimeError), store.atomic():
        documents.add_file(store, "/a.txt", make_file([["一。"]]))
        raise RuntimeError
    assert documents.list_documents(store) == []


def test_a_key_stroke_undoes_the_whole_transaction_too(store: Store) -> None:
    with pytest.raises(KeyboardInterrupt), store.atomic():
        documents.add_file(store, "/a.txt", make_file([["一。"]]))
        raise KeyboardInterrupt
    assert documents.list_documents(store) == []


def test_an_inner_error_that_is_caught_undoes_the_inner_part_only(store: Store) -> None:
    with store.atomic():
        documents.add_file(store, "/a.txt", make_file([["一。"]]))
        with pytest.raises(RuntimeError), store.atomic():
            documents.add_file(store, "/b.txt", make_file([["二。"]]))
            raise RuntimeError
    assert [document.path for document in documents.list_documents(store)] == ["/a.txt"]


def test_the_outer_error_undoes_what_an_inner_part_has_finished(store: Store) -> None:
    with pytest.raises(RuntimeError), store.atomic():
        with store.atomic():
            documents.add_file(store, "/a.txt", make_file([["一。"]]))
        raise RuntimeError
    assert documents.list_documents(store) == []


def test_a_transaction_takes_the_lock_at_once(
    database: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.store.BUSY_TIMEOUT_SECONDS", 0.05)
    with open_store(database) as other, store.atomic():
        with pytest.raises(StoreBusyError, match="in use by another process"), other.atomic():
            pytest.fail("two transactions were open at once")
        assert documents.list_documents(other) == []  # reading goes on


def test_a_second_writer_waits_for_the_first(database: Path, store: Store) -> None:
    started = threading.Event()

    def write_too() -> None:
        with open_store(database) as other:
            started.set()
            documents.add_file(other, "/b.txt", make_file([["二。"]]))

    thread = threading.Thread(target=write_too)
    with store.atomic():
        documents.add_file(store, "/a.txt", make_file([["一。"]]))
        thread.start()
        assert started.wait(10)
    thread.join(10)
    assert [document.path for document in documents.list_documents(store)] == ["/a.txt", "/b.txt"]


def test_processes_that_start_at_once_make_one_database(database: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom db import documents\n"
        "from db.store import open_store\nfrom tests.fakes import make_file\n"
        "print('ready', flush=True)\nsys.stdin.readline()\n"
        "with open_store(Path(sys.argv[1])) as store:\n"
        "    documents.add_file(store, sys.argv[2], make_file([['一。']]))\n"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(database), f"/{n}.txt"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for n in range(4)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    errors = [process.communicate(timeout=50)[1] for process in running]
    assert errors == [""] * len(running)
    with open_store(database, must_exist=True) as store:
        paths = {document.path for document in documents.list_documents(store)}
    assert paths == {f"/{n}.txt" for n in range(len(running))}


def test_a_migration_that_fails_leaves_the_schema_before_it(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(database) as store:
        documents.add_file(store, "/a.txt", make_file([["一。"]]))

    def fail(opened: object) -> None:
        opened.execute("CREATE TABLE half (n INTEGER)")
        raise RuntimeError("power cut")

    monkeypatch.setattr(all_migrations(), "_migrations", list(all_migrations()._migrations))
    all_migrations()(name="9999_fails")(fail)
    with pytest.raises(RuntimeError, match="power cut"), open_store(database):
        pass
    all_migrations()._migrations.pop()
    with open_store(database) as store:
        assert "half" not in store.database.table_names()
        assert len(documents.list_documents(store)) == 1


def test_a_full_disk_is_an_error_of_the_store_and_loses_nothing(database: Path) -> None:
    with open_store(database) as store:
        documents.add_file(store, "/a.txt", make_file([["一。"]]))
    with pytest.raises(StoreError, match=r"bitext\.db: .*full"), open_store(database) as store:
        pages = store.database.execute("PRAGMA page_count").fetchone()[0]
        store.database.execute(f"PRAGMA max_page_count = {pages}")
        documents.add_file(store, "/b.txt", make_file([[str(n) * 50] for n in range(2000)]))
    with open_store(database) as store:
        assert [document.path for document in documents.list_documents(store)] == ["/a.txt"]


def test_a_damaged_page_is_an_error_of_the_store(database: Path) -> None:
    with open_store(database) as store:
        documents.add_file(store, "/a.txt", make_file([[str(n) * 50] for n in range(500)]))
    content = database.read_bytes()
    quarter = len(content) // 4
    database.write_bytes(content[:quarter] + b"\xff" * 2 * quarter + content[3 * quarter :])
    with pytest.raises(StoreError, match=r"bitext\.db: "), open_store(database) as store:
        for document in documents.list_documents(store):
            documents.list_segments(store, document.id)
            documents.list_paragraphs(store, document.id)
        store.database.execute("REINDEX")


def test_a_fault_of_ours_is_not_put_down_to_the_file(database: Path) -> None:
    with pytest.raises(Exception, match="NOT NULL") as caught, open_store(database) as store:
        store.execute("INSERT INTO vector (model) VALUES ('m')")
    assert not isinstance(caught.value, StoreError)


def test_hashes_differ_where_texts_differ() -> None:
    texts = ["", "a", "b", "高新区", "高新區", "a ", "\ud800"]
    hashes = {text_hash(text) for text in texts}
    assert len(hashes) == len(texts)
    assert all(len(value) == 32 for value in hashes)
