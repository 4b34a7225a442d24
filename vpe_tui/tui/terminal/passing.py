"""Sequences wrapped so that what lies between here and the terminal passes them on."""

_SCREEN_CHUNK = 250
"""GNU screen passes strings on in pieces no longer than 768 bytes."""


def through_tmux(sequence: str) -> str:
    """For tmux, which passes it on with `allow-passthrough on`."""
    return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"


def through_screen(sequence: str) -> str:
    """For GNU screen."""
    pieces = (sequence[at : at + _SCREEN_CHUNK] for at in range(0, len(sequence), _SCREEN_CHUNK))
    return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
