"""Text of scripts in which terminals count a letter's signs in different ways: the cursor is placed anew after it.

Whether a vowel of Hindi has a cell is told by no terminal alike. We count as the one that gives it most
(`text.cells`), so that where it gets none a gap is left, and nothing shifts.
"""

import re

from rich.console import Console
from textual._compositor import CompositorUpdate

from vpe_tui.text.cells import width_of

_SCRIPTS = (
    "\u0590-\u109f\u1700-\u18af\u1900-\u1cff\ua800-\ua95f\ua980-\uabff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00011fff"
)
"""From Hebrew to Burmese, Khmer, and more of their kind."""
_RUN = re.compile(f"[{_SCRIPTS}](?:[{_SCRIPTS}\u0300-\u036f ]*[{_SCRIPTS}])?")
_KEEP, _BACK = "\x1b7", "\x1b8"


def placed(text: str) -> str:
    """What is written to the terminal, with the cursor placed by hand around such runs: first all their cells are
    blank, for no letter may come to stand in the last of them."""
    return text if text.isascii() else _RUN.sub(_placed, text)


def _placed(run: re.Match[str]) -> str:
    cells = width_of(run[0])
    if not cells:
        return run[0]
    return f"{_KEEP}{' ' * cells}{_BACK}{run[0]}{_BACK}\x1b[{cells}C"


class Placed(CompositorUpdate):
    """A frame, or a part of one, with such text in its place."""

    def __init__(self, update: CompositorUpdate) -> None:
        self._update = update

    def render_segments(self, console: Console) -> str:
        return placed(self._update.render_segments(console))
