"""Packages: only good ones get in, and a bad one leaves no trace."""

import json
import stat
import zipfile
from pathlib import Path

import pytest

from tests.workbench.engines.packages import TOP, build_package, rewrite_package
from workbench.engines import models
from workbench.engines.models import (
    find_package,
    install_from_index,
    install_package,
    installed_packages,
    ready_package,
    verify_package,
)
from workbench.errors import ModelError


def test_an_installed_package_is_listed_found_and_good(tiny_package: Path, packages_folder: Path) -> None:
    package = install_package(tiny_package)
    assert (package.source, package.target, package.name, package.version) == ("zh", "en", TOP, "0.1")
    assert package.is_draft
    assert package.path == packages_folder / TOP
    assert package.size_bytes == sum(f.stat().st_size for f in package.path.rglob("*") if f.is_file())
    assert installed_packages() == [package]
    assert find_package("zh", "en") == package
    assert find_package("de", "en") is None
    verify_package(package)
    assert [found.name for found in packages_folder.parent.iterdir()] == ["packages"]


def test_argostranslate_itself_finds_what_was_installed(tiny_package: Path, packages_folder: Path) -> None:
    from argostranslate import package as argos

    install_package(tiny_package)
    found = argos.get_installed_packages(path=[packages_folder])
    assert [(package.from_code, package.to_code) for package in found] == [("zh", "en")]


def test_installing_again_replaces(tiny_package: Path, packages_folder: Path, tmp_path: Path) -> None:
    first = install_package(tiny_package)
    second = install_package(build_package(tmp_path / "b.argosmodel", seed=1, package_version="0.2"))
    assert installed_packages() == [second]
    assert second.archive_sha256 != first.archive_sha256


def test_stray_folders_and_files_do_not_hide_the_package(tiny_package: Path, packages_folder: Path) -> None:
    (packages_folder / "empty").mkdir(parents=True)
    (packages_folder / "broken" / "model").mkdir(parents=True)
    (packages_folder / "broken" / "metadata.json").write_text("[1, 2", encoding="utf-8")
    (packages_folder / "broken" / "model" / "model.bin").write_bytes(b"x")
    (packages_folder / "list" / "model").mkdir(parents=True)
    (packages_folder / "list" / "metadata.json").write_text("[]", encoding="utf-8")
    (packages_folder / "list" / "model" / "model.bin").write_bytes(b"x")
    (packages_folder / "notes.txt").write_text("mine", encoding="utf-8")
    package = install_package(tiny_package)
    assert installed_packages() == [package]


def test_a_full_package_comes_before_a_draft_and_a_later_version_before_an_earlier(
    tiny_package: Path, packages_folder: Path, tmp_path: Path
) -> None:
    install_package(tiny_package)
    for version in ("1.9", "1.10", "not a version"):
        file = tmp_path / f"{version}.argosmodel"
        name = f"full-{version.replace('.', '_')}"
        install_package(build_package(file, top=name, draft=False, package_version=version))
    install_package(build_package(tmp_path / "d.argosmodel", top="draft", package_version="9.0"))
    found = find_package()
    assert found is not None
    assert found.version == "1.10"


def hostile(tiny_package: Path, folder: Path, kind: str) -> Path:
    """A package file that is wrong in one way."""
    path = folder / f"{kind}.argosmodel"
    outside = {
        "parent": f"{TOP}/../../escaped",
        "absolute": "/tmp/escaped",
        "drive": f"{TOP}/C:evil",
        "backslash": f"{TOP}\\..\\escaped",
        "beside": "escaped",
        "second top": "other/escaped",
        "twice": f"{TOP}/METADATA.JSON",
        "dot": f"{TOP}/./model/x",
    }
    missing = {
        "no metadata": "metadata.json",
        "no model": "model.bin",
        "no tokenizer": "sentencepiece.model",
        "no vocabulary": "shared_vocabulary.json",
    }
    metadata = {
        "other languages": {"from_code": "de", "to_code": "en"},
        "no languages": {"from_code": "zh"},
        "not a translator": {"type": "sbd", "from_code": "zh", "to_code": "en"},
    }
    if kind in missing:
        return rewrite_package(
            tiny_package,
            path,
            lambda name, content: None if name.endswith(missing[kind]) else (name, content),
        )
    if kind in metadata:
        return _with_member(tiny_package, path, "metadata.json", json.dumps(metadata[kind]).encode())
    if kind == "metadata no json":
        return _with_member(tiny_package, path, "metadata.json", b"\xff{")
    if kind == "model no model":
        return _with_member(tiny_package, path, "model.bin", b"nothing" * 100)
    if kind == "tokenizer no tokenizer":
        return _with_member(tiny_package, path, "sentencepiece.model", b"nothing" * 100)
    if kind == "cut off":
        path.write_bytes(tiny_package.read_bytes()[:-200])
        return path
    if kind == "flipped bits":
        content = bytearray(tiny_package.read_bytes())
        content[2000:2010] = bytes(byte ^ 0xFF for byte in content[2000:2010])
        path.write_bytes(content)
        return path
    path.write_bytes(tiny_package.read_bytes())
    with zipfile.ZipFile(path, "a") as archive:
        if kind == "link":
            info = zipfile.ZipInfo(f"{TOP}/link")
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, "/etc/passwd")
        else:
            archive.writestr(outside[kind], b"escaped")
    return path


