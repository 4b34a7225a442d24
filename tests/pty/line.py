"""The line between program and terminal, read strictly: every mode that was set, every byte that is not plain text."""

import os
import re
import time
from collections.abc import Sequence
from pathlib import Path

from tests.pace import PATIENCE_S
from tests.terminal import PROGRAM, Terminal, clean_environment

NORMALLY_ON = {7, 25}
"""Line wrap and the cursor: what is lent is that they are off."""

_MODE = re.compile(rb"\x1b\[\?(\d+)([hl])")
_KEYS = re.compile(rb"\x1b\[([>=<])\d*u")

SEQUENCE = re.compile(
    r"\x1b\[\?\d+[hl]"  # modes
    r"|\x1b\[\?\d+\$p"  # questions about modes
    r"|\x1b\[[><=?]?\d*u"  # keyboard protocol
    r"|\x1b\[[\d;:]*[mHJKXC]"  # colour, place, blanks
    r"|\x1b[78]"  # the place is kept, and gone back to
    r"|\x1b\[[56]n|\x1b\]11;\?\x1b\\"  # has it drawn that, where is its cursor, and on which background
    r"|\x1b\]22;[a-z-]*\x07"  # the mouse pointer's shape
    r"|\x1b\]52;[cps]*;([A-Za-z0-9+/=]*)(?:\x07|\x1b\\)"  # clipboard
)

_CONTROL = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Line(Terminal):
    """A terminal that can be hung up, and whose output is read byte by byte."""

    def hang_up(self) -> None:
        """The terminal goes away, as when a window is closed or ssh dies."""
        self.stop_reading()
        os.close(self.master)
        self.master = os.open(os.devnull, os.O_RDONLY)

    def ends_within(self, seconds: float) -> int:
        began = time.monotonic()
        self.process.wait(PATIENCE_S)
        took = time.monotonic() - began
        assert took < seconds, f"it took {took:.1f} s"
        return self.ends()

    def forget(self, but: int) -> None:
        """Lets the output go but its last `but` bytes, and what was set before them."""
        cut = self.output.rfind(b"\x1b", 0, max(0, len(self.output) - but))
        if cut > 0:
            past = bytes(self.output[:cut])
            modes = {match[1]: match[0] for match in _MODE.finditer(past)}
            keys = [match[0] for match in _KEYS.finditer(past)]
            self.output[:cut] = b"".join((*modes.values(), *keys))

    @property
    def left_set(self) -> set[str]:
        """What the program set on the terminal and did not set back."""
        output = bytes(self.output)
        last = {int(mode): sign for mode, sign in _MODE.findall(output)}
        left = {f"?{mode}" for mode, sign in last.items() if (sign == b"h") != (mode in NORMALLY_ON)}
        pushed = [sign for sign in _KEYS.findall(output) if sign != b"="]
        return left | ({"keyboard"} if pushed.count(b">") > pushed.count(b"<") else set())


def stray(output: bytes) -> list[str]:
    """Control characters in an output that belong to no sequence a screen is drawn with; each with what is around."""
    text = SEQUENCE.sub("", output.decode("utf-8", errors="surrogateescape"))
    return [text[max(0, at.start() - 20) : at.end() + 20] for at in _CONTROL.finditer(text)]


def program(directory: Path, *arguments: str, argv: Sequence[str] = PROGRAM, **environment: str) -> Line:
    return Line((*argv, *arguments), clean_environment(directory, **environment))


def settings(base_url: str) -> dict[str, str]:
    """An environment that reaches an API."""
    return {"VPE_BASE_URL": base_url, "VPE_API_KEY": "a-key-of-the-test", "VPE_PROJECT_ID": "project"}


def state(pid: int) -> str:
    """What the kernel says a process does: S sleeps, T is stopped."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
