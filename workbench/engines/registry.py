"""The engines by name: the installed Argos packages, the shipped one, model folders, and plug-ins.

A plug-in is an entry point of the group `workbench.translators`: a function that takes the keyword `glossary`
(a `workbench.quality.glossary.Glossary` or None) and gives a `Translator`. What it gives is checked like any
other output; its glossary terms are up to it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.config import default_device
from workbench.engines import faults
from workbench.engines.protection import protect
from workbench.engines.protocols import Translated, Translator
from workbench.errors import ModelError
from workbench.quality.glossary import Glossary

if TYPE_CHECKING:
    from workbench.engines.models import InstalledPackage

ENTRY_POINT_GROUP = "workbench.translators"
COMPACT = "compact"


@dataclass(frozen=True, slots=True)
class EngineName:
    """A name that `load_engine` takes, and what it stands for."""

    name: str
    description: str


def engine_names() -> list[EngineName]:
    """List the engines there are here, each once; a folder with a CTranslate2 model is one, too."""
    from workbench.engines.models import SOURCE, TARGET, installed_packages, is_shipped

    return [
        EngineName(COMPACT, "the package that ships with the workbench"),
        *(
            EngineName(package.name, f"Argos Translate package {package.version}")
            for package in installed_packages()
            if (package.source, package.target) == (SOURCE, TARGET) and not is_shipped(package)
        ),
        *(EngineName(name, f"plug-in {point.value}") for name, point in _plugins().items()),
    ]


def load_engine(
    name: str | None = None, *, glossary: Glossary | None = None, device: str | None = None
) -> Translator:
    """Load the best installed package, or the engine of that name, on a device (see `load_on_device`).

    Without a device, the one of `default_device` is taken. A plug-in chooses its own.

    Raises:
        ModelError: there is no such engine, it is broken, or the device is not there.
        InputError: no device is given, and the environment names none that is known.
    """
    if name in (plugins := _plugins()):
        return CheckedTranslator(_load_plugin(plugins[name], glossary), glossary)
    chosen = device or default_device()
    if name is None:
        from workbench.engines.translator import load_translator

        return load_translator(glossary=glossary, device=chosen)
    from workbench.engines.translator import PackageTranslator

    return PackageTranslator(_find_package(name), glossary=glossary, device=chosen)


def _find_package(name: str) -> "InstalledPackage":
    from workbench.engines.models import compact_package, folder_package, installed_packages

    if name == COMPACT:
        return compact_package()
    installed = {package.name: package for package in installed_packages()}
    if name in installed:
        return installed[name]
    if name and Path(name).is_dir():
        return folder_package(Path(name))
    known = ", ".join(engine.name for engine in engine_names())
    raise ModelError(f"no engine {name!r}; there are {known}, and folders with a CTranslate2 model")


def _plugins() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=ENTRY_POINT_GROUP)}


def _load_plugin(point: EntryPoint, glossary: Glossary | None) -> Translator:
    try:
        translator: Translator = point.load()(glossary=glossary)
    except Exception as error:
        raise ModelError(f"the plug-in engine {point.name!r} cannot be loaded ({error})") from error
    return translator


class CheckedTranslator:
    """An engine of somebody else's, whose output is checked for visible faults, and for its completeness."""

    def __init__(self, translator: Translator, glossary: Glossary | None = None) -> None:
        self._translator = translator
        self._glossary = glossary

    @property
    def name(self) -> str:
        """The engine's own name."""
        return self._translator.name

    @property
    def is_draft(self) -> bool:
        """What the engine says of itself."""
        return self._translator.is_draft

    def translate(self, segments: Sequence[str]) -> Iterator[tuple[int, Translated]]:
        """Yield what the engine gives, with what is wrong with it.

        Raises:
            ModelError: the engine failed, left segments out, or gave one twice or one that was not asked for.
        """
        missing = set(range(len(segments)))
        for index, result in self._results(segments):
            if index not in missing:
                raise ModelError(f"{self.name}: segment {index} came back that was not waited for")
            missing.remove(index)
            yield index, self._checked(segments[index], result)
        if missing:
            raise ModelError(f"{self.name}: {len(missing)} of {len(segments)} segments did not come back")

    def _results(self, segments: Sequence[str]) -> Iterator[tuple[int, Translated]]:
        try:
            yield from self._translator.translate(segments)
        except Exception as error:
            raise ModelError(f"{self.name}: the engine failed ({error})") from error

    def _checked(self, source: str, result: Translated) -> Translated:
        if not faults.contains_han(source):
            return result
        is_term_lost = bool(protect(source, self._glossary, with_marks=False).lost_terms(result.text))
        found = faults.find_faults(source, result.text, is_term_lost=is_term_lost)
        return replace(result, warnings=tuple(dict.fromkeys([*result.warnings, *found])))
