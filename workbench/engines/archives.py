"""Translation packages as files: what an .argosmodel may hold, and unpacking one that holds nothing else.

A package is a zip file with one top folder: `metadata.json`, `model/` (CTranslate2) and
`sentencepiece.model` or `bpe.model`. argostranslate itself only checks that it is a zip file and unpacks
whatever is inside.
"""

import hashlib
import json
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from workbench.errors import ModelError

MAXIMUM_MEMBERS = 2000
MAXIMUM_UNPACKED_BYTES = 4 << 30
MAXIMUM_METADATA_BYTES = 1 << 20
MODEL_FILE = "model/model.bin"
TOKENIZER_FILES = ("sentencepiece.model", "bpe.model")
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a package says of itself; languages are argostranslate's codes.

    A text of more than `longest_text` characters is translated better clause by clause; 0 where the package
    says nothing of it.
    """

    source: str
    target: str
    version: str
    is_draft: bool
    target_prefix: str = ""
    longest_text: int = 0


def sha256_of(path: Path) -> str:
    """Give the SHA-256 of a file's bytes as hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def parse_metadata(content: bytes, place: str) -> Metadata:
    """Read the bytes of a metadata.json. Raises ModelError, which names `place`."""
    try:
        values = json.loads(content.decode("utf-8-sig"))
    except ValueError as error:
        raise ModelError(f"{place}: metadata.json is not JSON ({error}); get the package again") from error
    if not isinstance(values, dict) or values.get("type", "translate") != "translate":
        raise ModelError(f"{place}: metadata.json does not describe a translation package")
    source, target = values.get("from_code"), values.get("to_code")
    if not isinstance(source, str) or not isinstance(target, str):
        raise ModelError(f"{place}: metadata.json names no from_code and to_code")
    return Metadata(
        source=source,
        target=target,
        version=str(values.get("package_version", "")),
        is_draft=bool(values.get("is_draft", values.get("draft", False))),
        target_prefix=str(values.get("target_prefix") or ""),
        longest_text=longest if type(longest := values.get("longest_text")) is int else 0,
    )


def check_archive(file: Path) -> tuple[str, Metadata]:
    """Read a package's list of members and metadata, and give its top folder's name and the metadata.

    Raises ModelError where it is no zip file, has a member that would land outside its one top folder, is
    linked, encrypted, listed twice or too big, or where a part of a package is missing.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            top, names = _check_members(archive, file)
            missing = [name for name in ("metadata.json", MODEL_FILE) if f"{top}/{name}" not in names]
            if not any(f"{top}/{name}" in names for name in TOKENIZER_FILES):
                missing.append(" or ".join(TOKENIZER_FILES))
            if missing:
                raise ModelError(f"{file}: not a translation package, {' and '.join(missing)} missing")
            if archive.getinfo(f"{top}/metadata.json").file_size > MAXIMUM_METADATA_BYTES:
                raise ModelError(f"{file}: metadata.json is too big for one")
            return top, parse_metadata(archive.read(f"{top}/metadata.json"), str(file))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ModelError(f"{file}: not a package that can be unpacked ({error}); get it again") from error
    except OSError as error:
        raise ModelError(f"{file}: cannot be read ({error.strerror or error})") from error


def unpack(file: Path, folder: Path) -> None:
    """Unpack a package that `check_archive` has passed. Raises ModelError where it is damaged."""
    try:
        with zipfile.ZipFile(file) as archive:
            _check_members(archive, file)
            archive.extractall(folder)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ModelError(f"{file}: damaged ({error}); get it again") from error
    except OSError as error:
        raise ModelError(f"{folder}: cannot be written ({error.strerror or error})") from error


def _check_members(archive: zipfile.ZipFile, file: Path) -> tuple[str, frozenset[str]]:
    members = archive.infolist()
    if len(members) > MAXIMUM_MEMBERS or sum(member.file_size for member in members) > MAXIMUM_UNPACKED_BYTES:
        raise ModelError(f"{file}: too many files or too many bytes for a translation package")
    names = [member.filename.rstrip("/") for member in members]
    if len({name.casefold() for name in names}) != len(names):
        raise ModelError(f"{file}: lists a file twice")
    for member in members:
        _check_member(member, file)
    tops = {PurePosixPath(name).parts[0] for name in names}
    if len(tops) != 1 or any(not member.is_dir() and "/" not in member.filename for member in members):
        raise ModelError(f"{file}: a translation package has one folder and nothing beside it")
    return tops.pop(), frozenset(names)


def _check_member(member: zipfile.ZipInfo, file: Path) -> None:
    name = member.filename
    kind = stat.S_IFMT(member.external_attr >> 16)
    parts = name.rstrip("/").split("/")
    if any(part in ("", ".", "..") or part.endswith((".", " ")) for part in parts) or {"\\", ":", "\0"} & set(
        name
    ):
        raise ModelError(f"{file}: '{name}' would be written outside the package's folder")
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise ModelError(f"{file}: '{name}' is a link or a device; a package holds plain files")
    if member.flag_bits & 0x1:
        raise ModelError(f"{file}: '{name}' is encrypted")
