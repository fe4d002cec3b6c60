"""Copies of a text for comparing: every character folds to one character, so offsets stay valid."""

from functools import cache

from workbench.scripts import simplify_each

_FULL_WIDTH_KEPT = "，、；：！？（）"  # they separate in Chinese what the ASCII mark may join in a number


@cache
def _width_table() -> dict[int, int]:
    table = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in _FULL_WIDTH_KEPT}
    return table | dict.fromkeys((0x3000, 0xA0, 0x2009, 0x202F), 0x20)


# What OpenCC changes of the characters that mainland Chinese is written in (GB 2312), each with its form.
_CHANGED_IN_GB2312 = "么幺乾干吒咤夥伙後后徵征拚拼捱挨摺折於于榘矩菸烟著着薹苔袷夹醣糖麴曲麽么"


class _ScriptTable(dict[int, int]):
    """Maps each Traditional character to the Simplified one that OpenCC gives for it alone.

    Filled as characters are met, so that OpenCC is not loaded for text that has none of them.
    """

    def __missing__(self, code: int) -> int:
        character = chr(code)
        simple = character if _is_everyday(character) else simplify_each([character])[0]
        self[code] = ord(simple) if len(simple) == 1 else code
        return self[code]


def _is_everyday(character: str) -> bool:
    """Tell whether a character is no Chinese one, or one of GB 2312."""
    if not "\u4e00" <= character < "\ua000":
        return True
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


_script_table = _ScriptTable(
    zip(map(ord, _CHANGED_IN_GB2312[::2]), map(ord, _CHANGED_IN_GB2312[1::2]), strict=True)
)


def fold_width(text: str) -> str:
    """Give full-width digits, letters and signs as ASCII, and odd spaces as plain ones; same length."""
    return text.translate(_width_table())


def fold_chinese(text: str) -> str:
    """Give Traditional characters as Simplified ones, and full-width signs as ASCII; same length."""
    return fold_width(text).translate(_script_table)
