# ruff: noqa: E501 (sentences stay whole)
"""How fast documents are taken in, and how much memory a large file needs: `python -m bench intake`."""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

DOCUMENTS = 1_000
DOCUMENT_BYTES = 2_048
LARGE_FILE_BYTES = 50 << 20
MIN_SPEED = 50  # documents a second
MAX_MEGABYTES = 500  # more memory than before
CHINESE = (
    "今年以来，云洲高新区坚持稳中求进工作总基调，全区经济运行起步平稳、开局良好。"
    "一季度实现地区生产总值128.6亿元，同比增长7.4%。“企业的信心就是我们的信心。”管委会主任说。"
    "其中，工业投资增长18.9%，占全部投资的比重超过六成。"
)
ENGLISH = (
    "The zone made a steady start to the year, with its focus on growth, projects and innovation. Output rose 9.8 "
    'percent in the first quarter. "We cannot slow down," said its director. Exports grew to RMB 3.84 billion. '
)


def make_document(number: int) -> str:
    """Make a press release of about two kilobytes; three in four are Chinese."""
    head = f"来源：融媒体中心 时间：2024-03-{number % 28 + 1:02d}\n\n" if number % 2 else ""
    title = f"云洲高新区第{number}号工作简报\n\n" if number % 4 else f"Bulletin No. {number} of the Zone\n\n"
    sentence = CHINESE if number % 4 else ENGLISH
    paragraph = (
        f"{sentence}本期为第{number}期。\n\n" if number % 4 else f"{sentence}This is issue {number}.\n\n"
    )
    count = -(-(DOCUMENT_BYTES - len((head + title).encode())) // len(paragraph.encode()))
    return head + title + paragraph * count


def measure_speed(folder: Path) -> str:
    """Take a thousand documents into a new database, with all that belongs to it.

    That is the start of other processes, reading, storing, and telling reprints from originals.
    """
    for number in range(DOCUMENTS):
        path = folder / f"{number:04d}.txt"
        path.write_text(make_document(number), encoding="gb18030" if number % 5 == 1 else "utf-8")
    size = sum(path.stat().st_size for path in folder.iterdir()) / DOCUMENTS
    found = _in_a_process(folder, folder.parent / "speed.db")
    speed = found["documents"] / found["seconds"]
    return (
        f"{found['documents']:.0f} documents of {size:.0f} bytes taken into a database on {os.cpu_count()} cores: "
        f"{speed:.0f} documents and {found['segments'] / found['seconds']:.0f} segments a second, "
        f"{speed / MIN_SPEED:.1f} times the limit of {MIN_SPEED}; "
        f"{1000 * found['cpu_seconds'] / found['documents']:.1f} ms of processor time a document"
    )


def measure_memory(folder: Path) -> str:
    """Take one text file of fifty megabytes into a new database."""
    path = folder / "large.txt"
    paragraph = (CHINESE * 3 + "\n").encode()
    path.write_bytes(paragraph * (LARGE_FILE_BYTES // len(paragraph)))
    found = _in_a_process(path, folder / "large.db")
    return (
        f"one file of {path.stat().st_size >> 20} MB, {found['segments']:.0f} segments: {found['seconds']:.0f} seconds, "
        f"{found['more_megabytes']:.0f} MB more memory, {found['more_megabytes'] / MAX_MEGABYTES:.2f} of the limit "
        f"of {MAX_MEGABYTES}"
    )


def _in_a_process(path: Path, database: Path) -> dict[str, float]:
    result = subprocess.run(
        [sys.executable, "-m", "bench.intake", "--take-in", str(path), str(database)],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(result.stdout)
    return found


def take_in(path: Path, database: Path) -> dict[str, float]:
    """Take a file or folder into a new database; give counts, seconds and the growth of memory in megabytes."""
    from db import documents
    from db.store import open_store
    from workbench.importing import import_paths

    before = _peak_megabytes()
    started = time.perf_counter()
    with open_store(database) as store:
        import_paths(store, [path], progress=lambda _done, _total: None)
        seconds = time.perf_counter() - started
        listed = documents.list_documents(store)
    used = os.times()
    return {
        "documents": len(listed),
        "segments": sum(document.segment_count for document in listed),
        "seconds": seconds,
        "cpu_seconds": used.user + used.system + used.children_user + used.children_system,
        "more_megabytes": _peak_megabytes() - before,
    }


def _peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(argv: Sequence[str] | None = None) -> int:
    """Print both figures."""
    parser = argparse.ArgumentParser(prog="python -m bench intake", description=__doc__)
    parser.add_argument("--take-in", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.take_in:
        print(json.dumps(take_in(*options.take_in)))
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "documents")
        folder.mkdir()
        print(measure_speed(folder))
        print(measure_memory(Path(name)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
