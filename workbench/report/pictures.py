"""Pictures of a pair as SVG, to stand in a page: colours are the page's CSS variables, and never say all.

The dot plot is the alignment's path through the matrix of both texts: the Chinese segments from left to
right, the English from top to bottom. A dot is filled where the aligner is sure, ringed where it doubts.
"""

from collections.abc import Iterator
from html import escape

from workbench.report.pair_figures import BIN_COUNT, PairFigures, ProgressPoint, grade

PLOT_SIZE = 480
GRID = 240
"""Cells a side that dots are drawn into: of a hundred thousand dots most would lie on one another."""

_MARGIN = 44
_WIDTH, _HEIGHT = 560, 200


def dot_plot(figures: PairFigures) -> str:
    """Draw the path; segments without a counterpart are ticks at the edges."""
    parts = [_frame(PLOT_SIZE, PLOT_SIZE)]
    x_scale = PLOT_SIZE / max(figures.source_count, 1)
    y_scale = PLOT_SIZE / max(figures.target_count, 1)
    seen: set[tuple[str, int, int]] = set()
    for bead in sorted(figures.beads, key=lambda bead: bead.posterior):
        x, width = bead.source_start * x_scale, (bead.source_end - bead.source_start) * x_scale
        y, height = bead.target_start * y_scale, (bead.target_end - bead.target_start) * y_scale
        kind = grade(bead.posterior) if bead.has_both_sides else "gap"
        cell = (kind, int((x + width / 2) * GRID / PLOT_SIZE), int((y + height / 2) * GRID / PLOT_SIZE))
        if cell not in seen:
            seen.add(cell)
            parts.append(_dot(kind, (x, y), (width, height)))
    parts.append(_label(PLOT_SIZE / 2, PLOT_SIZE + 30, f"Chinese segments 1–{figures.source_count}"))
    parts.append(_label(-14, PLOT_SIZE / 2, f"English segments 1–{figures.target_count}", turned=True))
    words = f"Path of the alignment: {len(figures.beads)} beads"
    return _svg(PLOT_SIZE + 2 * _MARGIN, PLOT_SIZE + 2 * _MARGIN, words, parts)


def _dot(kind: str, corner: tuple[float, float], size: tuple[float, float]) -> str:
    (x, y), (width, height) = corner, size
    if kind == "gap":
        if width:
            return f'<line class="gap" x1="{x:.1f}" y1="-8" x2="{x + width:.1f}" y2="-8"/>'
        return f'<line class="gap" x1="-8" y1="{y:.1f}" x2="-8" y2="{y + height:.1f}"/>'
    side_x, side_y = max(width, 3.0), max(height, 3.0)
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{side_x:.1f}" height="{side_y:.1f}" rx="1"/>'


def histogram(figures: PairFigures) -> str:
    """Draw how many beads have a posterior in each tenth."""
    bins = figures.histogram
    highest = max([*bins, 1])
    step = _WIDTH / BIN_COUNT
    parts = [_frame(_WIDTH, _HEIGHT)]
    for n, count in enumerate(bins):
        height = _HEIGHT * 0.9 * count / highest
        kind = grade((n + 0.5) / BIN_COUNT)
        parts.append(
            f'<rect class="{kind}" x="{n * step + 4:.1f}" y="{_HEIGHT - height:.1f}" width="{step - 8:.1f}"'
            f' height="{height:.1f}"/>'
        )
        parts.append(_label(n * step + step / 2, _HEIGHT - height - 5, str(count)))
        parts.append(_label(n * step + step / 2, _HEIGHT + 16, f"{n / BIN_COUNT:.1f}"))
    parts.append(_label(_WIDTH / 2, _HEIGHT + 34, "posterior of the row, from this tenth up"))
    words = "Posteriors: " + ", ".join(f"{n / BIN_COUNT:.1f}: {count}" for n, count in enumerate(bins))
    return _svg(_WIDTH + 2 * _MARGIN, _HEIGHT + 2 * _MARGIN, words, parts)


def progress(figures: PairFigures) -> str:
    """Draw how many rows were open after each decision; empty where nobody has decided on anything."""
    points = figures.progress
    if not points:
        return ""
    highest = max(1, *(point.open_count for point in points))
    places = list(_steps(points, highest))
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    parts = [_frame(_WIDTH, _HEIGHT), f'<polyline class="line" points="{path}"/>']
    first, last = points[0].at, points[-1].at
    parts.append(_label(0, _HEIGHT + 16, f"{first:%Y-%m-%d %H:%M}", anchor="start"))
    parts.append(_label(_WIDTH, _HEIGHT + 16, f"{last:%Y-%m-%d %H:%M} UTC", anchor="end"))
    parts.append(_label(-6, 14, str(highest), anchor="end"))
    parts.append(_label(-6, _HEIGHT, "0", anchor="end"))
    parts.append(_label(_WIDTH / 2, _HEIGHT + 34, "rows that nobody has decided on"))
    words = f"Open rows: {points[0].open_count} at first, {points[-1].open_count} now"
    return _svg(_WIDTH + 2 * _MARGIN, _HEIGHT + 2 * _MARGIN, words, parts)


def _steps(points: tuple[ProgressPoint, ...], highest: int) -> Iterator[tuple[float, float]]:
    """Yield the corners of the line: the count stays until the next decision."""
    span = (points[-1].at - points[0].at).total_seconds() or 1.0
    y_before: float | None = None
    for point in points:
        x = _WIDTH * (point.at - points[0].at).total_seconds() / span
        y = _HEIGHT * (1 - 0.95 * point.open_count / highest)
        if y_before is not None:
            yield x, y_before
        yield x, y
        y_before = y


def _frame(width: float, height: float) -> str:
    return f'<rect class="frame" x="0" y="0" width="{width}" height="{height}"/>'


def _label(x: float, y: float, words: str, *, anchor: str = "middle", turned: bool = False) -> str:
    turn = f' transform="rotate(-90 {x:.1f} {y:.1f})"' if turned else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{turn}>{escape(words)}</text>'


def _svg(width: float, height: float, words: str, parts: list[str]) -> str:
    body = "\n".join(parts)
    box = f"{-_MARGIN} {-_MARGIN / 2} {width} {height}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="{box}"'
        f' width="{width}" height="{height}"><title>{escape(words)}</title>\n{body}\n</svg>'
    )
