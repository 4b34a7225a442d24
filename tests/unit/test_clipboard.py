"""What is sent to a terminal's clipboard, and what is said of it."""

import base64
import re

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
        ("auto", TMUX, osc("é") + through_tmux("é"), "set-clipboard on"),
        ("osc52-tmux", PLAIN, through_tmux("é"), "allow-passthrough on"),
        ("off", PLAIN, "", "not copied: the clipboard is off"),
        ("auto", {"TERM": "linux"}, "", "not copied: the Linux console"),
    ],
)
def test_the_way_of_a_copy(how: str, environ: dict[str, str], sequence: str, says: str) -> None:
    sent = copied("the UUID", "é", how, environ)
    assert sent.sequence == sequence
    assert sent.says.startswith("the UUID: ") and says in sent.says


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
    assert "too large (75 KB, terminals take 75)" in sent.says and "select with the mouse" in sent.says


def test_a_lone_surrogate_is_no_crash() -> None:
    assert copied("x", "a\ud800b", "auto", PLAIN).sequence == osc("a?b")
