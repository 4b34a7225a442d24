"""The terminal that the hand sits at: it keeps up with every byte, answers as one, and lets nothing stay stopped."""

import os
import re
import select
import signal
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

from tests.pace import PATIENCE_S
from tests.pty.line import Line, state

_KEPT = 200_000
_STILL_WITHIN_S = 1.5
_POLL_S = 0.005
_ANSWERS = {
    b"\x1b[5n": b"\x1b[0n",
    b"\x1b]11;?\x1b\\": b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;2$y",
}
_ASKED = re.compile(b"|".join(map(re.escape, _ANSWERS)))
_NEVER_SEEN = re.compile(
    rb"Traceback \(most recent|vpe-tui broke|Exception in thread|Exception ignored|Task exception was never|Warning:"
)


class Seat(Line):
    """A terminal; `answers` says whether it is one that answers. Half of them do, by and large."""

    def __init__(
        self, argv: Sequence[str], environment: Mapping[str, str], size: tuple[int, int], *, answers: bool
    ) -> None:
        self._answers = answers
        self._written_s = time.monotonic()
        self.broke = False
        """Whether the program wrote what nobody is ever to see."""
        super().__init__(argv, environment, columns=size[0], rows=size[1])
        os.set_blocking(self.master, False)

    def _take(self, data: bytes) -> None:
        """Not through the emulator, which is slower than the program: a picture is made once one is asked for."""
        before = len(self.output)
        self.output += data
        self._written_s = time.monotonic()
        self.broke = self.broke or _NEVER_SEEN.search(self.output, max(0, before - 40)) is not None
        if self._answers:
            for asked in _ASKED.findall(data):
                with suppress(BlockingIOError):  # it reads nothing: then it hears nothing
                    os.write(self.master, _ANSWERS[asked])
        if len(self.output) > 2 * _KEPT:
            self.forget(_KEPT)

    def until_begun(self) -> None:
        """Waits until the screen is the program's, and drawn."""
        deadline = time.monotonic() + PATIENCE_S
        while b"\x1b[?1049h" not in self.output and self.process.poll() is None and time.monotonic() < deadline:
            time.sleep(_POLL_S)
        self.rest(0.2)

    def send(self, keys: str | bytes) -> None:
        """Types, as fast as the program takes it. Raises TimeoutError when it takes nothing any more."""
        left = memoryview(keys.encode() if isinstance(keys, str) else keys)
        deadline = time.monotonic() + PATIENCE_S
        while left and self.process.poll() is None:
            self.wake()
            if select.select([], [self.master], [], 0.1)[1]:
                left = left[os.write(self.master, left) :]
            elif time.monotonic() > deadline:
                raise TimeoutError("it takes no keys")

    def wake(self) -> None:
        """Lets it go on where it was stopped, as `fg` does."""
        if self.process.poll() is None and state(self.process.pid) == "T":
            self.process.send_signal(signal.SIGCONT)

    def rest(self, still_s: float, at_most_s: float = _STILL_WITHIN_S) -> None:
        """Waits until the program has written nothing and done nothing for so long: then it has taken what was typed.

        It is asked of the kernel, so that a slow machine is given the time that it takes.
        """
        began = busy = time.monotonic()
        while still_s and self.process.poll() is None:
            now = time.monotonic()
            self.wake()
            if state(self.process.pid) != "S":
                busy = now
            if now - max(busy, self._written_s, began) > still_s or now - began > at_most_s:
                return
            time.sleep(_POLL_S)

    def shown(self) -> str:
        """The screen, as far as what was written last tells; lines with nothing are left out."""
        with self._lock:
            self._stream.feed(bytes(self.output[-_KEPT:]))
        return "\n".join(line for line in self.text.split("\n") if line.strip())
