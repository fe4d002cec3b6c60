# ruff: noqa: SIM905 (a list of words reads best as words)
"""The language of a text, by its writing system first; the only importer of langdetect.

langdetect takes short and mixed Chinese for Korean (60 of 230 paragraphs measured), so it is asked only
about Latin and other alphabetic text of some length, seeded, and not where English shows by its function
words (that costs some 10 ms a paragraph, a hundred times the rest of the rule). Counting Han, kana, Hangul
and Latin words was right on all 230.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from workbench.scripts import chinese_script

LATIN_CHARACTERS_FOR_MODEL = 60
OTHER_CHARACTERS_FOR_MODEL = 20
MODEL_SAMPLE_CHARACTERS = 600
_ADDRESS = re.compile(
    r"(?:https?|ftp)://[^\s\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+|www\.[\w.\-/]+|(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]+(?:\.[\w\-]+)+",
    re.ASCII,
)
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f〇]")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\uff66-\uff6f\uff71-\uff9d]")
_HANGUL = re.compile(r"[\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\uff21-\uff3a\uff41-\uff5a]+")
_OTHER_LETTER = re.compile(r"[\u0370-\u1cff\u2c80-\u2dff\ua4d0-\uabff]")
_FUNCTION_WORD = re.compile(
    r"\b(?:the|and|to|that|with|for|by|from|are|were|which|this|has|have|its|their|will)\b"
)
MIN_FUNCTION_WORDS = 3  # different ones
FUNCTION_WORD_SHARE = 0.12  # of all words; English prose has .2 and more, other languages almost none
_SCRIPTS = {"ja": "Jpan", "ko": "Kore", "ru": "Cyrl", "uk": "Cyrl", "bg": "Cyrl", "ar": "Arab", "fa": "Arab"}
_LATIN_SCRIPT_LANGUAGES = frozenset(
    "af ca cs cy da de en es et fi fr hr hu id it lt lv nl no pl pt ro sk sl so sq sv sw tl tr vi".split()
)


class _Detector(Protocol):
    def append(self, text: str) -> None: ...

    def detect(self) -> str: ...


class _Factory(Protocol):
    def create(self) -> _Detector: ...


@dataclass(frozen=True, slots=True)
class Detection:
    """A language (BCP 47 primary tag, `und` where there is none to tell), its script, and why."""

    language: str
    script: str
    reason: str


def without_addresses(text: str) -> str:
    """Give the text without its web and mail addresses."""
    return _ADDRESS.sub(" ", text)


def detect(text: str, *, majority: str = "und", majority_script: str = "") -> Detection:
    """Tell the language of a text.

    `majority` and `majority_script` are those of the document: they decide for short Latin text and for
    Chinese characters that both scripts share.
    """
    words = without_addresses(text)
    han = len(_HAN.findall(words))
    kana = len(_KANA.findall(words))
    hangul = len(_HANGUL.findall(words))
    latin = sum(1 for _ in _LATIN_WORD.finditer(words))
    if kana >= 2 and 10 * kana >= han + kana:
        return Detection("ja", "Jpan", f"{kana} kana")
    if hangul > han + latin:
        return Detection("ko", "Kore", f"{hangul} Hangul")
    if han and han >= latin:
        script = chinese_script(words, majority=majority_script)
        return Detection("zh", script, f"{han} Han characters, {latin} Latin words")
    others = len(_OTHER_LETTER.findall(words))
    if others > han + latin:
        return _detect_other(words, others)
    if not latin:
        return Detection("und", "", "no letters")
    return _detect_latin(words, latin, majority)


def _detect_latin(words: str, count: int, majority: str) -> Detection:
    letters = words.strip()
    function_words = _FUNCTION_WORD.findall(letters[:MODEL_SAMPLE_CHARACTERS].lower())
    seen = min(count, len(letters[:MODEL_SAMPLE_CHARACTERS].split()))
    if len(set(function_words)) >= MIN_FUNCTION_WORDS and len(function_words) >= FUNCTION_WORD_SHARE * seen:
        return Detection("en", "Latn", f"{count} Latin words, English function words among them")
    if len(letters) >= LATIN_CHARACTERS_FOR_MODEL:
        language = _ask_model(letters)
        if language in _LATIN_SCRIPT_LANGUAGES:
            return Detection(language, "Latn", f"{count} Latin words, langdetect says {language}")
    if majority in _LATIN_SCRIPT_LANGUAGES:
        return Detection(
            majority, "Latn", f"{count} Latin words, too short to tell; the document is {majority}"
        )
    return Detection("en", "Latn", f"{count} Latin words, too short to tell; taken for English")


def _detect_other(words: str, count: int) -> Detection:
    if count < OTHER_CHARACTERS_FOR_MODEL:
        return Detection("und", "", f"{count} letters that are neither Han nor Latin")
    language = _ask_model(words)
    return Detection(language, _SCRIPTS.get(language, ""), f"{count} letters, langdetect says {language}")


@cache
def _model() -> _Factory:
    """Load langdetect's profiles once, seeded: unseeded, its answers change from run to run."""
    from langdetect import DetectorFactory, detector_factory

    DetectorFactory.seed = 0
    detector_factory.init_factory()
    factory: _Factory = detector_factory._factory
    return factory


def _ask_model(text: str) -> str:
    from langdetect.lang_detect_exception import LangDetectException

    detector = _model().create()
    detector.append(text[:MODEL_SAMPLE_CHARACTERS])
    try:
        language = detector.detect()
    except LangDetectException:
        return "und"
    return "und" if language == "unknown" else language.split("-", 1)[0]
