"""The page on reviewing names every action."""

from pathlib import Path

from tui import keys

PAGE = Path(__file__).parents[2] / "docs" / "reviewing.md"


def test_every_action_stands_in_the_page_with_what_it_does() -> None:
    page = PAGE.read_text(encoding="utf-8")
    tables = (
        keys.ALIGNMENT,
        keys.SEARCH,
        keys.LINKS,
        keys.PAIR_TABLE,
        keys.PAIRS,
        keys.NAVIGATION,
        keys.APPLICATION,
    )
    for binding in [binding for table in tables for binding in table]:
        assert f"| {binding.tooltip} | `{binding.id}` |" in page
