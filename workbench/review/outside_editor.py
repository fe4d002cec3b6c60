"""Handing a text to the user's own editor, for edits that want more than a box."""

import os
import shlex
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from workbench.errors import InputError


def edit_outside(text: str, environment: Mapping[str, str] | None = None) -> str:
    """Open `text` in `$VISUAL` or `$EDITOR`, wait, and give what was saved.

    The text stands in a file that only its owner can read, and that is gone afterwards. Editors end a file
    with a line break; one that was not there before is taken off again.

    Raises:
        InputError: no editor is named, it cannot be started, it failed, or what it left is not UTF-8.
    """
    environment = os.environ if environment is None else environment
    command = environment.get("VISUAL") or environment.get("EDITOR") or ""
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise InputError(f"$EDITOR: {command!r}: {error}") from error
    if not words:
        raise InputError("no editor is named: set $EDITOR, for instance EDITOR=nano")
    with tempfile.TemporaryDirectory(prefix="bitext-workbench-") as folder:
        path = Path(folder) / "text.txt"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            ended = subprocess.run([*words, str(path)], check=False)
        except OSError as error:
            raise InputError(f"{words[0]}: cannot be started ({error.strerror})") from error
        if ended.returncode:
            raise InputError(f"{words[0]}: ended with {ended.returncode}; the text is as it was")
        return _read(path, words[0], text)


def _read(path: Path, editor: str, text: str) -> str:
    try:
        edited = path.read_bytes().decode("utf-8", "surrogatepass").replace("\r\n", "\n")
    except OSError as error:
        raise InputError(f"{editor}: left no text ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{editor}: left a text that is not UTF-8") from error
    return edited if text.endswith("\n") else edited.removesuffix("\n")
