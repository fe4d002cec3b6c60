"""The application works in a browser, asks no other machine for anything, and lets nobody else in."""

import asyncio
import base64
import json
import os
import shlex
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import aiohttp
import pytest
from aiohttp import web
from click.testing import CliRunner

from tests.tui.driving import beads
from tui.serving import HOST, PortError, make_server, serve, usable_port

ROOT = Path(__file__).parents[2]
KEY = "key-of-the-test"
WAIT_SECONDS = 60
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@asynccontextmanager
async def served(database: Path) -> AsyncIterator[int]:
    """Serve a database and give the port."""
    port = usable_port(0)
    command = shlex.join([sys.executable, "-m", "tui.browser_app", str(database), "mei"])
    os.environ["PYTHONPATH"] = str(ROOT)
    os.environ["XDG_STATE_HOME"] = str(database.parent / "state")
    said: list[str] = []
    applications: list[asyncio.subprocess.Process] = []
    start = asyncio.create_subprocess_shell

    async def started(*arguments: Any, **options: Any) -> asyncio.subprocess.Process:
        applications.append(await start(*arguments, **options))
        return applications[-1]

    server = make_server(command, port=port, key=KEY, announce=said.append)
    runner = web.AppRunner(await server._make_app())
    await runner.setup()
    await web.TCPSite(runner, HOST, port).start()
    assert said == [f"http://{HOST}:{port}/?key={KEY}"]
    try:
        with mock.patch.object(asyncio, "create_subprocess_shell", started):
            yield port
    finally:
        await runner.cleanup()
        if own_tasks := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.wait(own_tasks, timeout=WAIT_SECONDS)  # the application of a closed tab ends
        for application in applications:
            await asyncio.wait_for(application.wait(), WAIT_SECONDS)
        del os.environ["PYTHONPATH"]


def visitor() -> aiohttp.ClientSession:
    """A client that keeps cookies of hosts without a name."""
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))


async def status(address: str, **options: Any) -> int:
    async with visitor() as session, session.get(address, **options) as answer:
        return answer.status


async def test_only_who_has_the_key_gets_in(project: Path) -> None:
    async with served(project) as port:
        page = f"http://{HOST}:{port}/"
        assert await status(page) == 403
        assert await status(f"{page}?key=another") == 403
        assert await status(f"{page}ws") == 403
        assert await status(f"{page}?key={KEY}") == 200


async def test_another_page_or_name_is_turned_away_even_with_the_key(project: Path) -> None:
    async with served(project) as port:
        address = f"http://{HOST}:{port}/ws?key={KEY}"
        assert await status(address, headers={"Origin": "https://example.org"}) == 403
        assert await status(address, headers={"Host": f"example.org:{port}"}) == 403


async def test_the_page_names_no_other_machine(project: Path) -> None:
    async with served(project) as port, visitor() as session:
        async with session.get(f"http://{HOST}:{port}/?key={KEY}") as answer:
            text = await answer.text()
            policy = answer.headers["Content-Security-Policy"]
        own = f"//{HOST}:{port}"
        assert text.count("//") == text.count(own) > 0
        assert "default-src 'none'" in policy
        async with session.get(f"http://{HOST}:{port}/static/fonts/RobotoMono-VariableFont_wght.ttf") as font:
            assert font.status == 200


def test_a_port_that_is_taken_is_one_line(project: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortError, match=f"port {port}"):
            usable_port(port)
        outcome = CliRunner().invoke(serve, ["--db", str(project), "--port", str(port)])
    assert isinstance(outcome.exception, PortError)


def test_a_database_that_is_not_there_is_said_before_anything_is_served(tmp_path: Path) -> None:
    outcome = CliRunner().invoke(serve, ["--db", str(tmp_path / "none.db")])
    assert "no such database" in str(outcome.exception)


class Browser:
    """A tab of headless Chromium, driven by its DevTools protocol."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._count = 0
        self.asked: list[str] = []
        """Every address that the page asked for, sockets too."""

    async def call(self, method: str, **parameters: object) -> dict[str, Any]:
        self._count += 1
        await self._socket.send_json({"id": self._count, "method": method, "params": parameters})
        while True:
            message = json.loads((await self._socket.receive()).data)
            if message.get("id") == self._count:
                return dict(message["result"])
            self._note(message)

    def _note(self, message: dict[str, Any]) -> None:
        if message["method"] == "Network.requestWillBeSent":
            self.asked.append(message["params"]["request"]["url"])
        elif message["method"] == "Network.webSocketCreated":
            self.asked.append(message["params"]["url"])

    async def value(self, expression: str) -> object:
        found = await self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return found["result"].get("value")

    async def type(self, text: str) -> None:
        for key in text:
            await self.call("Input.dispatchKeyEvent", type="keyDown", key=key, text=key)
            await self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    async def picture(self) -> bytes:
        return base64.b64decode((await self.call("Page.captureScreenshot"))["data"])


@asynccontextmanager
async def browsing(folder: Path) -> AsyncIterator[Browser]:
    """Start Chromium on an empty page."""
    assert CHROMIUM is not None
    flags = ("--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0")
    quiet = ("--disable-background-networking", "--disable-component-update", "--no-first-run")
    size = ("--window-size=1200,760", f"--user-data-dir={folder}", "about:blank")
    process = await asyncio.create_subprocess_exec(
        CHROMIUM, *flags, *quiet, *size, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        active = folder / "DevToolsActivePort"
        await until(lambda: asyncio.sleep(0, active.exists()))
        port = active.read_text().split("\n")[0]
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json") as answer:
                tab = next(tab for tab in await answer.json() if tab["type"] == "page")
            async with session.ws_connect(tab["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                browser = Browser(socket)
                await browser.call("Network.enable")
                await browser.call("Page.enable")
                yield browser
    finally:
        process.terminate()
        await process.wait()


async def until(question: Callable[[], Awaitable[object]]) -> None:
    """Ask again and again until the answer is true."""
    for _ in range(WAIT_SECONDS * 5):
        if await question():
            return
        await asyncio.sleep(0.2)
    raise AssertionError(f"not true within {WAIT_SECONDS} seconds")


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
async def test_a_row_is_accepted_in_a_browser_that_asks_nobody_else(project: Path, tmp_path: Path) -> None:
    async with served(project) as port, browsing(tmp_path / "profile") as browser:
        await browser.call("Page.navigate", url=f"http://{HOST}:{port}/?key={KEY}")
        await until(lambda: browser.value("document.body.classList.contains('-first-byte')"))
        await browser.value("document.querySelector('textarea').focus()")

        async def accepted() -> bool:
            await browser.type("\r ")
            await asyncio.sleep(0.5)
            return any(bead.state.value == "accepted" for bead in beads(project))

        await until(accepted)
        picture = await browser.picture()
        asked = browser.asked
    if place := os.environ.get("WORKBENCH_PICTURE"):
        Path(place).write_bytes(picture)
    own = (f"http://{HOST}:{port}/", f"ws://{HOST}:{port}/", "data:")
    assert any(address.startswith("ws:") for address in asked)
    assert [address for address in asked if not address.startswith(own)] == []
    assert picture.startswith(b"\x89PNG")
