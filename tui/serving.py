"""The command `workbench serve`: the review application in a browser on this machine.

textual-serve runs the application for each window and draws it with xterm.js. Three things are otherwise than
it comes: the page is our own, for its page fetches a font from the network; a policy forbids the browser to
ask anything of another machine; and only who has the key in the address gets in, so that neither another user
of this machine nor a page of the web that knows the port can review.
"""

import secrets
import shlex
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbench.errors import WorkbenchError
from workbench.options import database_option

if TYPE_CHECKING:
    from aiohttp import web
    from aiohttp.typedefs import Middleware
    from textual_serve.server import Server

HOST = "127.0.0.1"
DEFAULT_PORT = 8760
KEY_BYTES = 16
PAGES = Path(__file__).parent / "pages"
TITLE = "Bitext Workbench"


class PortError(WorkbenchError):
    """The port cannot be bound."""

    exit_code = 6


@click.command("serve", epilog="Example: workbench serve --db bitext.db")
@database_option
@click.option("--reviewer", help="The name your decisions are kept under.  [default: your user name]")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=DEFAULT_PORT,
    show_default=True,
    help="The port on this machine; 0 takes a free one.",
)
def serve(*, database: Path | None, reviewer: str | None, port: int) -> None:
    """Review in a browser on this machine: no other machine is asked for anything, none can connect.

    Prints the address to open, with a key in it that changes at each start. Ctrl-C ends it; every decision is
    stored when it is made.
    """
    import getpass

    from workbench.config import default_database
    from workbench.review.reviewing import overview

    path = database or default_database()
    overview(path)  # an unusable database is one line and an exit code, not a page
    command = shlex.join(
        [sys.executable, "-P", "-m", "tui.browser_app", str(path), reviewer or getpass.getuser()]
    )
    serve_command(command, port=port, announce=click.echo)


def serve_command(command: str, *, port: int, announce: Callable[[str], None]) -> None:
    """Serve what `command` runs until interrupted; `announce` gets the address once it can be opened.

    Raises:
        PortError: the port is taken, or not ours to take.
    """
    key = secrets.token_urlsafe(KEY_BYTES)
    make_server(command, port=usable_port(port), key=key, announce=announce).serve()


def usable_port(port: int) -> int:
    """Give the port if it can be bound, a free one for 0.

    Raises:
        PortError: the port is taken, or not ours to take.
    """
    import socket

    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HOST, port))
        except OSError as error:
            raise PortError(f"port {port}: {error.strerror}; --port 0 takes a free one") from error
        number: int = tried.getsockname()[1]
        return number


def make_server(command: str, *, port: int, key: str, announce: Callable[[str], None]) -> "Server":
    """Make the server; its class is made here, for its base is imported only when somebody serves."""
    from textual_serve.server import Server

    class LocalServer(Server):
        """textual-serve's server behind a key, and without its logo and log."""

        def initialize_logging(self) -> None:
            """Log nothing: what goes wrong is said by the application itself."""

        async def on_startup(self, app: "web.Application") -> None:
            """Say where to look."""
            announce(f"http://{HOST}:{port}/?key={key}")

        async def _make_app(self) -> "web.Application":
            app = await super()._make_app()
            app.middlewares.append(guard(port=port, key=key))
            return app

    return LocalServer(command, host=HOST, port=port, title=TITLE, templates_path=PAGES)


Handler = Callable[["web.Request"], Awaitable["web.StreamResponse"]]


def guard(*, port: int, key: str) -> "Middleware":
    """Make the middleware that lets nobody in without the key, under another name or from another page."""
    from aiohttp import web

    own = f"{HOST}:{port}"
    cookie = f"workbench-{port}"

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        if request.host != own or origin not in (None, f"http://{own}"):
            raise web.HTTPForbidden(text="This page is for this machine only.\n")
        given = request.query.get("key") or request.cookies.get(cookie) or ""
        if not secrets.compare_digest(given.encode(), key.encode()):
            raise web.HTTPForbidden(text="Open the address that 'workbench serve' printed: it has a key.\n")
        if request.path == "/" and "key" in request.query:
            answer: web.StreamResponse = web.Response(status=303, headers={"Location": "/"})
            answer.set_cookie(cookie, key, httponly=True, samesite="Strict", path="/")
            return answer
        answer = await handler(request)
        if not answer.prepared:
            answer.headers.update(_headers(port))
        return answer

    return check


def _headers(port: int) -> dict[str, str]:
    """Give the headers that keep the browser on this machine."""
    own = f"http://{HOST}:{port}"
    policy = (
        f"default-src 'none'; script-src {own}; style-src {own} 'unsafe-inline'; font-src {own} data:;"
        f" img-src {own} data:; connect-src ws://{HOST}:{port};"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
