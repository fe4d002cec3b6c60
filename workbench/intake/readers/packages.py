"""Zip containers, opened with care: archives of documents, and the formats that are archives inside."""

import io
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from workbench.errors import InputError

MAX_MEMBERS = 10_000
MAX_UNPACKED_BYTES = 512 << 20
MAX_RATIO = 200  # unpacked to packed; text packs at 3 to 20
_DAMAGE = (
    KeyError, ValueError, OSError, EOFError, NotImplementedError, OverflowError,
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
)  # fmt: skip
RATIO_FREE_BYTES = 8 << 20  # below this size no ratio is suspicious


def open_package(name: str, content: bytes) -> zipfile.ZipFile:
    """Open a zip file after a look at its directory.

    Raises InputError where it is no zip or cut short, where a member's name leads outside or is a link, where
    there are too many members, and where they would unpack to more than is reasonable.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except _DAMAGE as error:
        raise InputError(f"{name}: damaged or cut short ({error}); get the file again") from error
    members = package.infolist()
    if len(members) > MAX_MEMBERS:
        raise InputError(f"{name}: holds {len(members)} files, more than {MAX_MEMBERS}; unpack it yourself")
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > RATIO_FREE_BYTES and unpacked > MAX_RATIO * packed):
        raise InputError(f"{name}: would unpack to {unpacked >> 20} MB, which looks like a bomb; not opened")
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise InputError(f"{name}: the member {member.filename!r} leads outside the archive; not opened")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise InputError(f"{name}: the member {member.filename!r} is a link; not opened")
    return package


def read_member(name: str, package: zipfile.ZipFile, member: str) -> bytes:
    """Unpack one member, never more than its directory promised.

    Raises InputError where it is missing, damaged, encrypted or longer than it says.
    """
    try:
        info = package.getinfo(member)
        with package.open(info) as stream:
            content = stream.read(info.file_size + 1)
    except _DAMAGE as error:
        raise InputError(f"{name}: its part {member!r} is missing or damaged; get the file again") from error
    except RuntimeError as error:
        raise InputError(f"{name}: its part {member!r} is encrypted; unpack it yourself") from error
    if len(content) > info.file_size:
        raise InputError(f"{name}: its part {member!r} is longer than it says, like a bomb; not opened")
    return content


def check_members(name: str, package: zipfile.ZipFile) -> None:
    """Unpack every member once, for readers that stumble over damage; raises what `read_member` does."""
    for member in package.infolist():
        if not member.is_dir():
            read_member(name, package, member.filename)


def member_names(package: zipfile.ZipFile) -> Iterator[str]:
    """Yield the names of the files in a package, in sorted order, without folders and hidden files."""
    for name in sorted(member.filename for member in package.infolist() if not member.is_dir()):
        parts = PurePosixPath(name).parts
        if not any(part.startswith((".", "__MACOSX")) for part in parts):
            yield name
