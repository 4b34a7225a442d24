"""Texts in cells of a terminal: how many one takes, cut, padded and wrapped to so many. Nobody counts in another way.

Korean letters take two cells, marks on letters none, a flag or a family two: by cluster, as tmux does (measured for 18
scripts in `tests/pty/test_widths.py`). What Textual counts with (`rich.cells`) says the same of pictures and of all
that is common, but gives the spacing vowels of Devanagari, Tamil or Bengali no cell, where terminals give one.
The terminal is right, for it is there that columns shift. So a row is laid out here, and Textual gets it as a `Strip`
that is told how wide it is (`tui.widgets.lines`): it then neither counts nor pads it, and what stands right of it
stays where it is. Only where a strip is cut for a style (a match, what the mouse selects) are cells Textual's.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

_ZWJ = "\u200d"
_AS_PICTURE = "\ufe0f"
_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_JOINS = frozenset((_ZWJ, _AS_PICTURE, *_TONES))
_NO_WIDTH = ("Mn", "Me", "Cf")
_JAMO = re.compile("[\u1160-\u11ff\ud7b0-\ud7ff]")
"""Vowels and ends of Korean syllables: they stand in the cells of the consonant they follow."""
_LONGEST_KEPT = 256
"""Characters of a text whose width is kept; no row of a screen is longer."""


def width_of(text: str) -> int:
    """Cells that a text takes."""
    if text.isascii():
        return len(text)
    return _counted(text) if len(text) <= _LONGEST_KEPT else sum(_widths(text))


@lru_cache(maxsize=4096)
def _counted(text: str) -> int:
    """Kept: a page draws the same titles and signs at every key; counted anew, it took a row 3 to 5 times as long."""
    return sum(_widths(text))


def _widths(text: str) -> Iterator[int]:
    """What each character adds to the cells of those before it: what joins them adds nothing (UAX 29, in short)."""
    if _JOINS.isdisjoint(text):
        return map(_width, text)
    return map(_in_cluster, "\0" + text, text)


def _in_cluster(before: str, char: str) -> int:
    return _joined(before, char) if before in _JOINS or char in _JOINS else _width(char)


def _joined(before: str, char: str) -> int:
    """Pictures are joined by ZWJ and take a tone of skin; a sign that is to be a picture grows by a cell."""
    of_pictures = unicodedata.category(before)[0] in "SPN"
    if char == _AS_PICTURE:
        return 1 if of_pictures and _width(before) == 1 else 0
    is_part = (before == _ZWJ and unicodedata.category(char) == "So") or (char in _TONES and of_pictures)
    return 0 if is_part else _width(char)


@lru_cache(maxsize=4096)
def _width(char: str) -> int:
    """Kept: a log has a few hundred letters that are not ASCII, and every row drawn asks again."""
    if unicodedata.category(char) in _NO_WIDTH or _JAMO.fullmatch(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def cut(text: str, width: int) -> str:
    """A text in at most `width` cells, with `…` for an end that is missing."""
    if width_of(text) <= width:
        return text
    if width <= 0:
        return ""
    if text.isascii():
        return text[: width - 1] + "…"
    kept = "".join(char for char, end in zip(text, accumulate(_widths(text)), strict=True) if end < width)
    return kept.rstrip(_ZWJ) + "…"  # else it would join the “…” to what is before


def cut_middle(text: str, width: int) -> str:
    """A text in at most `width` cells, with `…` for a middle that is missing: both ends of a URL say something."""
    whole = width_of(text)
    if whole <= width:
        return text
    tail = max((width - 1) // 2, 0)
    cells = list(_widths(text))
    start = next(place for place, end in enumerate(accumulate(cells, initial=0)) if whole - end <= tail)
    while start < len(text) and (text[start] in _JOINS or not cells[start]):
        start += 1  # it belongs to a letter that is missing
    end = text[start:]
    return cut(text, width - width_of(end)) + end


def pad(text: str, width: int, *, right: bool = False) -> str:
    """A text in exactly `width` cells, or more where it has more."""
    room = " " * (width - width_of(text))
    return room + text if right else text + room


def fit(text: str, width: int) -> str:
    """A text in exactly `width` cells: cut at its end, or padded."""
    if text.isascii() and len(text) <= width:
        return text.ljust(width)
    room = width - width_of(text)
    if room >= 0:
        return text + " " * room
    return pad(cut(text, width), width)


def fit_middle(text: str, width: int) -> str:
    """A text in exactly `width` cells: cut in its middle, or padded."""
    return pad(cut_middle(text, width), width)


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
        start = filled = 0
        for place, cells in enumerate(_widths(word)):
            if filled + cells > width:
                yield word[start:place]
                start, filled = place, 0
            filled += cells
        if word[start:]:
            yield word[start:]
