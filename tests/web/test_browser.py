"""In a browser, through `textual-serve`: real headless Chromium, driven and overheard over its DevTools protocol."""

import asyncio
import base64
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pyte
import pytest

from tests.pace import PATIENCE_S
from tests.terminal import PROGRAM, clean_environment

aiohttp = pytest.importorskip("aiohttp", reason="textual-serve is not installed")
pytest.importorskip("textual_serve", reason="textual-serve is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [pytest.mark.nightly, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]

SERVE = "import sys; from textual_serve.server import Server; Server(sys.argv[1], port=int(sys.argv[2])).serve()"
COLUMNS, ROWS = 400, 120
"""More than the page has: every cell it draws is within."""


@pytest.fixture
def page(tmp_path: Path) -> Iterator[str]:
    """The address of a page with the demo."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = " ".join((*PROGRAM, "--demo"))
    environment = clean_environment(tmp_path) | {"PYTHONPATH": os.pathsep.join(sys.path)}
    serving = subprocess.Popen([sys.executable, "-c", SERVE, command, str(port)], env=environment)
    try:
        yield f"http://localhost:{port}/"
    finally:
        serving.terminate()
        serving.wait(PATIENCE_S)


class Tab:
    """A page in the browser: keys typed into it, and what its terminal is sent."""

    def __init__(self, socket: "aiohttp.ClientWebSocketResponse") -> None:
        self._socket = socket
        self._asked = 0
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)

    async def ask(self, method: str, **parameters: object) -> None:
        self._asked += 1
        await self._socket.send_str(json.dumps({"id": self._asked, "method": method, "params": parameters}))

    async def sees(self, text: str) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                while text not in "\n".join(self._screen.display):
                    message = json.loads((await self._socket.receive()).data)
                    if message.get("method") == "Network.webSocketFrameReceived":
                        frame = message["params"]["response"]
                        if frame["opcode"] == 2:
                            self._stream.feed(base64.b64decode(frame["payloadData"]))

        assert text in "\n".join(self._screen.display), "\n".join(
            line.rstrip() for line in self._screen.display
        ).strip()

    async def types(self, text: str) -> None:
        await self.ask("Runtime.evaluate", expression="document.querySelector('.xterm-helper-textarea').focus()")
        for char in text:
            key = {"key": "Enter", "windowsVirtualKeyCode": 13} if char == "\r" else {"key": char}
            await self.ask("Input.dispatchKeyEvent", type="keyDown", text=char, **key)
            await self.ask("Input.dispatchKeyEvent", type="keyUp", **key)


@pytest.fixture
async def tab(tmp_path: Path, page: str) -> AsyncIterator[Tab]:
    assert CHROMIUM is not None
    profile = tmp_path / "chromium"
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", f"--user-data-dir={profile}")
    browser = subprocess.Popen([CHROMIUM, *flags, "about:blank"], stderr=subprocess.DEVNULL)
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not (told := profile / "DevToolsActivePort").exists() or not told.read_text():
                await asyncio.sleep(0.05)
        port = told.read_text().split("\n")[0]
        async with aiohttp.ClientSession() as client:
            async with client.get(f"http://127.0.0.1:{port}/json") as answer:
                target = next(each for each in await answer.json() if each["type"] == "page")
            async with client.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                tab = Tab(socket)
                await tab.ask("Network.enable")
                await tab.ask("Page.navigate", url=page)
                yield tab
    finally:
        browser.terminate()
        browser.wait(PATIENCE_S)


async def test_in_a_browser_a_session_is_opened_and_searched(tab: Tab) -> None:
    await tab.sees("100 sessions")
    await tab.types("\r")
    await tab.sees("player_start")
    await tab.types("/playing\r")
    await tab.sees("“playing” 1 of 1")
