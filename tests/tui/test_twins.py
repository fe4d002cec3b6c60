"""Every action has a command that does the same, and every such command is one of the command line."""

import click
import pytest

from tui import keys
from tui.twins import OF_THE_SCREEN, TWINS
from workbench.cli import workbench
from workbench.review.deciding import ACTIONS


def test_every_action_has_a_command_or_is_about_the_screen_alone() -> None:
    without = [name for name in keys.all_ids() if name not in TWINS and not name.startswith(OF_THE_SCREEN)]
    assert not without


def test_every_line_is_about_an_action_there_is() -> None:
    ids = keys.all_ids()
    assert not set(TWINS) - set(ids)
    assert all(any(name.startswith(start) for name in ids) for start in OF_THE_SCREEN)


@pytest.mark.parametrize("line", sorted(set(TWINS.values())))
def test_the_command_is_there_and_takes_what_it_is_given(line: str) -> None:
    program, *words = line.split()
    assert program == "workbench"
    context = click.Context(workbench)
    found: click.Command = workbench
    while isinstance(found, click.Group):
        inner = found.get_command(context, words.pop(0))
        assert inner is not None
        found = inner
    flags = {name: option for option in found.params for name in option.opts if name.startswith("--")}
    values = [word for word in words if not word.startswith("--")]
    for flag in (word for word in words if word.startswith("--")):
        assert flag in flags, f"{found.name} has no {flag}"
        option = flags[flag]
        assert isinstance(option, click.Option)
        if not option.is_flag:
            values.pop()
    arguments = [each for each in found.params if isinstance(each, click.Argument)]
    assert len([each for each in arguments if each.required]) <= len(values)
    assert len(values) <= len(arguments) or any(each.nargs == -1 for each in arguments)


def test_every_decision_on_the_command_line_is_an_action_of_the_application() -> None:
    decided = {line.split()[3] for line in TWINS.values() if line.startswith("workbench decide")}
    assert decided == {*ACTIONS, "undo", "redo"}
