# ruff: noqa: E501 (sentences stay whole)
"""How fast documents are taken in, and how much memory a large file needs: `python -m bench intake`."""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from multiprocessing import Pool
from pathlib import Path

DOCUMENTS = 1_000
DOCUMENT_BYTES = 2_048
LARGE_FILE_BYTES = 50 << 20
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


def take_in(paths: Sequence[Path]) -> tuple[int, int]:
    """Read files; give the number of documents and of segments."""
    from workbench.intake.reading import read_file

    documents = segments = 0
    for path in paths:
        for document in read_file(path).documents:
            documents += 1
            segments += sum(len(paragraph.segments) for paragraph in document.paragraphs)
    return documents, segments


def measure_speed(folder: Path, processes: int) -> str:
    """Take in a thousand documents on some processes, imports and start of the processes included."""
    paths = []
    for number in range(DOCUMENTS):
        path = folder / f"{number:04d}.txt"
        path.write_text(make_document(number), encoding="gb18030" if number % 5 == 1 else "utf-8")
        paths.append(path)
    size = sum(path.stat().st_size for path in paths) / len(paths)
    started = time.perf_counter()
    if processes == 1:
        counts = [take_in(paths)]
    else:
        with Pool(processes) as pool:
            counts = pool.map(take_in, [paths[part::processes] for part in range(processes)])
    seconds = time.perf_counter() - started
    documents, segments = (sum(column) for column in zip(*counts, strict=True))
    return (
        f"{documents} documents of {size:.0f} bytes on {processes} process{'es' if processes > 1 else ''}: "
        f"{documents / seconds:.0f} documents a second, {segments / seconds:.0f} segments a second"
    )


def measure_memory(folder: Path) -> str:
    """Take in one text file of fifty megabytes in a process of its own."""
    path = folder / "large.txt"
    paragraph = (CHINESE * 3 + "\n").encode()
    path.write_bytes(paragraph * (LARGE_FILE_BYTES // len(paragraph)))
    started = time.perf_counter()
    result = subprocess.run(
        [sys.executable, "-m", "bench.intake", "--large", str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds = time.perf_counter() - started
    return f"one file of {path.stat().st_size >> 20} MB: {seconds:.0f} seconds, {result.stdout.strip()}"


def report_large(path: Path) -> str:
    """Take in one file and say what it took."""
    documents, segments = take_in([path])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"{documents} document, {segments} segments, at most {peak} MB of memory"


def main(argv: Sequence[str] | None = None) -> int:
    """Print both figures."""
    parser = argparse.ArgumentParser(prog="python -m bench intake", description=__doc__)
    parser.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--large", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.large:
        print(report_large(options.large))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        print(measure_speed(Path(folder), 1))
        if options.processes > 1:
            print(measure_speed(Path(folder), options.processes))
        print(measure_memory(Path(folder)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
