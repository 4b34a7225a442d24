"""What the terminal says unasked, or late, is no key."""

import re
import time
from collections.abc import Callable, Sequence

from vpe_tui.tui.terminal.asking import PLACE
from vpe_tui.tui.terminal.flow_control import ANSWER

_WIDTH_WITHIN_S = 10.0
"""So long after a question for it, a place of the cursor is an answer; later, on the first line, it is shift and F3."""
_PASTE, _PASTE_END = "\x1b[200~", "\x1b[201~"


class Answers:
    """Takes out of what is typed whatever no keyboard sends: colours, places, names and modes of the terminal.

    Over a slow link the answer to "which background?" comes when nobody waits any more, or in halves; read as keys it
    would be `]11;rgb:…`, a row of commands. What is pasted is text, whatever it is.
    """

    _WHOLE = re.compile(
        r"\x1b\]\d[^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC: colours, the clipboard
        r"|\x1b(?:P[>!$+|\d]|_G)[^\x1b]*\x1b\\"  # DCS, APC: its name and version, its settings
        r"|\x1b\[[?>=](?![\d;]*\$y)[\d;:]*[ -/]*[@-~]"  # what it is (DA), which keys it tells; modes are for Textual
        r"|\x1b\[(?!1;(?:[2-9]|1[0-6])R)\d+;\d+R"  # where the cursor is; with those it is a key, F3
        r"|\x1b\[[03]n|\x1b\[[468];\d+;\d+t"  # whether all is well, its size
    )
    _BEGUN = re.compile(
        r"\x1b(?:\[[?>=]?[\d;:$]*|\](?:\d[^\x07\x1b]{0,4096}\x1b?)?|(?:P[>!$+|\d]|_G)[^\x1b]{0,4096}\x1b?|[P_])?$"
    )
    _OF_NO_KEYBOARD = re.compile(r"\x1b(?:\[[?>=]|\]\d|P[>!$+|\d]|_G)")
    _PATIENCE = 20
    """How often it is looked whether the rest of such a one has come, before it is let go."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun = ""
        self._width_until = 0.0
        self._cells: list[int] = []
        self._in_paste = False
        self._looks = 0
        self.drawn = 0
        """Answers to how far it has drawn, so far."""

    def taken_out(self, text: str) -> str:
        """`text` without answers. The beginning of one is kept back until it is known what it is."""
        text, self._begun, self._looks = self._begun + text, "", 0
        out = ""
        while text:
            before, bracket, text = text.partition(_PASTE_END if self._in_paste else _PASTE)
            out += (self._pasted(before, bracket) if self._in_paste else self._typed(before, bracket)) + bracket
            self._in_paste ^= bool(bracket)
        return out

    def given_back(self) -> str:
        """What was kept back and nothing followed: it was typed, unless no keyboard has such a key."""
        self._looks += 1
        if self._OF_NO_KEYBOARD.match(self._begun):
            if self._looks > self._PATIENCE:
                self._begun = ""
            return ""
        begun, self._begun = self._begun, ""
        return begun

    def expect_width(self) -> None:
        """The terminal was asked where its cursor is, after a sign at the beginning of a line."""
        self._width_until = self._clock() + _WIDTH_WITHIN_S

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

    def _typed(self, text: str, bracket: str) -> str:
        self.drawn += text.count(ANSWER)
        text = self._WHOLE.sub("", self._without_width(text))
        begun = None if bracket else self._BEGUN.search(text)
        self._begun = begun[0] if begun else ""
        return text[: begun.start()] if begun else text

    def _pasted(self, text: str, bracket: str) -> str:
        """All of it, but for what may be the beginning of its end."""
        kept = 0 if bracket else next((n for n in range(5, 0, -1) if text.endswith(_PASTE_END[:n])), 0)
        self._begun = text[len(text) - kept :]
        return text[: len(text) - kept]
