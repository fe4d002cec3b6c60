"""What only a process of its own can show: signals, pipes, locales, two at once."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.workbench.conftest import SENTENCES, write_documents

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60


def workbench(*arguments: object, **options: object) -> subprocess.CompletedProcess[bytes]:
    program = [sys.executable, "-c", "from workbench.cli import main; main()", *map(str, arguments)]
    return subprocess.run(program, capture_output=True, cwd=ROOT, check=False, timeout=60, **options)


def test_standard_input_stands_for_a_file() -> None:
    text = "云洲高新区召开大会。会议强调，要加快建设。\n".encode()
    assert workbench("segment", "-", input=text).stdout.decode().count("\n") == 2
    outcome = workbench("detect", "-", input=b"")
    assert (outcome.returncode, outcome.stdout) == (3, b"")
    assert outcome.stderr.startswith(b"workbench: standard input: ")


def test_a_file_name_that_is_not_utf8_is_no_fault(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/" + "云洲.txt".encode("gb18030")
    Path(os.fsdecode(name)).write_text("云洲高新区召开大会。\n", encoding="utf-8")
    assert workbench("segment", os.fsdecode(name)).stdout.decode() == "云洲高新区召开大会。\n"
    outcome = workbench("segment", os.fsdecode(name + b"x.txt"))
    assert outcome.returncode == 3
    assert outcome.stderr.count(b"\n") == 1
    assert b"fault" not in outcome.stderr


def test_a_pipe_whose_reader_goes_ends_quietly(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("云洲高新区召开大会。\n\n" * 3000, encoding="utf-8")
    program = f"{sys.executable} -c 'from workbench.cli import main; main()' detect {path} 2>{tmp_path}/err"
    done = subprocess.run(
        ["bash", "-c", f"{program} | head -n 1; echo ${{PIPESTATUS[0]}}"],
        capture_output=True,
        cwd=ROOT,
        check=True,
        timeout=60,
    )
    first, status = done.stdout.decode().split("\n")[:2]
    assert json.loads(first)["paragraph"] == 0
    assert status == "0"
    assert (tmp_path / "err").read_bytes() == b""


@pytest.mark.parametrize(
    ("redirection", "status", "message"),
    [
        (">/dev/full", b"6\n", b"workbench: the output: cannot be written (No space left on device)\n"),
        (">&-", b"0\n", b""),
    ],
    ids=["full", "closed"],
)
def test_an_output_that_is_full_or_closed_is_no_fault(
    tmp_path: Path, redirection: str, status: bytes, message: bytes
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("云洲高新区召开大会。\n", encoding="utf-8")
    program = f"{sys.executable} -c 'from workbench.cli import main; main()' segment {path}"
    done = subprocess.run(
        ["bash", "-c", f"({program} {redirection}); echo $?"],
        capture_output=True,
        cwd=ROOT,
        check=True,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == (status, message)


@pytest.mark.parametrize("arguments", ["--help", "--version", "search --help"])
def test_help_whose_reader_has_gone_ends_quietly(arguments: str) -> None:
    program = f"{sys.executable} -c 'from workbench.cli import main; main()' {arguments}"
    done = subprocess.run(
        ["bash", "-c", f"{program} | true; echo ${{PIPESTATUS[0]}}"],
        capture_output=True,
        cwd=ROOT,
        check=True,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == (b"0\n", b"")


def test_a_locale_without_utf8_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("云洲高新区召开大会。\n", encoding="utf-8")
    plain = workbench("segment", path, env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    assert plain.stdout.decode() == "云洲高新区召开大会。\n"


def start_run(folder: Path, database: Path, *, pause_seconds: float) -> subprocess.Popen[bytes]:
    """Start `workbench run` on a folder, with fakes for engines."""
    arguments = ["run", str(folder), "--db", str(database), "--export", str(database.with_name("out"))]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.workbench.with_fake_engines", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={
            **os.environ,
            "FAKE_PAUSE_SECONDS": str(pause_seconds),
            "FAKE_LOG": str(database.with_name("log")),
        },
    )


def stored_translations(database: Path) -> list[str]:
    """Give what is translated so far, without disturbing the process that writes."""
    if not database.exists():
        return []
    with closing(sqlite3.connect(database, timeout=10)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'translation'").fetchone():
            return []
        return [row[0] for row in connection.execute("SELECT source_text FROM translation ORDER BY id")]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_stopped_leaves_a_database_that_goes_on(tmp_path: Path, number: signal.Signals) -> None:
    folder, database = write_documents(tmp_path / "documents"), tmp_path / "bitext.db"
    process = start_run(folder, database, pause_seconds=0.3)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len(stored_translations(database)) < 4:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(number)
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    done = stored_translations(database)
    assert 4 <= len(done) < 2 * SENTENCES
    assert out == b""
    assert not (tmp_path / "out").exists()
    if number is not signal.SIGKILL:
        assert process.returncode == 130
        assert err.decode() == (
            "workbench: stopped; what was finished is saved, and the same command goes on from there\n"
        )
    if number is signal.SIGTERM:
        return  # the same handler as for SIGINT
    (tmp_path / "log").unlink()
    again = start_run(folder, database, pause_seconds=0)
    out, err = again.communicate(timeout=PATIENCE_SECONDS)
    assert (again.returncode, err) == (0, b"")
    assert f"Translated  {2 * SENTENCES - len(done)} segments now" in out.decode()
    anew = (tmp_path / "log").read_text(encoding="utf-8").removesuffix("\n").split("\n")
    assert not set(anew) & set(done)
    assert len(set(stored_translations(database))) == 2 * SENTENCES
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT count(*) FROM alignment_run").fetchone() == (2,)


def test_two_runs_at_once_do_the_work_once(tmp_path: Path) -> None:
    folder, database = write_documents(tmp_path / "documents"), tmp_path / "bitext.db"
    running = [start_run(folder, database, pause_seconds=0) for _ in range(2)]
    outcomes = [process.communicate(timeout=PATIENCE_SECONDS) for process in running]
    assert [(process.returncode, err) for process, (_, err) in zip(running, outcomes, strict=True)] == [
        (0, b""),
        (0, b""),
    ]
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM file WHERE is_current").fetchone() == (5,)
        assert connection.execute("SELECT count(*) FROM file").fetchone() == (5,)
        assert connection.execute("SELECT count(*) FROM pair").fetchone() == (2,)
        assert connection.execute("SELECT count(*) FROM alignment_run WHERE is_current").fetchone() == (2,)


def test_help_answers_at_once() -> None:
    times = []
    for _ in range(3):
        started = time.monotonic()
        assert workbench("--help").returncode == 0
        times.append(time.monotonic() - started)
    assert min(times) < 1.5  # 0.3 s on an idle machine
