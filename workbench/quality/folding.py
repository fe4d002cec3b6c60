"""Copies of a text for comparing: every character folds to one character, so offsets stay valid."""

from functools import cache

from workbench.scripts import simplify_each

_FULL_WIDTH_KEPT = "，、；：！？（）"  # they separate in Chinese what the ASCII mark may join in a number


@cache
def _width_table() -> dict[int, int]:
    table = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in _FULL_WIDTH_KEPT}
    return table | dict.fromkeys((0x3000, 0xA0, 0x2009, 0x202F), 0x20)


@cache
def _script_table() -> dict[int, int]:
    """Map each Traditional character to the Simplified one that OpenCC gives for it alone."""
    characters = [chr(code) for code in range(0x4E00, 0xA000)]
    return {
        ord(before): ord(after)
        for before, after in zip(characters, simplify_each(characters), strict=True)
        if before != after and len(after) == 1
    }


def fold_width(text: str) -> str:
    """Give full-width digits, letters and signs as ASCII, and odd spaces as plain ones; same length."""
    return text.translate(_width_table())


def fold_chinese(text: str) -> str:
    """Give Traditional characters as Simplified ones, and full-width signs as ASCII; same length."""
    return fold_width(text).translate(_script_table())
