"""The sixteen colours as terminals have them, dark and light."""

from typing import NamedTuple

from rich.color import Color, ColorType

from vpe_tui.tui.terminal.colour import luminance

FAINT = 0.5
"""What is left of a faint text's colour, at the least; its ground shows through."""


class Palette(NamedTuple):
    """`colours`: the sixteen; `text` on `ground` where none is named."""

    name: str
    ground: str
    text: str
    colours: tuple[str, ...]

    @property
    def ground_parts(self) -> tuple[str, str, str]:
        return self.ground[:2], self.ground[2:4], self.ground[4:]

    @property
    def own_contrast(self) -> float:
        """Of the terminal's own text."""
        return _contrast(self.text, self.ground)

    def contrast(self, ink: tuple[object, ...]) -> float:
        """Of a text with these colours, turned round or not, faint or not."""
        front, back, turned, faint = ink
        one, other = self._hex(front, self.text), self._hex(back, self.ground)
        if turned:
            one, other = other, one
        return _contrast(_mixed(one, other) if faint else one, other)

    def _hex(self, colour: object, default: str) -> str:
        if not isinstance(colour, Color) or colour.type == ColorType.DEFAULT:
            return default
        assert colour.number is not None and colour.number < 16, colour
        return self.colours[colour.number]


def _mixed(one: str, other: str) -> str:
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (0, 2, 4))
    return "".join(f"{round(a * FAINT + b * (1 - FAINT)):02x}" for a, b in pairs)


def _contrast(one: str, other: str) -> float:
    low, high = sorted(luminance(each[:2], each[2:4], each[4:]) for each in (one, other))
    return (high + 0.05) / (low + 0.05)


_XTERM = (
    *("000000", "cd0000", "00cd00", "cdcd00", "0000ee", "cd00cd", "00cdcd", "e5e5e5"),
    *("7f7f7f", "ff0000", "00ff00", "ffff00", "5c5cff", "ff00ff", "00ffff", "ffffff"),
)
_GNOME = (
    *("171421", "c01c28", "26a269", "a2734c", "12488b", "a347ba", "2aa1b3", "d0cfcc"),
    *("5e5c64", "f66151", "33da7a", "e9ad0c", "2a7bde", "c061cb", "33c7de", "ffffff"),
)
_PUTTY = (
    *("000000", "bb0000", "00bb00", "bbbb00", "0000bb", "bb00bb", "00bbbb", "bbbbbb"),
    *("555555", "ff5555", "55ff55", "ffff55", "5555ff", "ff55ff", "55ffff", "ffffff"),
)
_LINUX = (
    *("000000", "aa0000", "00aa00", "aa5500", "0000aa", "aa00aa", "00aaaa", "aaaaaa"),
    *("555555", "ff5555", "55ff55", "ffff55", "5555ff", "ff55ff", "55ffff", "ffffff"),
)
_SOLARIZED = (
    *("073642", "dc322f", "859900", "b58900", "268bd2", "d33682", "2aa198", "eee8d5"),
    *("002b36", "cb4b16", "586e75", "657b83", "839496", "6c71c4", "93a1a1", "fdf6e3"),
)

GROUNDS = (
    Palette("xterm", "000000", "e5e5e5", _XTERM),
    Palette("xterm on white", "ffffff", "000000", _XTERM),
    Palette("VTE", "171421", "d0cfcc", _GNOME),
    Palette("VTE on white", "ffffff", "171421", _GNOME),
    Palette("PuTTY", "000000", "bbbbbb", _PUTTY),
    Palette("PuTTY on white", "ffffff", "000000", _PUTTY),
    Palette("the Linux console", "000000", "aaaaaa", _LINUX),
    Palette("Solarized", "002b36", "839496", _SOLARIZED),
    Palette("Solarized on white", "fdf6e3", "657b83", _SOLARIZED),
)
