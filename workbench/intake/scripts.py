"""Simplified or Traditional, by what OpenCC would change; the only importer of opencc."""

from functools import cache
from typing import Protocol

SAMPLE_CHARACTERS = 2_000


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _converters() -> tuple[_Converter, _Converter]:
    import opencc

    return opencc.OpenCC("tw2s"), opencc.OpenCC("s2t")


_weights: dict[str, int] = {}


def _weigh(characters: set[str]) -> None:
    """Learn of each character whether only one script writes it: 1 Traditional, -1 Simplified, 0 both."""
    ordered = sorted(characters)
    to_simplified, to_traditional = _converters()
    joined = "\n".join(ordered)
    simplified = to_simplified.convert(joined).split("\n")
    traditional = to_traditional.convert(joined).split("\n")
    for character, simple, full in zip(ordered, simplified, traditional, strict=True):
        _weights[character] = (simple != character) - (full != character)


def chinese_script(text: str, *, majority: str = "") -> str:
    """Give `Hans` or `Hant` for Chinese text.

    Characters that only one script has are counted, within the first 2,000 characters. Where they are even
    (中山, 大同) the answer is `majority`, or `Hans` without one.
    """
    characters = [character for character in text[:SAMPLE_CHARACTERS] if "\u3400" <= character <= "\u9fff"]
    unknown = set(characters) - _weights.keys()
    if unknown:
        _weigh(unknown)
    balance = sum(_weights[character] for character in characters)
    if balance == 0:
        return majority if majority in ("Hans", "Hant") else "Hans"
    return "Hant" if balance > 0 else "Hans"


def simplified(text: str) -> str:
    """Give Chinese text in Simplified characters, for comparing; other text comes back as it is."""
    return text if text.isascii() else _converters()[0].convert(text)
