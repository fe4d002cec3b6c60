"""What goes past the model: figures, dates and Latin names by rule, glossary terms by their rendering.

Each becomes a mark ⟦1⟧, ⟦2⟧, … where the model carries them (see `placeholders`), as in Dinu et al. 2019,
"Training Neural Machine Translation to Apply Terminology Constraints", but with the term's English kept out
of the model's reach altogether: it cannot be misspelt. Common words, verbs and slogans are left to the model,
since sentences turn them as they need.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from workbench.engines import placeholders
from workbench.engines.placeholders import MARK, MOST, MaskedTerm
from workbench.engines.spelt_figures import find_spelt_figures
from workbench.quality.glossary import Glossary, Term, TermMatch
from workbench.quality.terms import find_rendering

FREE_CATEGORIES = frozenset({"general", "slogan", "verb"})
UNITS = "unit"
COUNTER = "个"  # may stand between a number and a unit
_SINGLE_DIGIT = re.compile(r"(?<![A-Za-z\d.])\d$")
_COUNTERS = "家名项件位台套辆座条所间处片户亩种款艘棵株"  # hours, days, months, years and 个 the model knows
_COUNTED_DIGIT = re.compile(rf"(?<![A-Za-z\d.第、至到~-])[2-9](?=[{_COUNTERS}])")
_DOCUMENT = re.compile(r"[\[(（〔【［]\s?((?:19|20)\d{2})\s?[\])）〕】］]\s?(?:第\s?)?(\d{1,4})\s?号")
_MONEY = {
    "元": ("yuan", "RMB"), "日元": ("yen", "¥"), "美元": ("US dollars", "$"), "欧元": ("euros", "€"),
    "港元": ("Hong Kong dollars", "HK$"), "英镑": ("pounds", "£"),
}  # fmt: skip
_MONEY_MARK = re.compile(rf"(⟦\d+⟧)({'|'.join(_MONEY)})(?!素|旦|件|宵|老|首)")
_SYMBOL = r"(?P<symbol>RMB|(?:US|HK)?\$|[€£¥])\s?"
_WORD = r"(?P<word>yuan|(?:US |U\.S\. |Hong Kong )?dollars?|yen|euros?|pounds?)\b"
_SAME_IN_PLURAL = frozenset({"mu", "jin"})


@dataclass(frozen=True, slots=True)
class Protected:
    """A text for the model; `english` stands for its marks, and `terms` are to be found in the output."""

    text: str
    english: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()

    def unmask(self, text: str) -> str:
        """Put the English of each mark in its place in the model's output, with its own currency."""
        if not self.english:
            return text
        for mark, unit in _MONEY_MARK.findall(self.text):
            text = re.sub(rf"(?:{_SYMBOL})?{mark}(?: {_WORD})?", partial(_in_money, mark, unit), text)
        return placeholders.unmask(text, self.english)

    def lost_terms(self, target: str) -> tuple[Term, ...]:
        """Give the terms of which no approved rendering stands in the target."""
        return tuple(term for term in self.terms if find_rendering(term.approved, target) is None)


def _in_money(mark: str, unit: str, found: re.Match[str]) -> str:
    """Give a mark of money as the output has it, or with the unit's own name where that has another one."""
    name, symbol = _MONEY[unit]
    is_named = found["word"] is None or found["word"].rstrip("s") in name
    is_signed = found["symbol"] is None or found["symbol"].endswith(symbol)
    return found[0] if is_named and is_signed else f"{mark} {name}"


def enforced_terms(text: str, glossary: Glossary) -> list[TermMatch]:
    """Find the glossary terms of a Chinese text that an engine has to render as approved."""
    return [match for match in glossary.find_terms(text) if match.term.category not in FREE_CATEGORIES]


def protect(text: str, glossary: Glossary | None = None, *, with_marks: bool = True) -> Protected:
    """Prepare a text for a model that carries marks, or does not.

    A text that has marks of its own is left as it is. Beyond the ninth mark, nothing is replaced.
    """
    matches = [] if glossary is None else enforced_terms(text, glossary)
    terms = tuple({match.term.source: match.term for match in matches}.values())
    if not with_marks or placeholders.has_marks(text):
        return Protected(text, terms=terms)
    chosen = _longest([*_figures(text, matches), *_renderings(matches)])[:MOST]
    kept, end = [], 0
    for number, part in enumerate(chosen, start=1):
        kept += [text[end : part.start], MARK.format(number)]
        end = part.end
    return Protected("".join(kept) + text[end:], tuple(part.english for part in chosen), terms)


def _renderings(matches: Sequence[TermMatch]) -> list[MaskedTerm]:
    return [
        MaskedTerm(match.start, match.end, match.term.rendering)
        for match in matches
        if match.term.category != UNITS
    ]


def _figures(text: str, matches: Sequence[TermMatch]) -> list[MaskedTerm]:
    """Find figures, dates and names; a number takes the unit that follows it along."""
    parts = [*placeholders.find_terms(text), *find_spelt_figures(text), *_sure_digits(text)]
    numbers = {part.end: part for part in parts if part.english[:1].isdigit()}
    measures = []
    for match in matches:
        if match.term.category == UNITS:
            end = match.start - text[: match.start].endswith(COUNTER)
            number = numbers.get(end) or _digit(text, end)
            if number is not None:
                english = f"{number.english} {_plural(match.term.rendering, number.english)}"
                measures.append(MaskedTerm(number.start, match.end, english))
    return [*parts, *measures]


def _sure_digits(text: str) -> list[MaskedTerm]:
    """Find single digits that count something, and numbers of documents: 〔2022〕13号 is [2022] No. 13.

    These stand apart from `placeholders.find_terms` because people write many of them otherwise in English,
    so that a model cannot learn from their texts to carry marks for them.
    """
    counted = [MaskedTerm(*found.span(), found[0]) for found in _COUNTED_DIGIT.finditer(text)]
    numbered = [
        MaskedTerm(*found.span(), f"[{found[1]}] No. {found[2]}") for found in _DOCUMENT.finditer(text)
    ]
    return [*counted, *numbered]


def _digit(text: str, end: int) -> MaskedTerm | None:
    """Give the single digit before a unit; alone, digits are left to the model."""
    found = _SINGLE_DIGIT.search(text, max(0, end - 2), end)
    return None if found is None else MaskedTerm(*found.span(), found[0])


def _plural(unit: str, number: str) -> str:
    return unit if number == "1" or unit in _SAME_IN_PLURAL or unit.partition(" of ")[1] else f"{unit}s"


def _longest(parts: list[MaskedTerm]) -> list[MaskedTerm]:
    """Keep the longer one of parts that overlap, in the order of the text."""
    kept: list[MaskedTerm] = []
    for part in sorted(parts, key=lambda part: (part.start - part.end, part.start)):
        if all(part.end <= other.start or other.end <= part.start for other in kept):
            kept.append(part)
    return sorted(kept, key=lambda part: part.start)
