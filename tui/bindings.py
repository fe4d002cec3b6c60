"""One row of a table of keys, in the order in which the tables are read."""

from textual.binding import Binding


def bound(
    keys: str,
    action: str,
    binding_id: str,
    description: str,
    tooltip: str,
    *,
    show: bool = False,
    group: Binding.Group | None = None,
) -> Binding:
    """Bind keys, separated by commas, to an action; the footer names it where `show` is set.

    Neighbours of one `group` stand in the footer with the name of the group.
    """
    return Binding(keys, action, description, show=show, id=binding_id, tooltip=tooltip, group=group)
