"""What is sent to a terminal's clipboard, and what is said of it."""

import base64
import os
import re
from pathlib import Path

import pytest

from vpe_tui.tui.terminal.clipboard import MOST_BYTES, copied

PLAIN = {"TERM": "xterm-256color"}
TMUX = {"TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0"}
SCREEN = {"TERM": "screen", "STY": "1.pts-0.host"}


def osc(text: str) -> str:
    return f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07"


def through_tmux(text: str) -> str:
    inner = osc(text).replace("\x1b", "\x1b\x1b")
    return f"\x1bPtmux;{inner}\x1b\\"


@pytest.mark.parametrize(
    "how, environ, sequence, says",
    [
        ("auto", PLAIN, osc("é"), "sent to the terminal"),
        ("osc52", TMUX, osc("é"), "sent to the terminal"),
        ("osc52-tmux", PLAIN, through_tmux("é"), "allow-passthrough on"),
        ("off", PLAIN, "", "not copied: the clipboard is off"),
        ("auto", {"TERM": "linux"}, "", "not copied: the Linux console"),
        ("auto", {**PLAIN, "VTE_VERSION": "7600"}, "", "not copied: this terminal (GNOME Terminal"),
        ("osc52", {**PLAIN, "VTE_VERSION": "7600"}, osc("é"), "sent to the terminal"),
        ("auto", {**PLAIN, "VTE_VERSION": "7600", "TERM_PROGRAM": "WezTerm"}, osc("é"), "sent to the terminal"),
        ("auto", {"TERM": "xterm-kitty", "VTE_VERSION": "7600"}, osc("é"), "sent to the terminal"),
        ("auto", {**PLAIN, "TERM_PROGRAM": "Apple_Terminal"}, "", "not copied: Apple's Terminal"),
        ("auto", {"TERM": "putty-256color"}, "", "not copied: PuTTY"),
    ],
)
def test_the_way_of_a_copy(how: str, environ: dict[str, str], sequence: str, says: str) -> None:
    sent = copied("the UUID", "é", how, environ)
    assert sent.sequence == sequence
    assert sent.says.startswith("the UUID: ") and says in sent.says
    assert sent.is_refused == (not sequence)


def tmux(directory: Path, script: str) -> dict[str, str]:
    """An environment with a `tmux` that is this script."""
    program = directory / "tmux"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o700)
    return {**TMUX, "PATH": f"{directory}:{os.environ['PATH']}"}


def in_environment(monkeypatch: pytest.MonkeyPatch, environ: dict[str, str]) -> dict[str, str]:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    return environ


def test_tmux_is_given_it_and_asked_to_send_it_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = f'echo "$*" > {tmp_path}/asked; cat > {tmp_path}/given'
    environ = in_environment(monkeypatch, tmux(tmp_path, script))
    assert copied("x", "é; $(id)", "auto", environ) == ("", "x: in tmux's buffer, and sent to the terminal", False)
    assert (tmp_path / "asked").read_text() == "load-buffer -w -\n"
    assert (tmp_path / "given").read_text() == "é; $(id)"
    sent = copied("x", "y" * 100_000, "auto", environ)
    assert sent == ("", "x: in tmux's buffer; too large for the terminal", False)
    assert (tmp_path / "asked").read_text() == "load-buffer -\n"


@pytest.mark.parametrize("script", ["exit 1", "exec sleep 60"])
def test_where_tmux_cannot_the_terminal_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """One older than 3.2 knows no `-w`; one that is stopped never answers."""
    environ = in_environment(monkeypatch, tmux(tmp_path, script))
    sent = copied("x", "é", "auto", environ)
    assert sent.sequence == osc("é") + through_tmux("é") and "set-clipboard on" in sent.says


def test_without_a_program_called_tmux_the_terminal_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environ = in_environment(monkeypatch, {**TMUX, "PATH": str(tmp_path)})
    assert copied("x", "é", "auto", environ).sequence == osc("é") + through_tmux("é")


def test_screen_passes_it_on_in_pieces() -> None:
    sent = copied("x", "x" * 2_000, "auto", SCREEN).sequence
    pieces = re.findall(r"\x1bP(.*?)\x1b\\", sent, flags=re.DOTALL)
    assert "".join(pieces) == osc("x" * 2_000)
    assert max(map(len, pieces)) < 700


def test_what_is_too_large_is_not_sent_and_there_is_another_way() -> None:
    most = MOST_BYTES // 4 * 3
    assert copied("x", "x" * most, "auto", PLAIN).sequence
    sent = copied("x", "x" * (most + 1), "auto", PLAIN)
    assert not sent.sequence
    assert "too large (75 KB, terminals take 75)" in sent.says and sent.is_refused


def test_a_lone_surrogate_is_no_crash() -> None:
    assert copied("x", "a\ud800b", "auto", PLAIN).sequence == osc("a?b")
