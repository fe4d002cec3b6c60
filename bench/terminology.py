"""Part of `python -m bench translate`: how often glossary terms are rendered as approved, and what it costs.

The table is of our own: the sentences of tests/data/terms.tsv, and those of the tables of government text and
of right figures that hold a term. A term counts where the human reference has an approved rendering of it;
common words, verbs and slogans, which sentences turn as they need, are left out.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.term_ways import TermWays
from workbench.engines.ordering import translate_in_order
from workbench.engines.protection import enforced_terms
from workbench.engines.translator import PackageTranslator
from workbench.inputs import read_lines
from workbench.quality.glossary import Glossary, Term, shipped_terms
from workbench.quality.terms import find_rendering

DATA = Path(__file__).resolve().parents[1] / "tests" / "data"
Row = tuple[str, str, list[Term]]
Way = Callable[[Sequence[str]], list[str]]


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


@dataclass(frozen=True, slots=True)
class TermScore:
    """What one way of translating the table comes to; `lost` holds term, source and output."""

    share: float
    chrf: float
    lost: list[tuple[Term, str, str]]


def score_terms(table: Sequence[Row], outputs: Sequence[str]) -> TermScore:
    """Count the approved renderings in the outputs, one for each sentence of the table."""
    lost = [
        (term, source, output)
        for (source, _, terms), output in zip(table, outputs, strict=True)
        for term in terms
        if find_rendering(term.approved, output) is None
    ]
    count = sum(len(terms) for _, _, terms in table)
    return TermScore(1 - len(lost) / count, chrf(outputs, [reference for _, reference, _ in table]), lost)


def print_terms(
    loaded: PackageTranslator, *, ways_of: Path | None = None, show_lost: bool = False
) -> tuple[TermScore, TermScore]:
    """Print the share of approved renderings and chrF, and give them without the glossary and with it.

    Where `ways_of` names a package's folder, the other ways of enforcing terms are measured beside.
    """
    glossary = Glossary(shipped_terms())
    table = term_table(glossary)
    sentences = [source for source, _, _ in table]
    print(f"glossary: {sum(len(terms) for *_, terms in table)} terms in {len(table)} sentences of our own")

    def by_engine(used: Glossary | None) -> Way:
        def translate(texts: Sequence[str]) -> list[str]:
            loaded.glossary = used
            return [result.text for result in translate_in_order(loaded, texts)]

        return translate

    ways: dict[str, Way] = {"no glossary": by_engine(None)}
    if ways_of is not None:
        ways |= TermWays(ways_of, glossary).ways()
    ways["marks (ours)"] = by_engine(glossary)
    scores = []
    for name, way in ways.items():
        started = time.process_time()
        score = score_terms(table, way(sentences))
        seconds = time.process_time() - started
        scores.append(score)
        print(f"  {name:<13} {score.share:6.1%} as approved, chrF {score.chrf:.1f}, {seconds:.1f} CPU s")
    loaded.glossary = None
    for term, source, output in scores[-1].lost if show_lost else []:
        print(f"    {term.source} ({term.rendering}): {source} | {output}")
    return scores[0], scores[-1]


def chrf(outputs: Sequence[str], references: Sequence[str]) -> float:
    """Give sacrebleu's chrF, which the extra `training` installs; not a number where it is missing."""
    try:
        from sacrebleu.metrics import CHRF
    except ImportError:
        return float("nan")
    return float(CHRF().corpus_score(list(outputs), [list(references)]).score)
