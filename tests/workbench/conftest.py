"""What tests of the use cases and of the command line start from."""

import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
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

SENTENCES = 12
"""Sentences in each document of the folder below."""


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
    translator.load_translator = lambda *_, **__: fakes.translator  # type: ignore[attr-defined]
    encoder.load_encoder = lambda *_, **__: fakes.encoder  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "workbench.engines.translator", translator)
    monkeypatch.setitem(sys.modules, "workbench.engines.encoder", encoder)
    return fakes


def write_documents(folder: Path, names: str = "ab") -> Path:
    """Write a Chinese and an English document for each letter of `names`.

    Marks such as `#a3` tell the fake encoder what is alike. Beside them lies alone.txt, an
    English document that is a translation of nothing.
    """
    folder.mkdir(exist_ok=True)
    for name in names:
        chinese = [f"云洲高新区{name}组第{n}项重点工作取得了新的进展#{name}{n}。" for n in range(SENTENCES)]
        english = [
            f"The zone's group {name} made progress on its work item number {n} #{name}{n}."
            for n in range(SENTENCES)
        ]
        (folder / f"{name}-zh.txt").write_text("\n\n".join(chinese) + "\n", encoding="utf-8")
        (folder / f"{name}-en.txt").write_text("\n\n".join(english) + "\n", encoding="utf-8")
    alone = [f"A bird of kind {n} was seen at the lake in the early morning #z{n}." for n in range(SENTENCES)]
    (folder / "alone.txt").write_text("\n\n".join(alone) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with two pairs of documents and a lonely one."""
    return write_documents(tmp_path / "documents")
