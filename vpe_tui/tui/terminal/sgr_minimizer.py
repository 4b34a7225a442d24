"""The same picture in fewer bytes: over SSH, and more so over a slow line, bytes are time.

Textual writes every run of text with its whole style and a reset after it. Here only what changes from run to run is
written, and a stretch of blanks is erased instead of filled.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from rich.console import Console
from textual._compositor import ChopsUpdate

_SGR = re.compile(r"\x1b\[([\d;]*)m")
_MOVES = re.compile(r"(?:\n|\x1b\[\d+;\d+H)*")
_NEEDLESS_BREAK = re.compile(r"\n(?=\x1b\[\d+;\d+H)")
_BLANKS = re.compile(r" {12,}")
_STEP_BEFORE_MOVE = re.compile(r"\x1b\[\d+C((?:\x1b\[[\d;]*m)?)(?=\n|\x1b\[\d+;\d+H)")
_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "9": "29"}
_SHOW_ON_BLANKS = {"4", "7", "9"}


class Update(ChopsUpdate):
    """What changed on the screen, and nothing left of it: Textual's own begins with the widget's first cell."""

    def render_segments(self, console: Console) -> str:
        parts: list[str] = []
        for y, start, stop in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is not None and x < stop and end > start:
                    first = max(x, start)
                    parts += [f"\x1b[{y + 1};{first + 1}H", strip.crop(first - x, min(end, stop) - x).render(console)]
        return "".join(parts)


class Pen(NamedTuple):
    """How the terminal writes: attributes, and the codes of both colours (`""`: its own)."""

    attributes: frozenset[str] = frozenset()
    front: str = ""
    back: str = ""


PLAIN = Pen()


def thrifty(data: str, *, erases_in_colour: bool) -> str:
    """`data`, which leaves the pen plain, with less ado. `erases_in_colour`: what is erased gets its background."""
    parts = _SGR.split(_NEEDLESS_BREAK.sub("", data))
    if len(parts) == 1:
        return data
    now = wanted = PLAIN
    out = [parts[0]]
    for codes, text in zip(parts[1::2], parts[2::2], strict=True):
        wanted = _changed(wanted, codes)
        if not _MOVES.fullmatch(text):
            out.append(_difference(now, wanted))
            now = wanted
            if not wanted.attributes & _SHOW_ON_BLANKS and (erases_in_colour or not wanted.back):
                text = _BLANKS.sub(_erased, text)
        out.append(text)
    out.append(_difference(now, wanted))
    return _STEP_BEFORE_MOVE.sub(r"\1", "".join(out))


def _erased(blanks: re.Match[str]) -> str:
    return f"\x1b[{len(blanks[0])}X\x1b[{len(blanks[0])}C"


@lru_cache(maxsize=4096)
def _changed(pen: Pen, codes: str) -> Pen:
    """The pen after these codes of a style."""
    attributes, front, back = set(pen.attributes), pen.front, pen.back
    left = codes.split(";")
    while left:
        code = left.pop(0)
        if code in ("38", "48"):
            length = 4 if left[0] == "2" else 2
            colour, left = ";".join((code, *left[:length])), left[length:]
        else:
            colour = code
        if code in ("", "0"):
            attributes, front, back = set(), "", ""
        elif code[0] in "39" and len(code) == 2:
            front = "" if code == "39" else colour
        elif code[0] in "41" and len(code) in (2, 3):
            back = "" if code == "49" else colour
        else:
            attributes.add(code)
    return Pen(frozenset(attributes), front, back)


@lru_cache(maxsize=4096)
def _difference(now: Pen, wanted: Pen) -> str:
    """The shortest way from one pen to the other."""
    if now == wanted:
        return ""
    if wanted == PLAIN:
        return "\x1b[m"
    anew = ";".join(["0", *sorted(wanted.attributes), *filter(None, (wanted.front, wanted.back))])
    lost = now.attributes - wanted.attributes
    if not lost <= _OFF.keys():
        return f"\x1b[{anew}m"
    off = {_OFF[each] for each in lost}
    kept = now.attributes - {"1", "2"} if "22" in off else now.attributes  # 22 ends bold and dim alike
    change = [*sorted(off), *sorted(wanted.attributes - kept)]
    change += [wanted.front or "39"] if wanted.front != now.front else []
    change += [wanted.back or "49"] if wanted.back != now.back else []
    return f"\x1b[{min(';'.join(change), anew, key=len)}m"
