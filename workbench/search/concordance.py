"""Concordance lines: the match in the middle, its neighbours cut to a width in terminal cells."""

import unicodedata

from workbench.search.searching import Hit

PLACE_WIDTH = 10


def concordance_line(hit: Hit, width: int) -> str:
    """Give a line of a hit: where it is, `width` cells before it, the match in brackets, `width` after it."""
    place = hit.document if hit.pair_id is None else f"{hit.pair_id}:{hit.row}"
    left, match, right = parts(hit, width)
    return f"{_cropped(place, PLACE_WIDTH)}  {left}[{match}]{right}".rstrip()


def parts(hit: Hit, width: int) -> tuple[str, str, str]:
    """Give the text left of a match, the match, and the text right of it, both sides `width` cells wide."""
    left = _clean(hit.text[: hit.start])[::-1]
    right = _clean(hit.text[hit.end :])
    kept = _crop(left, width)[::-1]
    after = _crop(right, width)
    return " " * (width - cells(kept)) + kept, _clean(hit.text[hit.start : hit.end]), after


def cells(text: str) -> int:
    """Count the terminal cells of a text: two for a wide character, none for a mark that joins."""
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _crop(text: str, width: int) -> str:
    used = 0
    for n, character in enumerate(text):
        used += _cells(character)
        if used > width:
            return text[:n]
    return text


def _cropped(text: str, width: int) -> str:
    kept = _crop(_clean(text), width)
    return kept + " " * (width - cells(kept))


def _clean(text: str) -> str:
    """Give a text on one line: white space as blanks, and nothing that acts on a terminal."""
    return "".join(
        " " if character.isspace() else "" if unicodedata.category(character)[0] == "C" else character
        for character in text
    )
