"""The candidate links of a document that is not a translation of any document here."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from db.records import OPEN_STATES, ReviewState
from tui import keys
from tui.presenter import NOT_A_TRANSLATION, link_details, link_row, title_of
from tui.screens.prompt import PromptScreen
from tui.screens.row_screen import RowScreen
from tui.widgets.bead_view import BeadView
from tui.widgets.key_footer import KeyFooter
from workbench.review import reviewing
from workbench.review.reviewing import CandidateLink, UnmatchedDocument


class LinkScreen(RowScreen):
    """Sentences that may match across documents, best first, to accept or to reject."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.LINKS]

    def __init__(self, database: Path, reviewer: str, document: UnmatchedDocument) -> None:
        super().__init__()
        self._database = database
        self._reviewer = reviewer
        self._document = document
        self._links: list[CandidateLink] = []

    def compose(self) -> ComposeResult:
        """Lay out heading, rows, details and keys."""
        words = f"{title_of(self._document.document)} · {' '.join(NOT_A_TRANSLATION)} · candidate links"
        yield Static(Text(words, no_wrap=True, overflow="ellipsis"), id="heading", markup=False)
        yield BeadView(id="rows")
        yield Static(id="details", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Read the links."""
        self.read_again()

    def read_again(self) -> None:
        """Ask for the links."""
        document_id = self._document.document.id
        self.ask(lambda: reviewing.candidate_links(self._database, document_id), self._show)

    def _show(self, links: list[CandidateLink]) -> None:
        self._links = links
        self.view.set_rows(len(links), lambda row: link_row(self._links[row]), cursor=self.view.cursor)

    def on_bead_view_cursor_moved(self, message: BeadView.CursorMoved) -> None:
        """Describe the link under the cursor."""
        if self._links:
            item = self._links[message.row]
            self.query_one("#details", Static).update(
                link_details(item, message.row, len(self._links)), layout=False
            )

    def action_accept_next(self) -> None:
        """Accept the link."""
        self.in_turn(partial(self._decide, ReviewState.ACCEPTED))

    def action_reject(self) -> None:
        """Reject the link."""
        self.in_turn(partial(self._decide, ReviewState.REJECTED))

    def action_needs_review(self) -> None:
        """Leave the link to a second look."""
        self.in_turn(partial(self._decide, ReviewState.NEEDS_REVIEW))

    def action_note(self) -> None:
        """Ask for a note on the link."""
        self.in_turn(self._ask_for_note)

    def action_reload(self) -> None:
        """Read the links again."""
        self.in_turn(self.read_again)

    def _decide(self, state: ReviewState, note: str | None = None, *, goes_on: bool = True) -> None:
        if not self._links:
            return
        link_id = self._links[self.view.cursor].link.id

        def decide() -> list[CandidateLink]:
            reviewing.set_link_state(self._database, link_id, state=state, note=note, reviewer=self._reviewer)
            return reviewing.candidate_links(self._database, self._document.document.id)

        self.ask(decide, self._after(goes_on))

    def _after(self, goes_on: bool) -> Callable[[list[CandidateLink]], None]:
        def done(links: list[CandidateLink]) -> None:
            row = self.view.cursor
            self._show(links)
            if goes_on:
                after = [n for n in range(row + 1, len(links)) if links[n].link.state in OPEN_STATES]
                self.view.move_cursor(after[0] if after else row)
                if not any(item.link.state in OPEN_STATES for item in links):
                    self.notify("Every link has been decided on.", markup=False)

        return done

    def _ask_for_note(self) -> None:
        if not self._links:
            return
        link = self._links[self.view.cursor].link

        def write(note: str | None) -> None:
            if note is not None:
                self.in_turn(lambda: self._decide(link.state, note, goes_on=False))

        self.app.push_screen(PromptScreen("Note on this link", link.note), write)
