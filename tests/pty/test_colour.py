"""Colours on a real terminal: as many as it has, its own background, and nothing it answers taken for keys."""

import re
from pathlib import Path

import pytest

from tests.pty.test_program import demo
from tests.terminal import Terminal

QUESTION = b"\x1b]11;?\x1b\\"
LIGHT, DARK = "\x1b]11;rgb:ffff/ffff/ffff\x1b\\", "\x1b]11;rgb:0000/0000/0000\x07"
LIGHT_PAPER, DARK_PAPER = b"48;2;251;251;250", b"48;2;13;17;23"


def asked(terminal: Terminal) -> None:
    terminal._until(lambda: QUESTION in terminal.output, "the question for the background")


@pytest.mark.parametrize("answer, paper", [(LIGHT, LIGHT_PAPER), (DARK, DARK_PAPER)], ids=["light", "dark"])
def test_the_terminal_is_asked_for_its_background(tmp_path: Path, answer: str, paper: bytes) -> None:
    with demo(tmp_path) as terminal:
        asked(terminal)
        terminal.send("j" + answer + "j")  # keys typed before and after the answer are keys
        terminal.sees("100 sessions")
        assert "rgb" not in terminal.text
        assert paper in terminal.output
        terminal.send("\r")
        terminal.sees("5 Timeline")
        terminal.send("Q")
        assert terminal.ends() == 0


def test_an_answer_that_comes_late_is_no_row_of_commands(tmp_path: Path) -> None:
    """Over a slow link; `d`, `b` and `/` of it would be keys."""
    with demo(tmp_path) as terminal:
        terminal.sees("100 sessions")
        terminal.send("\r")
        terminal.sees("live · fetched")
        terminal.send(LIGHT[:9])
        terminal.send(LIGHT[9:])
        terminal.send("gj")
        terminal.sees("row 1 ")  # `/` would have taken them
        assert DARK_PAPER in terminal.output
        terminal.send("Q")
        assert terminal.ends() == 0


def test_who_chose_a_theme_is_not_asked(tmp_path: Path) -> None:
    with demo(tmp_path, "--theme", "vpe-light") as terminal:
        terminal.sees("100 sessions")
        assert LIGHT_PAPER in terminal.output
        assert QUESTION not in terminal.output


SGR = re.compile(rb"\x1b\[([\d;]*)m")


def styles(terminal: Terminal) -> set[bytes]:
    return {style for style in SGR.findall(bytes(terminal.output)) if style}


@pytest.mark.parametrize(
    "environment, arguments, allowed",
    [
        ({"COLORTERM": ""}, (), rb"(?:[0-9]|2[2-9]|39|49|[34]8;5;\d+)"),
        ({"COLORTERM": "", "TERM": "xterm"}, (), rb"(?:[0-9]|2[2-9]|3[0-79]|4[0-79]|9[0-7]|10[0-7])"),
        ({}, ("--theme", "ansi-light"), rb"(?:[0-9]|2[2-9]|3[0-79]|4[0-79]|9[0-7]|10[0-7])"),
    ],
    ids=["256", "16", "ansi-light"],
)
def test_no_more_colours_than_there_are(tmp_path: Path, environment, arguments, allowed: bytes) -> None:
    with demo(tmp_path, *arguments, **environment) as terminal:
        terminal.sees("100 sessions")
        terminal.send("\r")
        terminal.sees("5 Timeline")
        terminal.send("\x1b[B?")
        terminal.sees("every key that works here")
        terminal.send("\x11")
        assert terminal.ends() == 0
        assert all(re.fullmatch(rb"%b(?:;%b)*" % (allowed, allowed), style) for style in styles(terminal)), styles(
            terminal
        )


HUES = re.compile(rb"[349][1-6]|10[1-6]")


@pytest.mark.parametrize(
    ("environment", "hues"), [({}, set()), ({"COLORFGBG": "0;15"}, {b"34"}), ({"COLORFGBG": "15;0"}, {b"36"})]
)
def test_an_unknown_background_is_not_taken_for_dark(tmp_path: Path, environment, hues: set[bytes]) -> None:
    """With 16 colours; where the terminal says nothing of it, nothing has a hue."""
    with demo(tmp_path, TERM="xterm", COLORTERM="", **environment) as terminal:
        terminal.sees("100 sessions")
        terminal.send("\r")
        terminal.sees("5 Timeline")
        terminal.send("Q")
        assert terminal.ends() == 0
        used = {code for style in styles(terminal) for code in style.split(b";")}
        assert hues <= used
        assert hues or not any(map(HUES.fullmatch, used))
