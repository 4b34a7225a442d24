"""Copying on a real terminal: OSC 52, the plain view, the mouse given to the terminal."""

import base64
import re
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.pty.test_program import demo, gave_back
from tests.terminal import PROGRAM, Terminal, clean_environment
from vpe_tui.demo.catalogue import DOCUMENTED_UUID

MOUSE_ON, MOUSE_OFF = b"\x1b[?1003h", b"\x1b[?1003l"


def opened(directory: Path, *arguments: str, **environment: str) -> Terminal:
    return demo(directory, DOCUMENTED_UUID, *arguments, **environment)


def mouse_is_ours(terminal: Terminal) -> bool:
    output = bytes(terminal.output)
    return output.rfind(MOUSE_ON) > output.rfind(MOUSE_OFF)


def test_a_copy_reaches_the_terminal(tmp_path: Path) -> None:
    with opened(tmp_path) as terminal:
        terminal.sees("live · fetched")
        terminal.send("Yj\r")
        terminal.sees("the UUID: sent to the terminal")
        sent = re.search(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", bytes(terminal.output))
        assert sent is not None and base64.b64decode(sent[1]).decode() == DOCUMENTED_UUID
        terminal.send("Q")
        assert terminal.ends() == 0


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not there")
def test_in_tmux_a_copy_is_in_its_buffer_and_sent_on(tmp_path: Path) -> None:
    """With tmux as it is when nothing is set."""
    tmux = ("tmux", "-S", str(tmp_path / "tmux"), "-f", "/dev/null")
    argv = (*tmux, "new-session", "-x", "120", "-y", "40", *PROGRAM, "--demo", DOCUMENTED_UUID)
    with Terminal(argv, clean_environment(tmp_path)) as terminal:
        try:
            terminal.sees("live · fetched")
            terminal.send("Yj\r")
            terminal.sees("the UUID: in tmux's buffer, and sent to the terminal")
            shown = subprocess.run([*tmux, "show-buffer"], capture_output=True, text=True, check=True).stdout
            assert shown == DOCUMENTED_UUID
            sent = re.findall(rb"\x1b\]52;[^;]*;([A-Za-z0-9+/=]+)(?:\x07|\x1b\\)", bytes(terminal.output))
            assert base64.b64decode(sent[-1]).decode() == DOCUMENTED_UUID
            terminal.send("Q")
            assert terminal.ends() == 0
        finally:
            subprocess.run([*tmux, "kill-server"], capture_output=True, check=False)


def test_where_no_copy_is_taken_the_plain_screen_is_offered_at_once(tmp_path: Path) -> None:
    with opened(tmp_path, TERM_PROGRAM="Apple_Terminal") as terminal:
        terminal.sees("live · fetched")
        terminal.send("Yj\r")
        terminal.sees("the UUID: not copied: Apple's Terminal")
        terminal.sees("l plain screen")
        terminal.send("l")
        terminal._until(lambda: f"\r\n{DOCUMENTED_UUID}\r\n-----".encode() in terminal.output, "the UUID, plain")
        terminal.sees("any key comes back")
        terminal.send("x")
        terminal.sees("any key comes back", gone=True)
        terminal.sees("l plain screen")
        assert b"\x1b]52;" not in terminal.output
        terminal.send("Q")
        assert terminal.ends() == 0


def test_the_plain_view_and_back(tmp_path: Path) -> None:
    with opened(tmp_path) as terminal:
        terminal.sees("live · fetched")
        terminal.send("\r")
        terminal.sees("esc close")
        terminal.send("l")
        terminal.sees("any key comes back")
        assert '  "actionType": "player_start"' in terminal.text  # as it is: no border, no fold
        assert not mouse_is_ours(terminal)
        terminal.send("\x1b[A")  # any key, and none of its bytes is a command
        terminal.sees("any key comes back", gone=True)
        terminal._until(lambda: mouse_is_ours(terminal), "the mouse, ours again")
        terminal.send("\x1b")
        terminal.sees("esc close", gone=True)
        terminal.send("Yjl")
        terminal._until(lambda: f"\r\n{DOCUMENTED_UUID}\r\n-----".encode() in terminal.output, "the UUID, plain")
        terminal.sees("any key comes back")
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.ends() == 143
        assert gave_back(terminal)


def test_the_mouse_is_given_to_the_terminal_and_taken_back(tmp_path: Path) -> None:
    with opened(tmp_path) as terminal:
        terminal.sees("live · fetched")
        assert mouse_is_ours(terminal)
        terminal.send("M")
        terminal.sees("the terminal has the mouse")
        assert not mouse_is_ours(terminal)
        terminal.send("M")
        terminal.sees("vpe-tui has the mouse")
        assert mouse_is_ours(terminal)
        terminal.send("Q")
        assert terminal.ends() == 0


def test_without_the_mouse_from_the_start(tmp_path: Path) -> None:
    with opened(tmp_path, "--no-mouse") as terminal:
        terminal.sees("live · fetched")
        assert MOUSE_ON not in terminal.output
        terminal.send("Q")
        assert terminal.ends() == 0
