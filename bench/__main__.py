"""`python -m bench NAME [options]`: run one of the measurements in this package."""

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path


def names() -> list[str]:
    """Name the measurements: the modules of this package that offer a `main`."""
    return sorted(
        path.stem
        for path in Path(__file__).parent.glob("*.py")
        if "\ndef main(" in path.read_text(encoding="utf-8") and path.stem != "__main__"
    )


def main(argv: Sequence[str]) -> int:
    """Hand the arguments to the measurement that is named first."""
    if not argv or argv[0] not in names():
        print(f"usage: python -m bench {{{','.join(names())}}} [options]", file=sys.stderr)
        return 2
    return int(import_module(f"bench.{argv[0]}").main(argv[1:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
