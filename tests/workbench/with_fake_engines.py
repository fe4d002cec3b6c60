"""Runs the command line with fakes for engines, for tests that need a process of its own.

Run as a module with the arguments of `workbench`. $FAKE_PAUSE_SECONDS is how long the translator takes over
a segment and the aligner over a pair, $FAKE_LOG a file that every translated text is added to.
"""

import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

from tests.fakes import FakeEncoder, FakeTranslator
from workbench.cli import main
from workbench.engines.protocols import Translated
from workbench.translation import translating

PAUSE_SECONDS = float(os.environ.get("FAKE_PAUSE_SECONDS", "0"))


class SlowTranslator(FakeTranslator):
    """Takes its time, and notes what it has translated."""

    def translate(self, segments: Sequence[str]) -> Iterator[tuple[int, Translated]]:
        """Yield the translations, with a pause before each."""
        for n, result in super().translate(segments):
            time.sleep(PAUSE_SECONDS)
            with Path(os.environ["FAKE_LOG"]).open("a", encoding="utf-8") as log:
                log.write(f"{segments[n]}\n")
            yield n, result


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # children of a background job ignore Ctrl-C
    translating.SAVED_TOGETHER = 4
    fakes = {"translator": SlowTranslator, "encoder": FakeEncoder}
    for name, make in fakes.items():
        module = ModuleType(name)
        setattr(module, f"load_{name}", lambda *_, make=make, **__: make())
        sys.modules[f"workbench.engines.{name}"] = module
    main()
