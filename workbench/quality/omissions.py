"""Check: what the machine translation has and the human English has no echo of.

The machine says in English what the Chinese holds; a clause of it none of whose content words comes back in
the human version has probably been left out. Words are compared by stem, and only clauses with several
content words are looked at: human translators paraphrase. After the pivot idea of lingtrain-aligner's proxy
texts, here with the clause as unit and recall of content words as the measure.
"""

import re
from collections.abc import Iterator

from workbench.quality.context import Context
from workbench.quality.findings import Finding, Severity, Span

NAME = "omissions"

MIN_CONTENT_WORDS = 4
MAX_ECHO = 0.0  # share of a clause's content words that the human English has
MIN_LENGTH_RATIO = 0.75  # an English version as long as the machine's has probably only paraphrased

_CLAUSE = re.compile(r"[^,;:.!?]+(?:[.,](?=\d)[^,;:.!?]+)*")
_WORD = re.compile(r"[A-Za-z]{3,}|\d[\d,.]*")
_SOURCE_CLAUSE = re.compile(r"[^，。；：！？,;!?]+")
_STOP_WORD_LIST = """
    about above according after again against all also and any are been before being between both but
    can carried carry continue continued could during each every for from further had has have her
    here his into its just made make makes making may might more most must new nor not off one only
    onto other others our out over own same shall should some such take taken than that the their them
    then there these they this those through two under upon very was well were what when where which
    while who whom whose will with would your
"""
_STOP_WORDS = frozenset(_STOP_WORD_LIST.split())
_SUFFIX = re.compile(
    r"(?:ization|isation|ations?|ments?|ities|ity|ings?|edly|ies|ied|ers?|ors?|ed|ly|es|s|e|al|ive|ion)$"
)


def check(source: str, target: str, context: Context) -> list[Finding]:
    """Find clauses of the machine translation that the human English does not echo (information)."""
    machine = context.machine_translation
    if not machine or not target.strip() or context.is_draft:
        return []
    if len(target) >= MIN_LENGTH_RATIO * len(machine):
        return []
    known = {_stem(word) for word in _WORD.findall(target.lower())}
    return list(_missing_clauses(source, machine, known))


def _missing_clauses(source: str, machine: str, known: set[str]) -> Iterator[Finding]:
    for match in _CLAUSE.finditer(machine):
        content = [word for word in _WORD.findall(match.group().lower()) if word not in _STOP_WORDS]
        if len(content) < MIN_CONTENT_WORDS:
            continue
        echo = sum(_stem(word) in known for word in content) / len(content)
        if echo <= MAX_ECHO:
            clause = match.group().strip()
            span = _place(source, match.start() / len(machine), match.end() / len(machine))
            message = f"nothing in the English echoes this: {clause!r} (machine translation)"
            yield Finding(NAME, Severity.INFORMATION, span, None, message, clause)


def _stem(word: str) -> str:
    if word[0].isdigit():
        return word.rstrip(".,").replace(",", "")
    shorter = _SUFFIX.sub("", word)
    return (shorter if len(shorter) >= 3 else word)[:6]


def _place(source: str, start: float, end: float) -> Span:
    """Give the clause of the Chinese that lies where the clause lies in the translation, in proportion."""
    middle = (start + end) / 2 * len(source)
    clauses = [match.span() for match in _SOURCE_CLAUSE.finditer(source)] or [(0, len(source))]
    return min(clauses, key=lambda span: abs((span[0] + span[1]) / 2 - middle))
