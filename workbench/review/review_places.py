"""Where a reviewer was in a database, and how the review application is set up.

Two small files in the user's own folders: `review.toml` with settings that people write (keys by action id,
a theme), and `places.json` with what the application keeps. A broken file never keeps anybody from working.
"""

import json
import os
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import get_ident

from platformdirs import user_config_path, user_state_path

from workbench.errors import InputError

APPLICATION = "bitext-workbench"
SETTINGS_NAME = "review.toml"
PLACES_NAME = "places.json"
MOST_PLACES = 200
"""Databases that are remembered; the oldest goes first."""


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a pair, by its bead's key, and how the rows are shown."""

    pair_id: int
    key: tuple[int, int] | None = None
    filter: str = "all rows"
    side: str = "target"
    shows_draft: bool = False
    compares: bool = False
    doubt_first: bool = False
    is_open: bool = False
    """True while the reviewer is at work on the pair: it is opened again at once."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user has set: keys by action id (several with commas), and the theme."""

    keys: Mapping[str, str] = field(default_factory=dict)
    theme: str = ""


def settings_path() -> Path:
    """Give the file in which settings are looked for."""
    return user_config_path(APPLICATION) / SETTINGS_NAME


def read_settings(path: Path | None = None) -> Settings:
    """Read the settings; all is as it comes where there is no file.

    Raises:
        InputError: the file is no TOML, or not of the form `theme = "…"` and `[keys]` with texts.
    """
    path = path or settings_path()
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: cannot be read as TOML ({error})") from error
    keys, theme = values.get("keys", {}), values.get("theme", "")
    if not isinstance(theme, str) or not isinstance(keys, dict):
        raise InputError(f"{path}: expected 'theme' as a text and a table [keys]")
    for name, key in keys.items():
        if not isinstance(key, str):
            raise InputError(f"{path}: key '{name}': expected a text such as \"m,ctrl+l\"")
    return Settings(keys, theme)


def read_place(database: Path, reviewer: str, folder: Path | None = None) -> Place | None:
    """Give the place that `reviewer` left `database` at, None where none is known."""
    kept = _read_places(folder).get(_name(database, reviewer))
    if not isinstance(kept, dict):
        return None
    try:
        place = Place(**kept)
        key = None if place.key is None else (int(place.key[0]), int(place.key[1]))
        return Place(**{**asdict(place), "key": key, "pair_id": int(place.pair_id)})
    except (TypeError, ValueError, IndexError, KeyError):
        return None


def keep_place(database: Path, reviewer: str, place: Place, folder: Path | None = None) -> None:
    """Keep the place at which `reviewer` is in `database`; where it cannot be written, none is kept."""
    folder = folder or user_state_path(APPLICATION)
    places = _read_places(folder)
    name = _name(database, reviewer)
    places.pop(name, None)
    places[name] = asdict(place)
    kept = dict(list(places.items())[-MOST_PLACES:])
    draft = folder / f"{PLACES_NAME}.{os.getpid()}.{get_ident()}"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
        draft.replace(folder / PLACES_NAME)


def _read_places(folder: Path | None) -> dict[str, object]:
    try:
        text = ((folder or user_state_path(APPLICATION)) / PLACES_NAME).read_text(encoding="utf-8")
        places = json.loads(text)
    except (OSError, ValueError):
        return {}
    return places if isinstance(places, dict) else {}


def _name(database: Path, reviewer: str) -> str:
    return f"{reviewer}@{database.resolve()}"
