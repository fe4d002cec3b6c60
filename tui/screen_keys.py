"""The keys of the screens beside the alignment, by action id: help, palette and settings read them."""

from textual.binding import Binding

from tui.bindings import bound as _key

LIST_BACK = _key("escape", "back", "list.back", "Back", "Drop the filter, or go back", show=True)

LIST_TABLE = [
    _key("enter", "select_cursor", "list.open", "Open", "Open the line, or do what it is for", show=True),
    _key("down,j", "cursor_down", "list.next", "Next", "Go to the next line"),
    _key("up,k", "cursor_up", "list.previous", "Previous", "Go to the line before"),
    _key("pagedown,ctrl+d", "page_down", "list.page-down", "Page down", "Go one window down"),
    _key("pageup,ctrl+u", "page_up", "list.page-up", "Page up", "Go one window up"),
    _key("home,g", "scroll_top", "list.first", "First", "Go to the first line"),
    _key("end,G", "scroll_bottom", "list.last", "Last", "Go to the last line"),
]

LIST = [
    _key("slash", "narrow", "list.narrow", "Filter", "Show only lines with some words", show=True),
    _key("f5", "reload", "list.reload", "Read again", "Read the list from the database again"),
]

FINDINGS = [
    _key("d", "dismiss_finding", "finding.dismiss", "Dismiss", "This is no fault: leave it out", show=True),
    _key("D", "dismiss_with_reason", "finding.dismiss-reason", "Dismiss, why", "Leave it out, and say why"),
    _key("t", "show_dismissed", "finding.dismissed", "Dismissed", "Show what was dismissed, too, or not"),
    _key("c", "check", "finding.check", "Check", "Check this pair as it is now", show=True),
    _key("a", "all_pairs", "finding.all-pairs", "All pairs", "Show all pairs, or the one that is open"),
]

GLOSSARY = [
    _key("a", "add", "term.add", "Add", "Add a term", show=True),
    _key("e", "edit", "term.edit", "Edit", "Change the English of the term", show=True),
    _key("s", "status", "term.status", "Status", "Approve, tolerate or ban a rendering"),
    _key("o", "own", "term.own", "Own terms", "Show your own terms only, or all"),
    _key("x", "remove", "term.remove", "Remove", "Take your own term out of the database"),
]

HISTORY = [
    _key("r", "reviewer", "history.reviewer", "Reviewer", "Show one reviewer's decisions, or all", show=True),
    _key("a", "all_pairs", "history.all-pairs", "All pairs", "Show all pairs, or the open one", show=True),
]

EXPORT = [
    _key(
        "d", "drafts", "export.drafts", "Drafts", "Export the machine translations, or the pairs", show=True
    ),
    _key("a", "accepted", "export.accepted", "Accepted", "Only accepted and edited rows, or all", show=True),
    _key("p", "at_least", "export.at-least", "How sure", "Rows accepted or at least this sure", show=True),
]

QUEUE = [
    _key("s", "start", "queue.start", "Start", "Translate what is pending; goes on where it was", show=True),
    _key("e", "engine", "queue.engine", "Engine", "Choose the engine that translates"),
    _key("x", "stop", "queue.stop", "Stop", "Stop; what is translated is kept", show=True),
]

DOCUMENTS = [
    _key("p", "pair", "documents.pair", "Pair", "Pair the marked document with this one", show=True),
    _key("space", "mark", "documents.mark", "Mark", "Mark the document to be paired", show=True),
    _key("d", "unpair", "documents.unpair", "Unpair", "Take the pair apart"),
]

STATISTICS = [
    _key("tab", "next_pair", "statistics.next", "Next pair", "Show the next pair", show=True),
    _key("shift+tab", "previous_pair", "statistics.previous", "Previous pair", "Show the pair before"),
    _key("p", "project", "statistics.project", "Project", "Show the whole project, or a pair", show=True),
    _key("w", "write_report", "statistics.report", "Report", "Write the report of the pair", show=True),
    _key("down,j", "scroll(1)", "statistics.down", "Down", "Go down"),
    _key("up,k", "scroll(-1)", "statistics.up", "Up", "Go up"),
    _key("pagedown,ctrl+d", "scroll(20)", "statistics.page-down", "Page down", "Go one window down"),
    _key("pageup,ctrl+u", "scroll(-20)", "statistics.page-up", "Page up", "Go one window up"),
    _key("f5", "reload", "statistics.reload", "Read again", "Read the figures again"),
]

READINGS = [
    _key("n", "draw", "readings.draw", "New", "Draw a new sample to read a second time", show=True),
    _key("d", "settle", "readings.settle", "Differences", "Settle where the readers differ", show=True),
]

BLIND_READING = [
    _key("y", "judge('accepted')", "reading.right", "Right", "These texts belong together", show=True),
    _key("x", "judge('rejected')", "reading.wrong", "Wrong", "These texts do not match", show=True),
    _key("r", "judge('needs-review')", "reading.unsure", "Unsure", "You cannot say", show=True),
    _key("down,j", "step(1)", "reading.next", "Next", "Go to the next row"),
    _key("up,k", "step(-1)", "reading.previous", "Previous", "Go to the row before"),
    _key("full_stop", "next_unread", "reading.next-unread", "Next unread", "Go to the next unread row"),
]

SETTLEMENT = [
    _key("1", "settle('first')", "settlement.first", "First", "The first reader is right", show=True),
    _key("2", "settle('second')", "settlement.second", "Second", "The second reader is right", show=True),
    _key("3", "settle('needs-review')", "settlement.neither", "Neither", "It needs another look"),
]

SETTINGS = [
    _key("t", "choose_theme", "settings.theme", "Theme", "Choose light, dark or high contrast", show=True),
    _key("x", "standard_key", "settings.standard", "Standard", "Give the action its own key back", show=True),
]

REPAIR = [
    _key("s", "split", "segment.split", "Split", "Cut the segment in two", show=True),
    _key("m", "merge", "segment.merge", "Merge", "Join the segment with the next one", show=True),
    _key("tab", "other_side", "segment.other-side", "Other side", "Work on the other document"),
]

TABLES: dict[str, list[Binding]] = {
    "In every list": [*LIST_TABLE, *LIST, LIST_BACK],
    "Findings": FINDINGS,
    "Glossary": GLOSSARY,
    "History": HISTORY,
    "Export": EXPORT,
    "Translation": QUEUE,
    "Documents and pairs": DOCUMENTS,
    "Statistics": STATISTICS,
    "Second reading": [*READINGS, *BLIND_READING, *SETTLEMENT],
    "Settings": SETTINGS,
    "Segment repair": REPAIR,
}
"""The tables by the heading under which the page on screens shows them."""


def all_ids() -> list[str]:
    """List the ids of all actions, in the order in which help shows them."""
    return [binding.id for table in TABLES.values() for binding in table if binding.id]
