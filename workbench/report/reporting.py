"""The report of a pair: one HTML page with pictures and all rows; it fetches nothing and runs no script."""

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from db import findings, reviews
from db.findings import StoredFinding
from db.records import ReviewState, StoredBead
from db.store import open_store
from workbench.formats.units import replacing
from workbench.formats.xml_stream import legal
from workbench.languages import tag
from workbench.report import pictures
from workbench.report.assurance import CONFIDENCE, assurance
from workbench.report.pair_figures import STATE_SIGNS, PairFigures, grade, pair_figures
from workbench.review.reviewing import ReviewPair, open_pair

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"

_STYLE = """
:root { color-scheme: light dark; --ground: #fff; --text: #1a1a1a; --faint: #5c5c5c; --line: #ccc;
        --high: #1b7a3d; --middle: #9a6700; --low: #c0241c; --accent: #0b5cad; }
@media (prefers-color-scheme: dark) {
:root { --ground: #16181b; --text: #e8e8e8; --faint: #a8a8a8; --line: #444; --high: #5fce86;
        --middle: #e3b341; --low: #ff7b72; --accent: #79b8ff; } }
@media print { :root { --ground: #fff; --text: #000; --faint: #444; --line: #bbb; }
               tr { break-inside: avoid; } }
body { background: var(--ground); color: var(--text); line-height: 1.6; margin: 2rem auto; max-width: 76rem;
       padding: 0 1rem;
       font-family: "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line);
         overflow-wrap: anywhere; }
td.text { white-space: pre-wrap; width: 42%; }
th, td.short { overflow-wrap: normal; white-space: nowrap; }
td.figure, th.figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.figures { display: flex; flex-wrap: wrap; gap: 1rem; } figure { margin: 0; }
figcaption, .faint { color: var(--faint); font-size: .9em; }
svg { max-width: 100%; height: auto; } svg text { fill: var(--text); font-size: 12px; }
svg .frame { fill: none; stroke: var(--line); }
svg .line { fill: none; stroke: var(--accent); stroke-width: 2; }
svg .high { fill: var(--high); } svg .middle { fill: var(--middle); fill-opacity: .5; stroke: var(--middle); }
svg .low { fill: none; stroke: var(--low); stroke-width: 2; }
svg .gap { stroke: var(--low); stroke-width: 4; }
.grade-low { color: var(--low); font-weight: bold; } .grade-middle { color: var(--middle); }
.grade-high { color: var(--high); }
""".strip()


def write_report(database: Path, pair_id: int, output: Path) -> int:
    """Write the report of a pair and give the number of its rows.

    Raises:
        NotFoundError: there is no such pair, or it has not been aligned.
        OutputError: the file cannot be written; an old one stays as it was.
    """
    figures = pair_figures(database, pair_id)
    view = open_pair(database, pair_id)
    with open_store(database, must_exist=True) as store:
        found = findings.list_findings(store, pair_id=pair_id)
        reviewers = sorted({event.reviewer for event in reviews.list_events(store, figures.run.id)})
    assurances = [
        f"{reviewer}: {seen.checked} rows checked singly, {seen.right} right; at least"
        f" {100 * seen.bound:.0f} % of rows are right, with {100 * CONFIDENCE:.0f} % confidence"
        for reviewer in reviewers
        if (seen := assurance(database, figures.run.id, reviewer=reviewer)).checked
    ]
    with replacing(output) as file:
        for part in _page(figures, view, found, assurances):
            file.write(part)
    return len(view.beads)


def _page(
    figures: PairFigures, view: ReviewPair, found: list[StoredFinding], assurances: list[str]
) -> Iterator[str]:
    title = f"{view.pair.source.title} — {view.pair.target.title}"
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{_text(title)}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n"
        f"<h1><bdi>{_text(view.pair.source.title)}</bdi><br><bdi>{_text(view.pair.target.title)}</bdi></h1>\n"
    )
    yield _summary(figures, len(found), assurances)
    yield '<div class="figures">\n'
    for drawn, caption in (
        (pictures.dot_plot(figures), "Filled: sure. Pale: middling. Ring: doubtful. Edge: no counterpart."),
        (pictures.histogram(figures), "How sure the aligner was of each row."),
        (pictures.progress(figures), "How the review went."),
    ):
        if drawn:
            yield f"<figure>\n{drawn}\n<figcaption>{caption}</figcaption>\n</figure>\n"
    yield "</div>\n"
    yield from _rows(view, found)
    yield "</body>\n</html>\n"


def _summary(figures: PairFigures, finding_count: int, assurances: list[str]) -> str:
    run, pair = figures.run, figures.pair
    states = ", ".join(f"{STATE_SIGNS[state]} {figures.states[state]} {state.value}" for state in ReviewState)
    shapes = ", ".join(f"{shape}: {count}" for shape, count in figures.shapes.most_common(8))
    runner_up = "" if pair.runner_up_score is None else f", runner-up {pair.runner_up_score:.2f}"
    rows = [
        ("Files", f"{pair.source.path} · {pair.target.path}"),
        ("Verdict", f"{run.verdict.value}; match {pair.score:.2f}{runner_up}"),
        ("Anchors a sentence", f"{run.anchor_share:.2f}; median cosine {run.median_cosine:.2f}"),
        ("Rows", f"{run.bead_count}, {run.open_bead_count} open; {states}"),
        ("Shapes", shapes),
        ("Findings", str(finding_count)),
        *(("Checked", words) for words in assurances),
        ("Made by", run.recipe),
    ]
    lines = "".join(
        f"<tr><th>{_text(name)}</th><td><bdi>{_text(words)}</bdi></td></tr>\n" for name, words in rows
    )
    return f"<table>\n{lines}</table>\n"


def _rows(view: ReviewPair, found: list[StoredFinding]) -> Iterator[str]:
    by_place: dict[tuple[int, int | None], list[StoredFinding]] = {}
    for finding in found:
        by_place.setdefault((finding.source_position, finding.target_position), []).append(finding)
    heads = '<th class="figure">Row</th><th>State</th><th>Shape</th><th class="figure">Posterior</th>'
    yield f"<h2>Rows</h2>\n<table>\n<tr>{heads}<th>Chinese</th><th>English</th></tr>\n"
    source_tag = tag(view.pair.source.language, view.pair.source.script)
    for number, bead in enumerate(view.beads, start=1):
        notes = [finding.message for finding in by_place.get(bead.key, ())]
        if bead.note:
            notes.insert(0, bead.note)
        if bead.edited_target is not None:
            notes.append(f"as it was read: {view.target.join(bead.target_start, bead.target_end)}")
        yield _row(number, bead, (view.source_text(bead), view.target_text(bead)), source_tag, notes)
    yield "</table>\n"


def _row(number: int, bead: StoredBead, texts: tuple[str, str], source_tag: str, notes: Iterable[str]) -> str:
    remarks = "".join(f'<br><span class="faint"><bdi>{_text(note)}</bdi></span>' for note in notes)
    return (
        f'<tr><td class="figure">{number}</td>'
        f'<td class="short">{STATE_SIGNS[bead.state]} {bead.state.value}</td>'
        f'<td class="short">{bead.shape}</td>'
        f'<td class="figure grade-{grade(bead.posterior)}">{bead.posterior:.2f}</td>'
        f'<td class="text" lang="{_text(source_tag)}"><bdi>{_text(texts[0])}</bdi></td>'
        f'<td class="text" lang="en"><bdi>{_text(texts[1])}</bdi>{remarks}</td></tr>\n'
    )


def _text(text: str) -> str:
    return escape(legal(text))
