"""Every key of the application, by action id: the table that help, palette and rebinding read."""

from textual.binding import Binding

from tui import screen_keys
from tui.bindings import bound as _key
from tui.screen_table import SCREENS

_MOVE = Binding.Group("Move", compact=True)

NO_KEY = "no-key-"
"""Begins the key of an action that comes without one: only the settings can give it a real one."""

APPLICATION = [
    _key("f1,question_mark", "help", "app.help", "Help", "Show what the keys do here", show=True),
    _key("ctrl+q", "quit", "app.quit", "Quit", "Leave; everything is saved already"),
    _key("ctrl+o", "choose_screen", "app.screens", "Screens", "Choose a screen to open", show=True),
    *(
        _key(
            entry.key or f"{NO_KEY}{entry.name}",
            f"open_screen('{entry.name}')",
            entry.id,
            entry.title,
            entry.tooltip,
        )
        for entry in SCREENS
    ),
]

BACK = _key("escape", "back", "screen.back", "Back", "Drop the selection, or go back to the list of pairs")

NAVIGATION = [
    _key(
        "down,j", "step(1)", "row.next", "Next row", "Go to the next row; in a long row, further down in it"
    ),
    _key("up,k", "step(-1)", "row.previous", "Previous row", "Go to the row before"),
    _key("pagedown,ctrl+d", "page(1)", "row.page-down", "Page down", "Go one window down"),
    _key("pageup,ctrl+u", "page(-1)", "row.page-up", "Page up", "Go one window up"),
    _key("home,g", "first", "row.first", "First row", "Go to the first row"),
    _key("end,G", "last", "row.last", "Last row", "Go to the last row"),
]

PAIR_TABLE = [
    _key("enter", "select_cursor", "pairs.open", "Open", "Open the pair, or the candidate links", show=True),
    _key("down,j", "cursor_down", "pairs.next", "Next", "Go to the next line"),
    _key("up,k", "cursor_up", "pairs.previous", "Previous", "Go to the line before"),
    _key("pagedown,ctrl+d", "page_down", "pairs.page-down", "Page down", "Go one window down"),
    _key("pageup,ctrl+u", "page_up", "pairs.page-up", "Page up", "Go one window up"),
    _key("home,g", "scroll_top", "pairs.first", "First", "Go to the first line"),
    _key("end,G", "scroll_bottom", "pairs.last", "Last", "Go to the last line"),
]

PAIRS = [_key("f5", "reload", "pairs.reload", "Read again", "Read the list from the database again")]

