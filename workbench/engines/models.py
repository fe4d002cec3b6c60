"""Translation packages: installing, listing, checking and finding them.

Packages lie where argostranslate looks for them (ARGOS_PACKAGES_DIR, or its own data folder), and
argostranslate reads what is installed; its installer is not used, because it unpacks unchecked, in place,
and loads every engine it knows. Here a package is checked, unpacked beside the packages, loaded and tried,
and only then moved to its place, with a list of its files' hashes that `verify_package` compares.
"""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.engines.archives import (
    MODEL_FILE,
    check_archive,
    parse_metadata,
    sha256_of,
    unpack,
)
from workbench.engines.tokenizers import open_tokenizer
from workbench.errors import ModelError

SOURCE, TARGET = "zh", "en"
MAP_FILE = "vmap.txt"  # CTranslate2's name
HASHES_FILE = "bitext-workbench.json"
TRIAL_LINE = "高新区"


@dataclass(frozen=True, slots=True)
class InstalledPackage:
    """A translation package in the packages folder; `archive_sha256` is empty where another tool installed
    it. For `longest_text`, see `archives.Metadata`."""

    source: str
    target: str
    name: str
    version: str
    path: Path
    is_draft: bool
    size_bytes: int
    archive_sha256: str = ""
    target_prefix: str = ""
    longest_text: int = 0


def packages_folder() -> Path:
    """Give argostranslate's folder of packages, from its environment variable or settings as they are now."""
    from argostranslate import settings

    return Path(settings.get_setting("ARGOS_PACKAGES_DIR", default=settings.data_dir / "packages"))


def shipped_package() -> Path:
    """Give the Chinese→English package that ships with the workbench. Raises ModelError when it is not
    there."""
    path = Path(__file__).resolve().parents[1] / "models" / "translate-zh_en.argosmodel"
    if not path.is_file():
        raise ModelError(f"{path}: the package that ships with the workbench is missing; install another one")
    return path


def installed_packages() -> list[InstalledPackage]:
    """List the translation packages by name. Folders that hold something else are passed over."""
    folder = packages_folder()
    if not folder.is_dir():
        return []
    return [package for path in sorted(folder.iterdir()) if (package := _read_installed(path)) is not None]


def find_package(source: str = SOURCE, target: str = TARGET) -> InstalledPackage | None:
    """Give the best installed package for a pair of languages: no draft before a draft, the latest version
    first."""
    from packaging.version import InvalidVersion, Version

    def rank(package: InstalledPackage) -> tuple[bool, Version]:
        try:
            version = Version(package.version)
        except InvalidVersion:
            version = Version("0")
        return (not package.is_draft, version)

    fitting = [found for found in installed_packages() if (found.source, found.target) == (source, target)]
    return max(fitting, key=rank, default=None)


def ready_package(source: str = SOURCE, target: str = TARGET) -> InstalledPackage:
    """Give the best installed package; the one that ships is installed first where it is needed.

    That is where nothing is installed for these languages, or only drafts, none of them the file that ships
    with this version of the workbench. A line on stderr says so. Raises ModelError when there is no package
    for these languages.
    """
    found = find_package(source, target)
    if found is not None and not (found.is_draft and _ships_another(source, target)):
        return found
    if (source, target) != (SOURCE, TARGET):
        raise ModelError(
            f"no package translates {source} -> {target}; install one with 'workbench models install FILE'"
        )
    package = install_package(shipped_package())
    sys.stderr.write(f"installed the translation package {package.name} in {package.path.parent}\n")
    return find_package(source, target) or package


def compact_package() -> InstalledPackage:
    """Give the package that ships, which is installed where it is not. Raises ModelError."""
    file = shipped_package()
    found = [package for package in installed_packages() if is_shipped(package)]
    return found[0] if found else install_package(file)


def is_shipped(package: InstalledPackage) -> bool:
    """True where an installed package is the one that ships with the workbench."""
    return bool(package.archive_sha256) and package.archive_sha256 == _shipped_sha256()


