"""Text in terminal cells: width, cutting, padding, wrapping, tables. Korean letters are two cells wide, marks 0."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Literal

from vpe_tui.qoe.bands import Band
from vpe_tui.qoe.findings import Severity

Role = Literal["title", "dim"] | Band | Severity
"""What a piece of text is, for those who can show it in colour."""

Paint = Callable[[str, Role], str]
"""Gives a piece of text its colour. It is called when all is laid out: colours have no width."""


def plain(text: str, role: Role) -> str:
    """No colour at all."""
    return text


_ZWJ = "\u200d"
_AS_PICTURE = "\ufe0f"
_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_JOINS = frozenset((_ZWJ, _AS_PICTURE, *_TONES))
_NO_WIDTH = ("Mn", "Me", "Cf")
_JAMO = re.compile("[\u1160-\u11ff\ud7b0-\ud7ff]")
"""Vowels and ends of Korean syllables: they stand in the cells of the consonant they follow."""


def width_of(text: str) -> int:
    """Cells that a text takes."""
    return len(text) if text.isascii() else sum(_widths(text))


def _widths(text: str) -> Iterator[int]:
    """What each character adds to the cells of those before it: what joins them adds nothing (UAX 29, in short)."""
    before = ""
    for char in text:
        yield _joined(before, char) if before in _JOINS or char in _JOINS else _width(char)
        before = char


def _joined(before: str, char: str) -> int:
    """Pictures are joined by ZWJ and take a tone of skin; a sign that is to be a picture grows by a cell."""
    of_pictures = unicodedata.category(before or " ")[0] in "SPN"
    if char == _AS_PICTURE:
        return 1 if of_pictures and _width(before) == 1 else 0
    is_part = (before == _ZWJ and unicodedata.category(char) == "So") or (char in _TONES and of_pictures)
    return 0 if is_part else _width(char)


def _width(char: str) -> int:
    if unicodedata.category(char) in _NO_WIDTH or _JAMO.fullmatch(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def cut(text: str, width: int) -> str:
    """A text in at most `width` cells, with `…` where something is missing."""
    if width_of(text) <= width:
        return text
    cells = accumulate(_widths(text))
    kept = "".join(char for char, end in zip(text, cells, strict=True) if end < width)
    return kept.rstrip(_ZWJ) + "…"  # else it would join the “…” to what is before


def pad(text: str, width: int, *, right: bool = False) -> str:
    """A text in exactly `width` cells, or more where it has more."""
    room = " " * (width - width_of(text))
    return room + text if right else text + room


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """A text as lines of at most `width` cells, broken at spaces; all but the first begin with `indent`."""
    lines, line = [], ""
    for word in _words(text, max(width - width_of(indent), 8)):
        if line.strip() and width_of(line) + 1 + width_of(word) > width:
            lines.append(line)
            line = indent + word
        else:
            line = f"{line} {word}" if line.strip() else line + word
    return [*lines, line]


def _words(text: str, width: int) -> Iterator[str]:
    """The words of a text; one that is too long for a line is cut into pieces."""
    for word in text.split(" "):
        rest = word
        while width_of(rest) > width:
            piece = cut(rest, width + 1)[:-1]
            yield piece
            rest = rest[len(piece) :]
        if rest:
            yield rest


def table(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> list[str]:
    """Rows as lines with aligned columns, two spaces apart; `right` are the columns with the text on their right."""
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            pad(cell, width, right=place in right) for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def narrowed(rows: Sequence[Sequence[str]], gives_way: Sequence[int], width: int) -> list[int]:
    """The columns of a table that fit in `width` cells; those in `gives_way` go one after another."""
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    left = list(range(len(widths)))
    for place in gives_way:
        if sum(widths[each] + 2 for each in left) - 2 <= width:
            break
        left.remove(place)
    return left
