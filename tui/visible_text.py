"""Text from documents made safe to put on a terminal: what would act or hide is shown as a sign instead.

Control characters would move the cursor or change colours, bidirectional controls reorder what is read, and
zero-width characters hide. None of them reaches the terminal: C0 controls become their control picture
(ESC is `␛`), a line break `↵`, all others their number, `‹U+200B›`. The stored text is not changed.
"""

import re
import unicodedata

SIGN = re.compile("[\u2400-\u2421\u21b5]|‹U\\+[0-9A-F]{4,6}›")
"""Finds the signs in a text that `visible` gave, so that they can be drawn in a colour of their own."""

_MARK_CARRIER = "\u25cc"  # dotted circle: carries a combining mark that has no letter before it
_ACTING_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_MARK_CATEGORIES = frozenset({"Mn", "Me"})
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_ASCII = re.compile("[\x20-\x7e]*")


def visible(text: str) -> str:
    """Give `text` with every control, format and surrogate character, and every lone mark, made visible.

    Variation selectors are left out: they choose a glyph and would make a terminal guess its width.
    """
    if _ASCII.fullmatch(text):
        return text
    shown = "".join(_sign(character) for character in _SELECTORS.sub("", text))
    if shown and unicodedata.category(shown[0]) in _MARK_CATEGORIES:
        return _MARK_CARRIER + shown
    return shown


def visible_in_place(text: str) -> str:
    """Give `text` with each acting character replaced by one sign, so that offsets stay as they are.

    For editors, where the cursor counts characters of the stored text.
    """
    if _ASCII.fullmatch(text):
        return text
    return "".join(_sign(character)[:1] if _acts(character) else character for character in text)


def _acts(character: str) -> bool:
    return unicodedata.category(character) in _ACTING_CATEGORIES


def _sign(character: str) -> str:
    if not _acts(character):
        return character
    code = ord(character)
    if character == "\n":
        return "\u21b5"
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"‹U+{code:04X}›"
