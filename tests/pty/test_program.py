"""The real program on a real terminal: it opens, works, and gives the terminal back."""

import re
import shlex
import signal
from pathlib import Path

import pytest

from tests.terminal import PROGRAM, Terminal, clean_environment
from vpe_tui.demo.catalogue import DOCUMENTED_UUID, session_body

FAILED = "5fa31f95-2c67-7e0f-5a4f-d01b8ad6dcec"
RESET = {
    b"\x1b[?1049h": b"\x1b[?1049l",  # alternate screen
    b"\x1b[?25l": b"\x1b[?25h",  # hidden cursor
    b"\x1b[?1000h": b"\x1b[?1000l",  # mouse
    b"\x1b[?2004h": b"\x1b[?2004l",  # bracketed paste
}


def gave_back(terminal: Terminal) -> bool:
    """Termios as before, and every mode that was set is reset after it was last set."""
    output = bytes(terminal.output)
    return terminal.modes_restored and all(
        output.rfind(off) > output.rfind(on) for on, off in RESET.items() if on in output
    )


def demo(directory: Path, *arguments: str, **environment: str) -> Terminal:
    return Terminal((*PROGRAM, "--demo", *arguments), clean_environment(directory, **environment))


def test_the_demo_lists_sessions_opens_one_and_quits(tmp_path: Path) -> None:
    with demo(tmp_path) as terminal:
        terminal.sees("100 sessions")
        terminal.sees("100 sessions" if "100 sessions" in terminal.text else "sessions")
        terminal.send("\r")
        terminal.sees("5 Timeline")
        terminal.sees("player_start")
        terminal.send("Q")
        assert terminal.ends() == 0
        assert gave_back(terminal)


@pytest.mark.parametrize(
    "pasted",
    [
        FAILED,  # as a terminal does that knows of no brackets around what is pasted
        f"\x1b[200~\r\n <{FAILED}>\r\n\x1b[201~",
        f"\x1b[200~\u200b\ufeff\u00a0[x](https://ma.example/t/{FAILED}/detail)\u200b\x1b[201~",
    ],
)
def test_what_is_pasted_before_the_first_screen_is_there_is_opened(tmp_path: Path, pasted: str) -> None:
    with demo(tmp_path) as terminal:
        terminal.send(pasted)
        terminal.sees("5 Timeline")
        terminal.sees("E0003")
        terminal.send("q")
        terminal.sees("100 sessions")
        terminal.send("o")
        terminal.sees("Open a session")
        terminal.send(pasted)
        terminal.sees(FAILED[:8])
        terminal.send("\r")
        terminal.sees("E0003")
        terminal.send("Q")
        assert terminal.ends() == 0


def test_it_is_used_with_the_hangul_layout_on(tmp_path: Path) -> None:
    """Letters one by one, and syllables that an input method sends when they are whole, in pieces or not."""
    with demo(tmp_path) as terminal:
        terminal.sees("100 sessions")
        terminal.send("ㅐ")
        terminal.sees("Open a session")
        terminal.send("ㅂ한글")
        terminal.sees("ㅂ한글")
        terminal.send("\x7f\x7f\x7f" + FAILED + "\r")
        terminal.sees("E0003")
        terminal.send("허ㄷ")  # to the first row, one on, to the error
        terminal.sees("row 15")
        terminal.send("ㅎ")
        terminal.sees("row 15", gone=True)
        for byte in "ㅌ".encode():
            terminal.send(bytes([byte]))
        terminal.sees("only these rows")
        terminal.send("ㅂ")
        terminal.sees("only these rows", gone=True)
        terminal.send("ㅂ")
        terminal.sees("100 sessions")
        terminal.send("ㅂ")
        assert terminal.ends() == 0
        assert gave_back(terminal)


