"""Copying over SSH: OSC 52, which a terminal takes or not without a word; so all that is said is that it was sent."""

import base64
from collections.abc import Mapping
from typing import NamedTuple

MOST_BYTES = 75_000
"""Of encoded text; terminals cut or drop what is longer."""

_SCREEN_CHUNK = 250
"""GNU screen passes strings on in pieces no longer than 768 bytes."""

_CANNOT = {"linux": "the Linux console has no clipboard", "vt100": "a VT100 has no clipboard"}

_OTHERWISE = "p in Y, or in the details, shows it to select with the mouse"


class Copied(NamedTuple):
    """What to write to the terminal (nothing: it is not to be), and what can honestly be said."""

    sequence: str
    says: str


def copied(name: str, text: str, how: str, environ: Mapping[str, str]) -> Copied:
    """`text` for the terminal's clipboard, by the setting `how`."""
    cannot = "the clipboard is off" if how == "off" else _CANNOT.get(environ.get("TERM", ""))
    if cannot:
        return Copied("", f"{name}: not copied: {cannot}; {_OTHERWISE}")
    encoded = base64.b64encode(text.encode("utf-8", errors="replace")).decode("ascii")
    if len(encoded) > MOST_BYTES:
        size = f"{len(encoded) // 1000:,} KB, terminals take {MOST_BYTES // 1000}"
        return Copied("", f"{name}: not copied: too large ({size}); {_OTHERWISE}")
    return Copied(*_wrapped(f"\x1b]52;c;{encoded}\x07", name, how, environ))


def _wrapped(osc: str, name: str, how: str, environ: Mapping[str, str]) -> tuple[str, str]:
    """The sequence as it gets through what lies between here and the terminal.

    tmux takes the bare one with `set-clipboard on`, and passes the wrapped one on with `allow-passthrough on`.
    """
    tmux = "\x1bPtmux;" + osc.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    if how == "osc52-tmux":
        return tmux, f"{name}: sent through tmux (it must have allow-passthrough on)"
    if how == "osc52":
        return osc, f"{name}: sent to the terminal"
    if environ.get("TMUX"):
        return osc + tmux, f"{name}: sent to tmux (it must have set-clipboard on)"
    if environ.get("STY"):
        pieces = (osc[at : at + _SCREEN_CHUNK] for at in range(0, len(osc), _SCREEN_CHUNK))
        return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces), f"{name}: sent through screen"
    return osc, f"{name}: sent to the terminal"
