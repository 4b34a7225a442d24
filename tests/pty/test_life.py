"""Whatever ends it, wherever it is: the terminal is given back, at once, and the exit code tells why."""

import re
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from tests.hostile.api import FakeApi, listing
from tests.pace import PATIENCE_S
from tests.pty.line import Line, program, settings, state
from tests.terminal import PROGRAM
from vpe_tui.tui.commands import by_id

UUID = "1a2b3c4d-5e6f-4a8b-9c0d-1e2f3a4b5c6d"
ROW = {"no": 1, "uuid": UUID, "logDate": "2025-10-08 12:52:00", "origin": "here.example", "device": "PC", "os": "Linux"}


@pytest.fixture(scope="module")
def api() -> Iterator[FakeApi]:
    """The list answers, the session keeps silent."""
    silence = threading.Event()

    def stall() -> bytes:
        silence.wait(PATIENCE_S)
        return b"{}"

    with FakeApi({"": listing([ROW]), UUID: stall}) as api:
        yield api
        silence.set()


def idle(terminal: Line) -> None:
    terminal.sees("here.example")


def fetching(terminal: Line) -> None:
    idle(terminal)
    terminal.send("\r")
    terminal.sees("etching")


def in_a_dialog(terminal: Line) -> None:
    idle(terminal)
    terminal.send("?")
    terminal.sees("every key that works here")


def in_the_palette(terminal: Line) -> None:
    idle(terminal)
    terminal.send(":")
    terminal.sees(by_id()["sessions.open"].says)


WHERE = (idle, fetching, in_a_dialog, in_the_palette)


@contextmanager
def brought(api: FakeApi, directory: Path, there: Callable[[Line], None]) -> Iterator[Line]:
    # What is being fetched is so for as long as the test takes.
    with program(directory, "--timeout", "300", **settings(api.base_url)) as terminal:
        there(terminal)
        yield terminal


@pytest.mark.parametrize("there", WHERE)
@pytest.mark.parametrize(
    ("sent", "status"),
    [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130), (signal.SIGQUIT, 131)],
    ids=lambda value: getattr(value, "name", ""),
)
def test_a_signal_ends_it_and_the_terminal_is_as_before(api, tmp_path, there, sent, status):
    with brought(api, tmp_path, there) as terminal:
        terminal.process.send_signal(sent)
        assert terminal.ends_within(1) == status
        assert terminal.modes_restored
        assert terminal.left_set == set()


@pytest.mark.parametrize("there", WHERE)
def test_ctrl_q_ends_it_everywhere(api, tmp_path, there):
    with brought(api, tmp_path, there) as terminal:
        terminal.send("\x11")
        assert terminal.ends_within(1) == 0
        assert terminal.modes_restored
        assert terminal.left_set == set()


@pytest.mark.parametrize("there", WHERE)
def test_it_is_suspended_and_comes_back(api, tmp_path, there):
    with brought(api, tmp_path, there) as terminal:
        seen = still(terminal)
        for suspend in (lambda: terminal.process.send_signal(signal.SIGTSTP), lambda: terminal.send("\x1a")):
            suspend()
            until(lambda: state(terminal.process.pid) == "T")
            until(lambda: terminal.left_set == set())
            assert terminal.modes_restored
            terminal.process.send_signal(signal.SIGCONT)
            until(lambda: not terminal.modes_restored and "?1049" in terminal.left_set)
            until(lambda: unaged(terminal.text) == unaged(seen), lambda: terminal.text)
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.ends_within(1) == 143
        assert terminal.modes_restored


@pytest.mark.parametrize("there", WHERE)
def test_a_terminal_that_goes_away_takes_the_program_along(api, tmp_path, there):
    with brought(api, tmp_path, there) as terminal:
        terminal.hang_up()
        assert terminal.ends_within(1) == 129


def test_a_terminal_that_goes_away_while_hangups_are_ignored(api, tmp_path):
    code = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\nfrom vpe_tui.cli import run; run()"
    with program(tmp_path, argv=(PROGRAM[0], "-c", code), **settings(api.base_url)) as terminal:
        idle(terminal)
        terminal.process.send_signal(signal.SIGHUP)
        terminal.send("?")
        terminal.sees("every key that works here")  # it lives on, as nohup asks
        terminal.hang_up()
        assert terminal.ends_within(1) == 129


def test_a_terminal_that_takes_no_more_bytes_does_not_hold_the_program(tmp_path):
    with program(tmp_path, "--demo") as terminal:
        terminal.sees("100 sessions")
        terminal.stop_reading()
        for _ in range(200):
            terminal.send("\x0c")  # draws everything anew
            if blocked(terminal.process.pid):
                break
        until(lambda: blocked(terminal.process.pid))
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.ends_within(2) == 143
        assert terminal.modes_restored


def test_a_mode_the_terminal_offers_is_reset_too(api, tmp_path):
    with brought(api, tmp_path, idle) as terminal:
        terminal.send("\x1b[?2048;2$y\x1b[?2026;2$y")
        until(lambda: "?1016" in terminal.left_set)
        terminal.send("\x11")
        assert terminal.ends_within(1) == 0
        assert terminal.left_set == set()


