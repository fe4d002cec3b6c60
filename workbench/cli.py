"""The command line: finds the commands, and turns errors into one line and an exit code.

The commands of this package stand one to a file in `workbench.commands`; other packages add theirs through
the entry-point group `workbench.commands`. Neither is imported before it is needed.
"""

import errno
import importlib
import os
import pkgutil
import signal
import sys
from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import Any, NoReturn

import click

from workbench import commands
from workbench.errors import WorkbenchError

ENTRY_POINT_GROUP = "workbench.commands"
INTERRUPTED_EXIT_CODE = 130
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
STOPPED = "stopped; what was finished is saved, and the same command goes on from there"


class CommandFolder(click.Group):
    """A group whose commands are the modules of `workbench.commands` and the entry points of plug-ins."""

    def list_commands(self, context: click.Context) -> list[str]:
        """List the names of all commands, in alphabetical order."""
        return sorted({*self._modules(), *self._plugins()})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Import and give one command, None where there is none of that name."""
        if name in self._modules():
            module = importlib.import_module(f"workbench.commands.{name.replace('-', '_')}")
            command = module.command
        elif name in (plugins := self._plugins()):
            try:
                command = plugins[name].load()
            except (ImportError, AttributeError) as error:
                click.echo(f"workbench: the plug-in command {name!r} cannot be loaded: {error}", err=True)
                return None
        else:
            return None
        assert isinstance(command, click.Command)
        return command

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 - as click declares it
    ) -> click.Context:
        """Read the command line; `--help` is printed here, and its reader may have gone."""
        try:
            return super().make_context(info_name, args, parent, **extra)
        except BrokenPipeError:
            _leave_quietly()

    def invoke(self, context: click.Context) -> object:
        """Run the command; an interruption is worded here, before click prints an empty line for it."""
        try:
            result: object = super().invoke(context)
            if sys.stdout is not None:  # closed by the caller
                sys.stdout.flush()
        except KeyboardInterrupt:
            _stop(STOPPED, INTERRUPTED_EXIT_CODE)
        except BrokenPipeError:
            _leave_quietly()
        return result

    def _modules(self) -> list[str]:
        return [module.name.replace("_", "-") for module in pkgutil.iter_modules(commands.__path__)]

    def _plugins(self) -> dict[str, EntryPoint]:
        return {point.name: point for point in entry_points(group=ENTRY_POINT_GROUP)}


@click.command(cls=CommandFolder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="bitext-workbench", prog_name="workbench")
def workbench() -> None:
    """Work with Chinese documents and their English versions, offline.

    Start with `workbench run PATH`, then `workbench review`.
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with the code of the outcome (see `workbench.errors`)."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy on more threads than cores is far slower
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        code = workbench.main(args=arguments, prog_name="workbench", standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        _stop(STOPPED, INTERRUPTED_EXIT_CODE)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except Exception as error:  # noqa: BLE001 - one of the two places that turn errors into words
        _stop(*_explain(error))
    sys.exit(code if isinstance(code, int) else 0)


def _explain(error: Exception) -> tuple[str, int]:
    """Give the line and the exit code for an error; the engines' packages are not imported for it."""
    from aligners.errors import AlignerError
    from db.errors import NotFoundError, StoreError
    from workbench.errors import DatabaseError, InputError, NothingToDoError, OutputError

    if isinstance(error, WorkbenchError):
        return str(error), error.exit_code
    if isinstance(error, NotFoundError):
        return str(error), NothingToDoError.exit_code
    if isinstance(error, StoreError):
        return str(error), DatabaseError.exit_code
    if isinstance(error, AlignerError):
        return str(error), InputError.exit_code
    if isinstance(error, OSError) and error.errno in FULL:
        return (
            f"{error.filename or 'the output'}: cannot be written ({error.strerror})",
            OutputError.exit_code,
        )
    return f"a fault of the workbench, please report it: {type(error).__name__}: {error}", 1


def _stop(line: str, code: int) -> NoReturn:
    click.echo(f"workbench: {' '.join(line.split())}", err=True)
    sys.exit(code)


def _leave_quietly() -> NoReturn:
    """End as a filter whose reader has gone: what is still buffered goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)
