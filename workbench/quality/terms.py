"""Check: glossary terms are rendered as approved, and in one way throughout a document."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.quality.context import Context
from workbench.quality.findings import Finding, Severity, Span
from workbench.quality.glossary import Term, TermMatch, rendering_pattern

NAME = "terms"
CONSISTENCY = "consistency"

_COMMON = frozenset({"general", "verb"})


def check(source: str, target: str, context: Context) -> list[Finding]:
    """Find banned renderings (errors), tolerated and unknown ones of the glossary's terms."""
    if context.glossary is None or not target.strip():
        return []
    matches = context.glossary.find_terms(source)
    seen: set[str] = set()
    findings: list[Finding] = []
    for match in matches:
        if match.term.source not in seen:
            seen.add(match.term.source)
            findings += _term(source, target, match, matches, context)
    return findings


def _term(
    source: str, target: str, match: TermMatch, matches: Sequence[TermMatch], context: Context
) -> Iterator[Finding]:
    term, span = match.term, (match.start, match.end)
    approved = find_rendering(term.approved, target)
    banned = _outside(term.banned, term, matches, target)
    if banned is not None:
        wrong = target[banned[0] : banned[1]]
        message = f"{term.source} is {term.rendering}; {wrong!r} is a rendering to avoid{_why(term)}"
        yield Finding(NAME, Severity.ERROR, span, banned, message, term.rendering)
    elif approved is None and (tolerated := find_rendering(term.tolerated, target)) is not None:
        message = f"{term.source} is usually {term.rendering}"
        yield Finding(NAME, Severity.INFORMATION, span, tolerated, message, term.rendering)
    elif approved is None and not _may_be_paraphrased(term, context):
        severity = Severity.WARNING if context.is_draft else Severity.INFORMATION
        message = f"{term.source} is {term.rendering}; no known rendering of it is here{_why(term)}"
        yield Finding(NAME, severity, span, None, message, term.rendering)


def _why(term: Term) -> str:
    return f" ({term.note})" if term.note else ""


def _may_be_paraphrased(term: Term, context: Context) -> bool:
    """Common words and verbs have more renderings than a glossary, and people turn slogans, too; names are
    names."""
    return term.category in _COMMON or (term.category == "slogan" and not context.is_draft)


def find_rendering(renderings: Sequence[str], target: str) -> Span | None:
    """Give where one of `renderings` stands in an English text, None where none does."""
    for rendering in renderings:
        found = rendering_pattern(rendering).search(target)
        if found is not None:
            return found.span()
    return None


def _outside(banned: Sequence[str], term: Term, matches: Sequence[TermMatch], target: str) -> Span | None:
    """Find a banned rendering that is no part of a good rendering of this or another term here."""
    good = [
        found.span()
        for match in matches
        for rendering in (*match.term.approved, *match.term.tolerated)
        for found in rendering_pattern(rendering).finditer(target)
    ]
    for rendering in banned:
        for found in rendering_pattern(rendering).finditer(target):
            if not any(start <= found.start() and found.end() <= end for start, end in good):
                return found.span()
    return None


def check_consistency(pairs: Sequence[tuple[str, str]], context: Context) -> list[tuple[int, Finding]]:
    """Find terms that one document renders in several ways: (index of the pair, finding).

    The rendering that is used most is taken for the document's own, the first of the others is reported.
    """
    if context.glossary is None:
        return []
    used: dict[str, list[_Use]] = {}
    for n, (source, target) in enumerate(pairs):
        for match in context.glossary.find_terms(source):
            for rendering in (*match.term.approved, *match.term.tolerated):
                found = rendering_pattern(rendering).search(target)
                if found is not None:
                    used.setdefault(match.term.source, []).append(_Use(n, match, rendering, found.span()))
                    break
    return list(_inconsistent(used))


@dataclass(frozen=True, slots=True)
class _Use:
    """A term of pair `pair` that is rendered as `rendering` at `span` of the English."""

    pair: int
    match: TermMatch
    rendering: str
    span: Span


def _inconsistent(used: dict[str, list[_Use]]) -> Iterator[tuple[int, Finding]]:
    for name, uses in used.items():
        counts = Counter(use.rendering for use in uses)
        usual = max(counts, key=lambda rendering: counts[rendering])
        others = [use for use in uses if not _is_short_for(use.rendering, usual)]
        if others:
            use = others[0]
            usually = f"{usual!r} elsewhere in this document ({counts[usual]} times)"
            message = f"{name} is {usually}, here {use.rendering!r}"
            span = (use.match.start, use.match.end)
            yield use.pair, Finding(CONSISTENCY, Severity.INFORMATION, span, use.span, message, usual)


def _is_short_for(rendering: str, full: str) -> bool:
    """Tell whether one is the other's abbreviation, or part of it (`the Committee`)."""
    rendering, full = (" ".join(re.split(r"[\s-]+", text.lower())) for text in (rendering, full))
    initials = "".join(word[0] for word in full.split())
    return full in rendering or rendering in full or rendering.replace(".", "") == initials
