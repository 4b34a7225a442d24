"""Copying on a real terminal: OSC 52, the plain view, the mouse given to the terminal."""

import base64
import re
import signal
from pathlib import Path

from tests.pty.test_program import demo, gave_back
from tests.terminal import Terminal
from vpe_tui.demo.catalogue import DOCUMENTED_UUID

MOUSE_ON, MOUSE_OFF = b"\x1b[?1003h", b"\x1b[?1003l"


def opened(directory: Path, *arguments: str) -> Terminal:
    return demo(directory, DOCUMENTED_UUID, *arguments)


def mouse_is_ours(terminal: Terminal) -> bool:
    output = bytes(terminal.output)
    return output.rfind(MOUSE_ON) > output.rfind(MOUSE_OFF)


def test_a_copy_reaches_the_terminal(tmp_path: Path) -> None:
    with opened(tmp_path) as terminal:
        terminal.sees("live · fetched")
        terminal.send("Y\r")
        terminal.sees("the UUID: sent to the terminal")
        sent = re.search(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", bytes(terminal.output))
        assert sent is not None and base64.b64decode(sent[1]).decode() == DOCUMENTED_UUID
        terminal.send("q")
        assert terminal.ends() == 0


def test_the_plain_view_and_back(tmp_path: Path) -> None:
    with opened(tmp_path) as terminal:
        terminal.sees("live · fetched")
        terminal.send("\r")
        terminal.sees("esc close")
        terminal.send("p")
        terminal.sees("enter comes back")
        assert '  "actionType": "player_start"' in terminal.text  # as it is: no border, no fold
        assert gave_back(terminal)
        terminal.send("\r")
        terminal.sees("enter comes back", gone=True)
        terminal._until(lambda: mouse_is_ours(terminal), "the mouse, ours again")
        terminal.send("\x1b")
        terminal.sees("esc close", gone=True)
        terminal.send("Yp")
        terminal._until(lambda: f"\r\n{DOCUMENTED_UUID}\r\n-----".encode() in terminal.output, "the UUID, plain")
        terminal.sees("enter comes back")
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.ends() == 143
        assert gave_back(terminal)


def test_the_mouse_is_given_to_the_terminal_and_taken_back(tmp_path: Path) -> None:
    with opened(tmp_path) as terminal:
        terminal.sees("live · fetched")
        assert mouse_is_ours(terminal)
        terminal.send("M")
        terminal.sees("the mouse is the terminal's")
        assert not mouse_is_ours(terminal)
        terminal.send("M")
        terminal.sees("the mouse is ours")
        assert mouse_is_ours(terminal)
        terminal.send("q")
        assert terminal.ends() == 0


def test_without_the_mouse_from_the_start(tmp_path: Path) -> None:
    with opened(tmp_path, "--no-mouse") as terminal:
        terminal.sees("live · fetched")
        assert MOUSE_ON not in terminal.output
        terminal.send("q")
        assert terminal.ends() == 0
