"""What the terminal is asked before the first frame: its background, and how many cells one of our signs takes.

Both in one go, and it answers while the screen is being imported.
"""

import os
import re
import select
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from vpe_tui.tui.terminal.colour import luminance

ANSWER_WITHIN_S = 0.1
"""How long the terminal may take. What comes later the driver takes."""

SIGN = "▶"
"""Of those that a terminal may draw two cells wide, the one that is drawn most."""

WHERE_IS_CURSOR = "\x1b[6n"
PLACE = re.compile(r"\x1b\[\d{1,5};([23])R")
"""Where the cursor is: the column tells how many cells stand before it. Shift and F3 look alike."""

_BACKGROUND = "\x1b]11;?\x1b\\"
_COLOUR = re.compile(r"\x1b\]11;rgba?:([0-9a-fA-F]+)/([0-9a-fA-F]+)/([0-9a-fA-F]+)[^\x07\x1b]*(?:\x07|\x1b\\)")
_WIDTH = f"\r{SIGN}{WHERE_IS_CURSOR}\r\x1b[K"


class Asked:
    """What the terminal told of itself. What is typed meanwhile is kept for the screen."""

    def __init__(self) -> None:
        self.typed_ahead = ""
        self.ground: float | None = None
        """The luminance of its background; None where it did not tell."""
        self.cells: int | None = None
        """How many one of our signs takes; None where it did not tell."""
        self._due: set[re.Pattern[str]] = set()
        self._until = 0.0
        self._stdin = 0

    @property
    def is_width_due(self) -> bool:
        """Whether that was asked, and not answered yet."""
        return PLACE in self._due

    def ask(self, stdin: int, stderr: int, *, background: bool, width: bool) -> None:
        """Asks the terminal on these descriptors; its answers come unseen, on stdin."""
        self._stdin = stdin
        self._until = time.monotonic() + ANSWER_WITHIN_S
        self._due = ({_COLOUR} if background else set()) | ({PLACE} if width else set())
        os.write(stderr, ((_BACKGROUND if background else "") + (_WIDTH if width else "")).encode())

    def hear(self) -> None:
        """Takes the answers that have come or come in time."""
        while self._due:
            left = self._until - time.monotonic()
            if not select.select([self._stdin], [], [], max(left, 0))[0]:
                break
            data = os.read(self._stdin, 4096)
            if not data:
                break
            self._take(data.decode("utf-8", errors="replace"))

    def _take(self, text: str) -> None:
        self.typed_ahead += text
        for answer in [found for due in self._due if (found := due.search(self.typed_ahead))]:
            self._due.discard(answer.re)
            self.typed_ahead = self.typed_ahead.replace(answer[0], "", 1)
            if answer.re is PLACE:
                self.cells = int(answer[1]) - 1
            else:
                self.ground = luminance(*answer.groups())


def driven_elsewhere(environ: Mapping[str, str]) -> bool:
    """Whether there is no terminal: `textual-serve` draws in a browser."""
    return "TEXTUAL_DRIVER" in environ


@contextmanager
def asked(environ: Mapping[str, str], *, background: bool, width: bool) -> Iterator[Asked]:
    """The terminal, asked for what is wanted. Within, what it says is not echoed."""
    terminal = Asked()
    background = background and environ.get("TERM") != "linux"  # the Linux console would print the question
    if driven_elsewhere(environ) or not (background or width):
        yield terminal
        return
    stdin, stderr = (stream.fileno() for stream in (sys.__stdin__, sys.__stderr__) if stream)
    before = termios.tcgetattr(stdin)
    quiet = termios.tcgetattr(stdin)
    quiet[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(stdin, termios.TCSANOW, quiet)
    try:
        terminal.ask(stdin, stderr, background=background, width=width)
        yield terminal
    finally:
        termios.tcsetattr(stdin, termios.TCSANOW, before)
