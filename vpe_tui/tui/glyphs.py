"""`--ascii`: what stands for each of our glyphs on a terminal that has none of them. Data stays as it is.

Everything that is drawn, borders too, passes `KnownWidths`, and there `Ascii`; so a glyph is written down where it
belongs, and here once more.
"""

from typing import ClassVar

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter
from textual.scrollbar import ScrollBarRender

from vpe_tui.session.glossary import Kind
from vpe_tui.text.stand_ins import of_known_width

_KINDS = {
    Kind.PLAYER_START: "o",
    Kind.STARTUP: "s",
    Kind.PLAYING: "p",
    Kind.PAUSED: "a",
    Kind.SEEKING: "k",
    Kind.REBUFFERING: "r",
    Kind.PREV_TRACK: "<",
    Kind.NEXT_TRACK: ">",
    Kind.ENDED: "e",
    Kind.ERROR: "x",
    Kind.OTHER: "|",
}
"""CMCD's letters for the states, as far as they tell the kinds apart and read well: `✗` also stands before what is bad,
where `f`, its *fatal*, would say nothing; `·` also stands between things."""

_LINES = {"─━╌╸╺": "-", "│┃▐": "|", "╭╮╰╯┌┐└┘├┤┬┴┼": "+", "▔": "-", "▎▊█": "#"}
_OTHERS = {
    "▁▂▃▄▅▆▇": "1234567",
    "▲▼↑↓": "^v^v",
    "‹›←→": "<><>",
    "“”‘’": "\"\"''",
    "▓░▕▏": "x#||",
    "≥≈≠…–—−×²√∪Σ●▌✓★◂": ">~!~---x2vuS*>+*<",
}

STAND_INS = {
    **{ord(kind.glyph): letter for kind, letter in _KINDS.items()},
    **{ord(glyph): letter for glyphs, letter in _LINES.items() for glyph in glyphs},
    **{ord(glyph): letter for pair in _OTHERS.items() for glyph, letter in zip(*pair, strict=True)},
}
"""One cell for one cell."""


class WholeCells(ScrollBarRender):
    """A scrollbar without eighths of a cell: as ASCII each would be a digit, as ours stand for a quality."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


class KnownWidths(LineFilter):
    """Puts what every terminal gives the same cells in the place of what they count in different ways."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(of_known_width(text), style, control) for text, style, control in segments]


class Ascii(LineFilter):
    """Puts the stand-ins in the place of our glyphs."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            Segment(text if text.isascii() else text.translate(STAND_INS), style, control)
            for text, style, control in segments
        ]
