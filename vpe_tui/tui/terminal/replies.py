"""What the terminal answers is no key."""

import re
import time
from collections.abc import Callable, Sequence

from vpe_tui.tui.terminal.asking import PLACE
from vpe_tui.tui.terminal.flow_control import ANSWER

_PATIENCE_S = 10.0
"""So long after a question for it, a place of the cursor is an answer; later it is shift and F3."""


class Answers:
    """Takes answers out of what is typed: those about colours and widths, and those that say how far it has drawn.

    Over a slow link the answer to "which background?" comes when nobody waits any more; read as keys it would be
    `]11;rgb:…`, a row of commands.
    """

    _WHOLE = re.compile(r"\x1b\]1[01];[^\x07\x1b]*(?:\x07|\x1b\\)")
    _BEGUN = re.compile(r"\x1b\[[\d;]{0,11}$|\x1b\](?:1(?:[01](?:;[^\x07\x1b]{0,64}\x1b?)?)?)?$")

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun = ""
        self._width_until = 0.0
        self._cells: list[int] = []
        self.drawn = 0
        """Answers of the second kind so far."""

    def taken_out(self, text: str) -> str:
        """`text` without answers. The beginning of one is kept back until it is known what it is."""
        text = self._WHOLE.sub("", self._begun + text)
        self.drawn += text.count(ANSWER)
        text = self._without_width(text.replace(ANSWER, ""))
        begun = self._BEGUN.search(text)
        self._begun = begun[0] if begun else ""
        return text[: begun.start()] if begun else text

    def expect_width(self) -> None:
        """The terminal was asked where its cursor is, after a sign at the beginning of a line."""
        self._width_until = self._clock() + _PATIENCE_S

    def measured(self) -> Sequence[int]:
        """The cells that the sign takes, each time that it told."""
        told, self._cells = self._cells, []
        return told

    def _without_width(self, text: str) -> str:
        place = PLACE.search(text) if self._clock() < self._width_until else None
        if place is None:
            return text
        self._width_until = 0.0
        self._cells.append(int(place[1]) - 1)
        return text[: place.start()] + text[place.end() :]

    def given_back(self) -> str:
        """What was kept back: nothing followed, so it was typed."""
        begun, self._begun = self._begun, ""
        return begun
