"""Examining: whether all that the workbench needs is here and works, without a network."""

import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from aligners import compiled
from db import documents
from db.errors import StoreError
from db.store import open_store
from workbench.errors import ModelError, WorkbenchError

DISTRIBUTION = "bitext-workbench"
TRIAL = ("高新区今天开工建设。", "Work on the zone began today.", "天气很好。")
"""A sentence, its translation, and another sentence."""
_NETWORK_EVENTS = frozenset({"socket.connect", "socket.getaddrinfo", "socket.sendto"})


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, whether it is good, and a line about it that says what to do where it is not."""

    name: str
    is_good: bool
    detail: str


def examine(database: Path) -> Iterator[Check]:
    """Yield a check for each part, as soon as it is done; the last says whether a part asked for the network.

    No package is installed, and no database is made.
    """
    reached: list[str] = []

    def listen(event: str, arguments: tuple[object, ...]) -> None:
        if event in _NETWORK_EVENTS and not reached:
            reached.append(f"{event} {arguments[1:2]}")

    sys.addaudithook(listen)
    yield Check("workbench", True, f"{version(DISTRIBUTION)}, Python {platform.python_version()}")
    yield Check("inner loops", True, "in C" if compiled.is_there() else "in numpy, slower: no C compiler")
    for name, look in (("encoder", _encoder), ("translation", _translation), ("glossary", _glossary)):
        yield _checked(name, look)
    yield _checked("database", lambda: _database(database))
    yield Check("network", not reached, f"asked for: {reached[0]}" if reached else "no part asked for it")


def _checked(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, True, look())
    except (WorkbenchError, StoreError) as error:
        return Check(name, False, str(error))


def _encoder() -> str:
    from workbench.engines.encoder import load_encoder

    encoder = load_encoder()
    source, target, other = encoder.encode(TRIAL)
    if source @ target <= source @ other:
        raise ModelError(f"{encoder.name}: finds no translation; install it again")
    return encoder.name


def _translation() -> str:
    from workbench.engines.models import find_package, shipped_package, verify_package

    package = find_package()
    if package is None:
        return f"{shipped_package().stem} ships and is installed at the first use"
    verify_package(package)
    return (
        f"{package.name} {package.version}{', a draft' if package.is_draft else ''}, in {package.path.parent}"
    )


def _glossary() -> str:
    from workbench.quality.glossary import shipped_terms

    return f"{len(shipped_terms())} terms ship"


def _database(path: Path) -> str:
    if not path.exists():
        return f"{path}: not there yet; 'workbench run PATH' makes it"
    with open_store(path, must_exist=True) as store:
        return f"{path}: {len(documents.list_documents(store))} documents"
