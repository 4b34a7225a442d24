"""Suspended, resumed, resized wildly: the screen is whole afterwards, and the cursor's row in view."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from tests.pace import PACE, PATIENCE_S
from tests.pty.test_program import demo, gave_back
from tests.terminal import Terminal

SESSION = "00events-0000-4000-8000-000000001000"


def state(terminal: Terminal) -> str:
    """The program's state in the process table: T is stopped."""
    return Path(f"/proc/{terminal.process.pid}/stat").read_text().rpartition(")")[2].split()[0]


def is_stopped(terminal: Terminal) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while state(terminal) != "T":
        assert time.monotonic() < deadline
        time.sleep(0.01)


def is_still(shown: Callable[[], list[str]]) -> list[str]:
    """The picture once it has been the same for a while."""
    picture, since = shown(), time.monotonic()
    while time.monotonic() - since < 0.5 * PACE:
        time.sleep(0.01)
        if picture != (picture := shown()):
            since = time.monotonic()
    return picture


def test_suspended_and_resumed(tmp_path: Path) -> None:
    with demo(tmp_path, SESSION) as terminal:
        terminal.sees("live · fetched")
        terminal.sees("4 Findings (")  # from here on nobody leads the cursor elsewhere
        terminal.send("gjj\x1a")
        is_stopped(terminal)
        terminal._until(lambda: gave_back(terminal), "the terminal given back")
        before = len(terminal.output)
        os.kill(terminal.process.pid, signal.SIGCONT)
        terminal._until(lambda: b"\x1b[?1049h" in terminal.output[before:], "the screen, taken again")
        terminal._until(lambda: b" 1 User " in terminal.output[before:], "all of it, drawn anew")
        terminal.send("j")
        terminal.sees("row 3 ")
        terminal.send("Q")
        assert terminal.ends() == 0
        assert gave_back(terminal)


def test_a_picture_is_whole_after_another_size_for_a_moment(tmp_path: Path) -> None:
    """Some of these changes are so quick that the program hears of the last size alone, others come while it draws."""

    def shown() -> list[str]:
        return terminal.text.split("\n")[1:]  # the first line tells how old the session is

    with demo(tmp_path, SESSION) as terminal:
        terminal.sees("live · fetched")
        terminal.resize(80, 24)
        terminal.sees("1 User  2 Player")
        whole = is_still(shown)
        for pause_s in (0, 0, 0, 0.001, 0.003, 0.006, 0.01, 0.02, 0.03, 0.04) * 2:
            for columns, rows in ((40, 10), (81, 25), (120, 40)):
                terminal.resize(columns, rows)
                time.sleep(pause_s)
            terminal.resize(40, 10)
            terminal.resize(80, 24)
            terminal._until(lambda: shown() == whole, f"the whole picture, pause {pause_s}")


def test_a_storm_of_sizes_keeps_the_row_in_view(tmp_path: Path) -> None:
    with demo(tmp_path, SESSION) as terminal:
        terminal.sees("live · fetched")
        terminal.send("/E0003\r")
        terminal.sees("1 of 1")
        for columns, rows in ((40, 10), (200, 60), (60, 15), (81, 25), (120, 40), (40, 10), (80, 24)) * 3:
            terminal.resize(columns, rows)
        terminal.sees("1 User  2 Player")
        terminal.sees("✗ error")
        terminal.send("gj")
        terminal.sees("row 1 ")
        terminal.send("Q")
        assert terminal.ends() == 0
