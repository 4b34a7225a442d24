"""Our own signs where the terminal draws them one cell wide, ASCII where it does not; nothing of the asking stays."""

import signal
from pathlib import Path

import pytest

from tests.pty.line import stray
from tests.pty.test_life import until
from tests.terminal import PROGRAM, Terminal, clean_environment
from vpe_tui.demo.catalogue import DOCUMENTED_UUID, session_body
from vpe_tui.tui.terminal.asking import SIGN, WHERE_IS_CURSOR

QUESTION = (SIGN + WHERE_IS_CURSOR).encode()
WIDE_SAYS = "ASCII: this terminal draws our signs two cells wide"


class Telling(Terminal):
    """A terminal that tells how wide it draws, in a line of its own choice; `cells` None: it does not tell."""

    cells: int | None = None
    line = 1
    told = 0

    def _take(self, data: bytes) -> None:
        super()._take(data)
        asked = self.output.count(QUESTION)
        while self.told < asked:
            self.told += 1
            if self.cells is not None:
                self.send(f"\x1b[{self.line};{self.cells + 1}R")


def telling(directory: Path, cells: int | None, *arguments: str, line: int = 1, **environment: str) -> Telling:
    kind = type("One", (Telling,), {"cells": cells, "line": line})
    return kind((*PROGRAM, "--demo", *arguments), clean_environment(directory, **environment))


def ends_clean(terminal: Telling) -> None:
    terminal.send("Q")
    assert terminal.ends() == 0
    assert terminal.modes_restored
    assert stray(bytes(terminal.output)) == []


def is_ascii(terminal: Telling) -> bool:
    return "╭" not in terminal.text and "─" not in terminal.text


@pytest.mark.parametrize("line", [1, 24], ids=["first line", "last line"])
def test_where_a_sign_is_wide_ascii_stands_for_it(tmp_path: Path, line: int) -> None:
    with telling(tmp_path, 2, line=line) as terminal:
        terminal.sees("100 sessions")
        terminal.sees(WIDE_SAYS)
        assert is_ascii(terminal)
        terminal.send("j")  # said once
        terminal.sees(WIDE_SAYS, gone=True)
        ends_clean(terminal)


@pytest.mark.parametrize("cells", [1, None], ids=["narrow", "silent"])
def test_else_signs_are_our_own_and_nothing_is_said(tmp_path: Path, cells: int | None) -> None:
    with telling(tmp_path, cells) as terminal:
        terminal.sees("100 sessions")
        assert not is_ascii(terminal)
        assert "ASCII" not in terminal.text
        ends_clean(terminal)


def test_the_question_leaves_nothing_and_eats_no_key(tmp_path: Path) -> None:
    """What is typed around its answer is met by the screen."""
    with telling(tmp_path, None) as terminal:
        until(lambda: QUESTION in terminal.output)
        terminal.send("?\x1b[1;2R?")
        until(lambda: b"?1049h" in terminal.output)
        assert terminal.output.split(b"\x1b[?1049h")[0].endswith(QUESTION + b"\r\x1b[K")
        terminal.sees("half a page down")  # in the whole help alone
        ends_clean(terminal)


def test_what_is_told_late_is_taken_all_the_same(tmp_path: Path) -> None:
    with telling(tmp_path, None) as terminal:
        terminal.sees("100 sessions")
        assert not is_ascii(terminal)
        terminal.send("\x1b[1")
        terminal.send(";3R")
        terminal.sees(WIDE_SAYS)
        until(lambda: is_ascii(terminal))
        terminal.send("j")
        terminal.sees(WIDE_SAYS, gone=True)
        ends_clean(terminal)


def test_it_is_asked_again_when_it_goes_on_and_when_it_is_drawn_anew(tmp_path: Path) -> None:
    """It may be another terminal by then."""
    with telling(tmp_path, 1) as terminal:
        terminal.sees("100 sessions")
        terminal.cells = 2
        terminal.line = 2
        terminal.send("\x0c")
        terminal.sees(WIDE_SAYS)
        until(lambda: is_ascii(terminal))
        terminal.cells = 1
        terminal.process.send_signal(signal.SIGCONT)
        terminal.sees("ASCII", gone=True)
        terminal.sees("our own signs")
        until(lambda: not is_ascii(terminal))
        ends_clean(terminal)


def test_a_setting_asks_nothing(tmp_path: Path) -> None:
    for value in ("true", "false"):
        (tmp_path / "config.toml").write_text(f"ascii = {value}\n")
        with telling(tmp_path, 2) as terminal:
            terminal.sees("100 sessions")
            assert is_ascii(terminal) is (value == "true")
            assert QUESTION not in terminal.output
            ends_clean(terminal)


def test_the_flag_asks_nothing(tmp_path: Path) -> None:
    with telling(tmp_path, 1, "--ascii") as terminal:
        terminal.sees("100 sessions")
        assert is_ascii(terminal)
        assert QUESTION not in terminal.output
        ends_clean(terminal)


def test_the_palette_switches(tmp_path: Path) -> None:
    """tmux inside a wide terminal tells what tmux thinks; a person sees what is so."""
    with telling(tmp_path, 1) as terminal:
        terminal.sees("100 sessions")
        for says in ("ASCII", "our own signs"):
            terminal.send(":ascii")
            terminal.sees("draw with ASCII, or")
            terminal.send("\r")
            terminal.sees(f" {says}")
            until(lambda says=says: is_ascii(terminal) is (says == "ASCII"))
        ends_clean(terminal)


def test_silence_in_gnu_screen_in_a_korean_locale_is_suspicious(tmp_path: Path) -> None:
    with telling(tmp_path, None, TERM="screen-256color", LC_ALL="ko_KR.UTF-8") as terminal:
        terminal.sees("100 sessions")
        terminal.sees("ASCII: GNU screen may draw our signs two cells wide in this locale")
        assert is_ascii(terminal)
        ends_clean(terminal)


def test_signs_of_data_shift_nothing_where_they_are_wide(tmp_path: Path) -> None:
    body = (session_body(DOCUMENTED_UUID) or b"").decode().replace("NAVER Cloud introduction video", "※ “한국어” 1편")
    (tmp_path / "saved.json").write_text(body)
    with telling(tmp_path, 2, str(tmp_path / "saved.json")) as terminal:
        terminal.sees('? "한국어" 1편')
        assert "※" not in terminal.text
        ends_clean(terminal)


@pytest.mark.parametrize(("cells", "says"), [(1, "one takes 1 cell; our own"), (2, "one takes 2 cells; ASCII stands")])
def test_doctor_asks_too(tmp_path: Path, cells: int, says: str) -> None:
    kind = type("One", (Telling,), {"cells": cells})
    with kind((*PROGRAM, "doctor", "--demo"), clean_environment(tmp_path), rows=90) as terminal:
        terminal.sees(says)
        terminal.sees("16 million; its background is not known; theme vpe-dark")
        assert terminal.ends() == 0
        assert terminal.modes_restored
        assert stray(bytes(terminal.output)) == []


def test_the_picture_is_wiped_before_the_screen_is_given_back(tmp_path: Path) -> None:
    """GNU screen and mosh have no other one to go back to."""
    with telling(tmp_path, 1) as terminal:
        terminal.sees("100 sessions")
        ends_clean(terminal)
        assert b"\x1b[2J" in terminal.output.partition(b"?1049h")[2].rpartition(b"\x1b[?1049l")[0][-200:]
