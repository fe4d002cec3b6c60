# ruff: noqa: E501, SIM905 (a pattern stays on one line, a list of words reads best as words)
"""Rules for English: sentence ends, headings, furniture of web pages."""

import re

from workbench.intake.rules.table import FurnitureRule, SegmentationTable

SEGMENTATION = SegmentationTable(
    language="en",
    terminals="!?。！？｡⁇⁈⁉",
    abbreviations=frozenset(
        "mr mrs ms messrs dr prof rev hon gen col maj capt lt sgt cmdr adm gov sen rep pres st sr jr esq ph.d m.d b.a m.a "
        "b.sc m.sc llb inc ltd co corp llc plc bros dept univ assn est approx appt apt ave blvd rd hwy mt ft bldg "
        "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun "
        "e.g i.e viz cf al et vs v etc ca c esp incl excl ibid op cit seq "
        "u.s u.k u.n e.u u.s.a u.s.s.r p.r.c d.c a.m p.m a.d b.c b.c.e no nos art arts fig figs eq eqs sec secs ch "
        "chap vol vols pp p para paras pt pts ed eds tab app ref refs sq cu mi kg km cm mm tel ext rmb".split()
    ),
    numbered=frozenset(
        "no nos art arts fig figs eq eqs sec secs ch chap vol vols pp p para paras pt pts tab app ref refs tel ext ca c "
        "approx jan feb mar apr jun jul aug sep sept oct nov dec rmb".split()
    ),
    titles=frozenset(
        "mr mrs ms messrs dr prof rev hon gen col maj capt lt sgt cmdr adm gov sen rep pres st".split()
    ),
    words=frozenset("no No art sun sat fig app tab sec vol ref".split()),
    starters=frozenset(
        "The A An This That These Those It He She They We You I In On At By For From With As After Before Since During "
        "While When Where Which There Here But And Or So Yet However Therefore Moreover Meanwhile Then Now Today "
        "According Its His Her Their Our If Although Because To Of Under Over Such Some Many Most All Both Each "
        "Last Next More".split()
    ),
    enumerator=None,
    clause_marks=",;:",
)


def _rule(name: str, pattern: str, words: str, kind: str = "boilerplate", limit: int = 400) -> FurnitureRule:
    return FurnitureRule(name, re.compile(pattern, re.IGNORECASE), words, kind, limit)


FURNITURE: tuple[FurnitureRule, ...] = (
    _rule("breadcrumb", r"(?:(?:you are here|current (?:position|location))\b|[^>»\n.]{1,40}\s?[>»]\s?[^.\n]{1,80}$)", "path of the page in its site", "navigation", 120),
    _rule("page-data", r"(?:release (?:time|date)|publish(?:ed)?(?: (?:time|date|on|at))?|post(?:ed|ing) ?(?:time|date|on|at)?|(?:last )?updated?(?: on| at)?|source|views?|hits|font ?size|edited by|\(?editors?|proofread(?:er)?)\s?[:：]\s?.{0,90}$", "date, source and counters of the page", limit=140),
    _rule("page-data", r"(?:date|time)\s?[:：]\s?(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|[a-z]+\.? \d{1,2}, ?\d{4})(?:.{0,60}(?:source|by|views?)\s?[:：].{0,60})?$", "date and source of the page", limit=140),
    _rule("page-data", r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[\sT]+\d{1,2}:\d\d(?::\d\d)?)?(?:\s+(?:source|by|from|views?|editor)\s?[:：].{0,80})?$", "date of the page", limit=120),
    _rule("page-data", r"(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2}, \d{4}(?:,? \d{1,2}:\d\d(?: ?[ap]m)?)?\s+(?:source|by|from|views?|editor)\s?[:：]", "date of the page", limit=120),
    _rule("copyright", r"(?:.{0,12}copyright\b|©|\(c\) ?\d{4}|.{0,80}all rights reserved|disclaimer\b|terms of (?:use|service)|privacy policy)", "copyright notice", limit=500),
    _rule("press-label", r"(?:for immediate release|press release|news release|embargoed until.*|(?:media|press) (?:contacts?|inquiries|enquiries)\s?[:：].*|-?\s?(?:end|ends|#{2,}|-30-)\s?-?|#{2,}|\*{3,})$", "label of a press release", limit=200),
    _rule("neighbour-page", r"(?:previous|next|prev)(?: (?:article|page|post|story|news))?\s?[:：»>]", "link to a neighbouring page", limit=160),
    _rule("other-pages", r"(?:home|news|about(?: us)?|contact(?: us)?|site ?map|links|search|login|log in|sign in|register|related (?:news|articles|links|stories|posts)|(?:click here to )?read more|more(?: news)?|most (?:read|popular)|top stories|recommended|hot (?:news|topics)|photos?|video|subscribe|newsletter|back to (?:top|list)|top|chinese|中文|menu|skip to (?:main )?content)\s?[>»|]*$", "link to other pages", "navigation", 40),
    _rule("share", r"(?:share(?: (?:to|on|this).{0,40})?|print(?: this page)?|close(?: window)?|e-?mail this.{0,20}|tweet|(?:facebook|twitter|wechat|weibo|linkedin)(?:[\s|,]+(?:facebook|twitter|wechat|weibo|linkedin))*|\[(?:print|close)\].*)\s?[:：]?$", "buttons of the page", limit=80),
    _rule("site-owner", r"(?:sponsored by|hosted by|powered by|technical support|icp\b|best viewed|designed by|maintained by)\b", "owner of the site", limit=200),
    _rule("original-address", r"(?:(?:original|source) (?:link|url|address|article)|url|link|read the original)\s?[:：]", "address of the page", limit=300),
    _rule("page-number", r"(?:[-–—]\s?)?(?:page\s)?\d{1,4}(?:\s?(?:of|/)\s?\d{1,4})?(?:\s?[-–—])?$", "page number", limit=24),
)  # fmt: skip

ITEM_MARK = re.compile(
    r"(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})\)\s|\d{1,3}\.\s|[a-z]\.\s|[•●○■▪◦‣·]\s?|[-–—*+]\s)", re.IGNORECASE
)
CAPTION_MARK = re.compile(
    r"(?:(?:figure|fig\.|table|photo|picture|image|caption)\s?\d{0,3}\s?[:.]|\(?(?:photo|picture) by\b|file photo)",
    re.I,
)
CREDIT_LINE = re.compile(
    r"(?:\([a-z]+ [a-z]+(?:, ?[a-z]+ [a-z]+){0,3}\)|\(?(?:by|reported by|written by|edited by|photos? by|reporters?:)\s[^.!?]{2,60}\)?)$",
    re.I,
)
