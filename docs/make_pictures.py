"""Make the pictures of the application that stand in the README.

    python docs/make_pictures.py [DATABASE]

Without a database it takes `demo/bitext.db`, which `make demo` leaves. The pictures are drawn as SVG and
turned into PNG by rsvg-convert (librsvg), which pngquant makes smaller if it is there; without rsvg-convert
the SVG files are kept instead.
"""

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

from terminal_picture import picture  # noqa: E402

from db.store import open_store  # noqa: E402
from tests.tui.driving import press, settle  # noqa: E402
from tui.app import ReviewApp  # noqa: E402
from workbench.checking import check_database  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"
SIZE = (110, 30)
PICTURES: dict[str, tuple[str, ...]] = {
    "pairs": (),
    "alignment": ("enter", "space", "space", "r", "space", "x"),
    "split": ("enter", "2", "s"),
    "documents": ("f2",),
    "findings": ("f3", "a"),
    "search": ("f9", *"yzgxq", "enter"),
    "statistics": ("down", "enter", *("space",) * 6, "f6"),
}
"""The keys that lead to each picture."""


async def draw(database: Path, keys: tuple[str, ...]) -> str:
    """Press `keys` on a copy of the database and draw what is on the screen then."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / database.name
        shutil.copy(database, copy)
        app = ReviewApp(copy, "lin")
        async with app.run_test(size=SIZE) as pilot:
            await settle(pilot)
            await press(pilot, *keys)
            return picture(app)


def write(name: str, svg: str) -> Path:
    """Write a picture as PNG, as SVG where nothing turns one into the other."""
    drawn = FOLDER / f"{name}.svg"
    drawn.write_text(svg, encoding="utf-8")
    converter = shutil.which("rsvg-convert")
    if converter is None:
        return drawn
    made = drawn.with_suffix(".png")
    subprocess.run([converter, str(drawn), "--output", str(made)], check=True)
    drawn.unlink()
    if quantiser := shutil.which("pngquant"):
        command = [quantiser, "--force", "--skip-if-larger", "--output", str(made), "64", str(made)]
        subprocess.run(command, check=False)
    return made


def main() -> None:
    """Draw every picture."""
    database = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "demo" / "bitext.db"
    if not database.exists():
        sys.exit(f"{database}: no such database; 'make demo' makes one")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        checked = Path(folder) / database.name
        shutil.copy(database, checked)
        with open_store(checked) as store:
            check_database(store, progress=lambda done, total: None)
        for name, keys in PICTURES.items():
            made = write(name, asyncio.run(draw(checked, keys)))
            sys.stderr.write(f"{made} {made.stat().st_size // 1024} KiB\n")


if __name__ == "__main__":
    main()
