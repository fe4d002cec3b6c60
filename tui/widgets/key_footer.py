"""The line of keys at the foot of a screen: as many as there is room for, and always the one of the help."""

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer

HELP_ACTION = "help"
_HELP_WIDTH = 9


class KeyFooter(Footer):
    """Textual's footer, set closer; on a narrow screen the last keys are left out, but not the help."""

    def __init__(self) -> None:
        super().__init__(show_command_palette=False, compact=True)

    def compose(self) -> ComposeResult:
        """Yield the keys that the screen shows, the key of the help docked to the right."""
        left = self.size.width - _HELP_WIDTH
        for part in super().compose():
            if getattr(part, "action", None) == HELP_ACTION:
                part.add_class("help-key")
            else:
                left -= _width(part)
                if left < 0 < self.size.width:
                    continue
            yield part

    def on_resize(self) -> None:
        """Choose anew what there is room for."""
        self.call_after_refresh(self.recompose)

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Show the keys also where a browser window or terminal does not have the focus yet."""
        super().bindings_changed(screen)
        if not screen.app.app_focus and self.is_attached and screen is self.screen:
            self.call_after_refresh(self.recompose)


def _width(part: Widget) -> int:
    """Give the cells that a key or the name of a group takes, with the space around it."""
    words = (getattr(part, "key_display", ""), getattr(part, "description", ""))
    if any(words):
        return sum(len(word) + 1 for word in words)
    return len(str(part.render())) + 2
