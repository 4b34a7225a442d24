"""What a terminal says unasked, late or in halves is no key; and where it has no other screen, it is left clean."""

import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pty.line import Line, program
from tests.unit.test_replies import REPLIES

WAYS: dict[str, Callable[[Line], None]] = {
    "q": lambda terminal: terminal.send("q"),
    "Q in a dialog": lambda terminal: terminal.send("?Q"),
    "ctrl+c": lambda terminal: terminal.send("\x03"),
    "TERM": lambda terminal: terminal.process.send_signal(signal.SIGTERM),
    "HUP": lambda terminal: terminal.process.send_signal(signal.SIGHUP),
    "INT": lambda terminal: terminal.process.send_signal(signal.SIGINT),
}


def test_what_it_says_unasked_is_no_key(tmp_path: Path) -> None:
    with program(tmp_path, "--demo") as terminal:
        for reply in REPLIES.values():  # before the first screen is there
            terminal.send(reply)
        terminal.sees("100 sessions")
        terminal.send("\r")
        terminal.sees("5 Timeline")
        terminal.sees("fetched")
        terminal.send("G")
        terminal.sees("row 15 ·")
        for reply in (*REPLIES.values(), "\x1b[I", "\x1b[O", "\x1b[?2026;2$y", "\x1b[?2048;1$y"):
            terminal.send(reply)
            for place in (1, 2, len(reply) // 2, len(reply) - 1):
                terminal.send(reply[:place])
                terminal.send(reply[place:])
        later(terminal, "\x1b[?64;1", ";2c")
        later(terminal, "\x1bP>|XTe", "rm(380)\x1b\\")
        later(terminal, "\x1b]11;rgb:ffff/", "ffff/ffff\x07")
        terminal.send("k")
        terminal.sees("row 14 ·")
        terminal.send("\x1b")
        terminal.sees("100 sessions")
        terminal.send("Q")
        assert terminal.ends() == 0


def later(terminal: Line, first: str, rest: str) -> None:
    """The rest comes when a program would have taken the first for keys."""
    terminal.send(first)
    time.sleep(0.35)
    terminal.send(rest)


@pytest.mark.parametrize("way", WAYS)
def test_where_there_is_no_other_screen_it_is_left_clean(tmp_path: Path, way: str) -> None:
    """The emulator has none, like GNU screen and mosh."""
    with program(tmp_path, "--demo") as terminal:
        terminal.sees("100 sessions")
        WAYS[way](terminal)
        terminal.ends()
        assert terminal.text.strip() in ("", "u"), "the emulator draws the end of `ESC [ < u`"
        assert terminal.modes_restored and terminal.left_set == set()
