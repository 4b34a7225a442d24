"""Telling somebody who looks elsewhere: a bell, or a message that the terminal shows (OSC 9)."""

from collections.abc import Mapping

from vpe_tui.text.clean import clean
from vpe_tui.tui.terminal.passing import through_screen, through_tmux

BELL = "\x07"


def rung(how: str, message: str, environ: Mapping[str, str]) -> str:
    """The sequence by the setting `how`. The message never begins with a digit: `9;4` is a progress bar to some.

    tmux and screen take no such message for themselves and need not pass it on, without a word: there the bell rings,
    too, which marks the window.
    """
    if how == "bell":
        return BELL
    if how != "osc9":
        return ""
    osc = f"\x1b]9;vpe-tui: {clean(message)}{BELL}"
    if environ.get("TMUX"):
        return through_tmux(osc) + BELL
    return through_screen(osc) + BELL if environ.get("STY") else osc
