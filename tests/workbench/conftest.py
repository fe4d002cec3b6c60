"""What tests of the use cases and of the command line start from."""

import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType

import pytest

from tests.fakes import FakeEncoder, FakeTranslator
from workbench.cli import main


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command ended with."""

    code: int
    out: str
    err: str


CommandLine = Callable[..., Outcome]


@pytest.fixture
def command_line(capsys: pytest.CaptureFixture[str]) -> Iterator[CommandLine]:
    """Give a function that runs the command line inside this process."""
    handler = signal.getsignal(signal.SIGTERM)

    def run(*arguments: object) -> Outcome:
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        found = capsys.readouterr()
        assert isinstance(stop.value.code, int)
        return Outcome(stop.value.code, found.out, found.err)

    yield run
    signal.signal(signal.SIGTERM, handler)


@dataclass(slots=True)
class Engines:
    """The fakes that the commands of a test get."""

    translator: FakeTranslator
    encoder: FakeEncoder


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> Engines:
    """Put fakes in the place of the translator and the encoder."""
    fakes = Engines(FakeTranslator(), FakeEncoder())
    translator, encoder = ModuleType("fake translator"), ModuleType("fake encoder")
    translator.load_translator = lambda *_: fakes.translator  # type: ignore[attr-defined]
    encoder.load_encoder = lambda *_: fakes.encoder  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "workbench.engines.translator", translator)
    monkeypatch.setitem(sys.modules, "workbench.engines.encoder", encoder)
    return fakes
