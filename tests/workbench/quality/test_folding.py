"""Folding for comparing keeps every character's place."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.quality.folding import fold_chinese, fold_width
from workbench.scripts import simplify_each


def test_every_chinese_character_folds_as_opencc_simplifies_it_alone() -> None:
    characters = [chr(code) for code in range(0x4E00, 0xA000)]
    expected = [
        simple if len(simple) == 1 else character
        for character, simple in zip(characters, simplify_each(characters), strict=True)
    ]
    assert list(fold_chinese("".join(characters))) == expected


@given(st.text(max_size=30))
def test_no_character_comes_or_goes(text: str) -> None:
    assert len(fold_chinese(text)) == len(fold_width(text)) == len(text)
