"""Writing the settings file of the review application, which people may also write themselves."""

import json
import os
from pathlib import Path

from workbench.errors import OutputError
from workbench.review.review_places import Settings, settings_path

_HEAD = "# Written by the settings screen of the review application. Other entries are not kept.\n"


def write_settings(settings: Settings, path: Path | None = None) -> Path:
    """Write the settings and give the file; an old one is replaced at the end.

    Raises:
        OutputError: the folder cannot be written.
    """
    path = path or settings_path()
    lines = [_HEAD]
    if settings.theme:
        lines.append(f"theme = {_text(settings.theme)}\n")
    lines.append("\n[keys]\n")
    lines += [f"{_text(name)} = {_text(key)}\n" for name, key in sorted(settings.keys.items())]
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text("".join(lines), encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from error
    return path


def _text(value: str) -> str:
    """Give a TOML basic string: JSON's escapes are among TOML's, which wants U+007F escaped, too."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
