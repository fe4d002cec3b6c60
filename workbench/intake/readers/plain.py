"""Plain text: the text is the decoded bytes, paragraphs are found by its lines."""

from workbench.intake.blocks import Extract


def read(name: str, text: str) -> Extract:
    """Give the text as it is."""
    return Extract(text)