def folder_package(path: Path) -> InstalledPackage:
    """Take a folder with a CTranslate2 model and its tokenizer for a Chinese→English package, where it lies.

    Raises ModelError when it has no model.
    """
    package = _read_installed(path)
    if package is not None:
        return package
    model = path / Path(MODEL_FILE).name
    if not model.is_file():
        raise ModelError(f"{path}: no {model.name} in it; a folder with a CTranslate2 model is expected")
    size = sum(found.stat().st_size for found in path.iterdir() if found.is_file())
    name, sha256 = path.resolve().name, sha256_of(model)  # folders of one name are engines of their own
    return InstalledPackage(
        SOURCE, TARGET, name, "", path, is_draft=True, size_bytes=size, archive_sha256=sha256
    )


def install_package(file: Path, *, source: str = SOURCE, target: str = TARGET) -> InstalledPackage:
    """Check a package file, unpack it, try it, and move it to its place, where it replaces its like.

    Raises ModelError when it is no package, is unsafe or damaged, is for other languages, or does not
    translate; the packages folder is as it was then.
    """
    top, metadata = check_archive(file)
    if (metadata.source, metadata.target) != (source, target):
        pair = f"{metadata.source} -> {metadata.target}"
        raise ModelError(f"{file}: translates {pair}, not {source} -> {target}")
    place = packages_folder() / top
    with _staging_folder(place.parent) as staging:
        unpack(file, staging)
        staged = staging / top
        _write_hashes(staged, sha256_of(file))
        _try(staged, file)
        _put(staged, place, staging / "replaced")
    package = _read_installed(place)
    if package is None:
        raise ModelError(f"{place}: went away while it was installed; try again")
    return package


def install_from_index(source: str, target: str) -> InstalledPackage:
    """Fetch a package from the Argos index and install it; the only function here that uses the network.

    Raises ModelError without a network, when the index has no such package, or when the package is not good.
    """
    from argostranslate import package as argos
    from argostranslate import settings

    index = Path(settings.local_package_index)
    before = _modified_at(index)
    with _quiet_argos():
        argos.update_package_index()
    if _modified_at(index) == before:
        raise ModelError(
            "the Argos index cannot be reached; without a network use 'workbench models install FILE'"
        )
    try:
        offers = argos.get_available_packages()
    except (ValueError, AttributeError, TypeError) as error:
        raise ModelError(f"{index}: the Argos index is damaged ({error}); try again") from error
    offer = next((found for found in offers if (found.from_code, found.to_code) == (source, target)), None)
    if offer is None:
        raise ModelError(f"the Argos index has no package {source} -> {target}")
    try:
        with _quiet_argos():
            file = Path(offer.download())
    except Exception as error:
        raise ModelError(
            f"the package {source} -> {target} cannot be fetched ({error}); try again"
        ) from error
    try:
        return install_package(file, source=source, target=target)
    finally:
        file.unlink(missing_ok=True)


def verify_package(package: InstalledPackage) -> None:
    """Check that a package's files are those that were installed, that it loads and translates a line.

    Raises ModelError that says what is wrong.
    """
    hashes = _read_hashes(package.path).get("sha256", {})
    for name, expected in hashes.items():
        file = package.path / name
        if not file.is_file():
            raise ModelError(f"{file}: missing; install the package again")
        if sha256_of(file) != expected:
            raise ModelError(f"{file}: changed since it was installed; install the package again")
    _try(package.path, package.path)


def load_model(path: Path, **options: Any) -> Any:  # noqa: ANN401 (ctranslate2 has no types)
    """Load the CTranslate2 model of a package or a model folder. Raises ModelError."""
    import ctranslate2

    try:
        return ctranslate2.Translator(str(_model_folder(path)), **options)
    except (RuntimeError, ValueError) as error:
        reason = str(error).split("\n")[0]
        raise ModelError(f"{path}: the model cannot be loaded ({reason}); install it again") from error


