"""What should not be in an English text."""

import pytest

from workbench.quality.context import NOTHING_KNOWN, Context
from workbench.quality.leftovers import check
from workbench.quality.omissions import check as check_omissions

SOURCE = "高新区召开改革推进大会，多个项目集中签约落户。"


@pytest.mark.parametrize(
    ("target", "severity", "part"),
    [
        ("", "error", "empty"),
        (SOURCE, "error", "not translated"),
        ("The zone held a 大会 and signed several projects there.", "error", "大会"),
        ("The zone held a conference，and signed several projects.", "warning", "full-width"),
        ("The zone held a <unk> conference and signed projects.", "error", "unknown"),
        ("The conference of Gāoxīn zone was held and projects were signed.", "warning", "pinyin"),
        ("The zone, the zone, the zone, the zone held a conference.", "error", "repeated 4 times"),
        ("The zone held the the conference and signed projects.", "warning", "stands twice"),
        ("A meeting.", "error", "shorter"),
        ("The zone held a meeting. " * 2 + "word " * 60, "error", "repeated"),
    ],
)
def test_leftovers_are_found(target, severity, part):
    findings = check(SOURCE, target, NOTHING_KNOWN)
    assert any(f.severity.value == severity and part in f.message for f in findings), findings


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (SOURCE, "The zone held a conference on reform, at which several projects were signed."),
        ("加油！加油！加油！", "Go! Go! Go!"),
        ("他说那本书很好", "He said that that book is good"),
        ("他们问她是从哪里来的", "They asked her her business"),
        ("", ""),
        ("GDP", "GDP"),
        (SOURCE, "“Smart” quotes – and dashes — and names such as Pokémon or São Paulo are fine here."),
    ],
)
def test_ordinary_english_is_left_alone(source, target):
    assert check(source, target, NOTHING_KNOWN) == []


def test_full_width_marks_get_their_plain_form():
    (finding,) = check("甲乙丙。", "First，second", NOTHING_KNOWN)
    assert finding.suggestion == ","


MACHINE = "The zone held a meeting yesterday, and the hydrogen laboratory received a provincial subsidy."


def test_a_clause_that_only_the_machine_has_is_an_omission():
    context = Context(machine_translation=MACHINE)
    (finding,) = check_omissions(SOURCE, "The zone held a meeting yesterday.", context)
    assert "hydrogen laboratory" in finding.suggestion
    assert finding.source_span is not None


def test_a_paraphrase_of_full_length_is_no_omission():
    target = (
        "The H2 lab got more money from the province, as was announced at yesterday's gathering in the park."
    )
    assert check_omissions(SOURCE, target, Context(machine_translation=MACHINE)) == []
