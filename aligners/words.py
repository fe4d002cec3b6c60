"""Words of English and Chinese sentences, so that a dictionary can be looked up.

English words lose their endings, so that forms of one word are one; words without meaning of their own are
left out. Chinese is cut into the longest words that the dictionary knows.
"""

import re
from collections.abc import Container
from functools import lru_cache

WORD = re.compile(r"[A-Za-z]+")
STOP_WORDS = frozenset(
    WORD.findall(
        """
    a about above after again all also am an and another any are as at be because been before being both but
    by can could did do does doing done down each either else ever every few for from further had has have
    having he her here hers herself him himself his how i if in into is it its itself just let like many may
    me might more most much must my myself neither no nor not now of off on once one ones only onto or other
    our ours out over own per quite rather s same shall she should since so some such t than that the their
    them themselves then there these they this those though through thus to too under until up upon us very
    was we well were what when where which while who whom whose why will with within without would yes yet
    you your yours yourself ll re ve
        """
    )
)
ENDINGS = tuple(WORD.findall("ations ation ingly edly ings ies ied ing ers ed es er ly s e"))
SHORTEST_STEM = 3


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Take the commonest English endings off a word in lower case; a rough key, no word of its own."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            word = word[: -len(ending)]
            break
    if len(word) > SHORTEST_STEM and word[-1] == word[-2]:
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") else word


def english_words(sentence: str) -> list[str]:
    """List the stems of the words that mean something, each once."""
    words = (word.lower() for word in WORD.findall(sentence))
    return list(dict.fromkeys(stem(word) for word in words if word not in STOP_WORDS and len(word) > 1))


def longest_words(sentence: str, known: Container[str], longest: int) -> list[str]:
    """Cut a sentence into the longest known words, from left to right; what is unknown is passed over."""
    words: dict[str, None] = {}
    place = 0
    while place < len(sentence):
        for size in range(min(longest, len(sentence) - place), 0, -1):
            word = sentence[place : place + size]
            if word in known:
                words[word] = None
                place += size
                break
        else:
            place += 1
    return list(words)
