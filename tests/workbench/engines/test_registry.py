"""Engines by name, and what is checked of those that are not ours."""

import re
import shutil
from collections.abc import Iterator, Sequence
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from tests.workbench.engines.packages import build_package
from workbench.engines import faults, models, registry
from workbench.engines.models import install_package
from workbench.engines.protocols import Translated
from workbench.engines.registry import CheckedTranslator, engine_names, load_engine
from workbench.engines.translator import PackageTranslator
from workbench.errors import ModelError
from workbench.quality.glossary import Glossary, Term

GLOSSARY = Glossary([Term("高新区", ("high-tech zone",), category="zone")])


class Plugin:
    """Gives what it is told to."""

    name = "plug/1"
    is_draft = False

    def __init__(self, *results: tuple[int, str]) -> None:
        self.results = results

    def translate(self, segments: Sequence[str]) -> Iterator[tuple[int, Translated]]:
        for index, text in self.results:
            if text == "fail":
                raise KeyError("lost")
            yield index, Translated(text, -1.0)


def plug_in(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    point = EntryPoint("mine", value, registry.ENTRY_POINT_GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda *, group: [point] if group == point.group else [])


def make_plugin(*, glossary: Glossary | None) -> Plugin:
    assert glossary is GLOSSARY
    return Plugin((0, "The high-tech zone."))


def not_a_plugin(*, glossary: Glossary | None) -> Plugin:
    raise ImportError("no such library")


def test_a_plug_in_is_an_engine_by_its_name(monkeypatch: pytest.MonkeyPatch, packages_folder: Path) -> None:
    plug_in(monkeypatch, f"{__name__}:make_plugin")
    assert "mine" in {engine.name for engine in engine_names()}
    translator = load_engine("mine", glossary=GLOSSARY)
    assert (translator.name, translator.is_draft) == ("plug/1", False)
    assert [result.text for _, result in translator.translate(["高新区"])] == ["The high-tech zone."]


def test_a_plug_in_that_does_not_load_is_one_line(
    monkeypatch: pytest.MonkeyPatch, packages_folder: Path
) -> None:
    plug_in(monkeypatch, f"{__name__}:not_a_plugin")
    with pytest.raises(ModelError, match=r"'mine' cannot be loaded \(no such library"):
        load_engine("mine")


def test_what_a_plug_in_gives_is_checked_for_faults_and_terms() -> None:
    texts = ["高新区增长8.3%。", "今天发布公告。", "English"]
    plugin = Plugin((2, "English"), (0, "The zone grew."), (1, "今天 notice"))
    found = dict(CheckedTranslator(plugin, GLOSSARY).translate(texts))
    assert set(found[0].warnings) == {faults.NUMBERS_LOST, faults.TERMS_LOST}
    assert found[1].warnings == (faults.HAN_LEFT,)
    assert found[2].warnings == ()


@pytest.mark.parametrize(
    ("results", "message"),
    [
        ([(0, "a")], "1 of 2 segments did not come back"),
        ([(0, "a"), (0, "a")], "segment 0 came back that was not waited for"),
        ([(0, "a"), (7, "b")], "segment 7 came back"),
        ([(0, "fail")], "the engine failed"),
    ],
)
def test_no_segment_of_a_plug_in_is_lost_or_doubled(results: list[tuple[int, str]], message: str) -> None:
    with pytest.raises(ModelError, match=message):
        list(CheckedTranslator(Plugin(*results)).translate(["甲", "乙"]))


def test_packages_and_model_folders_are_engines(
    tiny_package: Path, packages_folder: Path, tmp_path: Path
) -> None:
    package = install_package(tiny_package)
    assert package.name in {engine.name for engine in engine_names()}
    installed = load_engine(package.name)
    folder = tmp_path / "my-model"
    shutil.copytree(package.path / "model", folder)
    shutil.copy(package.path / "sentencepiece.model", folder)
    loose = load_engine(str(folder))
    assert re.fullmatch("argos:my-model:[0-9a-f]{8}", loose.name)
    assert isinstance(installed, PackageTranslator)
    assert dict(loose.translate(["高新区"]))[0].text == dict(installed.translate(["高新区"]))[0].text


def test_two_model_folders_of_one_name_are_two_engines(packages_folder: Path, tmp_path: Path) -> None:
    names = set()
    for seed in (1, 2):
        package = install_package(build_package(tmp_path / f"{seed}.argosmodel", seed=seed))
        folder = tmp_path / str(seed) / "model"
        shutil.copytree(package.path / "model", folder)
        shutil.copy(package.path / "sentencepiece.model", folder)
        names.add(load_engine(str(folder)).name)
    assert len(names) == 2


def test_the_shipped_package_is_listed_once_installed_or_not(
    tiny_package: Path, packages_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = engine_names()
    monkeypatch.setattr(models, "shipped_package", lambda: tiny_package)
    install_package(tiny_package)
    assert engine_names() == before


@pytest.mark.parametrize("name", ["no-such-engine", "", "/dev/null"])
def test_a_name_that_is_no_engine_is_refused(name: str, packages_folder: Path) -> None:
    with pytest.raises(ModelError, match="no engine"):
        load_engine(name)


def test_a_folder_without_a_model_is_refused(packages_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no model\.bin"):
        load_engine(str(tmp_path))
