"""What would act on a terminal is shown as a sign, and nothing else is touched."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.visible_text import visible, visible_in_place

ACTING = {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("灵潭高新区", "灵潭高新区"),
        ("[bold]记者[/bold]", "[bold]记者[/bold]"),
        ("\x1b[2J", "␛[2J"),
        ("a\nb\tc\x7f", "a↵b␉c␡"),
        ("zero\u200bwidth", "zero‹U+200B›width"),
        ("\u202egnp.exe", "‹U+202E›gnp.exe"),
        ("\u2028", "‹U+2028›"),
        ("\ud800", "‹U+D800›"),
        ("e\u0301", "e\u0301"),
        ("\u0301e", "◌\u0301e"),
        ("✓\ufe0f", "✓"),
        ("", ""),
    ],
)
def test_signs_stand_for_what_acts(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(st.characters()))
def test_nothing_that_acts_is_left(text: str) -> None:
    assert not {unicodedata.category(character) for character in visible(text)} & ACTING


@given(st.text(st.characters()))
def test_signs_in_place_keep_every_offset(text: str) -> None:
    shown = visible_in_place(text)
    assert len(shown) == len(text)
    assert not {unicodedata.category(character) for character in shown} & ACTING
