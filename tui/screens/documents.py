"""All documents, and which belong together: pair them by keys or by dragging one onto the other."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import BindingType

from tui import screen_keys
from tui.presenter import title_of
from tui.screen_table import Where
from tui.screens.choice import ChoiceScreen
from tui.screens.listing import Column, ListScreen
from tui.visible_text import visible
from workbench.alignment import pairing
from workbench.alignment.pairing import DocumentLine

_APART, _LEAVE = "Take the pair apart", "Leave it as it is"


def make(where: Where) -> "DocumentsScreen":
    """Make the screen."""
    return DocumentsScreen(where)


class DocumentsScreen(ListScreen[DocumentLine]):
    """Documents with their counterparts, scores and runners-up, or the word that there is none."""

    BINDINGS: ClassVar[list[BindingType]] = [*screen_keys.DOCUMENTS]
    COLUMNS = (
        Column("", 1),
        Column("No.", 4, is_figure=True),
        Column("In", 3),
        Column("Document", share=3),
        Column("Belongs with", share=3),
        Column("Match", 7, is_figure=True),
        Column("2nd", 4, is_figure=True),
    )
    EMPTY = "Nothing has been taken in yet: 'workbench run PATH' reads files."

    def __init__(self, where: Where) -> None:
        super().__init__(where)
        self._marked: int | None = None
        self._pressed_row: int | None = None
        self._was_dragged = False

    def read(self) -> list[DocumentLine]:
        """Read the documents."""
        return pairing.document_lines(self.where.database)

    def title_words(self) -> Sequence[str]:
        """Say how many documents there are, and what is marked."""
        alone = sum(not item.pairs for item in self.items)
        words = ["Documents", f"{len(self.items)}", f"{alone} in no pair"]
        marked = next((item for item in self.items if item.document.id == self._marked), None)
        return words if marked is None else [*words, f"marked: {title_of(marked.document)}"]

    def cells(self, item: DocumentLine) -> Sequence[str]:
        """Give mark, number, language, title, counterpart, match and runner-up."""
        document = item.document
        mark = "▸" if document.id == self._marked else ""
        match = runner_up = ""
        if item.pairs:
            pair = item.pairs[0]
            other = pair.target if pair.source.id == document.id else pair.source
            belongs = title_of(other) + (f" (+{len(item.pairs) - 1})" if len(item.pairs) > 1 else "")
            match = f"{pair.score:.2f}" if pair.id not in item.by_hand else "by hand"
            runner_up = "" if pair.runner_up_score is None else f"{pair.runner_up_score:.2f}"
        elif item.counterpart is not None:
            belongs = "✗ not a translation of any document here"
            match = "" if item.counterpart.score is None else f"{item.counterpart.score:.2f}"
        else:
            belongs = "– not compared yet"
        return mark, str(document.id), document.language, title_of(document), belongs, match, runner_up

    def describe(self, item: DocumentLine) -> Text:
        """Give title, file, and the pair or the nearest document."""
        document = item.document
        name = visible(Path(document.path).name)
        lines = [f"{title_of(document)} — {name} · {document.segment_count} segments"]
        for pair in item.pairs[:1]:
            other = pair.target if pair.source.id == document.id else pair.source
            verdict = "not aligned yet: 'workbench align'" if pair.run is None else pair.run.verdict.value
            lines.append(f"pair {pair.id} with {title_of(other)} · {verdict}")
        if not item.pairs and item.counterpart is not None:
            lines.append(f"nearest: {visible(item.nearest_title) or 'none'} · not parallel")
        return Text("\n".join(lines), overflow="ellipsis")

    def open_item(self, item: DocumentLine) -> None:
        """Open the pair of the document; without one, mark it."""
        if self._was_dragged:
            self._was_dragged = False
        elif item.pairs:
            self.go_to(item.pairs[0].id, None)
        else:
            self._mark(item)

    def action_mark(self) -> None:
        """Mark the document that another is to be paired with, or unmark it."""
        self.with_item(self._mark)

    def _mark(self, item: DocumentLine) -> None:
        self._marked = None if self._marked == item.document.id else item.document.id
        self.show_items(self._all)
        if self._marked is not None:
            words = "Marked. Go to its counterpart and press p, or drag one onto the other."
            self.notify(words, markup=False, timeout=3)

    def action_pair(self) -> None:
        """Pair the marked document with the one under the cursor."""
        self.with_item(self._pair_with_marked)

    def _pair_with_marked(self, item: DocumentLine) -> None:
        if self._marked is None or self._marked == item.document.id:
            self.notify("Mark the other document with Space first.", markup=False)
        else:
            self._pair(self._marked, item.document.id)

    def _pair(self, first_id: int, second_id: int) -> None:
        def pair() -> list[DocumentLine]:
            pairing.pair_documents(self.where.database, first_id, second_id, reviewer=self.where.reviewer)
            return self.read()

        def done(items: list[DocumentLine]) -> None:
            self._marked = None
            self.show_items(items)
            self.notify("Paired by hand; 'workbench align' aligns the pair.", markup=False)

        self.ask(pair, done)

    def action_unpair(self) -> None:
        """Take the pair of the document apart, after a question."""
        self.with_item(self._ask_to_unpair)

    def _ask_to_unpair(self, item: DocumentLine) -> None:
        if not item.pairs:
            self.notify("This document is in no pair.", markup=False)
            return
        pair_id = item.pairs[0].id

        def answer(name: str | None) -> None:
            if name == _APART:
                self.in_turn(partial(self._unpair, pair_id))

        question = f"{title_of(item.pairs[0].source)} = {title_of(item.pairs[0].target)}"
        self.app.push_screen(ChoiceScreen(question, [_LEAVE, _APART], _LEAVE), answer)

    def _unpair(self, pair_id: int) -> None:
        def take_apart() -> list[DocumentLine]:
            pairing.unpair(self.where.database, pair_id, reviewer=self.where.reviewer)
            return self.read()

        self.ask(take_apart, self.show_items)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Remember where a drag begins."""
        self._pressed_row = self._row_under(event)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Pair the document that was dragged with the one it was dropped on."""
        start, end = self._pressed_row, self._row_under(event)
        self._pressed_row = None
        if start is None or end is None or start == end or max(start, end) >= len(self.items):
            return
        self._was_dragged = True
        first, second = self.items[start].document.id, self.items[end].document.id
        self.in_turn(partial(self._pair, first, second))

    def _row_under(self, event: events.MouseEvent) -> int | None:
        row = event.style.meta.get("row")
        return row if isinstance(row, int) and row >= 0 else None
