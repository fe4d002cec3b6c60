"""Where to cut a row in two: numbered break points on both sides."""

from dataclasses import dataclass
from typing import ClassVar

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.layout import wrap
from tui.visible_text import visible

Cuts = tuple[int, int]
"""How many sentences of the source and of the target side stay in the upper row."""


class SplitScreen(ModalScreen[Cuts | None]):
    """Shows the sentences of a row with numbered break points; gives the chosen cuts, None to leave."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Split", id="split.take", tooltip="Cut the row at the marked break points"),
        Binding("escape", "leave", "Leave", id="split.leave", tooltip="Leave the row as it is"),
        Binding("up,k", "move(-1)", "Up", id="split.up", tooltip="Move the cut of this side up"),
        Binding("down,j", "move(1)", "Down", id="split.down", tooltip="Move the cut of this side down"),
        Binding("tab", "other", "Other side", id="split.other", tooltip="Go to the other side"),
        Binding("left,h", "side(0)", "Chinese", id="split.source", tooltip="Go to the Chinese side"),
        Binding("right,l", "side(1)", "English", id="split.target", tooltip="Go to the English side"),
        *(
            Binding(str(n), f"number({n})", f"Cut at {n}", id=f"split.at-{n}", tooltip="Cut this side here")
            for n in range(10)
        ),
    ]

    def __init__(self, source: tuple[str, ...], target: tuple[str, ...]) -> None:
        super().__init__()
        self._sentences = (source, target)
        self._cuts = list(proposed_cuts(source, target))
        self._side = 0 if len(source) > 1 else 1

    def compose(self) -> ComposeResult:
        """Lay out the two sides and the keys."""
        with Vertical(id="dialog"):
            yield Static(Text("Split: a number or ↑ ↓ sets the cut of a side"), markup=False)
            with Horizontal(id="sides"):
                for side in ("source", "target"):
                    with VerticalScroll(id=side, can_focus=False):
                        yield Static(id=f"{side}-text", markup=False)
            yield Static(id="outcome", markup=False)
            hint = "Enter splits · Tab other side · Esc leaves it"
            yield Static(Text(hint), classes="hint", markup=False)

    def on_mount(self) -> None:
        """Draw both sides."""
        self._draw()

    def action_move(self, by: int) -> None:
        """Move the cut of the active side."""
        self._set_cut(self._cuts[self._side] + by)

    def action_number(self, cut: int) -> None:
        """Set the cut of the active side."""
        self._set_cut(cut)

    def action_other(self) -> None:
        """Go to the other side."""
        self.action_side(1 - self._side)

    def action_side(self, side: int) -> None:
        """Go to a side."""
        self._side = side
        self._draw()

    def action_take(self) -> None:
        """Give the cuts back, unless one of the rows would be empty."""
        if self._is_possible():
            self.dismiss((self._cuts[0], self._cuts[1]))

    def action_leave(self) -> None:
        """Give nothing back."""
        self.dismiss(None)

    def _set_cut(self, cut: int) -> None:
        if 0 <= cut <= len(self._sentences[self._side]):
            self._cuts[self._side] = cut
            self._draw()

    def _is_possible(self) -> bool:
        cuts = tuple(self._cuts)
        return cuts not in {(0, 0), tuple(len(side) for side in self._sentences)}

    def _draw(self) -> None:
        for side, name in enumerate(("source", "target")):
            box = self.query_one(f"#{name}", VerticalScroll)
            box.set_class(side == self._side, "active")
            column = CutColumn(self._sentences[side], self._cuts[side])
            self.query_one(f"#{name}-text", Static).update(column)
            self.call_after_refresh(_show_cut, box, column)
        (source, target), (source_cut, target_cut) = self._sentences, self._cuts
        words = (
            f"gives {source_cut}-{target_cut} and {len(source) - source_cut}-{len(target) - target_cut}"
            if self._is_possible()
            else "one of the two rows would be empty: set another cut"
        )
        self.query_one("#outcome", Static).update(Text(words))


@dataclass(frozen=True, slots=True)
class CutColumn:
    """The sentences of one side with the break points between them, as wide as there is room."""

    sentences: tuple[str, ...]
    cut: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield a line of text for each line of the column."""
        for number, sentence in enumerate((*self.sentences, None)):
            yield self._break_point(number, options.max_width)
            if sentence is not None:
                text = visible(sentence)
                yield from (Text(text[start:end]) for start, end in wrap(text, options.max_width))

    def cut_line(self, width: int) -> int:
        """Give the line on which the cut is, from 0, where the column is `width` cells wide."""
        above = self.sentences[: self.cut]
        return self.cut + sum(len(wrap(visible(sentence), width)) for sentence in above)

    def _break_point(self, number: int, width: int) -> Text:
        is_cut = number == self.cut
        line = f"{number} " + ("━━ cut " if is_cut else "╌")
        filler = "━" if is_cut else "╌"
        return Text(line.ljust(width, filler), style="bold reverse" if is_cut else "dim", no_wrap=True)


def _show_cut(box: VerticalScroll, column: CutColumn) -> None:
    """Scroll a side so that its cut is in the middle, as far as there is anything to scroll."""
    region = box.scrollable_content_region
    line = column.cut_line(max(region.width, 1))
    box.scroll_to(y=line - region.height // 2, animate=False)


def proposed_cuts(source: tuple[str, ...], target: tuple[str, ...]) -> Cuts:
    """Propose cuts: after the first source sentence, and where the target is about as far through."""
    if len(source) <= 1 and len(target) <= 1:
        return len(source), 0
    if len(source) <= 1:
        return len(source), 1
    if len(target) <= 1:
        return 1, len(target)
    share = len(source[0]) / max(sum(map(len, source)), 1)
    total = max(sum(map(len, target)), 1)
    done = [sum(map(len, target[:cut])) / total for cut in range(len(target) + 1)]
    best = min(range(1, len(target)), key=lambda cut: abs(done[cut] - share))
    return 1, best
