"""Segments of a document with the raw text beside them, to split and to join."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from db.segment_repairs import RawSegment
from tui import screen_keys
from tui.screen_table import Where
from tui.screens.listing import Column, ListScreen, ListTable
from tui.screens.prompt import PromptScreen
from tui.visible_text import visible, visible_in_place
from tui.widgets.key_footer import KeyFooter
from workbench.review import repairing, reviewing
from workbench.review.repairing import RepairText

CUT = "|"


def make(where: Where) -> "RepairScreen":
    """Make the screen."""
    return RepairScreen(where)


class RepairScreen(ListScreen[RawSegment]):
    """The segments of one side of the open pair; beside them their paragraph as it came in the file."""

    BINDINGS: ClassVar[list[BindingType]] = [*screen_keys.REPAIR]
    COLUMNS = (Column("No.", 5, is_figure=True), Column("Segment"))
    EMPTY = "Open a pair first: its documents are repaired here."

    def __init__(self, where: Where) -> None:
        super().__init__(where)
        self._side = "source"
        self._text: RepairText | None = None
        self._is_placed = False

    def compose(self) -> ComposeResult:
        """Lay out heading, segments, raw text, details and keys."""
        yield Static(id="heading", markup=False)
        with Horizontal(id="columns"):
            yield ListTable(id="list", cursor_type="row")
            with VerticalScroll(id="raw-scroll", can_focus=False):
                yield Static(id="raw", markup=False)
        yield Static(id="details", markup=False)
        yield KeyFooter()

    @property
    def table_width(self) -> int:
        """The table takes half of the screen."""
        return self.size.width // 2

    def read(self) -> Sequence[RawSegment]:
        """Read the document of the active side; without an open pair, of the first pair."""
        pair = self.where.pair
        if pair is None:
            pairs = reviewing.overview(self.where.database).pairs
            pair = pairs[0] if pairs else None
        if pair is None:
            return []
        document = pair.source if self._side == "source" else pair.target
        self._text = repairing.open_text(self.where.database, document.id)
        return self._text.segments

    def show_items(self, items: Sequence[RawSegment]) -> None:
        """Show the segments; at first, go to the row that was open."""
        super().show_items(items)
        if not self._is_placed and self.where.key is not None and items:
            self._is_placed = True
            position = self.where.key[0 if self._side == "source" else 1]
            self.table.move_cursor(row=min(position, len(items) - 1), animate=False)

    def title_words(self) -> Sequence[str]:
        """Say whose segments these are."""
        side = "Chinese" if self._side == "source" else "English"
        title = "" if self._text is None else self._text.title
        return "Segments", f"{len(self.items)}", side, title

    def cells(self, item: RawSegment) -> Sequence[str]:
        """Give number and text."""
        return str(item.position + 1), item.text

    def describe(self, item: RawSegment) -> Text:
        """Give the segment in full, and show the raw text of its paragraph."""
        if self._text is not None:
            raw = Text("As it came in the file\n\n", style="bold")
            raw.append(visible(self._text.raw(item)).replace("\u21b5", "\u21b5\n"), style="not bold")
            raw.append("\n\nAs it is cut\n\n", style="bold")
            own = [other for other in self.items if other.paragraph_id == item.paragraph_id]
            for other in own:
                style = "reverse not bold" if other.id == item.id else "not bold"
                raw.append(visible(other.text), style=style)
                raw.append(f" {CUT} " if other is not own[-1] else "", style="bold")
            self.query_one("#raw", Static).update(raw)
        return Text(visible(item.text), overflow="ellipsis")

    def open_item(self, item: RawSegment) -> None:
        """Split the segment."""
        self._ask_for_cut(item)

    def action_split(self) -> None:
        """Ask where to cut the segment."""
        self.with_item(self._ask_for_cut)

    def _ask_for_cut(self, item: RawSegment) -> None:
        def take(text: str | None) -> None:
            if text is None:
                return
            at = cut_place(visible_in_place(item.text), text)
            if at is None:
                self.notify(f"Put one {CUT} into the text and change nothing else.", markup=False)
            else:
                document_id, position = self._document_id, item.position
                self._change(partial(repairing.split_segment, at=at), document_id, position)

        question = f"Put a {CUT} where the segment is to be cut"
        self.app.push_screen(PromptScreen(question, item.text), take)

    def action_merge(self) -> None:
        """Join the segment with the next one."""
        self.with_item(lambda item: self._change(repairing.merge_segments, self._document_id, item.position))

    @property
    def _document_id(self) -> int:
        assert self._text is not None
        return self._text.document_id

    def _change(self, use_case: Callable[..., None], document_id: int, position: int) -> None:
        def change() -> Sequence[RawSegment]:
            use_case(self.where.database, document_id, position, reviewer=self.where.reviewer)
            return self.read()

        self.in_turn(lambda: self.ask(change, self.show_items))

    def action_other_side(self) -> None:
        """Work on the other document of the pair."""
        self._side = "target" if self._side == "source" else "source"
        self._is_placed = False
        self.in_turn(self.read_again)


def cut_place(text: str, marked: str) -> int | None:
    """Give the place of the one sign that `marked` has more than `text`; None where they differ otherwise."""
    at = next(
        (n for n, (one, other) in enumerate(zip(text, marked, strict=False)) if one != other), len(text)
    )
    is_cut = marked[at : at + len(CUT)] == CUT and marked[:at] + marked[at + len(CUT) :] == text
    return at if is_cut else None