@pytest.mark.parametrize("stop", [signal.SIGCONT, signal.SIGSTOP, signal.SIGTSTP], ids=lambda stop: stop.name)
def test_it_goes_on_as_often_as_it_is_told_to(api, tmp_path, stop):
    """A SIGCONT may come without a stop, or after one that the program could not see: the terminal is taken once."""
    with brought(api, tmp_path, idle) as terminal:
        for _ in range(2):
            terminal.process.send_signal(stop)
            until(lambda: stop == signal.SIGCONT or state(terminal.process.pid) == "T")
            taken = terminal.output.count(b"\x1b[?1049h")
            terminal.process.send_signal(signal.SIGCONT)
            until(lambda taken=taken: terminal.output.count(b"\x1b[?1049h") > taken)
            idle(terminal)
        terminal.send("\x11")
        assert terminal.ends() == 0
        assert terminal.modes_restored
        assert terminal.left_set == set()


def test_a_mode_the_terminal_offers_while_it_is_given_back_is_not_taken(api, tmp_path):
    with brought(api, tmp_path, idle) as terminal:
        terminal.send("\x11" + "\x1b[?2048;2$y" * 20)
        assert terminal.ends() == 0
        assert terminal.left_set == set()


def test_what_no_keyboard_sends_is_survived(api, tmp_path):
    noise = bytes(byte for byte in Random(7).randbytes(6_000) if byte not in b"\x03\x11\x1a")
    with brought(api, tmp_path, idle) as terminal:
        for sent in (
            b"\xff\xfe\x80\xc3",
            b"\x1b[:R",
            b"\x1b[99999999999R",
            b"\x1b[1114112u\xed\xa0\x80",
            b"\x1b[?1;1;1",
            noise,
        ):
            terminal.send(sent)
            terminal.send(b"\x1b")
        terminal.send(b"\x1b[201~")
        pressed_until(terminal, b"\x1b", "here.example")
        terminal.send("\x11")
        assert terminal.ends() == 0
        assert terminal.modes_restored


# Quit while something stalls


def stalled_names(directory: Path) -> Line:
    """The program where name servers keep silent."""
    code = (
        "import socket, time; socket.getaddrinfo = lambda *_, **__: time.sleep(60)\nfrom vpe_tui.cli import run; run()"
    )
    argv = (PROGRAM[0], "-c", code)
    return program(directory, argv=argv, **settings("https://vpe.example.test"))


def stalled_command(directory: Path) -> Line:
    (directory / "config.toml").write_text('api_key_command = ["sleep", "60"]\nproject_id = "p"\n')
    return program(directory, VPE_BASE_URL="http://127.0.0.1:9")


def stalled_answer(directory: Path) -> Line:
    return program(directory, UUID, **settings(stalled_answer.api.base_url))


def stalled_connection(directory: Path) -> Line:
    listener = socket.create_server(("127.0.0.1", 0), backlog=0)
    waiting = []
    for _ in range(8):  # until the queue of connections is full
        one = socket.socket()
        one.setblocking(False)
        one.connect_ex(listener.getsockname())
        waiting.append(one)
    line = program(directory, **settings(f"http://127.0.0.1:{listener.getsockname()[1]}"))
    line.kept_open = [listener, *waiting]
    return line


@pytest.mark.parametrize("stalled", [stalled_names, stalled_command, stalled_answer, stalled_connection])
def test_quitting_waits_for_nothing(api, tmp_path, stalled):
    stalled_answer.api = api
    with stalled(tmp_path) as terminal:
        terminal.sees("etching")
        time.sleep(0.3)  # not a wait for something: the stall should be under way
        terminal.send("\x11")
        assert terminal.ends_within(1) == 0
        assert terminal.modes_restored
        assert terminal.left_set == set()
        for each in getattr(terminal, "kept_open", ()):
            each.close()


# Helpers


def until(holds: Callable[[], bool], seen: Callable[[], object] = lambda: "") -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, seen()
        time.sleep(0.01)


def still(terminal: Line) -> str:
    """The screen once nothing has been written for a while."""
    size = -1
    while len(terminal.output) != size:
        size = len(terminal.output)
        time.sleep(0.3)
    return terminal.text


def unaged(text: str) -> str:
    """A screen without how long ago it was fetched, which goes on."""
    return re.sub(r"fetched (just now|\d+ \w+ ago)", "", " ".join(text.split()))


def pressed_until(terminal: Line, keys: bytes, text: str) -> None:
    """Presses a key again and again until a text is seen."""
    deadline = time.monotonic() + PATIENCE_S
    while text not in terminal.text:
        assert time.monotonic() < deadline, terminal.text
        terminal.send(keys)
        time.sleep(0.1)


def blocked(pid: int) -> bool:
    """Whether a thread of the process waits for its terminal to take bytes."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            call = (task / "syscall").read_text().split()
        except OSError:
            return False
        if call[0] == "1" and int(call[1], 16) in (1, 2):
            return True
    return False