ALIGNMENT = [
    _key(
        "space,enter",
        "accept_next",
        "bead.accept-next",
        "Accept",
        "Accept the row and go to the next open one",
        show=True,
    ),
    _key("a", "accept", "bead.accept", "Accept, stay", "Accept the row and stay on it"),
    _key(
        "A",
        "accept_above",
        "bead.accept-above",
        "Accept all above",
        "Accept this row and all open rows above it, as one decision",
    ),
    _key(
        "x",
        "reject",
        "bead.reject",
        "Reject",
        "These texts do not belong together; go to the next open row",
        show=True,
    ),
    _key(
        "r",
        "needs_review",
        "bead.needs-review",
        "Needs review",
        "Leave the row to a second look; go to the next open row",
    ),
    _key(
        "m",
        "merge",
        "bead.merge",
        "Merge",
        "Make one row of this row and the next, or of the selected rows",
        show=True,
    ),
    _key(
        "M",
        "merge_previous",
        "bead.merge-previous",
        "Merge up",
        "Make one row of this row and the one before",
    ),
    _key("s", "split", "bead.split", "Split", "Cut the row in two at numbered break points", show=True),
    _key(
        "S",
        "split_at_once",
        "bead.split-at-once",
        "Split at once",
        "Cut the row in two where the lengths of both sides propose it",
    ),
    _key(
        "o",
        "take_out(0)",
        "bead.first-out",
        "First out",
        "Take the first sentence of the side with more (else this side) into a row of its own",
    ),
    _key(
        "O",
        "take_out(-1)",
        "bead.last-out",
        "Last out",
        "Take the last sentence of the side with more (else this side) into a row of its own",
    ),
    _key(
        "left_square_bracket",
        "first_up",
        "bead.first-up",
        "First up",
        "Move this side's first sentence to the row before",
        show=True,
        group=_MOVE,
    ),
    _key(
        "right_square_bracket",
        "last_down",
        "bead.last-down",
        "Last down",
        "Move this side's last sentence to the next row",
        show=True,
        group=_MOVE,
    ),
    _key(
        "right_curly_bracket",
        "shift(1)",
        "bead.shift-down",
        "Column down",
        "Move this side a row down, from here to the next empty or decided row",
    ),
    _key(
        "left_curly_bracket",
        "shift(-1)",
        "bead.shift-up",
        "Column up",
        "Move this side a row up, from here to the next empty or decided row",
    ),
    _key(
        "p",
        "pin",
        "bead.pin",
        "Pin",
        "Mark this side's first sentence; p on the other side, in its row, puts the two together",
    ),
    _key(
        "R",
        "realign",
        "bead.realign",
        "Align anew",
        "Align the open rows around this one anew between decided rows, after a look at what changes",
    ),
    _key(
        "D",
        "moved",
        "bead.moved",
        "Moved",
        "The passage stands elsewhere: D on its row or rows, and D where its other side stands",
    ),
    _key("b", "bookmark", "bead.bookmark", "Bookmark", "Set a bookmark on the row, or take it away"),
    _key("t", "term", "bead.term", "Term", "Put a term of the row into the glossary"),
    _key("tab", "other_side", "side.other", "Other side", "Work on the other side"),
    _key("h,left", "side('source')", "side.source", "Chinese side", "Work on the Chinese side"),
    _key("l,right", "side('target')", "side.target", "English side", "Work on the English side"),
    _key("e", "edit", "bead.edit", "Edit", "Edit the text of this side; the original is kept", show=True),
    _key(
        "percent_sign",
        "replace",
        "bead.replace",
        "Replace",
        "Replace words on this side, in all rows that are shown or selected, after a look at what changes",
    ),
    _key("c", "note", "bead.note", "Note", "Write a note on the row"),
    _key("u,ctrl+z", "undo", "bead.undo", "Undo", "Take back your last decision on this pair", show=True),
    _key("U,ctrl+y", "redo", "bead.redo", "Redo", "Make the decision that was taken back again"),
    _key(
        "d",
        "no_counterpart",
        "bead.no-counterpart",
        "Omit",
        "Say why this side has no counterpart; a row with both sides is cut",
        show=True,
    ),
    _key(
        "full_stop,1",
        "next_open",
        "go.next-open",
        "Next open",
        "Go to the next row that nobody has decided on",
    ),
    _key("comma", "previous_open", "go.previous-open", "Previous open", "Go to the open row before"),
    _key(
        "2",
        "next_uneven",
        "go.next-uneven",
        "Next not 1-1",
        "Go to the next row that is not one sentence to one",
    ),
    _key("3", "next_doubtful", "go.next-doubtful", "Next doubtful", "Go to the next row of low posterior"),
    _key("5", "next_finding", "go.next-finding", "Next finding", "Go to the next row with a finding"),
    _key("6", "next_bookmark", "go.next-bookmark", "Next bookmark", "Go to the next bookmarked row"),
    _key("ctrl+g", "go_to_row", "go.row", "Go to row", "Go to a row by its number"),
    _key(
        "4", "queue", "go.queue", "Doubt first", "After each decision, go to the open row of lowest posterior"
    ),
    _key(
        "J,shift+down",
        "extend(1)",
        "select.down",
        "Select down",
        "Select rows downwards, to decide on all of them at once",
    ),
    _key("K,shift+up", "extend(-1)", "select.up", "Select up", "Select rows upwards"),
    _key("slash", "search", "search.ask", "Search", "Search both sides"),
    _key("n", "found(1)", "search.next", "Next found", "Go to the next row that holds what was searched for"),
    _key("N", "found(-1)", "search.previous", "Previous found", "Go to the row before that holds it"),
    _key("f", "filter", "view.filter", "Filter", "Show all rows, or only the open ones"),
    _key("F", "choose_filter", "view.choose-filter", "Filter by", "Choose which rows are shown"),
    _key("i", "evidence", "view.evidence", "Why this score", "Show the figures behind the row's posterior"),
    _key(
        "I",
        "statistics",
        "view.statistics",
        "Statistics",
        "Show what has been decided, and how sure the rest is",
    ),
    _key("y", "copy", "bead.copy", "Copy", "Copy both texts of the row, or of the selected rows"),
    _key(
        "w",
        "compare",
        "view.compare",
        "Word differences",
        "Mark the words that draft and English do not share",
    ),
    _key("v", "draft", "view.draft", "Machine draft", "Show or hide the machine translation of the Chinese"),
    _key("V", "drafts", "bead.draft", "All drafts", "Show what each engine made of the row, to edit one"),
    _key("f5", "reload", "view.reload", "Read again", "Read the pair from the database again"),
]

SEARCH = [
    _key("slash", "narrow", "hits.search", "Search", "Search for something else", show=True),
    _key(
        "s", "side", "hits.side", "Side", "Search both sides, the Chinese one, or the English one", show=True
    ),
    _key("e", "export_hits", "hits.export", "Export", "Write the hits to a file, as a table", show=True),
]

LINKS = [
    _key(
        "space,enter",
        "accept_next",
        "link.accept-next",
        "Accept",
        "These texts match: accept the link and go on",
        show=True,
    ),
    _key(
        "x",
        "reject",
        "link.reject",
        "Reject",
        "These texts do not match: reject the link and go on",
        show=True,
    ),
    _key(
        "r",
        "needs_review",
        "link.needs-review",
        "Needs review",
        "Leave the link to a second look and go on",
        show=True,
    ),
    _key("c", "note", "link.note", "Note", "Write a note on the link"),
    _key("f5", "reload", "link.reload", "Read again", "Read the links from the database again"),
]


def all_ids() -> list[str]:
    """List the ids of all actions, in the order in which help shows them."""
    tables = (ALIGNMENT, SEARCH, LINKS, PAIR_TABLE, PAIRS, NAVIGATION, [BACK], APPLICATION)
    own = [binding.id for table in tables for binding in table if binding.id]
    return [*own, *screen_keys.all_ids()]
