"""Simplified and Traditional Chinese, by what OpenCC changes; the only importer of opencc."""

from collections.abc import Sequence
from functools import cache
from typing import Protocol

SAMPLE_CHARACTERS = 2_000

# Common characters that only Traditional text has; a sentence of any length has one of them.
TRADITIONAL_ONLY = frozenset(
    "們個這國來時說會對發為學後過長實業產區關與應開門問間題經濟員動務報導續統計項數據進設備車電視網絡機術"
    "創萬億點類總體變組織際場廣東華僑歷屆極權積種稅稱筆節約級紀純終結給線練縣羅義習聯職聲腦臺興舉蘇處號裡"
    "補製複見規親覺觀記許論證評試該詳語調請課諾講識護讓貝負財責貨費資質賽購贈趙軍軟輕較載輯輪輸農連運達遠"
    "適選遺鄉鄭釋針鋼錄錢鍵鎮鐵鋪陽陳陸隊階隨險難雙雜離響頁頂順須領頭顯飛養館馬驗魚黨齊"
)


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
    simplified = simplify_each(ordered)
    traditional = _converters()[1].convert("\n".join(ordered)).split("\n")
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


def to_simplified(text: str) -> str:
    """Give a Traditional text in Simplified characters, by words where that matters (著名, 顯著)."""
    return text if TRADITIONAL_ONLY.isdisjoint(text) else _converters()[0].convert(text)


def simplify_each(characters: Sequence[str]) -> list[str]:
    """Give the Simplified form of each character as it stands alone."""
    return _converters()[0].convert("\n".join(characters)).split("\n")
