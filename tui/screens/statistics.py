"""The figures of a pair as pictures: the alignment's path, posteriors, progress over time."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len
from rich.style import StyleType
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from db.records import DocumentPair, ReviewState
from tui import screen_keys
from tui.drawing import FRAME_CELLS, Dot, bar, bars, dots
from tui.layout import crop
from tui.panels import assurance_text
from tui.presenter import title_of
from tui.screen_table import Where
from tui.screens.asking import AskingScreen
from tui.screens.prompt import PromptScreen
from tui.widgets.key_footer import KeyFooter
from workbench.report import assurance, reporting
from workbench.report.assurance import Assurance
from workbench.report.pair_figures import (
    BIN_COUNT,
    STATE_SIGNS,
    PairFigures,
    ProgressPoint,
    grade,
    pair_figures,
    project_progress,
)
from workbench.review import reviewing

_WEIGHTS = {"high": 0, "middle": 1, "low": 2}
_LINE = "line"

Styles = Mapping[str, StyleType]
"""The styles of the three grades, and of the line of progress."""
_PROGRESS_LINES = 8
_LEAST_PLOT_LINES, _MOST_PLOT_LINES = 10, 26


def make(where: Where) -> "StatisticsScreen":
    """Make the screen."""
    return StatisticsScreen(where)


class StatisticsScreen(AskingScreen):
    """Pictures of the open pair, or of the first; Tab goes to the next."""

    BINDINGS: ClassVar[list[BindingType]] = [screen_keys.LIST_BACK, *screen_keys.STATISTICS]
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"statistics--{name}" for name in (*_WEIGHTS, _LINE)}

    def __init__(self, where: Where) -> None:
        super().__init__()
        self.where = where
        self._pairs: list[DocumentPair] = []
        self._index = 0
        self._figures: PairFigures | None = None
        self._assurance: Assurance | None = None
        self._project: tuple[ProgressPoint, ...] | None = None

    def compose(self) -> ComposeResult:
        """Lay out heading, pictures and keys."""
        yield Static(id="heading", markup=False)
        with VerticalScroll(id="pictures"):
            yield Static(id="drawn", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Read the pairs."""
        self.read_again()

    def on_resize(self, event: events.Resize) -> None:
        """Draw for the new size."""
        self._draw()

    def read_again(self) -> None:
        """Ask for the pairs."""
        self.ask(lambda: reviewing.overview(self.where.database).pairs, self._begin)

    def _begin(self, pairs: tuple[DocumentPair, ...]) -> None:
        shown = self._figures.pair.id if self._figures is not None else getattr(self.where.pair, "id", None)
        self._pairs = [pair for pair in pairs if pair.run is not None]
        self._index = next((n for n, pair in enumerate(self._pairs) if pair.id == shown), 0)
        self._read_pair()

    def _read_pair(self) -> None:
        if not self._pairs:
            words = "No pair has been aligned yet: 'workbench run PATH' reads, pairs and aligns."
            self.query_one("#drawn", Static).update(Text(words))
            return
        pair_id, database, reviewer = self._pairs[self._index].id, self.where.database, self.where.reviewer

        def read() -> tuple[PairFigures, Assurance]:
            figures = pair_figures(database, pair_id)
            return figures, assurance.assurance(database, figures.run.id, reviewer=reviewer)

        self.ask(read, self._show)

    def _show(self, answer: tuple[PairFigures, Assurance]) -> None:
        self._figures, self._assurance = answer
        pair = self._figures.pair
        words = f"Statistics · pair {self._index + 1} of {len(self._pairs)} · {title_of(pair.source)}"
        self.query_one("#heading", Static).update(Text(words, no_wrap=True, overflow="ellipsis"))
        self._draw()

    def _show_project(self, points: tuple[ProgressPoint, ...]) -> None:
        self._project = points
        words = f"Statistics · the whole project · {len(self._pairs)} pairs"
        self.query_one("#heading", Static).update(Text(words, no_wrap=True, overflow="ellipsis"))
        self._draw()

    def _draw(self) -> None:
        if self._project is not None:
            width = min(max(self.size.width - 4, 30), 78)
            text = progress_picture(self._project, width, self._styles)
            text.append_text(pairs_picture(self._pairs, width))
            self.query_one("#drawn", Static).update(text)
            return
        if self._figures is None or self._assurance is None:
            return
        width = max(self.size.width - 4, 30)
        plot_lines = min(max(self.size.height - 10, _LEAST_PLOT_LINES), _MOST_PLOT_LINES)
        styles = self._styles
        text = Text()
        text.append_text(path_picture(self._figures, min(width, 3 * plot_lines), plot_lines, styles))
        text.append_text(posterior_picture(self._figures, min(width, 78), styles))
        text.append_text(progress_picture(self._figures.progress, min(width, 78), styles))
        text.append_text(state_picture(self._figures, min(width, 78)))
        text.append(f"\n{assurance_text(self._assurance, self.where.reviewer)}\n")
        self.query_one("#drawn", Static).update(text)

    @property
    def _styles(self) -> Styles:
        names = (*_WEIGHTS, _LINE)
        return {name: self.get_component_rich_style(f"statistics--{name}", partial=True) for name in names}

    def action_project(self) -> None:
        """Show the whole project, or a pair again."""
        self.in_turn(self._toggle_project)

    def _toggle_project(self) -> None:
        if self._project is None:
            self.ask(lambda: project_progress(self.where.database), self._show_project)
        else:
            self._project = None
            self._read_pair()

    def action_next_pair(self) -> None:
        """Show the next pair."""
        self.in_turn(partial(self._go, 1))

    def action_previous_pair(self) -> None:
        """Show the pair before."""
        self.in_turn(partial(self._go, -1))

    def _go(self, by: int) -> None:
        if self._pairs:
            self._project = None
            self._index = (self._index + by) % len(self._pairs)
            self._read_pair()

    def action_scroll(self, by: int) -> None:
        """Scroll the pictures by lines."""
        self.query_one("#pictures", VerticalScroll).scroll_relative(y=by, animate=False)

    def action_reload(self) -> None:
        """Read the figures again."""
        self._project = None
        self.in_turn(self.read_again)

    def action_write_report(self) -> None:
        """Ask where to write the report of the pair."""
        if self._figures is None:
            return
        pair_id = self._figures.pair.id

        def take(place: str | None) -> None:
            if place:
                output = Path(place).expanduser()
                use_case = partial(reporting.write_report, self.where.database, pair_id, output)
                self.in_turn(lambda: self.ask(use_case, lambda _: self._say_written(output)))

        suggested = str(Path.cwd() / f"pair-{pair_id}.html")
        self.app.push_screen(PromptScreen("Where to write the report of this pair (HTML)", suggested), take)

    def _say_written(self, output: Path) -> None:
        self.notify(f"Written: {output}", markup=False)

    def action_back(self) -> None:
        """Leave."""
        self.in_turn(self._leave)

    def _leave(self) -> None:
        self.dismiss(None)


