"""Traditional text is folded, Simplified text is left alone."""

import opencc
import pytest

from workbench.scripts import TRADITIONAL_ONLY, to_simplified


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本區產業發展很好。", "本区产业发展很好。"),
        ("他是著名的乾隆時期畫家。", "他是著名的乾隆时期画家。"),
        ("这是一部著作，干净的编著。", "这是一部著作，干净的编著。"),
        ("abc 123", "abc 123"),
        ("", ""),
    ],
)
def test_folding(text: str, expected: str) -> None:
    assert to_simplified(text) == expected


def test_every_mark_of_traditional_text_is_one() -> None:
    converter = opencc.OpenCC("t2s")
    assert [character for character in TRADITIONAL_ONLY if converter.convert(character) == character] == []
