"""Typed on, clicked on, while a screen closes: what comes too late is nobody's, and the end stays a good one."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.api import FakeApi, listing
from tests.pty.line import Line, program, settings
from tests.pty.test_life import state, until
from tests.terminal import PROGRAM

UUID = "1a2b3c4d-5e6f-4a8b-9c0d-1e2f3a4b5c6d"
ROW = {"no": 1, "uuid": UUID, "logDate": "2025-10-08 12:52:00", "origin": "here.example", "device": "PC", "os": "Linux"}
GOOD = (Path(__file__).parents[1] / "data/session-documented-example.json").read_bytes()
FAR = (3, 30)
"""Beside every dialog and the palette."""


@pytest.fixture(scope="module")
def api() -> Iterator[FakeApi]:
    with FakeApi({"": listing([ROW]), UUID: GOOD}) as api:
        yield api


def click(column: int, line: int) -> str:
    return f"\x1b[<0;{column};{line}M\x1b[<0;{column};{line}m"


def ended_well(terminal: Line) -> None:
    assert terminal.ends() == 0, terminal.text
    assert b"broke" not in terminal.output
    assert terminal.modes_restored
    assert terminal.left_set == set()


TYPED_ON = (
    "q:",
    "q:a",
    "qoa",
    "q?",
    "q\r",
    "q\r\x1b",
    "qq",
    "qf",
    "quality:720p\r",
    f"q:{click(*FAR)}",
    "q\x1b[200~a\x1b[201~",
)


@pytest.mark.parametrize("typed", TYPED_ON)
def test_after_the_first_quit_no_key_is_anybodys(api: FakeApi, tmp_path: Path, typed: str) -> None:
    with program(tmp_path, **settings(api.base_url)) as terminal:
        terminal.sees("here.example")
        terminal.send(typed)
        ended_well(terminal)


@pytest.mark.parametrize("typed", ["Q:", "Q:a", "Qoa", "Qx", "Q/a\r", "Q44"])
def test_nor_in_a_session(api: FakeApi, tmp_path: Path, typed: str) -> None:
    with program(tmp_path, UUID, **settings(api.base_url)) as terminal:
        terminal.sees("live · fetched")
        terminal.send(typed)
        ended_well(terminal)


@pytest.mark.parametrize("opened", [":\x11", ":a\x11", "\r\x11", "o\x11", "?\x11", ":q\x11", "\r:\x11"])
def test_quitting_while_something_opens(api: FakeApi, tmp_path: Path, opened: str) -> None:
    with program(tmp_path, **settings(api.base_url)) as terminal:
        terminal.sees("here.example")
        terminal.send(opened)
        ended_well(terminal)


SUSPENDED_AT_ITS_START = """
import os, signal
from textual.drivers.linux_driver import WriterThread
start = WriterThread.start
def begun(self):
    WriterThread.start = start
    os.kill(os.getpid(), signal.SIGTSTP)
    start(self)
WriterThread.start = begun
from vpe_tui.cli import run; run()
"""


def test_it_is_suspended_in_the_middle_of_its_start(api: FakeApi, tmp_path: Path) -> None:
    """As by a ctrl+z that is typed before the terminal is ours."""
    argv = (PROGRAM[0], "-c", SUSPENDED_AT_ITS_START)
    with program(tmp_path, argv=argv, **settings(api.base_url)) as terminal:
        until(lambda: state(terminal.process.pid) == "T" or terminal.process.poll() is not None, lambda: terminal.text)
        assert terminal.process.poll() is None, terminal.text
        terminal.process.send_signal(signal.SIGCONT)
        terminal.sees("here.example")
        terminal.send("\x11")
        ended_well(terminal)


CONTINUED_AT_ITS_START = """
import os, signal, threading
start = threading.Thread.start
def begun(self):
    if "_run_input_thread" in repr(self._target):
        threading.Thread.start = start
        os.kill(os.getpid(), signal.SIGCONT)
    start(self)
threading.Thread.start = begun
from vpe_tui.cli import run; run()
"""


def test_it_goes_on_in_the_middle_of_its_start(api: FakeApi, tmp_path: Path) -> None:
    """As who is told twice to go on; keys are read all the same."""
    with program(tmp_path, argv=(PROGRAM[0], "-c", CONTINUED_AT_ITS_START), **settings(api.base_url)) as terminal:
        terminal.sees("here.example")
        terminal.send("\x11")
        ended_well(terminal)


STOPPED_AT_ITS_END = """
import os, signal
from vpe_tui.tui.terminal.driver import TerminalDriver
stop = TerminalDriver.stop_application_mode
def stopped(self):
    stop(self)
    os.kill(os.getpid(), signal.SIGSTOP)
TerminalDriver.stop_application_mode = stopped
from vpe_tui.cli import run; run()
"""


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *((typed, "from vpe_tui.cli import run; run()") for typed in ("\x1a\x11", "\x11\x1a", "\x1a\x03", "\x1a\x1aq")),
        ("q", STOPPED_AT_ITS_END),
    ],
)
def test_it_is_suspended_as_it_ends(api: FakeApi, tmp_path: Path, typed: str, code: str) -> None:
    """It goes on after it has given the terminal back for good, and does not take it then."""
    with program(tmp_path, argv=(PROGRAM[0], "-c", code), **settings(api.base_url)) as terminal:
        terminal.sees("here.example")
        terminal.send(typed)

        def has_ended() -> bool:
            if terminal.process.poll() is None and state(terminal.process.pid) == "T":
                terminal.process.send_signal(signal.SIGCONT)
            return terminal.process.poll() is not None

        until(has_ended, lambda: terminal.text)
        assert terminal.ends() in (0, 130), terminal.text
        assert terminal.modes_restored
        assert terminal.left_set == set()


DIALOGS = {
    "?": "every key that works here",
    "o": "UUID, console URL",
    "Y": "Copy",
    "s": "Save in",
    "X": "read from",
    "\r": "Row 0",
    ":": "a command's word",
}


@pytest.mark.parametrize("key", DIALOGS)
def test_no_click_on_a_dialog_or_beside_it_ends_the_program(api: FakeApi, tmp_path: Path, key: str) -> None:
    with program(tmp_path, UUID, **settings(api.base_url)) as terminal:
        terminal.sees("live · fetched")
        terminal.sees("✓")
        for place in (FAR, (60, 20), (60, 12), (118, 2)):
            terminal.send(key)
            terminal.send(click(*place) * 4)
            terminal.send("\x1b")
        terminal.send("\x11")
        ended_well(terminal)
