"""The texts of the panels: why a score is what it is, and how far a pair has come."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from rich.text import Text

from db.records import AlignmentRun, StoredBead
from db.review_reading import STATES, Outline
from tui.visible_text import visible
from workbench.report.assurance import Assurance
from workbench.report.pair_figures import STATE_SIGNS
from workbench.review.reviewing import Change, PairTexts

BAR_WIDTH = 20

_MEANINGS = {
    "cosine": "likeness of meaning, by sentence vectors",
    "margin": "lead over the next best place",
    "length_ratio": "length against what is usual",
    "dictionary": "words that a dictionary finds on the other side",
    "numbers": "figures that stand on both sides",
    "clause_cut": "how well the cut falls between clauses",
}


def evidence_text(bead: StoredBead, run: AlignmentRun | None) -> Text:
    """Say what the posterior of a row rests on."""
    text = Text()
    if not bead.is_manual:
        text.append(f"{'posterior':<13}{bead.posterior:6.2f}  {bar(bead.posterior)}\n")
    if bead.evidence is None:
        by_hand = "a person gave this row its shape: the figures of the aligner are not about it"
        text.append(f"\n{by_hand if bead.is_manual else 'no further figures are kept'}\n")
    else:
        for name, value in asdict(bead.evidence).items():
            label = name.replace("_", " ")
            if value is None:
                text.append(f"{label:<13}     –  does not apply\n", style="dim")
            else:
                text.append(f"{label:<13}{value:6.2f}  {bar(value)}  {_MEANINGS.get(name, '')}\n")
    if run is not None:
        text.append(f"\nmade by: {visible(run.recipe)}\n", style="dim")
    return text


def bar(value: float) -> str:
    """Draw a share of a bar; what lies outside 0 to 1 is drawn as the nearer end."""
    filled = round(max(0.0, min(value, 1.0)) * BAR_WIDTH)
    return "━" * filled + "╌" * (BAR_WIDTH - filled)


def statistics_text(outline: Outline, run: AlignmentRun, assurance: Assurance, reviewer: str) -> Text:
    """Count states, shapes and posteriors, and say how right the alignment is by the reviewer's checks."""
    count = max(len(outline), 1)
    text = Text()
    states = Counter(STATES[number] for number in outline.table["state"])
    for state, sign in STATE_SIGNS.items():
        number = states.get(state, 0)
        text.append(
            f"{sign} {state.value:<13}{number:7}  {bar(number / count)} {100 * number / count:5.1f} %\n"
        )
    text.append("\nshapes        ")
    counts = zip(outline.source_counts.tolist(), outline.target_counts.tolist(), strict=True)
    shapes = Counter(counts).most_common(8)
    text.append(" · ".join(f"{n}-{m}: {number}" for (n, m), number in shapes) + "\n\nposteriors\n")
    tenths = Counter(min(int(posterior * 10), 9) for posterior in outline.table["posterior"])
    highest = max(tenths.values(), default=1)
    for tenth in range(10):
        number = tenths.get(tenth, 0)
        text.append(f"{tenth / 10:.1f}–{(tenth + 1) / 10:.1f}  {number:7}  {bar(number / highest)}\n")
    text.append(f"\n{assurance_text(assurance, reviewer)}\n\n")
    text.append(
        f"verdict: {run.verdict.value} · anchors a sentence {run.anchor_share:.2f}"
        f" · median cosine {run.median_cosine:.2f}\nmade by: {visible(run.recipe)}\n",
        style="dim",
    )
    return text


def assurance_text(assurance: Assurance, reviewer: str) -> str:
    """Put what the reviewer's checks say into a sentence."""
    if not assurance.checked:
        return f"{visible(reviewer)} has checked no row singly yet: nothing can be said of the rest."
    share = math.floor(100 * assurance.bound)
    more = (
        f" {assurance.needed} more right checks make it 98 %." if assurance.needed else " You may stop here."
    )
    return (
        f"{visible(reviewer)} has checked {assurance.checked} of {assurance.total} rows singly,"
        f" {assurance.right} were right: at least {share} % of all rows are right now,"
        f" with 95 % confidence.{more}"
    )


def change_text(changes: Sequence[Change], texts: PairTexts) -> Text:
    """Show what would change: rows that go with a minus, rows that come with a plus."""
    text = Text()
    for number, change in enumerate(changes):
        text.append("\n" if number else "")
        for sign, beads, style in (("-", change.before, "dim"), ("+", change.after, "bold")):
            for bead in beads:
                source, target = visible(texts.source_text(bead)), visible(texts.target_text(bead))
                text.append(f"{sign} {bead.shape}  {source or '∅'}\n", style=style)
                text.append(f"       {target or '∅'}\n", style=style)
    return text
