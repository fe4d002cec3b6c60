"""Numerals in words: Chinese (一千二百, 二〇二四, 叁佰) and English (twenty-four, two hundred and five)."""

from fractions import Fraction

CHINESE_DIGITS = {character: n % 10 for n, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
CHINESE_SCALES = {"十": 10, "百": 100, "千": 1000}
CHINESE_GROUPS = {"万": 10**4, "亿": 10**8}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")

_SMALL_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
)
_TENS_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINAL_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth"
)
_ENGLISH_SMALL = {word: n for n, word in enumerate(_SMALL_WORDS.split())}
_ENGLISH_TENS = {word: n * 10 for n, word in enumerate(_TENS_WORDS.split(), start=2)}
ENGLISH_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
ORDINAL_WORDS = tuple(_ORDINAL_WORDS.split())
ENGLISH_WORDS = frozenset({*_ENGLISH_SMALL, *_ENGLISH_TENS})
_IRREGULAR_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fifth": 5,
    "eighth": 8,
    "ninth": 9,
    "twelfth": 12,
}


def chinese_numeral(text: str) -> Fraction | None:
    """Read a numeral in Chinese characters, None where it is none (一二三 in a row of steps, 十百千)."""
    text = text.translate(_FORMAL)
    whole, point, decimals = text.partition("点")
    value = _chinese_whole(whole)
    if value is None or not point:
        return value
    digits = [CHINESE_DIGITS.get(character) for character in decimals]
    if not digits or any(digit is None for digit in digits):
        return None
    return value + Fraction(int("".join(str(digit) for digit in digits)), 10 ** len(digits))


def _chinese_whole(text: str) -> Fraction | None:
    if len(text) > 1 and all(character in CHINESE_DIGITS for character in text):
        is_row = len(text) > 2 or "0" in text or text[0] in "零〇"  # 三四 means three or four
        return Fraction("".join(str(CHINESE_DIGITS[character]) for character in text)) if is_row else None
    total = section = 0
    digit: int | None = None
    last_scale = 1
    for character in text:
        if character in CHINESE_DIGITS:
            if digit:
                return None
            digit = CHINESE_DIGITS[character]
            last_scale = 1 if character in "零〇" else last_scale
        elif character in CHINESE_SCALES:
            last_scale = CHINESE_SCALES[character]
            section += (1 if digit is None else digit) * last_scale
            digit = None
        elif character in CHINESE_GROUPS:
            last_scale = CHINESE_GROUPS[character]
            section += digit or 0
            total = (total + section) * last_scale if total < last_scale else total + section * last_scale
            section, digit = 0, None
        else:
            return None
    if digit is not None and last_scale > 10 and text[-2:-1] not in ("零", "〇"):
        digit *= last_scale // 10  # 两万三 is 23,000
    return Fraction(total + section + (digit or 0)) if text else None


def english_numeral(text: str) -> Fraction | None:
    """Read an English numeral in words, None where it is none; `a` and `and` may stand in it."""
    total = section = 0
    seen = False
    for word in text.lower().replace("-", " ").split():
        if word in _ENGLISH_SMALL:
            section += _ENGLISH_SMALL[word]
        elif word in _ENGLISH_TENS:
            section += _ENGLISH_TENS[word]
        elif word == "hundred":
            section = (section or 1) * 100
        elif word in ENGLISH_SCALES:
            total += (section or 1) * ENGLISH_SCALES[word]
            section = 0
        elif word not in ("a", "and"):
            return None
        seen = seen or word not in ("a", "and")
    return Fraction(total + section) if seen else None


def english_ordinal(text: str) -> int | None:
    """Read an English ordinal in words up to the ninety-ninth, None where it is none."""
    *tens, last = text.lower().replace("-", " ").split()
    base = sum(_ENGLISH_TENS.get(word, 0) for word in tens)
    if last in _IRREGULAR_ORDINALS:
        return base + _IRREGULAR_ORDINALS[last]
    stem = last.removesuffix("th")
    if stem.endswith("ie"):
        return base + _ENGLISH_TENS[f"{stem[:-2]}y"] if f"{stem[:-2]}y" in _ENGLISH_TENS else None
    return base + _ENGLISH_SMALL[stem] if stem != last and stem in _ENGLISH_SMALL else None
