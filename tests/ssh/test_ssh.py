"""As most people meet it: through sshd and tmux, at 80×24."""

import base64
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pace import PATIENCE_S
from tests.ssh.server import MISSING, Server, processes_with
from tests.terminal import PROGRAM, Terminal
from vpe_tui.demo.catalogue import DOCUMENTED_UUID

pytestmark = pytest.mark.skipif(
    bool(MISSING) and not os.environ.get("CI"), reason=f"not on this machine: {', '.join(MISSING)}"
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with Server(tmp_path) as server:
        yield server


def program(directory: Path) -> tuple[str, ...]:
    return (
        "env",
        f"VPE_CONFIG_DIR={directory / 'config'}",
        f"PYTHONPATH={os.pathsep.join(sys.path)}",
        *PROGRAM,
        "--demo",
    )


def nothing_is_left(directory: Path) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while processes_with(f"VPE_CONFIG_DIR={directory / 'config'}"):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_through_tmux_opened_searched_copied_left_and_come_back_to(server: Server, tmp_path: Path) -> None:
    tmux = ("tmux", "-S", str(tmp_path / "tmux"), "-f", str(tmp_path / "tmux.conf"))
    (tmp_path / "tmux.conf").write_text("set -g default-terminal tmux-256color\nset -g set-clipboard on\n")
    with server.login(*tmux, "new-session", "-s", "vpe", *program(tmp_path)) as terminal:
        terminal.sees("100 sessions")
        terminal.send(f"o{DOCUMENTED_UUID}\r")
        terminal.sees("live · fetched")
        terminal.send("/playing\r")
        terminal.sees("“playing” 1 of 1")
        terminal.send("y")
        terminal.sees("the row as text: in tmux's buffer")
        copied = subprocess.run([*tmux, "show-buffer"], capture_output=True, text=True, check=True).stdout
        assert copied.startswith("+0.426") and "playing" in copied
        reached_us = re.findall(rb"\x1b\]52;[^;]*;([A-Za-z0-9+/=]+)(?:\x07|\x1b\\)", bytes(terminal.output))
        assert base64.b64decode(reached_us[-1]).decode() == copied
        terminal.send("\x02d")
        assert terminal.ends() == 0
    with server.login(*tmux, "attach", "-t", "vpe", columns=120, rows=40) as terminal:
        pane_has(tmux, "“playing” 1 of 1", "╮╭─ 4 Findings")  # as wide as the new terminal
        terminal.sees("NAVER Cloud introduction video")
        drop(terminal)
    with server.login(*tmux, "attach", "-t", "vpe") as terminal:
        pane_has(tmux, "“playing” 1 of 1", "1 User  2 Player")
        terminal.sees("NAVER Cloud introduction video")
        terminal.send("gQ")
        assert terminal.ends() == 0
    assert nothing_is_left(tmp_path)


def test_a_connection_that_drops_leaves_no_process(server: Server, tmp_path: Path) -> None:
    with server.login(*program(tmp_path)) as terminal:
        terminal.sees("100 sessions")
        terminal.send("\r")
        terminal.sees("live · fetched")
        drop(terminal)
    assert nothing_is_left(tmp_path)


def test_without_tmux_the_copy_is_osc_52(server: Server, tmp_path: Path) -> None:
    with server.login(*program(tmp_path)) as terminal:
        terminal.sees("100 sessions")
        terminal.send("\r")
        terminal.sees("live · fetched")
        terminal.send("y")
        terminal.sees("the row as text: sent to the terminal")
        assert b"\x1b]52;c;" in terminal.output
        terminal.send("Q")
        assert terminal.ends() == 0
    assert nothing_is_left(tmp_path)


def pane_has(tmux: tuple[str, ...], *texts: str) -> None:
    """Waits until tmux's picture of the program has these texts; on its way to us it may leave some out."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        seen = subprocess.run([*tmux, "capture-pane", "-p"], capture_output=True, text=True, check=True).stdout
        if all(text in seen for text in texts):
            return
        assert time.monotonic() < deadline, f"never seen: {texts}\n{seen}"
        time.sleep(0.02)


def drop(terminal: Terminal) -> None:
    """As when the network goes: nobody says good-bye."""
    terminal.process.kill()
    terminal.process.wait(PATIENCE_S)
