"""Languages as the workbench names them: BCP 47 tags, and how segments are joined in each."""

from collections.abc import Sequence

SOURCE_LANGUAGE = "zh"
TARGET_LANGUAGE = "en"

_UNSPACED = frozenset({"zh", "ja"})


def tag(language: str, script: str) -> str:
    """Give the BCP 47 tag of a language, with its script where that tells texts apart (`zh-Hant`)."""
    return f"{language}-{script}" if language == "zh" and script in {"Hans", "Hant"} else language


def join_segments(texts: Sequence[str], language: str) -> str:
    """Join segments as that language is written: Chinese without a space, English with one."""
    return ("" if language in _UNSPACED else " ").join(texts)
