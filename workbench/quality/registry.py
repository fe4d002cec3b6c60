"""The checks, by name: every one takes a Chinese text, its English version and what else is known."""

from collections.abc import Callable, Collection

from workbench.quality import changes, dates, leftovers, names, numbers, omissions, terms
from workbench.quality.context import NOTHING_KNOWN, Context
from workbench.quality.findings import Finding

Check = Callable[[str, str, Context], list[Finding]]

CHECKS: dict[str, Check] = {
    module.NAME: module.check for module in (leftovers, numbers, changes, dates, names, terms, omissions)
}


def run_checks(
    source: str, target: str, context: Context = NOTHING_KNOWN, *, only: Collection[str] | None = None
) -> list[Finding]:
    """Run all checks, or those named in `only`, on one pair of texts; the gravest findings come first."""
    findings = [
        finding
        for name, check in CHECKS.items()
        if only is None or name in only
        for finding in check(source, target, context)
    ]
    return sorted(findings, key=lambda finding: finding.severity.rank)
