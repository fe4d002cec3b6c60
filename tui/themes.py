"""Themes of our own, beside those that Textual brings."""

from textual.theme import Theme

HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#66ccff",
    secondary="#ffff66",
    accent="#ffcc00",
    warning="#ffcc00",
    error="#ff8080",
    success="#80ff80",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#202020",
    dark=True,
    variables={"primary-muted": "#004488", "secondary-muted": "#444400", "text-muted": "#dddddd"},
)
"""White on black; text on every ground of it has a contrast of at least 7 to 1."""