def path_picture(figures: PairFigures, width: int, lines: int, styles: Styles) -> Text:
    """Draw the path of the alignment: Chinese from left to right, English from top to bottom."""
    text = Text().append("Path of the alignment", style="bold")
    text.append("  Chinese → English ↓\n", style="dim")
    text.append_text(dots(_path(figures, styles), width, lines))
    gaps = sum(not bead.has_both_sides for bead in figures.beads)
    counts = [sum(grade(bead.posterior) == name for bead in figures.beads) for name in _WEIGHTS]
    text.append(f"{figures.source_count} Chinese and {figures.target_count} English segments · ")
    for name, words, count in zip(_WEIGHTS, ("sure", "middling", "doubtful"), counts, strict=True):
        text.append(f"{count} {words}", style=styles[name])
        text.append(" · ")
    return text.append(f"{gaps} without a counterpart\n\n")


def _path(figures: PairFigures, styles: Styles) -> Iterator[Dot]:
    """Yield a dot for each pair of segments that a bead holds, as far as they can be told apart."""
    source_count, target_count = max(figures.source_count, 1), max(figures.target_count, 1)
    for bead in figures.beads:
        name = grade(bead.posterior)
        for source in range(bead.source_start, bead.source_end):
            for target in range(bead.target_start, bead.target_end):
                x, y = (source + 0.5) / source_count, (target + 0.5) / target_count
                yield Dot(x, y, styles[name], _WEIGHTS[name])


