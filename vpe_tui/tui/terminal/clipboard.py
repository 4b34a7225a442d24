"""Copying, and what can truly be said of it.

Over SSH there is OSC 52, which a terminal takes or not without a word: all that is known is that it was sent. Some
terminals are known not to take it. tmux keeps what it is given, and sends it on itself.
"""

import base64
import subprocess
from collections.abc import Mapping
from typing import NamedTuple

from vpe_tui.tui.terminal.passing import through_screen, through_tmux

MOST_BYTES = 75_000
"""Of encoded text; terminals cut or drop what is longer."""

TMUX_WITHIN_S = 1.0
"""How long tmux may take: one that is stopped never ends."""

_BY_TERM = {"linux": "the Linux console has no clipboard", "vt100": "a VT100 has no clipboard"}


class Copied(NamedTuple):
    """What to write to the terminal, if anything, and what can honestly be said."""

    sequence: str
    says: str
    is_refused: bool = False
    """Nothing was copied: it is to be had on a plain screen alone."""


def copied(name: str, text: str, how: str, environ: Mapping[str, str]) -> Copied:
    """`text` on its way to the clipboard, by the setting `how`. It may take as long as tmux may take."""
    encoded = base64.b64encode(text.encode("utf-8", errors="replace")).decode("ascii")
    is_large = len(encoded) > MOST_BYTES
    if how == "auto" and environ.get("TMUX") and in_tmux(text, sent_on=not is_large):
        where = "in tmux's buffer" + ("; too large for the terminal" if is_large else ", and sent to the terminal")
        return Copied("", f"{name}: {where}")
    if cannot := _cannot(how, environ):
        return Copied("", f"{name}: not copied: {cannot}", is_refused=True)
    if is_large:
        size = f"{len(encoded) // 1000:,} KB, terminals take {MOST_BYTES // 1000}"
        return Copied("", f"{name}: not copied: too large ({size})", is_refused=True)
    return Copied(*_wrapped(f"\x1b]52;c;{encoded}\x07", name, how, environ))


def way_of_copying(how: str, environ: Mapping[str, str]) -> Copied:
    """Which way a copy goes, without one."""
    if how == "auto" and environ.get("TMUX"):
        return Copied("", "into tmux's buffer, and through tmux to the terminal")
    if cannot := _cannot(how, environ):
        return Copied("", f"nothing is copied: {cannot}; Y offers a plain screen", is_refused=True)
    _, says = _wrapped("", "OSC 52", how, environ)
    return Copied("", says.replace(": sent", " is sent"))


def in_tmux(text: str, *, sent_on: bool) -> bool:
    """Gives `text` to tmux, which has it in a buffer then, and (`sent_on`) sends it to its terminal. Whether it did.

    It cannot where it is older than `-w` (3.2), gone, or stopped.
    """
    argv = ["tmux", "load-buffer", *(["-w"] if sent_on else []), "-"]
    try:
        data = text.encode("utf-8", errors="replace")
        done = subprocess.run(argv, input=data, capture_output=True, timeout=TMUX_WITHIN_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _cannot(how: str, environ: Mapping[str, str]) -> str:
    """Why this terminal is known not to take a copy; empty where it may. Who says `osc52` knows better."""
    if how == "off":
        return "the clipboard is off"
    if how != "auto" or environ.get("TMUX") or environ.get("STY"):
        return ""
    term, program = environ.get("TERM", ""), environ.get("TERM_PROGRAM", "")
    if program == "Apple_Terminal":
        return "Apple's Terminal takes no copy from a program"
    if term.startswith("putty"):
        return "PuTTY takes no copy from a program"
    if environ.get("VTE_VERSION") and term == "xterm-256color" and not (program or environ.get("XTERM_VERSION")):
        return "this terminal (GNOME Terminal, or one like it) takes no copy from a program"
    return _BY_TERM.get(term, "")


def _wrapped(osc: str, name: str, how: str, environ: Mapping[str, str]) -> tuple[str, str]:
    """The sequence as it gets through what lies between here and the terminal.

    tmux takes the bare one with `set-clipboard on`, and passes the wrapped one on with `allow-passthrough on`.
    """
    if how == "osc52-tmux":
        return through_tmux(osc), f"{name}: sent through tmux (it must have allow-passthrough on)"
    if how == "osc52":
        return osc, f"{name}: sent to the terminal"
    if environ.get("TMUX"):
        return osc + through_tmux(osc), f"{name}: sent to tmux (it must have set-clipboard on)"
    if environ.get("STY"):
        return through_screen(osc), f"{name}: sent through screen"
    return osc, f"{name}: sent to the terminal"
