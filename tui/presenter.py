"""What the screens say: rows, titles, figures and details, as plain values and `rich.text.Text`.

Nothing here is ever parsed as markup, and every text of a document passes through `visible`.
"""

from dataclasses import dataclass
from pathlib import Path

from rich.cells import cell_len
from rich.text import Text

from db.records import DocumentPair, ReviewState, StoredBead, StoredDocument
from tui.differences import Spans, different_words
from tui.layout import Breaks, Columns, crop
from tui.visible_text import visible
from workbench.languages import join_segments
from workbench.report.pair_figures import STATE_SIGNS, grade
from workbench.review.review_rows import PairRows, RowFinding
from workbench.review.reviewing import CandidateLink, ReviewText, UnmatchedDocument
from workbench.search.matchers import Matcher

BOOKMARK_SIGN = "»"
FINDING_SIGN = "!"
INFORMATION_SIGN = "i"
SENTENCE_SIGN = "›"

NOT_A_TRANSLATION = ("not a translation", "of any document here")


@dataclass(frozen=True, slots=True)
class RowText:
    """A row of two columns, ready to be wrapped. Empty strings stand for what is not there."""

    source: str
    target: str
    shape: str
    figure: float
    grade: str
    state: ReviewState
    original_source: str = ""
    original_target: str = ""
    draft: str = ""
    note: str = ""
    moved: str = ""
    reason: str = ""
    is_bookmarked: bool = False
    is_manual: bool = False
    source_marks: Spans = ()
    target_marks: Spans = ()
    draft_marks: Spans = ()
    source_breaks: Breaks = ()
    target_breaks: Breaks = ()
    finding_sign: str = ""


def bead_row(
    pair: PairRows,
    bead: StoredBead,
    *,
    draft: str = "",
    wanted: Matcher | None = None,
    compares: bool = False,
    finding: RowFinding | None = None,
) -> RowText:
    """Make the row of a bead; the original text is there only where it was edited.

    What `wanted` finds is marked, or else, with `compares`, the words that draft and English do not share.
    """
    source, target = visible(pair.source_text(bead)), visible(pair.target_text(bead))
    draft = visible(draft)
    marks = _marks(source, target, draft, wanted, compares)
    return RowText(
        source=source,
        target=target,
        source_breaks=_breaks(pair.source, bead.source_start, bead.source_end, bead.edited_source),
        target_breaks=_breaks(pair.target, bead.target_start, bead.target_end, bead.edited_target),
        finding_sign=_finding_sign(finding),
        source_marks=marks[0],
        target_marks=marks[1],
        draft_marks=marks[2],
        shape=bead.shape,
        figure=bead.posterior,
        grade="text" if bead.is_manual else grade(bead.posterior),
        is_manual=bead.is_manual,
        is_bookmarked=bead.is_bookmarked,
        reason=visible(bead.reason),
        state=bead.state,
        original_source=_original(pair.source, bead.source_start, bead.source_end, bead.edited_source),
        original_target=_original(pair.target, bead.target_start, bead.target_end, bead.edited_target),
        draft=draft,
        moved="" if source and target else visible(pair.moved_text(bead)),
        note=visible(bead.note),
    )


def _finding_sign(finding: RowFinding | None) -> str:
    if finding is None:
        return ""
    return INFORMATION_SIGN if finding.is_information else FINDING_SIGN


def _original(text: ReviewText, start: int, end: int, edited: str | None) -> str:
    """Give a side as it was read, only where it was edited."""
    return "" if edited is None else visible(text.join(start, end))


def _breaks(text: ReviewText, start: int, end: int, edited: str | None) -> Breaks:
    """Say where the sentences of a side begin; an edited text is one."""
    return () if edited is not None else sentence_breaks(text, start, end)


def sentence_breaks(text: ReviewText, start: int, end: int) -> Breaks:
    """Say where the second and later sentences of segments `start:end` begin in their visible text."""
    gap = len(join_segments(("", ""), text.document.language))
    breaks: list[int] = []
    for sentence in text.segments[start : max(end - 1, start)]:
        place = breaks[-1] + gap if breaks else 0
        shown = (
            visible(f".{sentence}")[1:] if place else visible(sentence)
        )  # a mark may lean on what precedes
        breaks.append(place + len(shown))
    return tuple(breaks)


def _marks(
    source: str, target: str, draft: str, wanted: Matcher | None, compares: bool
) -> tuple[Spans, Spans, Spans]:
    """Give what is marked in source, target and draft."""
    if wanted is not None:
        return wanted.spans(source), wanted.spans(target), ()
    if compares and draft and target:
        draft_marks, target_marks = different_words(draft, target)
        return (), target_marks, draft_marks
    return (), (), ()


def link_row(item: CandidateLink) -> RowText:
    """Make the row of a candidate link."""
    link = item.link
    return RowText(
        source=visible(item.source_text),
        target=visible(item.target_text),
        shape=f"{link.source_end - link.source_start}-{link.target_end - link.target_start}",
        figure=link.score,
        grade="text",  # a margin, no probability: it has no good and bad ends
        state=link.state,
        note=visible(link.note),
    )


def short_figure(figure: float) -> str:
    """Give a posterior or score in three cells: `.93`, `1.0`."""
    rounded = f"{figure:.2f}"
    return rounded[1:] if rounded.startswith("0") else rounded[:3]


def title_of(document: StoredDocument) -> str:
    """Give the title of a document, or the name of its file where it has none."""
    return visible(document.title.strip() or Path(document.path).name)


def two_lines(first: str, second: str, width: int) -> Text:
    """Put two titles one above the other, each cut to `width` cells."""
    return Text(f"{crop(visible(first), width)}\n{crop(visible(second), width)}", no_wrap=True)