def _with_member(source: Path, path: Path, ending: str, new: bytes) -> Path:
    return rewrite_package(
        source, path, lambda name, content: (name, new if name.endswith(ending) else content)
    )


@pytest.mark.parametrize(
    "kind",
    [
        "parent",
        "absolute",
        "drive",
        "backslash",
        "beside",
        "second top",
        "twice",
        "dot",
        "link",
        "no metadata",
        "no model",
        "no tokenizer",
        "no vocabulary",
        "other languages",
        "no languages",
        "not a translator",
        "metadata no json",
        "model no model",
        "tokenizer no tokenizer",
        "cut off",
        "flipped bits",
    ],
)
def test_a_bad_package_is_refused_in_one_line_and_leaves_no_trace(
    tiny_package: Path, packages_folder: Path, tmp_path: Path, kind: str
) -> None:
    good = install_package(tiny_package)
    bad = hostile(tiny_package, tmp_path, kind)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ModelError) as caught:
        install_package(bad)
    assert "\n" not in str(caught.value)
    assert sorted(tmp_path.rglob("*")) == before
    assert installed_packages() == [good]
    verify_package(good)


def test_too_many_bytes_are_refused_before_they_are_unpacked(
    tiny_package: Path, packages_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.engines.archives.MAXIMUM_UNPACKED_BYTES", 1000)
    with pytest.raises(ModelError, match="too many"):
        install_package(tiny_package)


def test_a_file_that_is_no_package_or_is_missing_is_refused(tmp_path: Path, packages_folder: Path) -> None:
    text = tmp_path / "text.argosmodel"
    text.write_text("no zip", encoding="utf-8")
    for file in (text, tmp_path / "missing.argosmodel", tmp_path):
        with pytest.raises(ModelError) as caught:
            install_package(file)
        assert str(file) in str(caught.value)


def test_a_changed_or_missing_file_is_found_by_verify(tiny_package: Path, packages_folder: Path) -> None:
    package = install_package(tiny_package)
    model = package.path / "model" / "model.bin"
    content = model.read_bytes()
    model.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(ModelError, match="changed"):
        verify_package(package)
    model.unlink()
    with pytest.raises(ModelError, match="missing"):
        verify_package(package)


def test_the_shipped_package_is_installed_where_there_is_none_and_said_once(
    tiny_package: Path,
    packages_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(models, "shipped_package", lambda: tiny_package)
    first = ready_package()
    assert capsys.readouterr().err.count("\n") == 1
    assert ready_package() == first
    assert capsys.readouterr().err == ""


def test_a_new_shipped_draft_replaces_the_old_one_but_never_a_full_package(
    tiny_package: Path, packages_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_package(tiny_package)
    newer = build_package(tmp_path / "newer.argosmodel", seed=2)
    monkeypatch.setattr(models, "shipped_package", lambda: newer)
    renewed = ready_package()
    assert len(installed_packages()) == 1
    full = install_package(build_package(tmp_path / "full.argosmodel", top="full", draft=False))
    assert ready_package() == full
    assert renewed in installed_packages()


def test_no_package_for_other_languages_is_one_line(tiny_package: Path, packages_folder: Path) -> None:
    install_package(tiny_package)
    with pytest.raises(ModelError, match="de -> en"):
        ready_package("de", "en")


def test_without_a_network_the_index_gives_one_line(
    packages_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import urllib.request

    from argostranslate import settings

    def refuse(*_: object, **__: object) -> None:
        raise OSError("no network")

    monkeypatch.setattr(urllib.request, "urlopen", refuse)
    for index in (tmp_path / "none.json", tmp_path / "old.json"):
        monkeypatch.setattr(settings, "local_package_index", index)
        with pytest.raises(ModelError, match="cannot be reached"):
            install_from_index("zh", "en")
        (tmp_path / "old.json").write_text("[]", encoding="utf-8")


def test_a_package_of_the_index_is_fetched_checked_and_installed(
    tiny_package: Path, packages_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io
    import urllib.request

    from argostranslate import settings

    entry = {"type": "translate", "from_code": "zh", "to_code": "en", "links": ["https://example.com/p"]}
    answers = {"index": json.dumps([entry]).encode(), "package": tiny_package.read_bytes()}

    def answer(request: object, *_: object, **__: object) -> io.BytesIO:
        return io.BytesIO(answers["index" if isinstance(request, str) else "package"])

    monkeypatch.setattr(urllib.request, "urlopen", answer)
    monkeypatch.setattr(settings, "local_package_index", tmp_path / "index.json")
    monkeypatch.setattr(settings, "downloads_dir", tmp_path)
    assert install_from_index("zh", "en") == find_package()
    assert not list(tmp_path.glob("*.argosmodel"))
    with pytest.raises(ModelError, match="no package de -> en"):
        install_from_index("de", "en")
    answers["package"] = b"not a package"
    with pytest.raises(ModelError, match="not a package that can be unpacked"):
        install_from_index("zh", "en")
    assert not list(tmp_path.glob("*.argosmodel"))
