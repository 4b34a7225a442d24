"""A pseudo-terminal that is nothing but a clock: bytes are read as they come, with the time of their coming.

Nothing is emulated while a watch runs; `screen_of` shows what was drawn, afterwards.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import pyte

from tests.pace import LONG_S

ANSWER_S = 1.0
"""How long a key may take to show anything at all."""
_TICK_S = 1 / os.sysconf("SC_CLK_TCK")


class Size(NamedTuple):
    """Cells of a terminal."""

    columns: int
    rows: int

    def __str__(self) -> str:
        return f"{self.columns}×{self.rows}"


class Reaction(NamedTuple):
    """What followed a key: milliseconds from the key to the last byte of the settled screen, and the bytes."""

    ms: float
    bytes: int


class TimedTty:
    """A program on a terminal, its output with times. As a context manager it leaves no process behind.

    Queries (synchronized output, in-band resize) stay unanswered, as by a plain terminal: Textual waits for none.
    """

    def __init__(self, argv: Sequence[str], environment: Mapping[str, str], size: Size) -> None:
        self.size = size
        self.output = bytearray()
        self._master, slave = pty.openpty()
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", size.rows, size.columns, 0, 0))
        # posix_spawn forks no copy of the bench; the session's first terminal becomes its controlling one.
        copies = ((os.POSIX_SPAWN_DUP2, 0, stream) for stream in (1, 2))
        take = ((os.POSIX_SPAWN_OPEN, 0, os.ttyname(slave), os.O_RDWR, 0), *copies)
        self.started = time.perf_counter()
        self.pid = os.posix_spawn(argv[0], list(argv), dict(environment), setsid=True, file_actions=take)
        os.close(slave)
        self._poll = select.poll()
        self._poll.register(self._master, select.POLLIN)
        self._ended: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status() is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._master)

    def read(self, timeout_s: float, most: int = 65536) -> int:
        """Waits for bytes and takes them; how many came (0: none in time, or the program has ended)."""
        if not self._poll.poll(max(timeout_s, 0) * 1000):
            return 0
        try:
            data = os.read(self._master, most)
        except OSError:
            return 0
        self.output += data
        return len(data)

    def send(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def until(self, marker: str, since: int = 0) -> float:
        """Reads until `marker` was written at or after byte `since`; the time (perf_counter) when it was there.

        A marker lies within one run of a style, so that no escape sequence stands in it.
        """
        wanted, deadline = marker.encode(), time.perf_counter() + LONG_S
        while (place := self.output.find(wanted, since)) < 0:
            since = max(since, len(self.output) - len(wanted))
            self.read(0.5)
            if time.perf_counter() > deadline or self._status() is not None:
                raise AssertionError(f"never written: {marker!r}\n{screen_of(bytes(self.output), self.size)}")
        assert place >= 0
        return time.perf_counter()

    def settle(self, quiet_s: float, first_s: float = 0) -> float | None:
        """Reads until nothing came for `quiet_s` (`first_s` for the first byte); when the last came, None if none."""
        last = None
        while self.read(quiet_s if last else max(first_s, quiet_s)):
            last = time.perf_counter()
        return last

    def press(self, keys: str, quiet_s: float) -> Reaction:
        """Sends keys and waits for the settled screen; the quiet time that proves it is not counted."""
        while self.read(0):
            pass
        before, sent = len(self.output), time.perf_counter()
        self.send(keys)
        last = self.settle(quiet_s, ANSWER_S)
        return Reaction((last - sent) * 1000 if last else 0.0, len(self.output) - before)

    def written_in(self, seconds: float) -> int:
        """Bytes that come within `seconds` if nothing is done."""
        before, end = len(self.output), time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.read(left)
        return len(self.output) - before

    def wait_idle(self, calm_s: float = 0.25) -> None:
        """Waits until the program writes nothing and uses no processor: nothing is prepared any more."""
        deadline = time.perf_counter() + LONG_S
        while time.perf_counter() < deadline:
            before = self._cpu_s()
            if not self.written_in(calm_s) and self._cpu_s() - before <= _TICK_S:
                return

    def peak_mib(self) -> float:
        """The most memory that was ever resident (VmHWM)."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1]) / 1024

    def quit(self, keys: str) -> int:
        """Sends the keys that quit; the exit status. What comes until then is read."""
        self.send(keys)
        deadline = time.perf_counter() + LONG_S
        while self._status() is None:
            if not self.read(0.02) and time.perf_counter() > deadline:
                raise AssertionError(f"{keys!r} does not quit")
        assert self._ended is not None
        return self._ended

    def _status(self) -> int | None:
        """The exit status of the program once it has ended."""
        if self._ended is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._ended = os.waitstatus_to_exitcode(status)
        return self._ended

    def _cpu_s(self) -> float:
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * _TICK_S


def screen_of(output: bytes, size: Size) -> str:
    """The screen after these bytes, as text. Slow: off the clock."""
    screen = pyte.Screen(size.columns, size.rows)
    pyte.ByteStream(screen).feed(output)
    return "\n".join(line.rstrip() for line in screen.display)
