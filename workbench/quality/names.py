"""Check: document numbers, Latin names, model codes, addresses and telephone numbers come over unchanged."""

import re
from collections.abc import Iterator

from workbench.quality.context import Context
from workbench.quality.findings import Finding, Severity, Span
from workbench.quality.folding import fold_chinese, fold_width

NAME = "names"

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[A-Za-z0-9._~:/?#@!$&*+,;=%-]+|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)
_PHONE = re.compile(
    r"(?<![\d-])(?:\+?86[- ]?)?(?:0\d{2,3}[- ]\d{7,8}(?:-\d{1,5})?|1[3-9]\d{9}"
    r"|400[- ]?\d{3}[- ]?\d{4}|400-\d{4}-\d{3})(?!\d)"
)
_DOCUMENT_NUMBER = re.compile(
    r"[\[(（〔【［]\s*((?:19|20)\d{2})\s*[\])）〕】］]\s*(?:第|No\.?\s*|no\.?\s*)?\s*(\d{1,4})(?:\s*号)?"
)
_ENGLISH_DOCUMENT_NUMBER = re.compile(
    r"\b(?:Document\s+)?[Nn]o\.?\s*(\d{1,4})\s*(?:\[|\(|,|of|〔)\s*((?:19|20)\d{2})|((?:19|20)\d{2})\s+[Nn]o\.?\s*(\d{1,4})"
)
_CODE = re.compile(
    r"(?<![A-Za-z0-9])(?=[A-Za-z0-9+./-]*[A-Z])(?=[A-Za-z0-9+./-]*\d)[A-Za-z0-9]+(?:[-./+][A-Za-z0-9]+)*\+?(?![A-Za-z0-9%万亿年月])"
)
_LATIN_WORD = re.compile(r"(?<![A-Za-z])(?=[A-Za-z\d]*[A-Za-z])[A-Za-z\d]{2,}(?![A-Za-z])")
_LATIN = re.compile(r"(?<![A-Za-z0-9.-])[A-Z][A-Za-z]*(?:[- &][A-Z][A-Za-z]*)*(?![A-Za-z0-9])")
_UNIT = re.compile(
    r"^[\d.]+(?:[kMGT]?(?:m|W|Wh|V|Hz|B|g|L)|K)$|^(?:Q[1-4]|H[12])$"
)  # a figure with its unit, or a quarter: other checks look at these
_SPELT_OUT = frozenset(
    {"GDP", "CPI", "PPI", "APP", "App", "KM", "VIP", "CEO", "CFO", "CTO", "IPO", "PK", "OK", "IP", "NO",
     "No", "T", "WTO", "CBD", "PPT", "DNA", "TOP", "Top", "RMB", "CNY", "USD", "PM", "AM", "NGO", "EPC",
     "PPP", "UN", "IT", "EMBA", "MBA", "AIGC", "AI"}
)  # fmt: skip


def code_spans(text: str) -> list[Span]:
    """Give the spans of addresses, telephone and document numbers: their digits are no figures."""
    folded = fold_width(text)
    patterns = (_ADDRESS, _PHONE, _DOCUMENT_NUMBER, _ENGLISH_DOCUMENT_NUMBER)
    return [match.span() for pattern in patterns for match in pattern.finditer(folded)]


def check(source: str, target: str, context: Context) -> list[Finding]:
    """Find codes and names of the Chinese side that the English one lacks or writes differently."""
    folded_source, folded_target = fold_chinese(source), fold_width(target)
    return [
        *_addresses(folded_source, folded_target),
        *_document_numbers(folded_source, folded_target),
        *_codes(folded_source, folded_target),
        *_latin_names(folded_source, folded_target),
    ]


def lost_names(source: str, target: str) -> list[str]:
    """Give the Chinese side's words in Latin letters that the English lacks, whatever their case and hyphens.

    A machine leaves none of them out for a reason, unlike people, for whom `check` looks at proper names.
    """
    flat_target = _flatten(target)
    words = dict.fromkeys(_LATIN_WORD.findall(fold_width(source)))
    return [word for word in words if _flatten(word) not in flat_target]


def _addresses(source: str, target: str) -> Iterator[Finding]:
    for match in _ADDRESS.finditer(source):
        address = match.group().rstrip(".,;/")
        if address.lower() not in target.lower():
            yield _lacks("address", match.span(), address)
    digits_of_target = re.sub(r"\D", "", target)
    for match in _PHONE.finditer(source):
        number = re.sub(r"\D", "", match.group()).removeprefix("86")
        if number.lstrip("0") not in digits_of_target:
            yield _lacks("telephone number", match.span(), match.group())


def _document_numbers(source: str, target: str) -> Iterator[Finding]:
    given = {match.groups() for match in _DOCUMENT_NUMBER.finditer(target)}
    spans = [match.span() for match in _DOCUMENT_NUMBER.finditer(target)]
    for match in _ENGLISH_DOCUMENT_NUMBER.finditer(target):
        number, year, other_year, other_number = match.groups()
        given.add((year or other_year, number or other_number))
        spans.append(match.span())
    for match in _DOCUMENT_NUMBER.finditer(source):
        year, number = match.groups()
        if match.groups() in given:
            continue
        suggestion = f"[{year}] No. {number}"
        if spans:
            message = f"document number {match.group()} reads differently in the English"
            yield Finding(NAME, Severity.ERROR, match.span(), spans[0], message, suggestion)
        elif not re.search(rf"\b{number}\b", target):
            yield _lacks("document number", match.span(), suggestion, Severity.INFORMATION)


def _codes(source: str, target: str) -> Iterator[Finding]:
    flat_target = _flatten(target)
    for match in _CODE.finditer(_blank(source, _ADDRESS, _PHONE)):
        code = match.group()
        if _UNIT.match(code) or _flatten(code) in flat_target:
            continue
        near = _nearest_code(code, target)
        if near is None:
            yield _lacks("code", match.span(), code)
        else:
            message = f"{code} reads {near.group()} in the English"
            yield Finding(NAME, Severity.ERROR, match.span(), near.span(), message, code)


def _nearest_code(code: str, target: str) -> re.Match[str] | None:
    """Find a code of the same letters and other digits."""
    letters = re.sub(r"[^a-z]", "", code.lower())
    for match in _CODE.finditer(target):
        if re.sub(r"[^a-z]", "", match.group().lower()) == letters:
            return match
    return None


def _latin_names(source: str, target: str) -> Iterator[Finding]:
    flat_target = _flatten(target)
    for match in _LATIN.finditer(_blank(source, _ADDRESS, _CODE)):
        name = match.group()
        words = [word for word in re.split(r"[- &]", name) if len(word) > 1 and word not in _SPELT_OUT]
        if len(name) < 2 or not words or _flatten(name) in flat_target or _initials(target, name):
            continue
        if all(_flatten(word) in flat_target for word in words):
            continue
        is_brand = not all(word.istitle() for word in words)
        severity = Severity.WARNING if is_brand else Severity.INFORMATION  # a person may become "he"
        yield _lacks("name", match.span(), name, severity)


def _initials(target: str, name: str) -> bool:
    """Tell whether an abbreviation is spelt out: AI as "artificial intelligence"."""
    words = re.findall(r"[A-Za-z]+", target)
    initials = "".join(word[0] for word in words).lower()
    without_small = "".join(word[0] for word in words if word not in ("of", "the", "and", "for", "in", "to"))
    return name.isupper() and (name.lower() in initials or name.lower() in without_small.lower())


def _blank(text: str, *patterns: re.Pattern[str]) -> str:
    for pattern in patterns:
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    return text


def _flatten(text: str) -> str:
    return re.sub(r"[^a-z0-9+]", "", text.lower())


def _lacks(what: str, span: Span, text: str, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(NAME, severity, span, None, f"the {what} {text} is missing in the English", text)
