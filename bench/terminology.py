"""Part of `python -m bench translate`: how often glossary terms are rendered as approved, and what it costs.

The table is of our own: the sentences of tests/data/terms.tsv, and those of the tables of government text and
of right figures that hold a term. A term counts where the human reference has an approved rendering of it;
common words, verbs and slogans, which sentences turn as they need, are left out.
"""

import time
from collections.abc import Sequence
from pathlib import Path

from workbench.engines.protection import enforced_terms
from workbench.engines.translator import PackageTranslator
from workbench.inputs import read_lines
from workbench.quality.glossary import Glossary, Term, shipped_terms
from workbench.quality.terms import find_rendering

DATA = Path(__file__).resolve().parents[1] / "tests" / "data"
Row = tuple[str, str, list[Term]]


def term_table(glossary: Glossary) -> list[Row]:
    """Give the sentences that hold terms: source, reference, and the terms that the reference renders."""
    pairs = [
        line.split("\t") for name in ("terms", "government") for line in read_lines(DATA / f"{name}.tsv")
    ]
    figures = (line.split("\t") for line in read_lines(DATA / "magnitudes.tsv"))
    pairs += [[row[2], row[3]] for row in figures if row[0] == "right"]
    table = []
    for source, target in pairs:
        found = {match.term.source: match.term for match in enforced_terms(source, glossary)}
        terms = [term for term in found.values() if find_rendering(term.approved, target) is not None]
        if terms:
            table.append((source, target, terms))
    return table


def print_terms(loaded: PackageTranslator, *, show_lost: bool = False) -> None:
    """Print the share of approved renderings and chrF, without the glossary and with it."""
    glossary = Glossary(shipped_terms())
    table = term_table(glossary)
    count = sum(len(terms) for _, _, terms in table)
    print(f"glossary: {count} terms in {len(table)} sentences of our own")
    for name, used in (("without", None), ("with", glossary)):
        loaded.glossary = used
        started = time.perf_counter()
        results = dict(loaded.translate([source for source, _, _ in table]))
        seconds = time.perf_counter() - started
        outputs = [results[n].text for n in range(len(table))]
        lost = [
            (term, source, output)
            for (source, _, terms), output in zip(table, outputs, strict=True)
            for term in terms
            if find_rendering(term.approved, output) is None
        ]
        score = chrf(outputs, [reference for _, reference, _ in table])
        share = 1 - len(lost) / count
        print(f"  {name:<8} glossary: {share:.1%} as approved (goal 95 %), chrF {score:.1f}, {seconds:.1f} s")
    loaded.glossary = None
    if show_lost:
        for term, source, output in lost:
            print(f"    {term.source} ({term.rendering}): {source} | {output}")


def chrf(outputs: Sequence[str], references: Sequence[str]) -> float:
    """Give sacrebleu's chrF, which the extra `training` installs; not a number where it is missing."""
    try:
        from sacrebleu.metrics import CHRF
    except ImportError:
        return float("nan")
    return float(CHRF().corpus_score(list(outputs), [list(references)]).score)
