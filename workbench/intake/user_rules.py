"""A user's own rules, from a `rules.toml`, added to those of the workbench.

[cleaning]
off = ["full-width"]                     # rules that shall not run

[segmentation.en]
abbreviations = ["hwy", "intl"]          # keep their dot
titles = ["sec-gen"]                     # stand before a name and never end a sentence

[segmentation.zh]
terminals = "；"                          # end a sentence too

[[furniture]]
id = "our-banner"
pattern = "欢迎关注.{0,20}公众号"           # matches a paragraph from its start
words = "banner of our site"
kind = "boilerplate"                     # or "navigation"
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from workbench.errors import InputError
from workbench.intake.cleaning import RULES
from workbench.intake.rules.table import FurnitureRule, SegmentationTable
from workbench.intake.segmenter import TABLES

KINDS = ("boilerplate", "navigation")
_SETS = ("abbreviations", "numbered", "titles", "words", "starters")
_TOP = ("cleaning", "segmentation", "furniture")


@dataclass(frozen=True, slots=True)
class UserRules:
    """What a user adds: cleaning rules that are off, segmentation tables, patterns of furniture."""

    cleaning_off: frozenset[str] = frozenset()
    tables: Mapping[str, SegmentationTable] = field(default_factory=lambda: MappingProxyType({}))
    furniture: tuple[FurnitureRule, ...] = ()


NO_RULES = UserRules()


def load_rules(path: Path) -> UserRules:
    """Read a `rules.toml`. Raises InputError where it is missing, no TOML, or says what is not understood."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror}); check the path and its rights"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: no valid TOML ({error}); correct it") from error
    _refuse_unknown(path, "", content, _TOP)
    return UserRules(
        _cleaning_off(path, content.get("cleaning", {})),
        MappingProxyType(_tables(path, content.get("segmentation", {}))),
        tuple(_furniture(path, index, rule) for index, rule in enumerate(content.get("furniture", []), 1)),
    )


def _refuse_unknown(path: Path, place: str, found: object, known: tuple[str, ...]) -> None:
    if not isinstance(found, dict):
        raise InputError(f"{path}: [{place}] must be a table; see the example in the documentation")
    for key in found:
        if key not in known:
            where = f" in [{place}]" if place else ""
            raise InputError(f"{path}: {key!r}{where} is not known; known are {', '.join(known)}")


def _words(path: Path, place: str, value: object) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise InputError(f"{path}: {place} must be a list of words in quotation marks")
    return frozenset(value)


def _cleaning_off(path: Path, section: Any) -> frozenset[str]:  # noqa: ANN401 (what TOML holds)
    _refuse_unknown(path, "cleaning", section, ("off",))
    off = _words(path, "cleaning.off", section.get("off", []))
    known = {rule.id for rule in RULES}
    for rule in sorted(off - known):
        raise InputError(f"{path}: there is no cleaning rule {rule!r}; there are {', '.join(sorted(known))}")
    return off


def _tables(path: Path, section: Any) -> dict[str, SegmentationTable]:  # noqa: ANN401 (what TOML holds)
    _refuse_unknown(path, "segmentation", section, tuple(TABLES))
    tables = {}
    for language, additions in section.items():
        place = f"segmentation.{language}"
        _refuse_unknown(path, place, additions, ("terminals", *_SETS))
        table = TABLES[language]
        terminals = additions.get("terminals", "")
        if not isinstance(terminals, str):
            raise InputError(f'{path}: {place}.terminals must be a text of marks, such as "；"')
        changes: dict[str, Any] = {"terminals": table.terminals + terminals}
        for name in _SETS:
            words = _words(path, f"{place}.{name}", additions.get(name, []))
            lowered = words if name in ("words", "starters") else frozenset(word.lower() for word in words)
            changes[name] = getattr(table, name) | lowered
        tables[language] = replace(table, **changes)
    return tables


def _furniture(path: Path, index: int, rule: Any) -> FurnitureRule:  # noqa: ANN401 (what TOML holds)
    place = f"furniture {index}"
    _refuse_unknown(path, place, rule, ("id", "pattern", "words", "kind", "max_characters"))
    for key in ("id", "pattern"):
        if not isinstance(rule.get(key), str) or not rule[key]:
            raise InputError(f"{path}: {place} lacks its {key}")
    kind = rule.get("kind", KINDS[0])
    if kind not in KINDS:
        raise InputError(f"{path}: {place} has the kind {kind!r}; there are {' and '.join(KINDS)}")
    try:
        pattern = re.compile(rule["pattern"])
    except re.error as error:
        raise InputError(f"{path}: the pattern of {place} is wrong: {error}") from error
    words = str(rule.get("words", "a rule of the user"))
    return FurnitureRule(rule["id"], pattern, words, kind, int(rule.get("max_characters", 400)))