def pair_cells(pair: DocumentPair, *, title_width: int) -> tuple[Text, ...]:
    """Make the cells of a pair: documents, verdict, match, posterior, open rows."""
    titles = two_lines(title_of(pair.source), title_of(pair.target), title_width)
    match = Text(_figure(pair.score), justify="right")
    run = pair.run
    if run is None:
        return titles, Text("not aligned yet"), match, Text(""), Text("")
    done = run.bead_count - run.open_bead_count
    share = 100 * done // run.bead_count if run.bead_count else 100
    return (
        titles,
        Text(run.verdict.value),
        match,
        Text(_figure(run.mean_posterior), justify="right"),
        Text(f"{run.open_bead_count}/{run.bead_count}\n{share} % done", justify="right"),
    )


def unmatched_cells(item: UnmatchedDocument, *, title_width: int) -> tuple[Text, ...]:
    """Make the cells of a document without a counterpart: the words, the figures, the number of links."""
    counterpart = item.counterpart
    nearest = f"nearest: {item.nearest_title}" if item.nearest_title else "nothing to compare it with"
    links = "link" if item.link_count == 1 else "links"
    return (
        two_lines(title_of(item.document), nearest, title_width),
        Text("\n".join(NOT_A_TRANSLATION)),
        Text(_figure(counterpart.score), justify="right"),
        Text(_figure(counterpart.mean_posterior), justify="right"),
        Text(f"{item.link_count}\n{links}", justify="right"),
    )


def pair_details(pair: DocumentPair) -> Text:
    """Describe a pair in full: titles, places, what the figures are."""
    runner_up = "" if pair.runner_up_score is None else f", runner-up {pair.runner_up_score:.2f}"
    lines = [
        f"{title_of(pair.source)} — {visible(Path(pair.source.path).name)}",
        f"{title_of(pair.target)} — {visible(Path(pair.target.path).name)}",
        f"match {pair.score:.2f}{runner_up}",
    ]
    if pair.run is not None:
        lines[-1] += (
            f" · anchors a sentence {pair.run.anchor_share:.2f} · median cosine {pair.run.median_cosine:.2f}"
        )
    return Text("\n".join(lines), no_wrap=True, overflow="ellipsis")


def unmatched_details(item: UnmatchedDocument) -> Text:
    """Describe a document without a counterpart in full."""
    counterpart = item.counterpart
    figures = [
        f"match {_figure(counterpart.score)}",
        f"anchors a sentence {_figure(counterpart.anchor_share)}",
        f"median cosine {_figure(counterpart.median_cosine)}",
    ]
    lines = [
        f"{title_of(item.document)} — {visible(Path(item.document.path).name)}",
        f"{' '.join(NOT_A_TRANSLATION)} · nearest: {visible(item.nearest_title) or 'none'}",
        " · ".join(figures),
    ]
    return Text("\n".join(lines), no_wrap=True, overflow="ellipsis")


def bead_details(bead: StoredBead, position: int, count: int, *, finding: str = "") -> Text:
    """Describe the row under the cursor in one line, with the first finding of the checks on it."""
    parts = [f"row {position + 1} of {count}", bead.state.value, bead.shape]
    parts.append("shaped by hand" if bead.is_manual else f"posterior {bead.posterior:.2f}")
    if bead.edited_source is not None or bead.edited_target is not None:
        parts.append("text edited")
    if bead.is_bookmarked:
        parts.append("bookmarked")
    if finding:
        parts.append(visible(finding))
    return Text(" · ".join(parts), no_wrap=True, overflow="ellipsis")


def view_details(
    words: Text, selected_count: int, filter_name: str, is_filtered: bool, doubt_first: bool
) -> None:
    """Add to the description of a row how the rows are shown."""
    if selected_count:
        words.append(f" · {selected_count} selected", style="bold")
    if is_filtered:
        words.append(f" · only {filter_name}", style="bold")
    if doubt_first:
        words.append(" · doubt first", style="bold")


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def link_details(item: CandidateLink, position: int, count: int) -> Text:
    """Describe the link under the cursor in one line."""
    words = (
        f"link {position + 1} of {count} · {item.link.state.value} · score {item.link.score:.2f}"
        f" · from {visible(item.source_title)}"
    )
    return Text(words, no_wrap=True, overflow="ellipsis")


def column_heads(pair: DocumentPair, widths: Columns, side: str) -> Text:
    """Head the two columns with the titles; the side that keys work on is marked and bold."""
    heads = Text(" " * widths.gutter, no_wrap=True)
    for name, document, width in (
        ("source", pair.source, widths.source),
        ("target", pair.target, widths.target),
    ):
        mark = "▸ " if name == side else "  "
        shown = crop(mark + title_of(document), width)
        heads.append(shown, style="bold" if name == side else "dim")
        heads.append(" " * (width - cell_len(shown) + (widths.middle if name == "source" else 0)))
    return heads


def signs_legend() -> Text:
    """Say what the signs on the alignment screen mean."""
    legend = Text()
    for state, sign in STATE_SIGNS.items():
        legend.append(f"{sign} {state.value}   ")
    legend.append(f"{FINDING_SIGN} a check warns   {INFORMATION_SIGN} a check remarks on something   ")
    legend.append(f"{BOOKMARK_SIGN} bookmark   ∅ no counterpart\n")
    legend.append(f"{SENTENCE_SIGN} before a line: a further sentence of the row begins\n")
    legend.append("2-1 .93: two Chinese sentences and one English, posterior; man: shaped by hand")
    return legend