@pytest.mark.parametrize("line", [FAILED, f"<https://ma.example/t/{FAILED}/detail|x>", f"\ufeff`{FAILED}`"])
def test_a_session_is_named_on_stdin(tmp_path: Path, line: str) -> None:
    words = f"echo {shlex.quote(line)} | {shlex.join(PROGRAM)} --demo -"
    with Terminal(("sh", "-c", words), clean_environment(tmp_path)) as terminal:
        terminal.sees("5 Timeline")
        terminal.sees("E0003")
        terminal.send("Q")
        assert terminal.ends() == 0


def test_without_credentials_the_first_screen_says_where_they_are(tmp_path: Path) -> None:
    with Terminal(PROGRAM, clean_environment(tmp_path)) as terminal:
        terminal.sees("Settings > Basic settings")
        terminal.sees("VPE_PROJECT_ID")
        terminal.send("\r")
        terminal.sees("100 sessions")
        terminal.send("Q")
        assert terminal.ends() == 0


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("fstalls\rxqm", "mark 8 "),
        ("/E0003\rYqm", "mark 15 "),
        ("t8\r?qm", "mark 8 "),
        ("xfFGm", "mark 15 "),
    ],
)
def test_what_is_typed_ahead_is_met_by_the_screen_it_was_typed_for(tmp_path: Path, typed: str, seen: str) -> None:
    with demo(tmp_path, FAILED) as terminal:
        terminal.sees("rebuffering ratio")
        terminal.send(typed)
        terminal.sees(seen)


def test_a_session_is_opened_and_walked_in_one_go(tmp_path: Path) -> None:
    """A kept one: how long the API takes is nobody's promise."""
    with demo(tmp_path, FAILED) as terminal:
        terminal.sees("row 8 ")
        terminal.send("\x1b")
        terminal.sees("100 sessions")
        terminal.send(f"o{FAILED}\r/rebuffering\rnm")
        terminal.sees("“rebuffering” 2 of 4")
        terminal.sees("mark 10 ")


@pytest.mark.parametrize("sent, status", [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_an_ending_signal_gives_the_terminal_back(tmp_path: Path, sent: signal.Signals, status: int) -> None:
    with demo(tmp_path) as terminal:
        terminal.sees("100 sessions")
        terminal.process.send_signal(sent)
        assert terminal.ends() == status
        assert gave_back(terminal)


def test_no_color_writes_no_colour(tmp_path: Path) -> None:
    with demo(tmp_path, NO_COLOR="1") as terminal:
        terminal.sees("100 sessions")
        terminal.send("\r")
        terminal.sees("5 Timeline")
        terminal.send("Q")
        assert terminal.ends() == 0
        styles = set(re.findall(rb"\x1b\[([\d;]*)m", terminal.output))
        assert {part for style in styles for part in style.split(b";")} <= set(b" 0 1 2 4 7 22 24 27 39 49".split(b" "))


def test_resizing_keeps_the_screen_whole(tmp_path: Path) -> None:
    with demo(tmp_path) as terminal:
        terminal.sees("100 sessions")
        terminal.send("\r")
        terminal.sees("1 User")
        terminal.resize(80, 24)
        terminal.sees("1 User  2 Player")
        terminal.resize(120, 40)
        terminal.sees("4 Findings")
        terminal.send("Q")
        assert terminal.ends() == 0


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_cannot_draw_is_refused(tmp_path: Path, term: str) -> None:
    with Terminal((*PROGRAM, "--demo"), clean_environment(tmp_path, TERM=term)) as terminal:
        assert terminal.ends() == 2
        terminal.sees("vpe-tui show")


def test_a_saved_answer_comes_through_a_pipe_and_the_keys_from_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "answer").write_bytes(session_body(DOCUMENTED_UUID) or b"")
    line = f"cat {tmp_path}/answer | {shlex.join(PROGRAM)} -"
    with Terminal(("sh", "-c", line), clean_environment(tmp_path / "config")) as terminal:
        terminal.sees("NAVER Cloud introduction video")
        terminal.sees("file · saved")
        terminal.send("3")
        terminal.sees("3 Media")
        terminal.send("Q")
        assert terminal.ends() == 0
