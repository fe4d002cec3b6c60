"""Traditional Chinese folded into Simplified, which is what the translation packages are trained on."""

from functools import cache
from typing import Any

# Common characters that only Traditional text has; a sentence of any length has one of them.
TRADITIONAL_ONLY = frozenset(
    "們個這國來時說會對發為學後過長實業產區關與應開門問間題經濟員動務報導續統計項數據進設備車電視網絡機術"
    "創萬億點類總體變組織際場廣東華僑歷屆極權積種稅稱筆節約級紀純終結給線練縣羅義習聯職聲腦臺興舉蘇處號裡"
    "補製複見規親覺觀記許論證評試該詳語調請課諾講識護讓貝負財責貨費資質賽購贈趙軍軟輕較載輯輪輸農連運達遠"
    "適選遺鄉鄭釋針鋼錄錢鍵鎮鐵鋪陽陳陸隊階隨險難雙雜離響頁頂順須領頭顯飛養館馬驗魚黨齊"
)


def to_simplified(text: str) -> str:
    """Give a Traditional text in Simplified characters, by words where that matters (著名, 顯著)."""
    if TRADITIONAL_ONLY.isdisjoint(text):
        return text
    return str(_converter().convert(text))


@cache
def _converter() -> Any:  # noqa: ANN401 (opencc has no types)
    import opencc

    return opencc.OpenCC("tw2s")
