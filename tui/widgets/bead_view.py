"""Two columns of wrapped text side by side, row by row, drawn line by line for any number of rows.

Only the rows around the window are wrapped. The others count with an estimated height, and what is learnt
about rows above the window never moves what is in it.
"""

from collections import OrderedDict
from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.layout import Columns, Laid, columns
from tui.presenter import RowText
from tui.row_layout import lay_out, source_share
from tui.row_segments import Gutter, Look, row_segments
from tui.rows import Heights

_SAMPLE_SIZE = 16
_CACHE_SIZE = 600


class BeadView(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows of two texts with a cursor, for beads and for links.

    The screen gives rows with `set_rows` and moves the cursor; a click moves it too. `row_text` makes the
    text of a row when it comes into the window.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "bead-view--text",
        "bead-view--empty",
        "bead-view--original",
        "bead-view--draft",
        "bead-view--note",
        "bead-view--gutter",
        "bead-view--finding",
        "bead-view--high",
        "bead-view--middle",
        "bead-view--low",
        "bead-view--sign",
        "bead-view--mark",
        "bead-view--even",
        "bead-view--cursor",
        "bead-view--selected",
        "bead-view--accepted",
        "bead-view--edited",
        "bead-view--rejected",
        "bead-view--needs-review",
        "bead-view--proposed",
    }

    cursor: reactive[int] = reactive(0)

    class CursorMoved(Message):
        """The cursor stands on another row, or the row under it has changed."""

        def __init__(self, row: int) -> None:
            self.row = row
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._row_text: Callable[[int], RowText] | None = None
        self._row_number: Callable[[int], int] = lambda row: row
        self._number_count = 0
        self._source_share: float | None = None  # stays, or columns would jump with the cursor
        self._heights = Heights(0, 1)
        self._columns = columns(80, 0)
        self._laid: OrderedDict[tuple[RowText, Columns], Laid] = OrderedDict()
        self._texts: dict[int, RowText] = {}
        self._drawn: dict[int, dict[int, Strip]] = {}
        self._styles: dict[str, Style] = {}
        self.selected: set[int] = set()

    @property
    def row_count(self) -> int:
        """The number of rows."""
        return len(self._heights)

    @property
    def columns(self) -> Columns:
        """The widths of the columns as they are drawn."""
        return self._columns

    def set_rows(
        self,
        row_count: int,
        row_text: Callable[[int], RowText],
        *,
        row_number: Callable[[int], int] | None = None,
        number_count: int | None = None,
        cursor: int = 0,
    ) -> None:
        """Show these rows: `row_text` makes one, `row_number` says what number it goes by, from 0."""
        self._row_text = row_text
        self._row_number = row_number or (lambda row: row)
        self._number_count = row_count if number_count is None else number_count
        self._heights = Heights(row_count, 1)
        self.selected = set()
        self._reflow(cursor)

    def replace_rows(self, first: int, gone: int, come: int) -> None:
        """Say that `come` rows are now in the place of `gone` rows, and keep the rest where it is."""
        if gone == come and not self.selected and gone <= self.size.height:
            self._redraw_rows(range(first, first + gone))
            return
        self._heights.replace(first, gone, come)
        self.selected.clear()
        kept = [(row, text) for row, text in self._texts.items() if row < first or row >= first + gone]
        self._forget()
        self._texts = {row + (come - gone) * (row >= first): text for row, text in kept}
        self._settle()
        self.refresh()

    def _redraw_rows(self, rows: range) -> None:
        """Draw rows whose text may have changed; all that is below only where one has another height."""
        heights = [self._heights[row] for row in rows]
        for row in rows:
            self._texts.pop(row, None)
            self._drawn.pop(row, None)
        self._heights.replace(rows.start, len(rows), len(rows))
        if [self._measure(row) for row in rows] == heights:
            self.refresh_lines(self._heights.start(rows.start), sum(heights))
        else:
            self._settle()
            self.refresh()

    def move_cursor(self, row: int) -> None:
        """Put the cursor on a row, or on the nearest there is, and bring it into the window."""
        row = max(0, min(row, self.row_count - 1))
        self._show(row)
        if row == self.cursor:
            self.post_message(self.CursorMoved(row))
        self.cursor = row

    def select(self, rows: range) -> None:
        """Mark these rows, and no others, as selected."""
        self.selected = set(rows)
        self._drawn.clear()
        self.refresh()

    def step(self, by: int) -> None:
        """Move the cursor by one row, but first bring the rest of a row that is higher than the window."""
        if not self.row_count:
            return
        top, height = round(self.scroll_y), self.size.height
        start = self._heights.start(self.cursor)
        end = start + self._heights[self.cursor]
        stride = max(height - 2, 1)
        if (
            by > 0
            and top <= start + self._heights[self.cursor]
            and end > top + height
            and start <= top + height
        ):
            self._scroll_to_line(min(top + stride, end - height))
        elif by < 0 and start < top < end:
            self._scroll_to_line(max(top - stride, start))
        else:
            self.move_cursor(self.cursor + by)

    def page(self, by: int) -> None:
        """Move by one window less two lines; the cursor goes to the row that is then in its place."""
        height = self.size.height
        top = round(self.scroll_y)
        line = self._heights.start(self.cursor) + by * max(height - 2, 1)
        self._scroll_to_line(top + by * max(height - 2, 1))
        target = self._heights.row_at(max(line, 0))
        if target == self.cursor:
            target += by
        self.move_cursor(target)

    def on_resize(self, event: events.Resize) -> None:
        """Wrap anew for the new width, around the row under the cursor."""
        if event.size.width:
            self._reflow(self.cursor)

    def notify_style_update(self) -> None:
        """Forget the colours of the theme that was."""
        super().notify_style_update()
        self._styles.clear()
        self._drawn.clear()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row that was clicked."""
        line = round(self.scroll_y) + event.y
        if line < self._heights.total:
            self.move_cursor(self._heights.row_at(line))

    def watch_cursor(self, old_cursor: int, cursor: int) -> None:
        """Draw the two rows anew and say that the cursor has moved."""
        for row in (old_cursor, cursor):
            self._drawn.pop(row, None)
            if row < self.row_count:
                self.refresh_lines(self._heights.start(row), self._heights[row])
        self.post_message(self.CursorMoved(cursor))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Measure what comes into the window."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self._settle()

    def refresh_rows(self) -> None:
        """Draw again after rows have changed their text but not their number."""
        self._reflow(self.cursor)

    def _reflow(self, cursor: int) -> None:
        """Forget all heights and show the row under the cursor."""
        self._forget()
        width = self.scrollable_content_region.width or self.size.width
        if not width:
            self.set_reactive(BeadView.cursor, max(0, min(cursor, self.row_count - 1)))
            return
        sample = self._sample(cursor)
        if self._source_share is None and sample:
            self._source_share = source_share(sample)
        self._columns = columns(width, self._number_count, source_share=self._source_share or 0.5)
        heights = [self._laid_text(text).height for text in sample]
        self._heights = Heights(self.row_count, round(sum(heights) / max(len(heights), 1)))
        cursor = max(0, min(cursor, self.row_count - 1))
        self._show(cursor)
        self.cursor = cursor
        self.post_message(self.CursorMoved(cursor))
        self.refresh()

    def _forget(self) -> None:
        """Forget texts and drawings: the rows behind the numbers have changed."""
        self._texts.clear()
        self._drawn.clear()

    def _sample(self, cursor: int) -> list[RowText]:
        """Give the rows around one: others would have to be read from far away."""
        first = max(0, min(cursor - _SAMPLE_SIZE // 2, self.row_count - _SAMPLE_SIZE))
        return [self.text(row) for row in range(first, min(first + _SAMPLE_SIZE, self.row_count))]

    def text(self, row: int) -> RowText:
        """Give the text of a row as it is drawn."""
        text = self._texts.get(row)
        if text is None:
            assert self._row_text is not None
            if len(self._texts) > _CACHE_SIZE:
                self._forget()
            text = self._texts[row] = self._row_text(row)
        return text

    def _lay_out(self, row: int) -> Laid:
        return self._laid_text(self.text(row))

    def _laid_text(self, text: RowText) -> Laid:
        key = (text, self._columns)
        laid = self._laid.get(key)
        if laid is None:
            laid = self._laid[key] = lay_out(*key)
            if len(self._laid) > _CACHE_SIZE:
                self._laid.popitem(last=False)
        else:
            self._laid.move_to_end(key)
        return laid

    def _measure(self, row: int) -> int:
        if not self._heights.is_exact(row):
            self._heights.measure(row, self._lay_out(row).height)
        return self._heights[row]

    def _show(self, row: int) -> None:
        """Scroll as little as shows a row whole, and below it what comes next, to a third of the window.

        A row higher than the window is shown from its start.
        """
        if not self.row_count or not self.size.height:
            self._settle()
            return
        height = self.size.height
        self._measure_around(row)
        top = round(self.scroll_y)
        start = self._heights.start(row)
        end = start + self._heights[row]
        if start < top or end - start > height:
            top = start
        elif end > top + height:
            below = self._heights[row + 1] if row + 1 < self.row_count else 0
            top = min(end + min(below, height // 3) - height, start)
        self._scroll_to_line(top)

    def _measure_around(self, row: int) -> None:
        """Measure a window's worth of rows above and below a row."""
        height = self.size.height
        lines, above = 0, row
        while above > 0 and lines < height:
            above -= 1
            lines += self._measure(above)
        lines, below = 0, row
        while below < self.row_count and lines < 2 * height:
            lines += self._measure(below)
            below += 1

    def _scroll_to_line(self, line: int) -> None:
        self._set_virtual_size()
        self.scroll_to(y=line, animate=False, force=True, immediate=True)
        self._settle()

    def _settle(self) -> None:
        """Measure the rows in the window and around it, and keep in place what the window shows."""
        if not self.row_count or not self.size.height:
            self._set_virtual_size()
            return
        top = round(self.scroll_y)
        row = self._heights.row_at(top)
        offset = top - self._heights.start(row)
        self._measure_around(row)
        settled = self._heights.start(row) + min(offset, self._heights[row] - 1)
        self._set_virtual_size()
        if settled != top:
            self.scroll_to(y=settled, animate=False, force=True, immediate=True)

    def _set_virtual_size(self) -> None:
        """Tell Textual how many lines there are; far from the end, only when the guess was far out.

        Each new size lays the whole screen out again, and a scroll bar shows hundredths at best.
        """
        size = Size(self.scrollable_content_region.width, self._heights.total)
        known = self.virtual_size
        is_far_from_end = self.scroll_y + 4 * self.size.height < min(size.height, known.height)
        is_close = abs(size.height - known.height) * 100 <= known.height
        if size != known and not (is_far_from_end and is_close and size.width == known.width):
            self.virtual_size = size

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines of the window; strips stay the same ones, and with them what Textual knows of them."""
        top, height = round(self.scroll_y) + crop.y, crop.height
        strips: list[Strip] = []
        row = self._heights.row_at(top)
        skipped = top - self._heights.start(row)
        while len(strips) < height and row < self.row_count:
            stop = min(self._heights[row], skipped + height - len(strips))
            strips += self._draw(row, range(skipped, stop))
            skipped = 0
            row += 1
        if len(strips) < height:
            blank = Strip.blank(self.size.width, self._style("base"))
            strips += [blank] * (height - len(strips))
        if crop.column_span != (0, self.size.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def _draw(self, row: int, numbers: range) -> list[Strip]:
        """Draw some lines of a row, as far as they are not drawn yet."""
        drawn = self._drawn.setdefault(row, {})
        missing = [number for number in numbers if number not in drawn]
        if missing:
            text, laid, background = self.text(row), self._lay_out(row), self._background(row)
            gutter = Gutter(self._row_number(row) + 1, row == self.cursor, row in self.selected)
            look = Look(background, self._style)
            filters, behind = self.get_line_filters(), self.background_colors[1]
            width, used = self.size.width, self._columns.gutter + self._columns.text
            margin = Segment(" " * max(width - used, 0), background)
            for number in missing:
                segments = row_segments(text, laid, number, self._columns, gutter=gutter, look=look)
                segments.append(margin)
                for each in filters:
                    segments = each.apply(segments, behind)
                strip = Strip(segments, max(width, used))
                drawn[number] = strip if used <= width else strip.crop(0, width)
        return [drawn[number] for number in numbers]

    def _background(self, row: int) -> Style:
        if row == self.cursor:
            return self._style("cursor")
        if row in self.selected:
            return self._style("selected")
        return self._style("even" if row % 2 else "base")

    def _style(self, name: str) -> Style:
        style = self._styles.get(name)
        if style is None:
            if name == "base":
                style = self.rich_style
            else:
                style = self.get_component_rich_style(f"bead-view--{name}")
                if name not in {"cursor", "even", "selected"}:  # these lie on the row's background
                    style = Style(color=style.color) + style.without_color
            self._styles[name] = style
        return style
