"""Telling somebody who looks elsewhere: the sequences, alone, in tmux and in screen."""

import pytest

from vpe_tui.tui.terminal.ringing import rung

OSC = "\x1b]9;vpe-tui: 4 new, 2 failed\x07"


@pytest.mark.parametrize(
    "how, environ, sequence",
    [
        ("off", {"TMUX": "x"}, ""),
        ("bell", {}, "\x07"),
        ("bell", {"TMUX": "x"}, "\x07"),
        ("osc9", {}, OSC),
        ("osc9", {"TMUX": "x"}, f"\x1bPtmux;\x1b{OSC}\x1b\\\x07"),
        ("osc9", {"STY": "x"}, f"\x1bP{OSC}\x1b\\\x07"),
    ],
)
def test_each_way_of_ringing(how: str, environ: dict[str, str], sequence: str) -> None:
    assert rung(how, "4 new, 2 failed", environ) == sequence


def test_no_message_breaks_out() -> None:
    assert rung("osc9", "a\x1b\\\x07b", {}).count("\x1b") == 1