def posterior_picture(figures: PairFigures, width: int, styles: Styles) -> Text:
    """Draw the histogram of posteriors."""
    labels = [f"{n / BIN_COUNT:.1f}–{(n + 1) / BIN_COUNT:.1f}" for n in range(BIN_COUNT)]
    of_bins = [styles[grade((n + 0.5) / BIN_COUNT)] for n in range(BIN_COUNT)]
    text = Text().append("Posteriors of the rows\n", style="bold")
    text.append_text(bars(labels, figures.histogram, of_bins, width))
    return text.append("\n")


def pairs_picture(pairs: Sequence[DocumentPair], width: int) -> Text:
    """Draw how much of each pair is done, those with most open rows first."""
    text = Text().append("Rows decided on, by pair\n", style="bold")
    runs = [(pair, pair.run) for pair in pairs if pair.run is not None]
    for pair, run in sorted(runs, key=lambda item: -item[1].open_bead_count):
        done = run.bead_count - run.open_bead_count
        title = crop(title_of(pair.source), width // 2)
        room = max(width // 2 - 16, 6)
        text.append(title + " " * (width // 2 - cell_len(title)))
        text.append(f" {bar(done / max(run.bead_count, 1), room)} {done:6}/{run.bead_count}\n")
    return text


def progress_picture(points: Sequence[ProgressPoint], width: int, styles: Styles) -> Text:
    """Draw how many rows were open over time."""
    text = Text().append("Open rows over time\n", style="bold")
    if not points:
        return text.append("nobody has decided on anything yet\n\n", style="dim")
    highest = max(1, *(point.open_count for point in points))
    span = (points[-1].at - points[0].at).total_seconds() or 1.0
    across = (width - FRAME_CELLS) * 2
    seconds = [(point.at - points[0].at).total_seconds() for point in points]
    counts = [points[bisect_right(seconds, span * n / across) - 1].open_count for n in range(across)]
    places = (Dot(n / across, 1 - count / highest, styles[_LINE]) for n, count in enumerate(counts))
    text.append_text(dots(places, width, _PROGRESS_LINES))
    text.append(f"{points[0].open_count} open on {points[0].at:%Y-%m-%d %H:%M} UTC · ")
    return text.append(f"{points[-1].open_count} on {points[-1].at:%Y-%m-%d %H:%M}\n\n")


def state_picture(figures: PairFigures, width: int) -> Text:
    """Draw how many rows are in each state, and the shapes."""
    text = Text().append("Decisions\n", style="bold")
    labels = [f"{STATE_SIGNS[state]} {state.value}" for state in ReviewState]
    counts = [figures.states[state] for state in ReviewState]
    text.append_text(bars(labels, counts, [""] * len(labels), width))
    shapes = " · ".join(f"{shape}: {count}" for shape, count in figures.shapes.most_common(8))
    text.append(f"shapes  {shapes}\n")
    run, pair = figures.run, figures.pair
    runner_up = "" if pair.runner_up_score is None else f", runner-up {pair.runner_up_score:.2f}"
    text.append(f"verdict {run.verdict.value} · match {pair.score:.2f}{runner_up}", style="dim")
    return text.append(f" · anchors a sentence {run.anchor_share:.2f}\n", style="dim")
