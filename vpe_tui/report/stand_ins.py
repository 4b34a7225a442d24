"""ASCII in the place of our glyphs, on a terminal that has none of them or draws them too wide. Data stays as it is.

All that is drawn, borders too, and all that is printed for people passes here: a glyph is written down where it
belongs, and here once more.
"""

import unicodedata

from vpe_tui.session.glossary import Kind

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
    "≥≤≈≠…–—−×²√∪Σ●▌✓★◂": "><~!~---x2vuS*>+*<",
}

STAND_INS = {
    **{ord(kind.glyph): letter for kind, letter in _KINDS.items()},
    **{ord(glyph): letter for glyphs, letter in _LINES.items() for glyph in glyphs},
    **{ord(glyph): letter for pair in _OTHERS.items() for glyph, letter in zip(*pair, strict=True)},
}
"""One cell for one cell."""


def in_ascii(text: str) -> str:
    """A text with stand-ins for our glyphs."""
    return text if text.isascii() else text.translate(STAND_INS)


def without_wide_signs(text: str) -> str:
    """A text, also of data, without signs that may take one cell or two: a `?` for those that have no stand-in."""
    told = in_ascii(text)
    return told if told.isascii() else "".join(map(_surely_wide, told))


def _surely_wide(letter: str) -> str:
    is_sign = unicodedata.east_asian_width(letter) == "A" and unicodedata.category(letter) not in ("Mn", "Me", "Cf")
    return "?" if is_sign else letter
