"""A locale that is not UTF-8: all is said in its letters, cell for cell, and why, with the cure."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.pace import PATIENCE_S
from tests.pty.line import stray
from tests.terminal import PROGRAM, Terminal, clean_environment
from vpe_tui.demo.catalogue import DOCUMENTED_UUID, session_body
from vpe_tui.demo.kinds import Kind
from vpe_tui.demo.player import simulate

KOREAN = simulate(Kind.KOREAN_TITLE).uuid
SAYS = "not UTF-8; export LC_ALL=C.UTF-8"
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0"}
EUC_KR = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "euc_kr"}
"""As with `LC_ALL=ko_KR.EUC-KR`, which a machine must have; a sign takes two cells in such terminals."""
LETTERS = pytest.mark.parametrize(("environment", "encoding"), [(ASCII, "ascii"), (EUC_KR, "euc_kr")])


def program(directory: Path, *arguments: str, **environment: str) -> Terminal:
    return Terminal((*PROGRAM, *arguments), clean_environment(directory, **environment))


def drawn(terminal: Terminal, encoding: str) -> str:
    """All that was written, which has to be in that encoding."""
    return bytes(terminal.output).decode(encoding)


def signs_in(text: str) -> set[str]:
    """Signs in a text: what is neither ASCII nor Korean."""
    return {letter for letter in text if not (letter.isascii() or "가" <= letter <= "힣")}


@LETTERS
def test_the_screen_is_drawn_in_its_letters(tmp_path: Path, environment: dict[str, str], encoding: str) -> None:
    with program(tmp_path, "--demo", KOREAN, **environment) as terminal:
        terminal.sees("player_start")
        terminal.sees(SAYS)
        for keys, seen in (("?", "every key"), ("q", "player_start"), ("3", "3 Media"), ("o", "UUID")):
            terminal.send(keys)
            terminal.sees(seen)
        terminal.send("\x11")
        assert terminal.ends() == 0
        text = drawn(terminal, encoding)
        assert signs_in(text) == set()
        assert "\\u" not in text
        assert (re.search("[가-힣]", text) is not None) is (encoding == "euc_kr")
        assert stray(text.encode()) == []


@LETTERS
@pytest.mark.parametrize("form", ["--text", "--markdown"])
def test_a_session_is_printed_in_its_letters(tmp_path: Path, environment, encoding: str, form: str) -> None:
    with program(tmp_path, "show", "--demo", form, KOREAN, **environment) as terminal:
        assert terminal.ends() == 0
        text = drawn(terminal, encoding)
        assert signs_in(text) == set()
        assert "Completed" in text


@LETTERS
@pytest.mark.parametrize("words", [("list", "--demo"), ("doctor", "--demo"), ("show", "--help"), ("help",), ("nope",)])
def test_whatever_is_printed_is_in_its_letters(tmp_path: Path, environment, encoding: str, words) -> None:
    with program(tmp_path, *words, **environment) as terminal:
        assert terminal.ends() == (2 if words == ("nope",) else 0)
        assert signs_in(drawn(terminal, encoding)) == set()
        assert "Traceback" not in terminal.text
        assert "\\u" not in terminal.text


def test_a_locale_of_python_alone_is_no_other(tmp_path: Path) -> None:
    """With LC_ALL=C Python says UTF-8 all the same. Who does not tell how that is drawn is given ASCII."""
    with program(tmp_path, "--demo", LC_ALL="C") as terminal:
        terminal.sees("100 sessions")
        terminal.sees(f"ASCII: the locale is C, {SAYS}")
        terminal.send("Q")
        assert terminal.ends() == 0


def printed(directory: Path, *words: str, **environment: str) -> str:
    done = subprocess.run(
        (*PROGRAM, *words),
        env=clean_environment(directory, **environment),
        capture_output=True,
        timeout=PATIENCE_S,
        check=True,
    )
    return done.stdout.decode()


@pytest.mark.parametrize(
    "words",
    [("show", "--demo", KOREAN), ("show", "--demo", "--markdown", KOREAN), ("list", "--demo"), ("kept", "--demo")]
    + [("triage", "--demo", form) for form in ("--text", "--markdown")]
    + [("compare", "--demo", KOREAN, simulate(Kind.FATAL_ERROR, 1).uuid, form) for form in ("--text", "--markdown")],
    ids=" ".join,
)
def test_ascii_is_for_what_is_printed_too(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Through a pipe it is asked for."""
    assert signs_in(printed(tmp_path, *words, "--ascii")) <= {"🍲"}, "of the title, which is data"


def _with_title(directory: Path, title: str) -> Path:
    body = (session_body(DOCUMENTED_UUID) or b"").decode().replace("NAVER Cloud introduction video", title)
    (directory / "saved.json").write_text(body)
    return directory / "saved.json"


def test_what_machines_read_is_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("ascii = true\n")
    saved = _with_title(tmp_path, "“한국어” …")
    told = json.loads(printed(tmp_path, "show", "--json", str(saved), **ASCII))
    assert told["media"][0]["title"] == "“한국어” …"
