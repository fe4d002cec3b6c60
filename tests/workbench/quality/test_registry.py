"""All checks together."""

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.quality.context import Context
from workbench.quality.findings import Severity
from workbench.quality.glossary import Glossary, shipped_terms
from workbench.quality.registry import CHECKS, run_checks

CONTEXT = Context(
    glossary=Glossary(shipped_terms()), machine_translation="The zone grew, and so did its parks."
)
TEXT = st.text(max_size=60) | st.text(
    alphabet="高新区一二两三千万亿元%成倍第月日年至0123456789.，。 aB-", max_size=60
)


@settings(deadline=None)
@given(TEXT, TEXT)
def test_no_text_breaks_a_check_and_spans_lie_in_the_texts(source, target):
    for finding in run_checks(source, target, CONTEXT):
        for span, text in ((finding.source_span, source), (finding.target_span, target)):
            assert span is None or 0 <= span[0] <= span[1] <= len(text)


def test_the_gravest_come_first():
    findings = run_checks("高新区总投资3.6亿元，企业86家。", "The 大 area cost RMB 36 million.", CONTEXT)
    ranks = [finding.severity.rank for finding in findings]
    assert ranks == sorted(ranks)
    assert {Severity.ERROR, Severity.WARNING} <= {finding.severity for finding in findings}


def test_every_check_has_its_own_name():
    assert set(CHECKS) == {"leftovers", "numbers", "changes", "dates", "names", "terms", "omissions"}


def test_only_the_checks_that_are_asked_for_run():
    findings = run_checks("3.6亿元", "36 million 大", CONTEXT, only={"leftovers"})
    assert {finding.check for finding in findings} == {"leftovers"}
