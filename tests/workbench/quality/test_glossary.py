"""Terms: the shipped list, the longest match, and the check."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.quality.context import Context
from workbench.quality.folding import fold_chinese
from workbench.quality.glossary import Glossary, Term, parse_rows, rendering_pattern, shipped_terms
from workbench.quality.matcher import Matcher
from workbench.quality.terms import check, check_consistency

ZONE = Term("高新区", ("high-tech zone",), ("high-tech district",), ("high and new zone",), "zone")
NATIONAL = Term("国家级高新区", ("national high-tech zone",), (), (), "zone")
CONTEXT = Context(glossary=Glossary([ZONE, NATIONAL]))


def test_at_least_400_terms_ship_each_with_a_rendering_and_no_contradiction():
    terms = shipped_terms()
    assert len(terms) >= 400
    assert len({fold_chinese(term.source) for term in terms}) == len(terms)
    for term in terms:
        good = {rendering.lower() for rendering in (*term.approved, *term.tolerated)}
        assert term.rendering
        assert not good & {rendering.lower() for rendering in term.banned}, term.source
        assert term.category, term.source


def test_no_banned_rendering_is_found_in_its_own_good_renderings():
    for term in shipped_terms():
        for good in term.approved:
            glossary = Glossary([term])
            findings = check(term.source, f"It is {good}.", Context(glossary=glossary))
            assert not findings, (term.source, good)


def test_the_longest_term_is_taken_in_either_script():
    glossary = Glossary([ZONE, NATIONAL])
    for text in ("南京的国家级高新区。", "南京的國家級高新區。"):
        assert [(text[m.start : m.end], m.term) for m in glossary.find_terms(text)] == [(text[3:9], NATIONAL)]


@given(
    st.lists(st.text(alphabet="高新区国家", min_size=1, max_size=3), min_size=1, max_size=6, unique=True),
    st.text(alphabet="高新区国家级的", max_size=20),
)
def test_the_matcher_finds_the_same_as_a_search_of_all_terms(terms, text):
    expected, place = [], 0
    while place < len(text):
        longest = max((term for term in terms if text.startswith(term, place)), key=len, default="")
        if longest:
            expected.append((place, place + len(longest), longest))
        place += len(longest) or 1
    assert list(Matcher((term, term) for term in terms).find(text)) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("The high-tech zone grew.", []),
        ("High-Tech Zones grew.", []),
        ("The high tech zone grew.", []),
        ("The high-tech district grew.", [("information", "high-tech zone")]),
        ("The high and new zone grew.", [("error", "high-tech zone")]),
        ("The area grew.", [("information", "high-tech zone")]),
    ],
)
def test_renderings_are_judged(target, expected):
    findings = check("高新区发展。", target, CONTEXT)
    assert [(finding.severity.value, finding.suggestion) for finding in findings] == expected


def test_a_term_missing_in_a_machine_translation_is_a_warning():
    context = Context(glossary=CONTEXT.glossary, is_draft=True)
    assert [finding.severity.value for finding in check("高新区发展。", "The area grew.", context)] == [
        "warning"
    ]


@pytest.mark.parametrize(
    ("category", "is_draft", "is_found"),
    [
        ("zone", True, True),
        ("slogan", True, True),
        ("slogan", False, False),
        ("verb", True, False),
        ("general", True, False),
    ],
)
def test_words_that_sentences_turn_as_they_need_are_not_missed(category, is_draft, is_found):
    context = Context(glossary=Glossary([Term("推进", ("advance",), category=category)]), is_draft=is_draft)
    assert bool(check("推进改革。", "They are going on with it.", context)) == is_found


def test_a_banned_rendering_inside_another_terms_good_one_is_not_banned():
    terms = [Term("股票", ("stock",), (), ("share",)), Term("份额", ("market share",))]
    context = Context(glossary=Glossary(terms))
    assert check("股票和份额", "stocks and market share", context) == []


def test_two_renderings_of_a_term_in_one_document_are_found_once():
    pairs = [
        ("高新区", "the high-tech zone"),
        ("高新区", "a high-tech zone"),
        ("高新区", "the high-tech district"),
    ]
    found = check_consistency(pairs, CONTEXT)
    assert [(n, finding.suggestion) for n, finding in found] == [(2, "high-tech zone")]


@pytest.mark.parametrize(
    ("rendering", "text", "is_found"),
    [
        ("exhibition center", "Exhibition Centre", True),
        ("commercialization", "commercialisation", True),
        ("company", "companies", True),
        ("program", "programme", True),
        ("RMB 1 (one)", "rmb 1 (one)", True),
        ("IC", "basic", False),
        ("put into operation", "putting it into operation", False),
        ("put into operation", "is putting into operation", True),
        ("build", "was built", True),
        ("create", "creating jobs", True),
        ("advance", "advancing", True),
        ("advance", "advantage", False),
        ("go into operation", "went into operation", True),
        ("people-centered", "people-centred", True),
        ("square meter", "square metres", True),
        ("labor union", "labour unions", True),
        ("business license", "business licences", True),
        ("optimize", "optimised", True),
        ("plan as a whole", "planned as a whole", True),
        ("spokesman", "spokesmen", False),
        ("residents' committee", "residents’ committee", True),
    ],
)
def test_renderings_are_found_in_their_forms(rendering, text, is_found):
    assert (rendering_pattern(rendering).search(text) is not None) == is_found


def test_rows_without_a_side_are_left_out_and_fields_may_be_missing():
    rows = [["园区", "park|zone"], ["", "x"], ["y", " "]]
    assert parse_rows(rows) == [Term("园区", ("park", "zone"))]
