"""Text from documents made safe to put on a terminal: what would act or hide is shown as a sign instead.

Control characters would move the cursor or change colours, bidirectional controls reorder what is read, and
zero-width characters hide. None of them reaches the terminal: C0 controls become their control picture
(ESC is `␛`), a line break `↵`, all others their number, `‹U+200B›`. The stored text is not changed.
"""

import re
import unicodedata

SIGN = re.compile("[\u2400-\u2421\u21b5]|‹U\\+[0-9A-F]{4,6}›")
"""Finds the signs in a text that `visible` gave, so that they can be drawn in a colour of their own."""

_ACTING = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u2064\u2066-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)
"""The Unicode categories Cc, Cf, Cs, Zl and Zp, written out: a look at each character would be too slow."""

_MARK_CARRIER = "\u25cc"  # dotted circle: carries a combining mark that has no letter before it
_MARK_CATEGORIES = frozenset({"Mn", "Me"})
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def visible(text: str) -> str:
    """Give `text` with every control, format and surrogate character, and every lone mark, made visible.

    Variation selectors are left out: they choose a glyph and would make a terminal guess its width.
    """
    shown = _ACTING.sub(_sign, _SELECTORS.sub("", text))
    if shown and unicodedata.category(shown[0]) in _MARK_CATEGORIES:
        return _MARK_CARRIER + shown
    return shown


def visible_in_place(text: str) -> str:
    """Give `text` with each acting character replaced by one sign, so that offsets stay as they are.

    For editors, where the cursor counts characters of the stored text.
    """
    return _ACTING.sub(lambda match: _sign(match)[:1], text)


def _sign(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code == 0x0A:
        return "\u21b5"
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"‹U+{code:04X}›"