def has_vocabulary_map(path: Path) -> bool:
    """True where the model of a package or a model folder says which target pieces a text may need."""
    return (_model_folder(path) / MAP_FILE).is_file()


def _model_folder(path: Path) -> Path:
    return path / "model" if (path / MODEL_FILE).is_file() else path


def _try(path: Path, named: Path) -> None:
    """Translate one line with the package at `path`; errors name `named`."""
    tokenizer = open_tokenizer(path)
    model = load_model(path, inter_threads=1, intra_threads=1)
    try:
        result = model.translate_batch([tokenizer.encode(TRIAL_LINE)], beam_size=1, max_decoding_length=16)
        tokenizer.decode(result[0].hypotheses[0])
    except (RuntimeError, ValueError, IndexError, OSError) as error:
        reason = str(error).split("\n")[0]
        raise ModelError(f"{named}: the package does not translate ({reason})") from error


def _read_installed(path: Path) -> InstalledPackage | None:
    file = path / "metadata.json"
    if path.name.startswith(".") or not file.is_file() or not (path / MODEL_FILE).is_file():
        return None
    try:
        metadata = parse_metadata(file.read_bytes(), str(path))
    except (OSError, ModelError):
        return None
    return InstalledPackage(
        source=metadata.source,
        target=metadata.target,
        name=path.name,
        version=metadata.version,
        path=path,
        is_draft=metadata.is_draft,
        size_bytes=sum(found.stat().st_size for found in path.rglob("*") if found.is_file()),
        archive_sha256=_read_hashes(path).get("archive_sha256", ""),
        target_prefix=metadata.target_prefix,
        longest_text=metadata.longest_text,
    )


def _ships_another(source: str, target: str) -> bool:
    """True where the workbench ships a package for these languages that is not among the installed ones."""
    if (source, target) != (SOURCE, TARGET) or not _shipped_sha256():
        return False
    return not any(is_shipped(package) for package in installed_packages())


def _shipped_sha256() -> str:
    try:
        return sha256_of(shipped_package())
    except (OSError, ModelError):
        return ""


def _put(staged: Path, place: Path, aside: Path) -> None:
    """Move a folder to its place; what was there goes aside, and comes back when the move fails."""
    try:
        if place.exists():
            place.rename(aside)
        try:
            staged.rename(place)
        except OSError:
            if aside.exists():
                aside.rename(place)
            raise
    except OSError as error:
        raise ModelError(f"{place}: cannot be written ({error.strerror or error})") from error


@contextmanager
def _staging_folder(folder: Path) -> Iterator[Path]:
    """Make a folder on the packages folder's file system, beside it where possible, and take it away at the
    end."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        parent = folder.parent
        is_beside = os.access(parent, os.W_OK) and parent.stat().st_dev == folder.stat().st_dev
        staging = Path(tempfile.mkdtemp(prefix=".installing-", dir=parent if is_beside else folder))
    except OSError as error:
        raise ModelError(f"{folder}: packages cannot be written here ({error.strerror or error})") from error
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _write_hashes(path: Path, archive_sha256: str) -> None:
    files = sorted(found for found in path.rglob("*") if found.is_file())
    hashes = {found.relative_to(path).as_posix(): sha256_of(found) for found in files}
    content = json.dumps({"archive_sha256": archive_sha256, "sha256": hashes}, indent=1, ensure_ascii=False)
    (path / HASHES_FILE).write_text(content + "\n", encoding="utf-8")


def _read_hashes(path: Path) -> dict[str, Any]:
    try:
        values = json.loads((path / HASHES_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}


def _modified_at(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


@contextmanager
def _quiet_argos() -> Iterator[None]:
    """Keep argostranslate's own log lines off stderr: the caller says what went wrong."""
    import logging

    logger = logging.getLogger("argostranslate.utils")
    was_disabled, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = was_disabled
