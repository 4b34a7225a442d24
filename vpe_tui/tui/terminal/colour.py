"""Which theme: the one that was asked for, else the one that suits the terminal's background and colours."""

import os
import re
import select
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

ANSWER_WITHIN_S = 0.1
"""How long the terminal may take to tell its background. It takes it while the screen is being imported."""

AUTO = "auto"

_QUESTION = b"\x1b]11;?\x1b\\"
_ANSWER = re.compile(r"\x1b\]11;rgba?:([0-9a-fA-F]+)/([0-9a-fA-F]+)/([0-9a-fA-F]+)[^\x07\x1b]*(?:\x07|\x1b\\)")


class Background:
    """The terminal's background, asked for. What is typed meanwhile is kept for the screen."""

    def __init__(self) -> None:
        self.typed_ahead = ""
        self.light = False
        self._asked: float | None = None
        self._stdin = 0

    def ask(self, stdin: int, stderr: int) -> None:
        """Asks the terminal on these descriptors; its answer comes unseen, on stdin."""
        self._asked, self._stdin = time.monotonic(), stdin
        os.write(stderr, _QUESTION)

    def hear(self) -> None:
        """Takes the answer, if it has come or comes in time."""
        while self._asked is not None:
            left = self._asked + ANSWER_WITHIN_S - time.monotonic()
            if not select.select([self._stdin], [], [], max(left, 0))[0]:
                break
            self._take(os.read(self._stdin, 4096).decode("utf-8", errors="replace"))

    def _take(self, text: str) -> None:
        self.typed_ahead += text
        if answer := _ANSWER.search(self.typed_ahead):
            self.light = is_light(*answer.groups())
            self.typed_ahead = self.typed_ahead[: answer.start()] + self.typed_ahead[answer.end() :]
            self._asked = None
        elif not text:
            self._asked = None


def is_light(red: str, green: str, blue: str) -> bool:
    """Whether a colour of hex digits, one to four a channel, is nearer to white than to black, as eyes see it."""
    r, g, b = (int(channel, 16) / int("f" * len(channel), 16) for channel in (red, green, blue))
    return 0.299 * r + 0.587 * g + 0.114 * b > 0.5


def driven_elsewhere(environ: Mapping[str, str]) -> bool:
    """Whether there is no terminal: `textual-serve` draws in a browser."""
    return "TEXTUAL_DRIVER" in environ


@contextmanager
def background(wanted: str, environ: Mapping[str, str]) -> Iterator[Background]:
    """The background, asked for if the theme hangs on it. Within, what the terminal says is not echoed."""
    asked = Background()
    if (
        wanted != AUTO or driven_elsewhere(environ) or environ.get("TERM") == "linux"
    ):  # the Linux console would print the question
        yield asked
        return
    stdin, stderr = (stream.fileno() for stream in (sys.__stdin__, sys.__stderr__) if stream)
    before = termios.tcgetattr(stdin)
    quiet = termios.tcgetattr(stdin)
    quiet[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(stdin, termios.TCSANOW, quiet)
    try:
        asked.ask(stdin, stderr)
        yield asked
    finally:
        termios.tcsetattr(stdin, termios.TCSANOW, before)


def theme_for(wanted: str, *, light: bool, colours: str | None) -> str:
    """The name of the theme. `colours` is what the terminal can show: `standard` (16), `256`, `truecolor`, None.

    With 16 colours or none no theme of our own can be as it is meant: the terminal's palette stands in.
    """
    if wanted == AUTO:
        wanted = "vpe-light" if light else "vpe-dark"
    if colours in (None, "standard") and not wanted.startswith("ansi-"):
        return "ansi-light" if wanted == "vpe-light" else "ansi-dark"
    return wanted
