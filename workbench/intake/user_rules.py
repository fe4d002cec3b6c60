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

[[replace]]
id = "our-ellipsis"
pattern = "。。。+"
with = "……"                              # \\1 is the first group of the pattern
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from workbench.errors import InputError
from workbench.intake.cleaning import MARK_PREFIX, RULES, Rule, replacing
from workbench.intake.rules.table import FurnitureRule, SegmentationTable
from workbench.intake.segmenter import TABLES

KINDS = ("boilerplate", "navigation")
_SETS = ("abbreviations", "numbered", "titles", "words", "starters")
_TOP = ("cleaning", "segmentation", "furniture", "replace")


@dataclass(frozen=True, slots=True)
class UserRules:
    """What a user adds: cleaning rules that are off and new ones, segmentation tables, patterns of furniture.

    `toml` is the text that says so, to be kept with what was read by it.
    """

    cleaning_off: frozenset[str] = frozenset()
    tables: Mapping[str, SegmentationTable] = field(default_factory=lambda: MappingProxyType({}))
    furniture: tuple[FurnitureRule, ...] = ()
    replacements: tuple[Rule, ...] = ()
    toml: str = ""


NO_RULES = UserRules()


def load_rules(path: Path) -> UserRules:
    """Read a `rules.toml`. Raises InputError where it is missing, no TOML, or says what is not understood."""
    try:
        return parse_rules(path.read_text(encoding="utf-8-sig"), where=str(path))
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror}); check the path and its rights"
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: no valid TOML ({error}); correct it") from error


def parse_rules(toml: str, *, where: str) -> UserRules:
    """Read rules from the text of a `rules.toml`; no text, no rules. Raises what `load_rules` does."""
    try:
        content = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{where}: no valid TOML ({error}); correct it") from error
    _refuse_unknown(where, "", content, _TOP)
    furniture, replacements = content.get("furniture", []), content.get("replace", [])
    for name, found in (("furniture", furniture), ("replace", replacements)):
        if not isinstance(found, list):
            raise InputError(f"{where}: {name} must be a list of tables, each under [[{name}]]")
    return UserRules(
        _cleaning_off(where, content.get("cleaning", {})),
        MappingProxyType(_tables(where, content.get("segmentation", {}))),
        tuple(_furniture(where, index, rule) for index, rule in enumerate(furniture, 1)),
        _replacements(where, replacements),
        toml,
    )


def _refuse_unknown(where: str, place: str, found: object, known: tuple[str, ...]) -> None:
    if not isinstance(found, dict):
        raise InputError(f"{where}: [{place}] must be a table; see the example in the documentation")
    for key in found:
        if key not in known:
            table = f" in [{place}]" if place else ""
            raise InputError(f"{where}: {key!r}{table} is not known; known are {', '.join(known)}")


def _words(where: str, place: str, value: object) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise InputError(f"{where}: {place} must be a list of words in quotation marks")
    return frozenset(value)


def _cleaning_off(where: str, section: Any) -> frozenset[str]:  # noqa: ANN401 (what TOML holds)
    _refuse_unknown(where, "cleaning", section, ("off",))
    off = _words(where, "cleaning.off", section.get("off", []))
    known = {rule.id for rule in RULES}
    for rule in sorted(off - known):
        raise InputError(f"{where}: there is no cleaning rule {rule!r}; there are {', '.join(sorted(known))}")
    return off


def _tables(where: str, section: Any) -> dict[str, SegmentationTable]:  # noqa: ANN401 (what TOML holds)
    _refuse_unknown(where, "segmentation", section, tuple(TABLES))
    tables = {}
    for language, additions in section.items():
        place = f"segmentation.{language}"
        _refuse_unknown(where, place, additions, ("terminals", *_SETS))
        table = TABLES[language]
        terminals = additions.get("terminals", "")
        if not isinstance(terminals, str):
            raise InputError(f'{where}: {place}.terminals must be a text of marks, such as "；"')
        changes: dict[str, Any] = {"terminals": table.terminals + terminals}
        for name in _SETS:
            words = _words(where, f"{place}.{name}", additions.get(name, []))
            lowered = words if name in ("words", "starters") else frozenset(word.lower() for word in words)
            changes[name] = getattr(table, name) | lowered
        tables[language] = replace(table, **changes)
    return tables


def _furniture(where: str, index: int, rule: Any) -> FurnitureRule:  # noqa: ANN401 (what TOML holds)
    place = f"furniture {index}"
    _refuse_unknown(where, place, rule, ("id", "pattern", "words", "kind", "max_characters"))
    for key in ("id", "pattern"):
        if not isinstance(rule.get(key), str) or not rule[key]:
            raise InputError(f"{where}: {place} lacks its {key}")
    kind = rule.get("kind", KINDS[0])
    if kind not in KINDS:
        raise InputError(f"{where}: {place} has the kind {kind!r}; there are {' and '.join(KINDS)}")
    pattern = _pattern(where, place, rule["pattern"])
    limit = rule.get("max_characters", 400)
    if not isinstance(limit, int) or limit < 1:
        raise InputError(f"{where}: max_characters of {place} must be a number of characters")
    words = str(rule.get("words", "a rule of the user"))
    return FurnitureRule(rule["id"], pattern, words, kind, limit)


def _pattern(where: str, place: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise InputError(f"{where}: the pattern of {place} is wrong: {error}") from error


def _replacements(where: str, found: list[Any]) -> tuple[Rule, ...]:
    rules: dict[str, Rule] = {}
    taken = {rule.id for rule in RULES}
    for index, rule in enumerate(found, 1):
        place = f"replace {index}"
        _refuse_unknown(where, place, rule, ("id", "pattern", "with", "words"))
        for key in ("id", "pattern", "with"):
            if not isinstance(rule.get(key), str) or not (rule[key] or key == "with"):
                raise InputError(f"{where}: {place} lacks its {key}")
        name = rule["id"]
        if name in taken or name in rules or name.startswith(MARK_PREFIX):
            raise InputError(f"{where}: the id {name!r} of {place} is taken; choose another")
        pattern = _pattern(where, place, rule["pattern"])
        try:
            pattern.sub(rule["with"], "")
        except (re.error, IndexError) as error:
            raise InputError(f"{where}: what {place} puts in is wrong: {error}") from error
        rules[name] = replacing(name, str(rule.get("words", "a rule of the user")), pattern, rule["with"])
    return tuple(rules.values())
