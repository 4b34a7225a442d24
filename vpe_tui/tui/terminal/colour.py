"""Which theme: the one that was asked for, else the one that suits the terminal's background and colours."""

import sys
from collections.abc import Mapping

AUTO = "auto"

MIDDLE = 0.18
"""The luminance on which black and white read alike."""
_NEARLY_BLACK, _NEARLY_WHITE = 0.009, 0.95
"""Up to the one, and from the other on, the hues of the ansi themes read at 4.5 : 1 in the palettes there are."""
_LIGHT_COLOURS = ("7", "15")


def luminance(red: str, green: str, blue: str) -> float:
    """The relative luminance (WCAG 2) of a colour of hex digits, one to four a channel."""
    channels = (int(channel, 16) / int("f" * len(channel), 16) for channel in (red, green, blue))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def named_ground(environ: Mapping[str, str]) -> float | None:
    """The background as `COLORFGBG` has it, for terminals that do not answer: its luminance, if it is there."""
    ground = environ.get("COLORFGBG", "").rpartition(";")[2]
    return (1.0 if ground in _LIGHT_COLOURS else 0.0) if ground.isdecimal() else None


def theme_for(wanted: str, *, ground: float | None, colours: str | None) -> str:
    """The name of the theme. `ground` is the luminance of the background, where it is known; `colours` what the
    terminal can show: `standard` (16), `256`, `truecolor`, None.

    With 16 colours no theme of our own can be as it is meant: the terminal's palette stands in, without its hues
    where the background is unknown, or none that they read on.
    """
    if wanted == AUTO and colours not in (None, "standard"):
        return "vpe-light" if ground is not None and ground > MIDDLE else "vpe-dark"
    if wanted.startswith("ansi-") or colours not in (None, "standard"):
        return wanted
    if colours is None:
        return "ansi-plain"
    named = {"vpe-dark": 0.0, "vpe-light": 1.0}.get(wanted, ground)
    if named is None or _NEARLY_BLACK < named < _NEARLY_WHITE:
        return "ansi-plain"
    return "ansi-light" if named > MIDDLE else "ansi-dark"


def colours_there_are() -> str | None:
    """What the terminal can show, as the screen finds it."""
    from rich.console import Console  # `doctor` asks without a screen

    return Console(file=sys.__stderr__).color_system
