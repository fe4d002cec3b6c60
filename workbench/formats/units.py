"""Translation units: what the exchange formats carry, and the codes that other tools know languages by."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import IO

from workbench.errors import OutputError

EXCHANGE_CODES = {"zh": "zh-CN", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW", "en": "en-US"}
TRADITIONAL_MARKS = frozenset({"tw", "hk", "mo", "hant", "cht"})
CHINESE_CODES = frozenset({"zh", "cmn", "zho", "chi"})
ENGLISH_CODES = frozenset({"en", "eng"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A source text with a target text, and where they come from.

    `is_manual` says that a person chose which sentences belong together; the score is no aligner's then.
    Languages are BCP 47 tags, `state` is a review state, `origin` names the engine or aligner, `score` is
    better high or None, `created_at` is ISO 8601 in UTC (such as `2024-05-01T08:00:00Z`) or empty.
    """

    source_text: str
    target_text: str
    source_language: str = "zh"
    target_language: str = "en"
    state: str = ""
    origin: str = ""
    score: float | None = None
    is_draft: bool = False
    note: str = ""
    document: str = ""
    created_at: str = ""
    is_manual: bool = False
    is_bookmarked: bool = False


def exchange_code(language: str) -> str:
    """Give the code with a region that translation tools expect: `zh` becomes `zh-CN`, `en` becomes
    `en-US`."""
    return EXCHANGE_CODES.get(language, language)


def language_of_code(code: str) -> str:
    """Fold the codes that tools write (`zh_CN`, `ZH-CN`, `cmn`, `chi`, `zh-TW`, `en-GB`) into our tags.

    Chinese becomes `zh` or `zh-Hant`, English `en`; any other code keeps its words, with hyphens between
    them.
    """
    parts = code.strip().replace("_", "-").split("-")
    primary = parts[0].lower()
    if primary in CHINESE_CODES:
        return "zh-Hant" if TRADITIONAL_MARKS & {part.lower() for part in parts[1:]} else "zh"
    if primary in ENGLISH_CODES:
        return "en"
    return "-".join([primary, *parts[1:]])


def primary(language: str) -> str:
    """Give a tag without its script and region: `zh` for `zh-Hant`."""
    return language.split("-", 1)[0]


def differ(language: str, other: str) -> bool:
    """Tell whether two tags are of different languages; scripts of one language are none."""
    return primary(language) != primary(other)


@contextmanager
def replacing(path: Path, *, encoding: str = "utf-8") -> Iterator[IO[str]]:
    """Write text to a temporary file beside `path`, which takes its place when the block ends without an
    error.

    Lines end with "\n" on every system. Raises OutputError where the place cannot be written; after any
    error what was at `path` is as it was. A device or a pipe, such as /dev/stdout, is written as it stands.
    """
    with _replacing(path) as place, place.open("w", encoding=encoding, errors="replace", newline="") as file:
        yield file


@contextmanager
def replacing_bytes(path: Path) -> Iterator[IO[bytes]]:
    """Write bytes in the way in which `replacing` writes text. Raises OutputError."""
    with _replacing(path) as place, place.open("wb") as file:
        yield file


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """Give the place to write to, which takes the place of `path` at the end."""
    target = path.resolve()
    if target.is_dir():
        raise OutputError(f"{path}: is a folder; name a file")
    is_stream = target.exists() and not target.is_file()
    place = target if is_stream else target.with_name(f".{target.name}.{token_hex(4)}.part")
    try:
        yield place
        if not is_stream:
            place.replace(target)
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be written ({error.strerror or error}); choose another place"
        ) from error
    finally:
        if not is_stream:
            place.unlink(missing_ok=True)
